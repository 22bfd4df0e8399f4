"""Who holds which post from when to when, and members on their way from one branch to another.

Owns posts, hand-overs and transfers. Must not know of sign-in, records or figures.
"""
