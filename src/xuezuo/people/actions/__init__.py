"""Every write about posts, hand-overs and transfers, audited in the same transaction."""
