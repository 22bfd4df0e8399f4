"""Lines about cases, terms and publications: by the rules of their rooms, written at once at the end of the file. What was
voiced at a meeting (`activity_voiced`) goes the same way.

A line without an id of its own is recognised by what it says; a file loaded twice writes nothing the second time.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from xuezuo.cases import rules as case_rules
from xuezuo.cases.models import Case, CaseKind, Closure, LookBack, Step
from xuezuo.commitments.models import Commitment, Deed
from xuezuo.interchange.activity_ground import Standing, as_day
from xuezuo.interchange.activity_lines import CaseLine, Place, PublicationLine, TermLine
from xuezuo.organizations import bulk
from xuezuo.organizations.models import Deferral, Term
from xuezuo.organizations.terms import check_deferral, check_term
from xuezuo.publicity import rules as publicity_rules
from xuezuo.publicity.models import Publication, PublicationKind, ViewTotal
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.statements import fetch

COLUMNS: dict[type[Any], str] = {
    Case: "id organization_id kind title cause owner source found_on due_on record_id raised_by raised_at",
    Step: "case_id kind taken_on note entered_by entered_at",
    LookBack: "case_id looked_on holds note entered_by entered_at",
    Closure: "case_id closed_on reason decided_by decided_at",
    Term: "id organization_id elected_on ends_on renewed_on",
    Deferral: "term_id until reason decided_by decided_at",
    Publication: "id organization_id kind title outlet published_on entered_by entered_at",
    ViewTotal: "publication_id counted_on views",
    Commitment: "id organization_id member_id what vehicle made_on due_on record_id entered_by entered_at",
    Deed: "organization_id member_id commitment_id what done_on unit entered_by entered_at",
}
NUMBERED = (Case, Term, Publication, Commitment)
AT_ONCE = 20_000


@dataclass
class Others:
    """Keeps rows until there are many, then writes them. Counts what was new and what was known."""

    by: Scope
    latest: date
    entered: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0

    def __post_init__(self) -> None:
        self.now = connection.ops.adapt_datetimefield_value(timezone.now())
        self.first = {model: bulk.first_free_id(model) for model in NUMBERED}
        self.next = dict(self.first)
        self.rows: dict[type[Any], list[tuple[Any, ...]]] = {model: [] for model in COLUMNS}
        cases = fetch("SELECT organization_id, kind, found_on, cause FROM cases_case")
        self.cases = Counter((pk, kind, as_day(found_on), cause) for pk, kind, found_on, cause in cases)
        terms = fetch("SELECT organization_id, elected_on, ends_on FROM organizations_term")
        self.terms = {(pk, as_day(elected_on)): as_day(ends_on) for pk, elected_on, ends_on in terms}
        films = fetch("SELECT organization_id, kind, title, published_on, id FROM publicity_publication")
        self.films = {(pk, kind, title, as_day(day)): number for pk, kind, title, day, number in films}
        totals = fetch("SELECT publication_id, counted_on, views FROM publicity_viewtotal")
        self.totals = {(pk, as_day(day)): views for pk, day, views in totals}

    def take(self, place: Place, standing: Standing, line: CaseLine | TermLine | PublicationLine) -> None:
        if isinstance(line, CaseLine):
            self._case(place, standing, line)
        elif isinstance(line, TermLine):
            self._term(place, standing, line)
        else:
            self._publication(place, standing, line)
        self.written_at_once()

    def written_at_once(self) -> None:
        """Write what waits, if it is much."""
        if sum(map(len, self.rows.values())) > AT_ONCE:
            self._write()

    def new_id(self, model: type[Any], word: str) -> int:
        self.entered[word] += 1
        self.next[model] += 1
        return self.next[model] - 1

    def _case(self, place: Place, standing: Standing, line: CaseLine) -> None:
        case_rules.may_write(self.by, standing.path)
        if line.kind not in CaseKind.values:
            raise place.value("kind", line.kind, tuple(CaseKind.values))
        if len(line.cause) > 300:
            raise place.refused("cause", Refusal("record_text_too_long", field="cause", most=300))
        self._placed(place, standing, "found_on", line.found_on)
        for name in ("found_on", "contacted_on", "looked_back_on", "closed_on"):
            day = getattr(line, name)
            if day is not None:
                self._in_order(place, name, lambda day=day: case_rules.check_day(day, line.found_on, self.latest))
        if line.closed_on and not line.closed_reason.strip():
            raise place.refused("closed_reason", Refusal("closure_reason_missing"))
        key = (standing.id, line.kind, line.found_on, line.cause)
        if self.cases[key]:
            self.cases[key] -= 1
            self.unchanged += 1
            return
        self._add_case(standing, line)

    def _add_case(self, standing: Standing, line: CaseLine) -> None:
        pk, who, now = self.new_id(Case, "cases"), self.by.viewer_id, self.now
        said = (line.kind, "", line.cause, "", "")
        self.rows[Case].append((pk, standing.id, *said, line.found_on.isoformat(), None, None, who, now))
        if line.contacted_on:
            self.rows[Step].append((pk, "contacted", line.contacted_on.isoformat(), "", who, now))
        if line.looked_back_on:
            self.rows[LookBack].append((pk, line.looked_back_on.isoformat(), line.holds, "", who, now))
        if line.closed_on:
            self.rows[Closure].append((pk, line.closed_on.isoformat(), line.closed_reason[:500], who, now))

    def _term(self, place: Place, standing: Standing, line: TermLine) -> None:
        self._in_order(place, "elected_on", lambda: check_term(line.elected_on, line.ends_on, self.latest))
        if line.renewed_on and not line.elected_on < line.renewed_on <= self.latest:
            raise self._ahead(place, "renewed_on", line.renewed_on)
        key = (standing.id, line.elected_on)
        if key in self.terms:
            if self.terms[key] != line.ends_on:
                raise place.refused(
                    "ends_on", Refusal("term_known", elected_on=line.elected_on, ends_on=self.terms[key])
                )
            self.unchanged += 1
            return
        self.terms[key] = line.ends_on
        pk = self.new_id(Term, "terms")
        renewed_on = line.renewed_on.isoformat() if line.renewed_on else None
        self.rows[Term].append((pk, standing.id, line.elected_on.isoformat(), line.ends_on.isoformat(), renewed_on))
        if line.deferred_until:
            until, reason = line.deferred_until, line.deferred_reason
            term = Term(ends_on=line.ends_on)
            self._in_order(place, "deferred_until", lambda: check_deferral(term, until, reason))
            self.rows[Deferral].append((pk, until.isoformat(), reason, self.by.viewer_id, self.now))

    def _publication(self, place: Place, standing: Standing, line: PublicationLine) -> None:
        if line.kind not in PublicationKind.values:
            raise place.value("kind", line.kind, tuple(PublicationKind.values))
        if not 0 < len(line.title.strip()) <= 200:
            raise place.refused("title", Refusal("publication_title_missing"))
        self._placed(place, standing, "published_on", line.published_on)
        for name in ("published_on", "counted_on"):
            day = getattr(line, name)
            if day is not None:
                self._in_order(
                    place, name, lambda day=day: publicity_rules.check_day(day, line.published_on, self.latest)
                )
        if (line.views is None) != (line.counted_on is None):
            missing = "views" if line.views is None else "counted_on"
            raise Refusal("activity_field_missing", line=place.line, name=place.name, field=missing)
        if line.views is not None:
            self._in_order(place, "views", lambda views=line.views: publicity_rules.check_views(views))
        self._add_publication(place, standing, line)

    def _add_publication(self, place: Place, standing: Standing, line: PublicationLine) -> None:
        key = (standing.id, line.kind, line.title, line.published_on)
        new = key not in self.films
        if new:
            pk = self.films[key] = self.new_id(Publication, "publications")
            day, who = line.published_on.isoformat(), self.by.viewer_id
            self.rows[Publication].append((pk, standing.id, line.kind, line.title, "", day, who, self.now))
        if line.counted_on is None or line.views is None:
            self.unchanged += not new
            return
        total = (self.films[key], line.counted_on)
        if total in self.totals:
            if self.totals[total] != line.views:
                raise place.value("views", line.views, str(self.totals[total]))
            self.unchanged += 1
            return
        self.totals[total] = line.views
        self.entered["view_totals"] += 1
        self.rows[ViewTotal].append((total[0], line.counted_on.isoformat(), line.views))

    def _in_order(self, place: Place, field_name: str, check: Any) -> None:
        try:
            check()
        except Refusal as refusal:
            raise place.refused(field_name, refusal) from None

    def _ahead(self, place: Place, field_name: str, day: date) -> Refusal:
        where = {"line": place.line, "name": place.name, "field": field_name, "value": day}
        return Refusal("activity_day_ahead", **where, latest=self.latest)

    def _placed(self, place: Place, standing: Standing, field_name: str, day: date) -> None:
        since = standing.placed_from(day)
        if since is None:
            raise place.refused(field_name, Refusal("record_without_place", day=day))
        if day < since:
            raise place.refused(field_name, Refusal("record_too_early", day=day, since=since))

    def _write(self) -> None:
        for model, columns in COLUMNS.items():
            bulk.insert(model, columns.split(), self.rows[model])
            self.rows[model] = []

    def finish(self) -> None:
        self._write()
        for model in NUMBERED:
            if self.next[model] > self.first[model]:
                bulk.numbered_up_to(model, self.next[model] - 1)
        if sum(self.entered.values()) >= bulk.LARGE:
            bulk.refresh_statistics(*COLUMNS)
