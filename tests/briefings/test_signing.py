"""Drafting, editing and signing: after a person signs, the figures and the words stand still."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from tests import factories
from tests.briefings.conftest import DAY
from xuezuo.audit.models import Event
from xuezuo.briefings import actions, figures, queries
from xuezuo.briefings.document import as_docx
from xuezuo.briefings.frozen_rows import FrozenRow, pack, unpack
from xuezuo.briefings.models import FrozenFigure, Signature
from xuezuo.refusals import Refusal


def refused(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture
def draft(by):
    return actions.draft(by=by, organization="099001", as_of=DAY)


def text_of(by, one) -> str:
    return "\n".join(block.text for block in queries.rendered(by, one).blocks)


def test_a_draft_prints_the_figures_as_they_are_now(by, draft):
    text = text_of(by, draft)

    assert draft.title == "中共青杉镇委“两学一做”学习教育进展情况"
    assert "截至2016年10月20日，中共青杉镇委" in text
    assert "基层党组织有3个" in text  # the township and its two branches
    assert "领导干部到支部讲党课2人次" in text
    assert "应学党员10人，已学到9人，覆盖率90.0%" in text
    assert "按期换届率为100.0%" in text


def test_clauses_with_nothing_to_tell_are_left_out(by, draft):
    text = text_of(by, draft)

    assert "先进事迹片" not in text
    assert "失联党员0" not in text
    assert "一是学习还有空白点，仍有1人" in text
    assert "换届还不够及时" not in text


def test_signing_freezes_figures_while_the_live_ones_move_on(place, by, draft):
    actions.sign(by=by, briefing_id=draft.pk)
    factories.record(place.first, date(2016, 6, 2), kinds=("lecture",), speaker_tier="cadre")

    live = figures.counted(by, "099001", {"lectures_given"}, DAY)["lectures_given"]
    signed = queries.briefing(by, draft.pk)
    page = queries.rendered(by, signed)

    assert live.settled == 3
    assert "讲党课2人次" in text_of(by, signed)
    assert all(figure.frozen for figure in page.figures)
    assert len(queries.frozen_rows(by, signed, "lectures_given")) == 2


def test_frozen_rows_are_the_rows_that_were_counted(place, by, draft):
    actions.sign(by=by, briefing_id=draft.pk)
    signed = queries.briefing(by, draft.pk)

    rows = queries.frozen_rows(by, signed, "study_coverage")
    missed = queries.frozen_rows(by, signed, "study_coverage", "outstanding")

    assert sum(row.amount for row in rows) == 10
    assert [(row.organization_id, row.amount) for row in missed] == [(place.second.pk, 1)]
    for held in FrozenFigure.objects.filter(briefing=signed):
        rows = queries.frozen_rows(by, signed, held.indicator)
        assert sum(row.amount for row in rows) == (held.settled if held.expected is None else held.expected)
        assert sum(row.amount for row in rows if row.settled) == held.settled
        assert len(rows) == held.row_count


def test_names_and_dates_are_written_out_on_signing(place, by, draft):
    actions.sign(by=by, briefing_id=draft.pk, name="周启明")
    place.town.name = "中共新杉镇委"
    place.town.save()

    signed = queries.briefing(by, draft.pk)

    assert "中共青杉镇委按照" in text_of(by, signed)
    assert queries.rendered(by, signed).issuer == "中共青杉镇委"
    assert queries.rendered(by, signed).signed_name == "周启明"


def test_a_sentence_with_an_unbound_number_cannot_be_signed(by, draft):
    last = draft.paragraphs.last()
    actions.edit_paragraph(by=by, paragraph_id=last.pk, heading="下一步", text="抓紧补课。覆盖率要达到九成以上。")

    with pytest.raises(Refusal) as stopped:
        actions.sign(by=by, briefing_id=draft.pk)

    assert stopped.value.code == "number_unbound"
    assert stopped.value.where == {"paragraph": last.position, "sentence": "覆盖率要达到九成以上。", "number": "九成"}
    assert not Signature.objects.exists()
    assert not FrozenFigure.objects.exists()


def test_a_number_in_a_heading_is_caught_too(by, draft):
    last = draft.paragraphs.last()
    actions.edit_paragraph(by=by, paragraph_id=last.pk, heading="完成96.6%", text="抓紧补课。")

    with refused("number_unbound"):
        actions.sign(by=by, briefing_id=draft.pk)


def test_places_that_do_not_exist_are_refused_with_what_does(by, draft):
    first = draft.paragraphs.first()
    with pytest.raises(Refusal) as unknown:
        actions.edit_paragraph(by=by, paragraph_id=first.pk, heading="", text="党课{lectures}。")
    with pytest.raises(Refusal) as part:
        actions.edit_paragraph(by=by, paragraph_id=first.pk, heading="", text="党课{lectures_given.ratio}。")
    with pytest.raises(Refusal) as braces:
        actions.edit_paragraph(by=by, paragraph_id=first.pk, heading="", text="党课{。")

    assert "lectures_given" in unknown.value.where["choices"]
    assert part.value.where["choices"] == ("{lectures_given.settled}",)
    assert braces.value.code == "binding_malformed"


def test_a_rate_of_nothing_is_refused(place):
    by = factories.scope(place.dave)
    one = actions.draft(by=by, organization="099002", as_of=DAY)
    actions.add_paragraph(by=by, briefing_id=one.pk, heading="", text="覆盖率{study_coverage.ratio}。")

    with refused("rate_of_nothing"):
        actions.sign(by=by, briefing_id=one.pk)


def test_a_signed_briefing_cannot_be_touched(by, draft):
    actions.sign(by=by, briefing_id=draft.pk)
    held = draft.paragraphs.first()

    for act in (
        lambda: actions.sign(by=by, briefing_id=draft.pk),
        lambda: actions.edit_paragraph(by=by, paragraph_id=held.pk, heading="", text="改"),
        lambda: actions.add_paragraph(by=by, briefing_id=draft.pk, heading="", text="加"),
        lambda: actions.remove_paragraph(by=by, paragraph_id=held.pk),
        lambda: actions.discard(by=by, briefing_id=draft.pk),
    ):
        with refused("briefing_signed"):
            act()


def test_characters_that_no_word_file_holds_are_left_out(by, draft):
    last = draft.paragraphs.last()
    actions.edit_paragraph(by=by, paragraph_id=last.pk, heading="下\x01一步", text="\x0b抓紧\x0c补课。\n再看\ufffe看。")
    added = actions.add_paragraph(by=by, briefing_id=draft.pk, heading="\x1f", text="切实\x08整改。")
    assert (added.heading, added.text) == ("", "切实整改。")
    assert as_docx(queries.rendered(by, queries.briefing(by, draft.pk)))

    actions.sign(by=by, briefing_id=draft.pk, name="周\x01启明\x02")

    page = queries.rendered(by, queries.briefing(by, draft.pk))
    assert [(block.heading, block.text) for block in page.blocks][-2:] == [
        ("下一步", "抓紧补课。\n再看看。"),
        ("", "切实整改。"),
    ]
    assert page.signed_name == "周启明"
    assert as_docx(page)


def test_the_next_briefing_has_the_next_number(by, draft):
    actions.sign(by=by, briefing_id=draft.pk)

    again = actions.draft(by=by, organization="099001", as_of=DAY)

    assert (draft.number, again.number) == (1, 2)


def test_a_briefing_without_paragraphs_cannot_be_signed(by, draft):
    for held in draft.paragraphs.all():
        actions.remove_paragraph(by=by, paragraph_id=held.pk)

    with refused("briefing_empty"):
        actions.sign(by=by, briefing_id=draft.pk)


def test_rows_add_up_to_the_figure_for_every_indicator(place, by):
    """Signing counts the rows themselves, the pages ask the engine: the two must say the same."""
    codes = figures.titles()
    counted = figures.counted(by, "099001", codes, DAY)

    for code in codes:
        kept = figures.of_rows(code, pack(figures.rows(by, "099001", code, DAY)))
        assert (kept.expected, kept.settled) == (counted[code].expected, counted[code].settled), code


def test_frozen_rows_come_back_as_they_were():
    rows = [
        FrozenRow("12:lecture", 3, DAY, "", 1, True),
        FrozenRow("4:RD01:retired:missed", 4, DAY, "retired", 7, False),
    ]

    packed = pack(iter(rows))

    assert list(unpack(packed.data)) == rows
    assert (packed.count, packed.expected, packed.settled) == (2, 8, 1)


def test_a_day_ahead_is_refused(by):
    with refused("briefing_day_ahead"):
        actions.draft(by=by, organization="099001", as_of=date(2016, 10, 21))


def test_an_unknown_template_is_refused(by):
    with refused("template_unknown"):
        actions.draft(by=by, organization="099001", as_of=DAY, template_code="x")


def test_the_general_template_names_the_campaign_that_reaches_the_place(by):
    one = actions.draft(by=by, organization="099001", as_of=DAY, template_code="study-progress")

    assert one.title == "中共青杉镇委学习教育进展情况"


def test_every_act_is_on_record(by, draft):
    actions.sign(by=by, briefing_id=draft.pk)

    drafted, signed = Event.objects.filter(object_kind="briefing").order_by("pk")
    assert drafted.action == "briefing.drafted"
    assert signed.action == "briefing.signed"
    assert signed.detail["figures"]["study_coverage"] == {"expected": 10, "settled": 9}


@pytest.mark.django_db(transaction=True)
def test_two_people_sign_at_once_and_one_is_told(place):
    """Whoever comes second finds it signed; never two signatures, never a broken page."""
    by = factories.scope(place.bob)
    one = actions.draft(by=by, organization="099001", as_of=DAY)

    def sign(_: int) -> str:
        try:
            actions.sign(by=by, briefing_id=one.pk)
        except Refusal as stopped:
            return stopped.code
        finally:
            connection.close()
        return "signed"

    at_once = 1 if connection.vendor == "sqlite" else 2  # SQLite lets in one writer anyway
    with ThreadPoolExecutor(at_once) as people:
        outcomes = sorted(people.map(sign, range(2)))

    assert outcomes == ["briefing_signed", "signed"]
    assert FrozenFigure.objects.filter(briefing=one, indicator="lectures_given").count() == 1
