"""The two imports, from a file to the database: `organizations` and `members`. Whole or nothing.

A file is read, every row is judged, and only when nothing stands in the way is all of it written, in one transaction.
Whoever asks may leave the questionable rows out (`accept_good`), or look first (`dry_run`).
"""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError

from xuezuo.interchange import intake, mapping, writing
from xuezuo.interchange.columns import MEMBERS, ORGANIZATIONS
from xuezuo.interchange.mapping import Mapping
from xuezuo.interchange.member_roster import MemberRoster
from xuezuo.interchange.member_rows import MemberReader
from xuezuo.interchange.organization_rows import OrganizationReader
from xuezuo.interchange.organization_tree import Tree
from xuezuo.interchange.report import Report
from xuezuo.interchange.roster import Progress, Source, entries, no_progress, write_blocked
from xuezuo.interchange.spool import Spool
from xuezuo.organizations import actions, bulk, rules
from xuezuo.organizations.queries import has_rosters, known_organizations
from xuezuo.periods import FOREVER
from xuezuo.records.queries import latest_meetings
from xuezuo.refusals import Refusal
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import Scope

CHECKED_EVERY = 5_000
LONG = 2**19
"""Bytes: some 5,000 rows, from which a first roster has its writer, who needs a second to be ready, before it is read."""

KEYS_OF_MEMBERS = ("organization", "name", "id_number")


@dataclass(frozen=True)
class Options:
    """How to import. `name` is what the user calls the file; `limits` are bytes by `csv` and `workbook`.

    `more` are further files of the same roster, such as one workbook a city: all of them are written, or none.
    `ask_again` is called when a first roster is written and only its commit is left: what it raises takes all of it back.
    """

    dry_run: bool = False
    accept_good: bool = False
    errors_to: Path | None = None
    map_file: Path | None = None
    name: str = ""
    more: tuple[Path, ...] = ()
    progress: Progress = no_progress
    ask_again: Callable[[], None] = lambda: None
    limits: dict[str, int] = field(default_factory=dict)


def import_organizations(path: Path, *, by: Scope, options: Options = Options()) -> Report:
    """Read a roster of organizations and, when nothing stands in the way, create and update them.

    A file that is refused as a whole gives a report with `file_outcome` `refused`; `NotVisible` if `by` may not import.
    """
    return _import(_organizations, path, by, options)


def import_members(path: Path, *, by: Scope, options: Options = Options()) -> Report:
    """The same for a roster of members; their organizations must be known already."""
    return _import(_members, path, by, options)


Work = Callable[[list[Source], Scope, Options, Report], None]


def _import(work: Work, path: Path, by: Scope, options: Options) -> Report:
    rules.may_import(by)
    with wide("import"), _nothing_collected():
        return _compared(work, path, by, options)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Rows refer to nothing that refers back: looking for circles among millions of them would take a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _compared(work: Work, path: Path, by: Scope, options: Options) -> Report:
    report = Report()
    report.dry_run = options.dry_run
    try:
        given = mapping.read(options.map_file) if options.map_file else Mapping()
        sources = []
        for file in (path, *options.more):
            name = (options.name if file is path else "") or file.name
            kind = intake.examine(file, name, options.limits)
            sources.append(Source(file, name, kind, given, options.progress, titled=bool(options.more)))
        report.open_book(options.errors_to)
        work(sources, by, options, report)
        if report.book and report.blocking:
            write_blocked(sources, report)
    except Refusal as refusal:
        report.refuse(refusal)
    except OSError as problem:
        report.refuse(Refusal("file_damaged", name=options.name or path.name, reason=problem.strerror or "OSError"))
    except IntegrityError:
        report.refuse(Refusal("import_raced", name=options.name or path.name))
    finally:
        report.close_book()
    return report


def _goes_on(report: Report, options: Options) -> bool:
    """Whether the good rows are to be written. A blocked file reports no changes, for there will be none."""
    if report.blocking and not options.accept_good:
        report.created = report.updated = report.unchanged = 0
        return False
    return not options.dry_run


def _organizations(sources: list[Source], by: Scope, options: Options, report: Report) -> None:
    reader, progress = OrganizationReader(sources[0].mapping), options.progress
    drafts = [
        reader.read(sheet, columns, number, cells)
        for source in sources
        for sheet, columns, numbers, rows in entries(source, ORGANIZATIONS, ("code", "name"), report)
        for number, cells in zip(numbers, rows, strict=True)
    ]
    tree = Tree(drafts, known_organizations(by))
    tree.check()
    for done, draft in enumerate(drafts):
        report.add(draft.sheet, draft.row, draft.findings)
        if done % CHECKED_EVERY == 0:
            progress("check", done, len(drafts))
    plan = tree.plan()
    report.created, report.updated, report.unchanged = len(plan.new), len(plan.changed), plan.unchanged
    if _goes_on(report, options):
        progress("write", 0, len(plan.new))
        actions.import_organizations(by=by, new=plan.new, changed=plan.changed, source=_told_of(sources, report))
        progress("write", len(plan.new), len(plan.new))
        report.written = True


def _members(sources: list[Source], by: Scope, options: Options, report: Report) -> None:
    is_first = not options.dry_run and writing.is_possible() and not has_rosters(by) and not latest_meetings(by)
    with Spool(by if is_first else None) as spool:
        if sum(source.path.stat().st_size for source in sources) >= LONG:
            spool.begin()
        organizations = known_organizations(by)
        if not organizations:
            raise Refusal("import_no_organizations")
        reader = MemberReader(sources[0].mapping, organizations)
        names = {one.id: one.name for one in organizations.values()}
        ending = {one.id: one.end for one in organizations.values() if one.path and one.end != FOREVER}
        roster = MemberRoster(by, report, names, None if options.dry_run else spool, ending)
        bulk.let_go_of_pages()  # who stands where is known, and the writer needs memory
        if roster.held:  # somebody was entered since it was asked whether there is anybody
            spool.write_at_the_end()
        for source in sources:
            for sheet, columns, numbers, rows in entries(source, MEMBERS, KEYS_OF_MEMBERS, report):
                roster.take(sheet, numbers, reader.read_lot(columns, rows))
        roster.finish()
        if _goes_on(report, options):
            _write_members(roster, spool, by, options, report, _told_of(sources, report))
            report.written = True


def _write_members(
    roster: MemberRoster, spool: Spool, by: Scope, options: Options, report: Report, source: dict[str, object]
) -> None:
    def told(done: int) -> None:
        options.progress("write", done, report.created)

    if spool.writer is None:
        actions.import_members(
            by=by, new=roster.new_members(), changed=list(roster.changed.values()), source=source, told=told
        )
    elif roster.changed or roster.met():  # the writer knows newcomers only, and no branch that met meanwhile
        raise Refusal("import_raced", name=options.name)
    else:
        spool.writer.finish(roster.dropped, source, told, options.ask_again)


def _told_of(sources: list[Source], report: Report) -> dict[str, object]:
    """For the audit: which files they were and what was in them, without anybody's name."""
    digests = []
    for source in sources:
        with source.path.open("rb") as file:
            digests.append({"file": source.name, "sha256": hashlib.file_digest(file, "sha256").hexdigest()})
    more = {"more": digests[1:]} if len(digests) > 1 else {}
    return {**digests[0], **more, "rows": report.read, "counts": report.counts}
