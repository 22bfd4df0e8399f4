"""A made-up province of any size: same seed, same bytes. Nobody and nowhere in it exists.

Writes files that a user could have (rosters, a campaign, activity) and must not know how they are taken in.
"""
