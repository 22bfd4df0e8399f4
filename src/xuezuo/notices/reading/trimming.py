"""The edges of a requirement's span: preambles off its front, what only fills off its end."""

import re

from xuezuo.notices.reading.clause import Clause, has
from xuezuo.notices.reading.grouping import Unit

# clauses that name the manner in general and can be left to the reader
PREAMBLE = re.compile(
    r"^(?:紧密|密切)?(?:联系|结合)(?:各自|本地|本单位|工作|自身)?(?:的)?实际$|坚持.{2,24}原则$|^(?:要|应)?(?:充分考虑|注意到|按照).{2,26}(?:实际|要求|精神|部署|规定)$"
)


def trimmed_unit(unit: Unit) -> Unit:
    """The unit without empty clauses at its ends; one clause always stays."""
    taken = list(unit.clauses)
    while len(taken) > 1 and is_preamble(taken):
        taken.pop(0)
    while len(taken) > 1 and is_filling(taken[-1]):
        taken.pop()
    unit.clauses = taken
    return unit


def is_preamble(taken: list[Clause]) -> bool:
    """A general manner in front of something more definite."""
    first = taken[0]
    if first.concrete or first.subject:
        return False
    rest = sum(len(clause.text) for clause in taken[1:])
    if PREAMBLE.search(first.text):
        return rest > len(first.text)
    # a short slogan in front: the longer rest says what is meant
    return first.slogan and rest >= 2 * len(first.text) and bool(has("duty_patterns", taken[1].text))


def is_filling(last: Clause) -> bool:
    """Ends in a pointer to somewhere else, or trails off."""
    return not last.asks and bool(re.search(r"电话|联系人|见附件|^等等|如下$", last.text))
