"""A second line under the first: PostgreSQL itself shows a request only the people its scope may see.

The first line is the scope that every query takes. This room knows tables by name and imports no other room.
"""
