"""Sign-in, roles in a subtree with dates, and the one door through which every `Scope` comes.

Owns who may look from where. Must not know of notices, campaigns or records.
"""
