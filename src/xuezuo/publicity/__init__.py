"""Publications of a campaign, films and the like, and their view totals as typed in.

Owns what was published. View totals are never an input to any judgement (AF06).
"""
