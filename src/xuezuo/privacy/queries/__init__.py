"""Reading what is held about a person, who was shown it, what was asked and answered."""

from xuezuo.privacy.queries.decisions import Decision, decisions_on, replies_to
from xuezuo.privacy.queries.held import Held, everything_held, masked
from xuezuo.privacy.queries.looks import Look, disclosures_of, looks_at
from xuezuo.privacy.queries.members import last_home, member_for
from xuezuo.privacy.queries.requests import open_requests, requests_of, requests_to, wish_of

__all__ = [
    "Decision",
    "Held",
    "Look",
    "decisions_on",
    "disclosures_of",
    "everything_held",
    "last_home",
    "looks_at",
    "masked",
    "member_for",
    "open_requests",
    "replies_to",
    "requests_of",
    "requests_to",
    "wish_of",
]
