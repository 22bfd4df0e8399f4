"""The dated tree of organizations and the members in it: one model for all levels, places and memberships with dates.

Owns who stands where and when. Must not know of sign-in, notices, campaigns or records.
"""
