"""Dated parameters of the field (D0.01): cadence, terms, sizes, privacy. Looked up by key and the day of the event.

Owns `packs/*.yaml`. Knows no tables and no other room.
"""
