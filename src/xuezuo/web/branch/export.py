"""All that a branch entered, as a file of its own (AF19): a workbook, or text for any program."""

import csv
from collections.abc import Iterable
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from xuezuo.indicators.tables import safe
from xuezuo.organizations.queries import placement_by_code
from xuezuo.records import actions
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.export_more import Cell, Sheet, sheets
from xuezuo.web.shared.downloads import attachment

HEAD: tuple[Promise, ...] = (
    gettext_lazy("Day"),
    gettext_lazy("What was held"),
    gettext_lazy("Subject"),
    gettext_lazy("Place"),
    gettext_lazy("Expected"),
    gettext_lazy("Headcount present"),
    gettext_lazy("Guests"),
    gettext_lazy("Who was absent"),
    gettext_lazy("Guests by name"),
    gettext_lazy("Texts studied"),
    gettext_lazy("Who gave the lecture"),
    gettext_lazy("What it settles"),
    gettext_lazy("Votes"),
    gettext_lazy("Summary"),
    gettext_lazy("Corrected times"),
    gettext_lazy("Entered on"),
)


@access("secretary", "officer")
@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """`?format=xlsx`, with problems, commitments and deeds on sheets of their own, or `csv` of the meetings; by days."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    rows = [line(one) for one in actions.export(by=scope, organization=placement.organization)]
    name = f"{placement.organization.code}-{_('records')}"
    if request.GET.get("format") == "csv":
        return attachment(f"{name}.csv", as_csv(rows))
    more = [Sheet(_("records"), [str(word) for word in HEAD], rows), *sheets(scope, placement)]
    return attachment(f"{name}.xlsx", as_xlsx(more))


def line(taken: actions.Taken) -> list[Cell]:
    record, comma = taken.record, _(", ")
    votes = [
        _("%(text)s, for %(yes)s, against %(no)s, abstained %(none)s")
        % {"text": vote.text, "yes": vote.in_favour, "no": vote.against, "none": vote.abstained}
        for vote in (one.resolution for one in taken.decided)
    ]
    return [
        record.held_on.isoformat(),
        comma.join(str(kind.get_kind_display()) for kind in record.kinds.all()),
        record.subject,
        record.place,
        record.expected,
        record.attended,
        record.guests,
        comma.join(_absent(*one) for one in taken.absent),
        comma.join(taken.guests),
        comma.join(one.reading.title for one in record.readings.all()),
        str(record.get_speaker_tier_display()) if record.speaker_tier else "",
        comma.join(one.requirement.title for one in record.claims.all()),
        "; ".join(votes),
        record.summary,
        record.corrections.count(),
        record.entered_at.date().isoformat(),
    ]


def _absent(name: str, reason: str, made_up: date | None) -> str:
    if made_up is None:
        return f"{name} {reason}"
    return _("%(name)s %(reason)s (made up %(day)s)") % {"name": name, "reason": reason, "day": made_up.isoformat()}


def as_csv(rows: Iterable[list[Cell]]) -> bytes:
    """As spreadsheets read it: UTF-8 with its mark, nothing that would run as a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([str(word) for word in HEAD])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(parts: Iterable[Sheet]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold = book.add_format({"bold": True})
    for part in parts:
        sheet = book.add_worksheet(part.title)
        sheet.write_row(0, 0, part.head, bold)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(part.head) - 1, 16)
        for number, row in enumerate(part.rows, start=1):
            for column, cell in enumerate(row):
                # text stays text, whatever it begins with
                (sheet.write_number if isinstance(cell, int) else sheet.write_string)(number, column, cell)
    book.close()
    return file.getvalue()
