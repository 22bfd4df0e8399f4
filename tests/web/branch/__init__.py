"""The branch secretary's pages."""
