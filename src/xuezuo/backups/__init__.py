"""The whole system in a folder, put back, and shown to be equal, whichever database it stands in.

A backup is one file of lines a table, in the same form on SQLite and PostgreSQL, and a manifest of digests that is
written last. No tables of its own; it reads and writes those of every room as they are, and judges none of it.
"""
