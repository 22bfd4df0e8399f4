"""Reading posts, hand-overs and transfers."""

from xuezuo.people.queries.posts import (
    CommitteeRemarks,
    committee_remarks,
    hand_over,
    hand_overs,
    hand_overs_taken_back,
    holders,
    person_with_number,
    pickable,
    post_history,
    post_holding,
    posts_of,
)
from xuezuo.people.queries.transfers import (
    UnderWay,
    branch_named,
    draftable,
    for_branch,
    stubs,
    transfer,
    under_way,
    waiting,
)

__all__ = [
    "CommitteeRemarks",
    "UnderWay",
    "branch_named",
    "committee_remarks",
    "draftable",
    "for_branch",
    "hand_over",
    "hand_overs",
    "hand_overs_taken_back",
    "holders",
    "person_with_number",
    "pickable",
    "post_history",
    "post_holding",
    "posts_of",
    "stubs",
    "transfer",
    "under_way",
    "waiting",
]
