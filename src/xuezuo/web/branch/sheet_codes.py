"""The code on a sheet of paper: which branch, kind and requirement it was printed for. Numbers and a check, no words.

It opens nothing by itself: whoever follows it signs in and must be allowed to write for that branch. The check keeps a
misread letter from leading to another branch.
"""

from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from xuezuo.campaigns.kinds import ActivityKind

KINDS = ("", *ActivityKind.values)
"""By position; new kinds are added at the end of the list, or sheets in drawers would change their kind."""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which hands and eyes mistake for others."""
MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True)
class Sheet:
    organization_id: int
    kind: str = ""
    requirement_id: int = 0


def code_of(sheet: Sheet) -> str:
    body = "-".join(
        _written(number) for number in (sheet.organization_id, KINDS.index(sheet.kind), sheet.requirement_id)
    )
    return f"{body}-{_check(body)}"


def read(code: str) -> Sheet | None:
    """What a code says, also typed in small letters; None for one that is none."""
    body, _, check = code.strip().upper().translate(MISTAKEN).rpartition("-")
    if not constant_time_compare(check, _check(body)):
        return None
    numbers = [_number(part) for part in body.split("-")]
    if len(numbers) != len(("organization", "kind", "requirement")) or numbers[1] >= len(KINDS):
        return None
    return Sheet(numbers[0], KINDS[numbers[1]], numbers[2])


def _written(number: int) -> str:
    found = ""
    while number or not found:
        number, rest = divmod(number, len(LETTERS))
        found = LETTERS[rest] + found
    return found


def _number(written: str) -> int:
    number = 0
    for letter in written:
        number = number * len(LETTERS) + LETTERS.index(letter)
    return number


def _check(body: str) -> str:
    seal = salted_hmac("sheet of paper", body, algorithm="sha256").digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in seal[:4])
