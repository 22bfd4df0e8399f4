"""Posts with their changes and hand-overs, and transfers with their steps."""

from xuezuo.people.models.posts import HandOver, PostChange, PostHolding
from xuezuo.people.models.transfers import Transfer, TransferStep

__all__ = ["HandOver", "PostChange", "PostHolding", "Transfer", "TransferStep"]
