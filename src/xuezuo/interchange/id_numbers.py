"""The citizen identity number (GB 11643-1999): eighteen places, the last a check digit by ISO 7064 MOD 11-2."""

import re
from datetime import date
from math import nan
from operator import itemgetter, mul

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_OFFSET = 48 * sum(WEIGHTS)
SHAPE = re.compile(r"[0-9]{17}[0-9X]")
OLD_SHAPE = re.compile(r"[0-9]{15}")
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)

REGION, BIRTH, TAIL = itemgetter(slice(6)), itemgetter(slice(6, 14)), itemgetter(slice(14, None))
"""The parts of a number. Each has few values, so what a part adds to the check is worked out once for many people."""

NOWHERE = MAN = 11
"""Added to what a region adds to the check when it begins with no province, and to what a man's tail adds."""


def check_digit(first_seventeen: str) -> str:
    return CHECKS[(sum(map(mul, WEIGHTS, first_seventeen.encode())) - _OFFSET) % 11]


def from_fifteen(old: str) -> str:
    """A number of before 1999: the century and the check digit are added."""
    longer = old[:6] + "19" + old[6:]
    return longer + check_digit(longer)


def birth_of(number: str) -> date | None:
    """The birth date inside, or None when it is no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    return "male" if int(number[16]) % 2 else "female"


def region_is_possible(number: str) -> bool:
    return number[:2] in PROVINCES


def masked(text: str) -> str:
    """What a report may show: `350***********23`."""
    return text if len(text) < 8 else text[:3] + "*" * (len(text) - 5) + text[-2:]


def rest_of_region(part: str) -> float:
    """What the part adds to the check: with those of the two other parts it makes a multiple of 11 if the number fits.

    Not a number, which makes none, if it is no such part. The same for `rest_of_birth` and `rest_of_tail`.
    """
    return _rest(part, 6, 0) + (0 if part[:2] in PROVINCES else NOWHERE)


def rest_of_birth(part: str) -> float:
    return _rest(part, 8, 6)


def rest_of_tail(part: str) -> float:
    if part[-1:] not in tuple(CHECKS):
        return nan
    return (_rest(part[:-1], 3, 14) - CHECKS.index(part[-1])) % 11 + (MAN if part[2:3] in "13579" else 0)


def _rest(digits: str, length: int, start: int) -> float:
    if len(digits) != length or not (digits.isascii() and digits.isdigit()):
        return nan
    return sum(map(mul, WEIGHTS[start:], map(int, digits))) % 11


def day_written(part: str) -> str:
    """The birth date as it stands in the number, whether there is such a day or not."""
    return f"{part[:4]}-{part[4:6]}-{part[6:]}"
