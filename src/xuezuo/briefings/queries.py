"""Reading briefings: which an office sees, how one is shown, and the rows behind its figures."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from xuezuo.audit.queries import events_of
from xuezuo.briefings import bindings, figures
from xuezuo.briefings.bindings import PARTS, Place
from xuezuo.briefings.figures import Figure
from xuezuo.briefings.frozen_rows import FrozenRow, unpack
from xuezuo.briefings.models import Briefing, FrozenFigure, Paragraph
from xuezuo.briefings.numbers import unbound_numbers
from xuezuo.briefings.rendering import Block, Page, Printed, Segment, chinese_date
from xuezuo.briefings.rules import WRITERS
from xuezuo.briefings.template_files import Template, template
from xuezuo.campaigns.queries import campaigns_for
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import holding_on, placements, superiors_of, within
from xuezuo.periods import today
from xuezuo.scopes import NotVisible, Scope


def briefings_for(scope: Scope) -> QuerySet[Briefing]:
    """Briefings of the viewer's organization and those below it, newest first; nobody but officers sees any."""
    if scope.role not in WRITERS:
        return Briefing.objects.none()
    standing = Placement.objects.filter(holding_on(today()), within(scope.path)).values("organization_id")
    found = Briefing.objects.filter(organization_id__in=standing)
    return found.select_related("organization", "signature").order_by("-as_of", "-pk")


def briefing(scope: Scope, pk: int) -> Briefing:
    """Raises `NotVisible` for one outside the scope, as for one that does not exist."""
    found = briefings_for(scope).filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def paragraph(scope: Scope, pk: int) -> Paragraph:
    """A paragraph of a visible briefing. Raises `NotVisible`."""
    found = Paragraph.objects.filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    found.briefing = briefing(scope, found.briefing_id)
    return found


def is_signed(one: Briefing) -> bool:
    return hasattr(one, "signature")


def open_draft(scope: Scope, organization_id: int, template_code: str, as_of: date) -> Briefing | None:
    """The newest unsigned briefing of this organization, template and day, if there is one."""
    found = briefings_for(scope).filter(organization_id=organization_id, template=template_code, as_of=as_of)
    return found.filter(signature__isnull=True).first()


def is_untouched(scope: Scope, one: Briefing) -> bool:
    """Whether nobody has changed the draft since it was written from its template."""
    acts = events_of(scope, "briefing", one.pk).values_list("action", flat=True)
    return set(acts) <= {"briefing.drafted"}


# ---- words and figures ----------------------------------------------------------------------------------------------


def words(scope: Scope, placement: Placement, as_of: date, sheet: Template) -> dict[str, str]:
    """What the places that are no figures print."""
    above = superiors_of(placement, as_of).last()
    return {
        "as_of": chinese_date(as_of),
        "organization": placement.organization.name,
        "superior": above.organization.name if above else "",
        "campaign": _campaign_title(scope, placement, as_of, sheet),
    }


def _campaign_title(scope: Scope, placement: Placement, as_of: date, sheet: Template) -> str:
    """The template's own campaign, or the newest that reaches the organization; else the template's word for it."""
    if sheet.campaign_code:
        return sheet.campaign_title
    above = [*superiors_of(placement, as_of).values_list("organization_id", flat=True), placement.organization_id]
    reaching = campaigns_for(scope).filter(issuer_id__in=above, issued_at__isnull=False, starts_on__lte=as_of)
    newest = reaching.first()
    return newest.title_zh if newest else sheet.campaign_title


def used_figures(texts: Iterable[str]) -> set[str]:
    """The indicators that some texts name."""
    return {place.name for text in texts for place in bindings.places(text) if not place.is_word}


def figures_of(scope: Scope, one: Briefing) -> dict[str, Figure]:
    """The figures a briefing prints: frozen ones if it is signed, else counted now."""
    used = used_figures(text for text in one.paragraphs.values_list("text", flat=True))
    if not is_signed(one):
        return figures.counted(scope, one.organization.code, used, one.as_of)
    titles = figures.titles()
    return {
        held.indicator: Figure(
            held.indicator, titles.get(held.indicator, held.indicator), held.unit, held.expected, held.settled
        )
        for held in one.figures.defer("rows").order_by("pk")
    }


