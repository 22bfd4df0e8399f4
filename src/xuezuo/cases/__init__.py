"""Whatever must be put right: one noun, with append-only steps, a look-back, and a closure decided by a person.

Owns cases of every kind (lost contact, weak organizations, findings). Never a label on a person or an organization (D9.10).
"""
