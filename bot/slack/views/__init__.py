"""Value in, dict out: how things look in Slack. Nothing here reads, sends or decides."""
