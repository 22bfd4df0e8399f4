"""Dice that fall the same in every process, and exact shares of a total."""

import random
from collections.abc import Sequence

Dice = random.Random


def dice(seed: int, *purpose: object) -> Dice:
    """A stream of its own for one purpose, so that a change in one part moves nothing in another."""
    return random.Random(":".join(map(str, (seed, *purpose))))  # noqa: S311 - made-up data, not secrets


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Whole shares in proportion to the weights that add up to `total`: `spread(10, [1, 1, 2]) == [2, 3, 5]`."""
    whole = sum(weights)
    shares: list[int] = []
    given, passed = 0, 0.0
    for weight in weights:
        passed += weight
        upto = round(total * passed / whole)
        shares.append(upto - given)
        given = upto
    return shares


def picked(chooser: Dice, population: Sequence[int], count: int) -> list[int]:
    """`count` picks, as evenly as can be: everybody once before anybody twice."""
    chosen: list[int] = []
    while count > len(population) > 0:
        chosen += population
        count -= len(population)
    return chosen + chooser.sample(population, count) if population else []
