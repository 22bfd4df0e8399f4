"""When something may be asked to be handed in: with everything that AF10 asks of the request, and never a known figure."""

from datetime import date

from django.utils.translation import gettext as _

from xuezuo.known_figures.queries import demanded
from xuezuo.refusals import Refusal

CHECKED = (
    *("title", "due_on", "minutes", "purpose", "basis", "approver"),
    *("handed_in", "asked_for_because", "expires_on"),
)

LONGEST_DAYS = 366
"""A collection that runs for more than a year is asked anew, with a new reason."""


def check(
    *,
    where: str,
    title: str,
    due_on: date,
    minutes: int,
    purpose: str,
    basis: str,
    approver: str,
    handed_in: str,
    asked_for_because: str,
    expires_on: date | None,
    other_because: str,
) -> str:
    """The code of the known figure that a person says this is not, or "".

    Raises `Refusal` for a figure that is known (AF09) and for a collection without its reasons (AF10, AF11).
    """
    known = demanded(title, handed_in)
    if known and not other_because.strip():
        words = handed_in or title
        raise Refusal("figure_known", where=where, words=words, title=known.title, indicator=known.code)
    if handed_in:
        given = {
            _("purpose"): purpose,
            _("basis"): basis,
            _("approver"): approver,
            _("why the records do not answer it"): asked_for_because,
            _("minutes"): minutes,
            _("expiry"): expires_on,
        }
        missing = [name for name, value in given.items() if not (value.strip() if isinstance(value, str) else value)]
        if missing:
            raise Refusal("collection_incomplete", where=where, words=handed_in, missing=tuple(missing))
        assert expires_on is not None
        if expires_on < due_on or (expires_on - due_on).days > LONGEST_DAYS:
            raise Refusal("collection_expiry", where=where, day=expires_on, due=due_on)
    return known.code if known else ""
