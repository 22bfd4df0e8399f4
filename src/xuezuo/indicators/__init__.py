"""Figures: indicators declared in YAML over row sets, counted, grouped and listed by engines that must agree.

Owns the numbers; writes nothing but what it keeps of them (`kept`). Every number is the length, or the sum, of a list.
"""
