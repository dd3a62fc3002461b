"""The rules. Nothing here knows a clock, a network, a database, an environment, a log or chance: a seed is a parameter."""
