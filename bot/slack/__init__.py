"""Everything that knows Slack's JSON. It knows the verbs and the rules, never the storage."""
