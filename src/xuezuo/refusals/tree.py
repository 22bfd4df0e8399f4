"""Refusals of acts on the tree."""

SENTENCES: dict[str, str] = {}
