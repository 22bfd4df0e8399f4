"""Problem prompts of texts, by tier (R11): what a meeting may ask itself. Text to talk about, nothing to fill in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from xuezuo.campaigns.kinds import Tier
from xuezuo.campaigns.models import Prompt


class Text(Protocol):
    """A reading, or what stands for one; its prompts are its `offered`."""

    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True)
class TierPrompts:
    tier: Tier
    texts: tuple[str, ...]


def by_tier(readings: Iterable[Text], wanted: Collection[int]) -> list[TierPrompts]:
    """Of the wanted readings, each prompt once, in the campaign's order; `readings` come from `queries.with_prompts`.

    Without any wanted one that has prompts, those of all readings: a meeting may look for its problems with any text.
    """
    held = list(readings)
    chosen = [reading for reading in held if reading.pk in wanted and _offered(reading)] or held
    found: dict[str, dict[int, tuple[int, int, str]]] = {}
    for reading in chosen:
        for prompt in _offered(reading):
            found.setdefault(prompt.tier, {})[prompt.pk] = (prompt.campaign_id, prompt.position, prompt.text)
    return [
        TierPrompts(tier, tuple(text for _, _, text in sorted(found[tier.value].values())))
        for tier in Tier
        if tier.value in found
    ]


def _offered(reading: Text) -> Sequence[Prompt]:
    offered: Sequence[Prompt] = getattr(reading, "offered", ())
    return offered
