"""Open to everybody: published notices, and whether the server is well."""
