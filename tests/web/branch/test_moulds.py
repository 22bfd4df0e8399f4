"""What is filled into a mould is what the template would have written, letter by letter."""

import gc
import re
import weakref
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.organizations.models import Organization
from xuezuo.records.models import AbsenceReason
from xuezuo.web.branch import moulds
from xuezuo.web.branch.chips import Choice, chips, kind_chips
from xuezuo.web.branch.forms import MeetingForm
from xuezuo.web.branch.minutes_forms import VoteForm
from xuezuo.web.branch.moulds import LABEL, VALUE
from xuezuo.web.branch.voicing import Voiced

NAMES = ("张三", "<b>李 & 王</b>", f"{VALUE}{LABEL}", "{{ line }}")


def people(number: int, word: str) -> list[Any]:
    return [SimpleNamespace(**{"pk": 7 * at + 1, word: NAMES[at]}) for at in range(number)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("members", "goals"), [(0, 0), (1, 0), (4, 0), (0, 1), (4, 3)])
def test_empty_lines_of_what_was_voiced(language: str, members: int, goals: int) -> None:
    with translation.override(language):
        for _again in range(2):
            voiced = Voiced(
                None, names={one.pk: one.name for one in people(members, "name")}, goals=people(goals, "title")
            )
            assert voiced.shown() == render_to_string("branch/voiced.html", {"voiced": voiced})


def test_lines_that_were_sent_stay_as_they_were_typed() -> None:
    sent = {"taken-0-text": "<修路>", "taken-0-due_on": "2016-11-01", "problem-3-owner": "组长"}
    voiced = Voiced(sent, names={one.pk: one.name for one in people(2, "name")}, goals=people(1, "title"))
    assert not voiced.is_valid(None)
    assert "&lt;修路&gt;" in voiced.shown()
    assert voiced.shown() == render_to_string("branch/voiced.html", {"voiced": voiced})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_of_a_roster(language: str) -> None:
    reasons = {"form": {"reason_choices": AbsenceReason.choices}}
    with translation.override(language):
        for name in NAMES:
            for checked in (False, True):
                for reason in AbsenceReason.values:
                    person = Choice("41", name, checked, reason=reason)
                    assert person.as_absent() == render_to_string(
                        "branch/absent_person.html", {"person": person} | reasons
                    )


@pytest.mark.parametrize("kind", ["branch", "committee"])
def test_an_empty_vote_and_one_that_was_typed(kind: str) -> None:
    for sent in (None, {"text": "<表决>", "in_favour": "x"}):
        vote = VoteForm(sent, organization=Organization(kind=kind))
        assert vote.shown() == render_to_string("branch/vote_fields.html", {"vote": vote})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_ticks_of_a_list(language: str) -> None:
    rows = [Choice(str(at), name, at == 2, more=at in (1, 2)) for at, name in enumerate(NAMES)]
    with translation.override(language):
        for _again in range(2):
            for some in (rows, rows[:1], []):
                told = [one.as_chip("tried") for one in some]
                assert told == [render_to_string("branch/chip.html", {"name": "tried", "choice": one}) for one in some]
                shown = "".join(line for line, one in zip(told, some, strict=True) if one.checked or not one.more)
                behind = "".join(line for line, one in zip(told, some, strict=True) if one.more and not one.checked)
                context = {"shown": mark_safe(shown), "behind": mark_safe(behind), "more_label": language}
                assert chips("tried", some, lambda: language) == render_to_string("branch/chips.html", context)


def test_kinds_of_two_forms_are_not_mixed_up() -> None:
    shown = {}
    for kinds in (("lecture",), (), ("drill", "lecture"), ("lecture",)):
        html = kind_chips(kinds)
        assert set(re.findall(r'value="(\w+)" checked', html)) == set(kinds)
        assert sorted(re.findall(r'value="(\w+)"', html)) == sorted(ActivityKind.values)
        shown[kinds] = html
    assert len(set(shown.values())) == 3


def test_nothing_that_somebody_sent_is_kept() -> None:
    """Neither the form, with its names and words, nor a key made of what was typed."""
    moulds._moulds.clear()
    kept, known = [], []
    for number in range(4):
        form = MeetingForm({"kinds": ["general", f"<made up {number}>"], "summary": "私下说的话"}, roster=[], texts=[])
        assert form.kind_chips() == kind_chips(["general"])
        person = Choice("41", "张三", True, reason=f"<made up {number}>")
        assert person.as_absent() == Choice("41", "张三", True).as_absent()
        kept.append(weakref.ref(form))
        del form
        known.append(len(moulds._moulds))
    gc.collect()
    assert [one() for one in kept] == [None] * 4
    assert known == [known[0]] * 4


def test_no_more_moulds_than_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moulds, "AT_MOST", 3)
    for number in range(9):
        moulds.filled("branch/chips.html", number, lambda: {"shown": ""}, {})
    assert len(moulds._moulds) == 3
