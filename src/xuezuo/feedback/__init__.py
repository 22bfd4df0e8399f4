"""Complaints and suggestions on any page, and their answers (AF14).

Knows organizations, to find who answers; knows nothing of the page that a suggestion speaks of but its address.
"""
