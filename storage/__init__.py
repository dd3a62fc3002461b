"""Rows, queries and transactions. Knows nothing of Slack or of the rules; every row carries its workspace."""
