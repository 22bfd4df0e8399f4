"""What comes in and goes out as files: rosters, activity, row sets.

Owns formats and their findings; decides nothing about the rooms it fills.
"""
