"""A notice's text cut into plain pieces and marked passages, for the page that shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xuezuo.campaigns.kinds import Topic
from xuezuo.notices.models import Proposal
from xuezuo.web.office.words import due_in_words, why_in_words


@dataclass(frozen=True)
class Piece:
    text: str
    proposal: Proposal | None = None
    state: str = ""


def state_of(proposal: Proposal) -> str:
    """`confirmed`, `dropped`, or `open` while nobody decided."""
    if hasattr(proposal, "requirement"):
        return "confirmed"
    return "dropped" if hasattr(proposal, "dropping") else "open"


def pieces(text: str, proposals: Iterable[Proposal]) -> Iterator[Piece]:
    """In order of the text. Where two passages overlap, the later one shows only what the earlier left."""
    done = 0
    for one in proposals:
        start = max(one.start, done)
        if start >= one.end:
            continue
        if start > done:
            yield Piece(text[done:start])
        yield Piece(text[start : one.end], one, state_of(one))
        done = one.end
    if done < len(text):
        yield Piece(text[done:])


@dataclass(frozen=True)
class Card:
    """One proposal beside the text: its own words, topic, date and reason as people call them, and what was decided."""

    proposal: Proposal
    span: str
    topic: str
    due: str
    why: str
    state: str


def cards(text: str, proposals: Iterable[Proposal]) -> list[Card]:
    topics = dict(Topic.choices)
    return [
        Card(
            proposal=one,
            span=text[one.start : one.end],
            topic=str(topics.get(one.topic, one.topic)),
            due=due_in_words(one.due),
            why=why_in_words(one.why),
            state=state_of(one),
        )
        for one in proposals
    ]
