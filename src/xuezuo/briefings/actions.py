"""Writing briefings: draft from a template, edit, sign. A signed briefing is never touched again."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from xuezuo.audit import actions as audit
from xuezuo.briefings import bindings, figures, queries, rules
from xuezuo.briefings.figures import Figure
from xuezuo.briefings.frozen_rows import Packed, pack
from xuezuo.briefings.models import Briefing, FrozenFigure, Paragraph, Signature
from xuezuo.briefings.numbers import unbound_numbers
from xuezuo.briefings.template_files import DEFAULT, TemplateParagraph, template
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_by_code, placement_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

KIND = "briefing"


@transaction.atomic
def draft(*, by: Scope, organization: str, as_of: date, template_code: str = DEFAULT) -> Briefing:
    """A new briefing of an organization (by code) from a template, with the figures at the end of a day.

    Clauses whose figures have nothing to tell are left out. Raises `Refusal` for a day that is not over yet,
    `NotVisible` outside the scope.
    """
    sheet = template(template_code)
    placement = placement_by_code(by, organization, as_of)
    rules.may_write(by, placement)
    if as_of > today():
        raise Refusal("briefing_day_ahead", as_of=as_of, today=today())
    Organization.objects.select_for_update().get(pk=placement.organization_id)  # two drafts, two numbers
    texts = [text for one in sheet.paragraphs for text in (one.text, *one.clauses) if text]
    counted = figures.counted(by, organization, queries.used_figures(texts), as_of)
    said = queries.words(by, placement, as_of, sheet)
    made = Briefing.objects.create(
        organization=placement.organization,
        template=sheet.code,
        mark=sheet.mark,
        title=_write_out(sheet.title, said),
        issuer=placement.organization.name,
        distribution={word: name for word, name in (("report", said["superior"]), ("issue", sheet.issue_to)) if name},
        number=_next_number(placement.organization_id, sheet.code),
        as_of=as_of,
        drafted_by=by.viewer_id or 0,
    )
    composed = [(one.heading, _compose(one, counted)) for one in sheet.paragraphs]
    Paragraph.objects.bulk_create(
        Paragraph(briefing=made, position=position, heading=heading, text=text)
        for position, (heading, text) in enumerate(((h, t) for h, t in composed if t), 1)
    )
    _record(by, made, "briefing.drafted", template=sheet.code, as_of=str(as_of), number=made.number)
    return made


@transaction.atomic
def edit_paragraph(*, by: Scope, paragraph_id: int, heading: str, text: str) -> Paragraph:
    """Change a draft's paragraph. Refused for places that do not exist; unbound numbers are refused on signing."""
    found = queries.paragraph(by, paragraph_id)
    _may_change(by, found.briefing)
    heading, text = rules.printable(heading), rules.printable(text)
    _check_places(found.position, text)
    old = {"heading": found.heading, "text": found.text}
    found.heading, found.text = heading, text
    found.save()
    _record(by, found.briefing, "briefing.edited", position=found.position, old=old, new=found.text)
    return found


@transaction.atomic
def add_paragraph(*, by: Scope, briefing_id: int, heading: str, text: str) -> Paragraph:
    """A paragraph at the end of a draft."""
    one = queries.briefing(by, briefing_id)
    _may_change(by, one)
    heading, text = rules.printable(heading), rules.printable(text)
    position = (one.paragraphs.aggregate(last=Max("position"))["last"] or 0) + 1
    _check_places(position, text)
    made = Paragraph.objects.create(briefing=one, position=position, heading=heading, text=text)
    _record(by, one, "briefing.added", position=position, new=made.text)
    return made


@transaction.atomic
def remove_paragraph(*, by: Scope, paragraph_id: int) -> Briefing:
    """Take a paragraph out of a draft."""
    found = queries.paragraph(by, paragraph_id)
    one = found.briefing
    _may_change(by, one)
    _record(by, one, "briefing.removed", position=found.position, old=found.text)
    found.delete()
    return one


@transaction.atomic
def discard(*, by: Scope, briefing_id: int) -> None:
    """Throw a draft away; its number is free again. A signed briefing stays."""
    one = queries.briefing(by, briefing_id)
    _may_change(by, one)
    _record(by, one, "briefing.discarded", number=one.number, template=one.template)
    one.delete()


