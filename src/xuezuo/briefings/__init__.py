"""Briefings: paragraphs whose every number is bound to a figure, frozen when a person signs.

Owns the document out. Reads numbers only through `indicators`.
"""
