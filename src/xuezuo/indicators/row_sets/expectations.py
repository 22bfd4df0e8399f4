"""Requirements due by the day, one row for each organization they address: settled by a claim of its own,
met in a way of its own that stands, or outstanding. The same for what changed midway, whatever its date.
"""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xuezuo import tree_paths
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.duties import Duty, concerning, duties
from xuezuo.indicators.row_sets.placed import as_text, select, union
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import BRANCH_KINDS, Sector
from xuezuo.records.queries import unopposed_since

CLAIMED = (
    "CASE WHEN EXISTS (SELECT 1 FROM records_claim c JOIN records_record r ON r.id = c.record_id"
    " WHERE r.organization_id = o.id AND {versions} AND r.held_on <= %s)"
    " THEN 'settled' WHEN EXISTS (SELECT 1 FROM records_ownway w JOIN records_record r ON r.id = w.record_id"
    " LEFT JOIN records_ownwayanswer a ON a.own_way_id = w.id AND a.answered_on <= %s"
    " WHERE w.organization_id = o.id AND {own_versions} AND r.held_on <= %s"
    " AND (a.accepted OR (a.id IS NULL AND w.stated_on <= %s)))"
    " THEN 'own_way' ELSE 'outstanding' END"
)
"""A way of its own stands if accepted by the day, or unanswered for long enough (R15)."""

STOOD = (
    "(s.valid_from <= %s OR EXISTS (SELECT 1 FROM organizations_placement f"
    " WHERE f.organization_id = o.id AND f.valid_from <= %s))"
)
"""Nobody owes what was due before they were founded, or split off. Nearly always the first half says so by itself."""

IN_GROUPS = (
    "EXISTS (SELECT 1 FROM organizations_membership m JOIN organizations_groupmembership g ON g.member_id = m.member_id"
    " WHERE m.organization_id = o.id AND m.valid_from <= %s AND m.valid_to > %s"
    " AND g.valid_from <= %s AND g.valid_to > %s AND {groups})"
)


def _one(question: Question, duty: Duty) -> Sql:
    day = question.day
    # whom it addressed is decided in the tree of the day, wherever the organization is shown
    terms: list[Sql] = [
        ("s.organization_id = o.id AND s.valid_from <= %s AND s.valid_to > %s", [day, day]),
        ("s.path >= %s AND s.path < %s", [duty.top, tree_paths.after(duty.top)]),
        (STOOD, [duty.due_on, duty.due_on]),
        _among("o.kind", duty.audience.kinds or tuple(BRANCH_KINDS)),
    ]
    if duty.audience.sectors:
        terms.append(_among("o.sector", duty.audience.sectors))
    if duty.audience.groups:
        text, groups = _among('g."group"', duty.audience.groups)
        terms.append((IN_GROUPS.format(groups=text), [day, day, day, day, *groups]))
    versions, ids = _among("c.requirement_id", duty.versions)
    own_versions, own_ids = _among("w.requirement_id", duty.versions)
    state = CLAIMED.format(versions=versions, own_versions=own_versions)
    columns: dict[str, str | Sql] = {
        "row_id": (f"{as_text('o.id')} || ':' || {as_text('%s')}", [str(duty.requirement_id)]),
        "on": ("%s", [duty.due_on]),
        "amount": "1",
        "requirement": (as_text("%s"), [duty.code]),
        "state": (state, [*ids, day, day, *own_ids, day, unopposed_since(day)]),
    }
    where = " AND ".join(text for text, _ in terms), [one for _, given in terms for one in given]
    return select(question, columns, "organizations_placement s", where)


def _among(column: str, words: tuple[str, ...] | tuple[int, ...]) -> Sql:
    return f"{column} IN ({', '.join(['%s'] * len(words))})", [w if isinstance(w, int) else str(w) for w in words]


def sql(question: Question) -> Sql:
    return _all(question, duties(question.day))


def sql_of_changes(question: Question) -> Sql:
    return _all(question, duties(question.day, changed=True))


def _all(question: Question, asked: list[Duty]) -> Sql:
    found = [_one(question, duty) for duty in asked]
    if found:
        return union(found)
    nothing: dict[str, str | Sql] = {
        "row_id": "''",
        "on": "p.valid_from",
        "amount": "1",
        "requirement": "''",
        "state": "'outstanding'",
    }
    return select(question, nothing, where="1 = 0")


def _titles(day: date, path: str) -> dict[str, str]:
    return _named(concerning(duties(day), path))


def _titles_of_changes(day: date, path: str) -> dict[str, str]:
    return _named(concerning(duties(day, changed=True), path))


def _named(asked: list[Duty]) -> dict[str, str]:
    """Titles, with the version that is counted where it is not the first (R14)."""
    return {
        duty.code: duty.title
        if duty.version == 1
        else gettext("%(title)s (version %(number)s)") % {"title": duty.title, "number": duty.version}
        for duty in asked
    }


STATES = {
    "settled": _("held and claimed"),
    "own_way": _("met in its own way"),
    "outstanding": _("nothing recorded"),
}


EXPECTATIONS = RowSet(
    name="requirement_expectations",
    columns={
        "requirement": None,
        "state": STATES,
        "sector": dict(Sector.choices),
    },
    sql=sql,
    names={"requirement": _titles},
)

REQUIREMENT_CHANGES = RowSet(
    name="requirement_changes",
    columns={"requirement": None, "state": STATES, "sector": dict(Sector.choices)},
    sql=sql_of_changes,
    names={"requirement": _titles_of_changes},
)
