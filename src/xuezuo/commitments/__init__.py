"""The "do" in study-and-do: goals of a unit, what the branch or a member takes on, and what was done about it.

Owns Goal, Commitment, Deed and their withdrawals and corrections; enters a meeting together with what was voiced there.
"""
