"""Refusals of backups."""

SENTENCES: dict[str, str] = {}
