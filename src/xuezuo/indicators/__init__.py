"""Figures: indicators declared in YAML over row sets, counted, grouped and listed by engines that must agree.

Owns the numbers; writes nothing. Every number is the length, or the sum, of a list that the same engine gives.
"""
