"""Dated parameters of the field (D0.01): cadence, terms, quorums. Looked up by key and the day of the event.

Knows no tables and no other room.
"""
