"""Campaigns: what is expected of whom by when. Requirements with their audience, readings in order, and their cost.

Owns the expectation; expected rows are computed, never stored. Must not know what was recorded.
"""
