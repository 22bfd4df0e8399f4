"""Stricter values of the field's parameters that an organization sets for its own part of the tree, from a day (D0.02).

Owns the narrowing and the question which value holds where and when. Must not know what the parameters are for.
"""
