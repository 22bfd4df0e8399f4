"""Who does how much, so that counting gives the figures of the notice: the only place that knows the totals.

Everything else a branch does is left to its own dice.
"""

from collections import Counter
from dataclasses import dataclass, field

from xuezuo.sampledata.chance import Dice, dice, picked, spread
from xuezuo.sampledata.scales import Scale, targets
from xuezuo.sampledata.tree import Place

IDLE = {"private_enterprise": 0.085, "social_organization": 0.095, "other": 0.04}
"""How likely a branch has done nothing at all, by sector; elsewhere 1.6 percent."""


@dataclass
class Quotas:
    """Keys are positions in the list of organizations. `lost` is pairs: contact found again by the day, or not yet."""

    idle: set[int] = field(default_factory=set)
    lectures: Counter[int] = field(default_factory=Counter)
    lost: dict[int, list[bool]] = field(default_factory=dict)
    weak: dict[int, str] = field(default_factory=dict)
    terms: dict[int, str] = field(default_factory=dict)
    seminars: dict[int, int] = field(default_factory=dict)
    trained: dict[int, int] = field(default_factory=dict)
    films: dict[int, list[tuple[str, int]]] = field(default_factory=dict)


def draw(scale: Scale, seed: int, places: list[Place]) -> Quotas:
    """Share the totals out over the places."""
    chance = dice(seed, "quotas")
    goal = targets(scale)
    branches = [index for index, place in enumerate(places) if place.level == "branch"]
    bodies = [index for index, place in enumerate(places) if place.level not in ("branch", "general")]
    quotas = Quotas()
    quotas.idle = {index for index in branches if chance.random() < idleness(places[index])}
    quotas.lectures = _lectures(chance, [b for b in branches if b not in quotas.idle], goal["lectures_given"])
    quotas.lost = _lost(chance, branches, goal["lost_contact_found"], goal["lost_contact_reached"])
    quotas.weak = _weak(chance, places, branches, goal["weak_organizations_rectified"])
    quotas.terms = _terms(chance, places, goal["terms_ended"], goal["terms_on_time"])
    quotas.seminars = _shares(bodies, goal["seminar_attendance"], [0.7 + 0.6 * chance.random() for _ in bodies])
    classes = [b for b in bodies if places[b].level != "town"] or bodies
    quotas.trained = _shares(classes, goal["secretaries_trained"], [0.6 + 0.8 * chance.random() for _ in classes])
    quotas.films = _films(chance, places, bodies, goal)
    return quotas


def idleness(place: Place) -> float:
    return min(0.6, IDLE.get(place.sector, 0.016) * place.neglect)


def _shares(indexes: list[int], total: int, weights: list[float]) -> dict[int, int]:
    return {index: share for index, share in zip(indexes, spread(total, weights), strict=True) if share}


def _lectures(chance: Dice, active: list[int], total: int) -> Counter[int]:
    """Leading cadres lecture in four branches of five; the rest of the number are second lectures."""
    first = chance.sample(active, min(total, round(0.8 * len(active))))
    return Counter(first) + Counter(picked(chance, active, total - len(first)))


def _lost(chance: Dice, branches: list[int], found: int, reached: int) -> dict[int, list[bool]]:
    where = sorted(chance.choices(branches, k=found))
    again = set(chance.sample(range(found), reached))
    cases: dict[int, list[bool]] = {}
    for number, index in enumerate(where):
        cases.setdefault(index, []).append(number in again)
    return cases


def _weak(chance: Dice, places: list[Place], branches: list[int], rectified: int) -> dict[int, str]:
    """Mostly villages. Besides those put right by the day: some still open, relapsed, or closed only later."""
    rural = [index for index in branches if places[index].sector in ("village", "community")]
    rest = {"open": rectified // 6 + 1, "relapsed": rectified // 30 + 1, "later": rectified // 20 + 1}
    words = ["closed"] * rectified + [word for word, count in rest.items() for _ in range(count)]
    return dict(zip(chance.sample(rural if len(rural) >= len(words) else branches, len(words)), words, strict=True))


def _terms(chance: Dice, places: list[Place], ended: int, on_time: int) -> dict[int, str]:
    """Terms that ended by the day: renewed in time or late. Besides: deferred, ending later, running on."""
    holders = [index for index, place in enumerate(places) if place.kind not in ("local_committee", "temporary_branch")]
    late = ended - on_time
    rest = {"deferred": ended // 300 + 1, "soon": ended // 25 + 1, "running": ended // 3 + 1}
    words = ["on_time"] * on_time + ["late"] * late + [word for word, count in rest.items() for _ in range(count)]
    words = words[: len(holders)]
    return dict(zip(chance.sample(holders, len(words)), words, strict=True))


def _films(
    chance: Dice, places: list[Place], bodies: list[int], goal: dict[str, int]
) -> dict[int, list[tuple[str, int]]]:
    """Films at the root and the cities, each with its share of the views; one article beside them."""
    makers = [index for index in bodies if places[index].level in ("province", "city")] or bodies[:1]
    kinds = ["deed_film"] * goal["deed_films"] + ["short_film"] * goal["short_films"] + ["article"]
    views = spread(goal["publication_views"], [0.3 + chance.random() for _ in kinds])
    made: dict[int, list[tuple[str, int]]] = {}
    for number, (kind, seen) in enumerate(zip(kinds, views, strict=True)):
        made.setdefault(makers[number % len(makers)], []).append((kind, seen))
    return made
