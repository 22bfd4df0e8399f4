"""JSON for programs under `/api/v1/`: the same queries and actions as the pages, one file a noun.

Owns addresses, shapes and errors (RFC 9457). Must not know of engines, templates or pages.
"""
