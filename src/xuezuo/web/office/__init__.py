"""The officer's desk: notices, campaigns, rosters, briefings."""
