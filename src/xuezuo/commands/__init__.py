"""The command `xuezuo`: the same actions and queries from a terminal, one file a noun (docs/decisions/0002)."""
