"""The whole system in a folder, put back, and shown to be equal. No tables of its own."""
