"""Refusals of what touches personal data, and of the audit."""

SENTENCES: dict[str, str] = {}
