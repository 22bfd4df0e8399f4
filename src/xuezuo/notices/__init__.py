"""Notices kept verbatim, read by rules, confirmed by people, and issued down the tree.

Owns the document and what was opened. Must not know of campaigns: a confirmed proposal becomes a requirement there.
"""