def rendered(scope: Scope, one: Briefing) -> Page:
    """The briefing as it is shown and printed, every figure with the question behind it."""
    signature = getattr(one, "signature", None)
    known = figures_of(scope, one)
    said = {} if signature else words_of(scope, one)
    blocks = []
    for held in one.paragraphs.all():
        segments = tuple(_segment(one, piece, known, said) for piece in bindings.split(held.text, held.position))
        unbound = () if signature else tuple(unbound_numbers(f"{held.heading}\n{held.text}"))
        blocks.append(Block(held.pk, held.position, held.heading, held.text, segments, unbound))
    return Page(
        pk=one.pk,
        mark=one.mark,
        number=one.number,
        title=one.title,
        issuer=one.issuer,
        organization=one.organization.code,
        as_of=one.as_of,
        dated=signature.signed_on if signature else one.as_of,
        signed=signature is not None,
        signed_name=signature.signed_name if signature else "",
        distribution=one.distribution,
        blocks=tuple(blocks),
    )


def words_of(scope: Scope, one: Briefing) -> dict[str, str]:
    placement = placements(scope, one.as_of).filter(organization_id=one.organization_id).first()
    if placement is None:
        raise NotVisible(one.pk)
    return words(scope, placement, one.as_of, template(one.template))


def _segment(one: Briefing, piece: str | Place, known: Mapping[str, Figure], said: Mapping[str, str]) -> Segment:
    if isinstance(piece, str):
        return Segment(piece)
    if piece.is_word:
        return Segment(said[piece.name])
    figure = known[piece.name]
    value = figure.printed(piece.part)
    part = piece.part or ("ratio" if figure.is_rate("") else "settled")
    shown = Printed(
        indicator=figure.indicator,
        part=part,
        title=figure.title,
        value=value,
        exact=figure.exact(part),
        organization=one.organization.code,
        as_of=one.as_of,
        frozen=is_signed(one),
    )
    return Segment(value, shown)


# ---- rows and files -------------------------------------------------------------------------------------------------


def frozen_figure(scope: Scope, one: Briefing, indicator: str) -> FrozenFigure:
    """Raises `NotVisible` for a figure that the signed briefing does not print."""
    found = FrozenFigure.objects.filter(briefing=briefing(scope, one.pk), indicator=indicator).first()
    if found is None:
        raise NotVisible(indicator)
    return found


def frozen_rows(scope: Scope, one: Briefing, indicator: str, part: str = "expected") -> list[FrozenRow]:
    """Exactly the rows that were counted on signing; of a ratio the `settled` or `outstanding` ones if asked."""
    rows = unpack(bytes(frozen_figure(scope, one, indicator).rows))
    if part in ("settled", "outstanding"):
        return [row for row in rows if row.settled == (part == "settled")]
    return list(rows)


def named_rows(indicator: str, rows: Iterable[FrozenRow]) -> list[dict[str, Any]]:
    """Frozen rows for a page of a list: each with its organization, and the record behind it if it is one."""
    rows = list(rows)
    found = Organization.objects.in_bulk({row.organization_id for row in rows})
    is_record = figures.opens(indicator) == "record"
    return [
        row._asdict()
        | {
            "organization": found[row.organization_id],
            "record": int(row.row_id.split(":")[0]) if is_record else None,
        }
        for row in rows
    ]


def places_offered(scope: Scope, one: Briefing) -> list[dict[str, str]]:
    """Every place that may stand in a paragraph of this draft, with what it means. Nothing is counted for it."""
    said = words_of(scope, one)
    offered = [{"place": f"{{{name}}}", "title": value, "part": ""} for name, value in said.items()]
    for code, title in figures.titles().items():
        parts = PARTS if code in figures.ratios() else ("",)
        offered += [{"place": str(Place(code, part)), "title": title, "part": part} for part in parts]
    return offered


def as_document(scope: Scope, one: Briefing) -> dict[str, Any]:
    """The briefing as JSON: every figure with its exact numbers, every paragraph as printed."""
    page = rendered(scope, one)
    known = figures_of(scope, one)
    counts = dict(one.figures.values_list("indicator", "row_count"))
    return {
        "title": page.title,
        "mark": page.mark,
        "number": page.number,
        "organization": {"code": page.organization, "name": page.issuer},
        "as_of": page.as_of.isoformat(),
        "signed": {"by": page.signed_name, "on": page.dated.isoformat()} if page.signed else None,
        "figures": [
            {
                "indicator": figure.indicator,
                "title": figure.title,
                "unit": figure.unit,
                "expected": figure.expected,
                "settled": figure.settled,
                "outstanding": figure.value("outstanding"),
                "ratio": figure.settled / figure.expected if figure.expected else None,
                "printed": figure.printed(""),
                "as_of": page.as_of.isoformat(),
                "frozen": page.signed,
                "rows": counts.get(figure.indicator),
            }
            for figure in known.values()
        ],
        "paragraphs": [{"heading": block.heading, "text": block.text} for block in page.blocks],
    }
