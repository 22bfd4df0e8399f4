"""The same actions and queries as JSON under /api/v1/, one file a noun, for programs that carry a token."""
