"""The sandbox against itself: what it promises about Slack, and that any Bolt app works on it."""