@transaction.atomic
def sign(*, by: Scope, briefing_id: int, name: str = "") -> Signature:
    """Freeze every figure with the rows behind it, write the names and dates out, and put a person's name under it.

    `name` is printed as the one who signs; without it the viewer's own. Refused while a number has no figure,
    a place does not exist, or a rate has nothing due; then nothing is frozen.
    """
    one = queries.briefing(by, briefing_id)
    _may_change(by, one)
    paragraphs = list(one.paragraphs.all())
    if not paragraphs:
        raise Refusal("briefing_empty", title=one.title)
    for held in paragraphs:
        _check_places(held.position, held.text)
        _check_numbers(held)
    used = figures.in_order(queries.used_figures(held.text for held in paragraphs))
    kept = {code: pack(figures.rows(by, one.organization.code, code, one.as_of)) for code in used}
    counted = {code: figures.of_rows(code, packed) for code, packed in kept.items()}
    _check_rates(paragraphs, counted)
    for code, packed in kept.items():
        _freeze(one, counted[code], packed)
    said = queries.words_of(by, one)
    for held in paragraphs:
        held.text = _write_out(held.text, said)
    Paragraph.objects.bulk_update(paragraphs, ["text"])
    signed_name = rules.printable(name) or rules.printable(by.viewer_name)
    signature = Signature.objects.create(
        briefing=one, signed_by=by.viewer_id or 0, signed_name=signed_name, signed_on=today()
    )
    sums = {code: {"expected": figure.expected, "settled": figure.settled} for code, figure in counted.items()}
    _record(by, one, "briefing.signed", name=signature.signed_name, figures=sums)
    return signature


def _freeze(one: Briefing, figure: Figure, packed: Packed) -> None:
    FrozenFigure.objects.create(
        briefing=one,
        indicator=figure.indicator,
        expected=figure.expected,
        settled=figure.settled,
        unit=figure.unit,
        rows=packed.data,
        row_count=packed.count,
    )


def _compose(paragraph: TemplateParagraph, counted: dict[str, Figure]) -> str:
    def has_content(clause: str) -> bool:
        named = [place for place in bindings.places(clause) if not place.is_word]
        return not named or any(counted[place.name].has_content(place.part) for place in named)

    return paragraph.compose(has_content)


def _write_out(text: str, said: dict[str, str]) -> str:
    """Names and dates as words; places of figures stay."""
    pieces = bindings.split(text)
    return "".join(
        piece if isinstance(piece, str) else said[piece.name] if piece.is_word else str(piece) for piece in pieces
    )


def _next_number(organization_id: int, template_code: str) -> int:
    issued = Briefing.objects.filter(organization_id=organization_id, template=template_code)
    return (issued.aggregate(last=Max("number"))["last"] or 0) + 1


def _may_change(by: Scope, one: Briefing) -> None:
    rules.may_write(by, placement_of(by, one.organization_id))
    # held until the act is over: nobody edits a paragraph while somebody else signs it
    Briefing.objects.select_for_update().get(pk=one.pk)
    signature = Signature.objects.filter(briefing=one).first()
    if signature:
        raise Refusal("briefing_signed", title=one.title, name=signature.signed_name, on=signature.signed_on)


def _check_places(position: int, text: str) -> None:
    bindings.check(text, position, figures.tallies(), figures.ratios())


def _check_numbers(held: Paragraph) -> None:
    for text in (held.heading, held.text):
        for found in unbound_numbers(text):
            raise Refusal("number_unbound", paragraph=held.position, sentence=found.sentence, number=found.text)


def _check_rates(paragraphs: list[Paragraph], counted: dict[str, Figure]) -> None:
    for held in paragraphs:
        for place in bindings.places(held.text, held.position):
            figure = counted.get(place.name)
            if figure and figure.is_rate(place.part) and not figure.expected:
                raise Refusal("rate_of_nothing", paragraph=held.position, place=place, title=figure.title)


def _record(by: Scope, one: Briefing, action: str, **detail: object) -> None:
    audit.record(by=by, action=action, kind=KIND, object_id=one.pk, organization_id=one.organization_id, **detail)
