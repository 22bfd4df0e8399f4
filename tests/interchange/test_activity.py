"""Loading activity: the rules of one entry, whole or nothing, twice the same as once."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.factories import campaign, member, organization, requirement, scope, user
from xuezuo.audit.models import Event
from xuezuo.cases import queries as cases
from xuezuo.cases.models import Case
from xuezuo.commitments.models import Commitment
from xuezuo.interchange.activity import load_activity
from xuezuo.organizations import sealing
from xuezuo.organizations.models import Deferral, Term
from xuezuo.publicity.models import Publication, ViewTotal
from xuezuo.records import actions as records
from xuezuo.records.contents import content_of
from xuezuo.records.models import Absence, Claim, MakeUp, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db
IDS = [f"99000119800101{number:03d}X" for number in range(5)]
MEETING = {
    "type": "record",
    "client_id": "11111111-1111-4111-8111-111111111111",
    "organization": "099001",
    "held_on": "2016-06-10",
    "kinds": ["general", "topic_discussion"],
    "attended": 4,
    "subject": "讲政治、有信念",
    "campaign": "c1",
    "readings": ["RD01"],
    "requirements": ["RQ1"],
    "absent": [{"member": IDS[0], "reason": "leave"}],
    "made_up": [{"member": IDS[0], "done_on": "2016-06-20", "way": "door"}],
}
OTHER = {"client_id": "22222222-2222-4222-8222-222222222222"}
CASE = {
    "type": "case",
    "kind": "weak_organization",
    "organization": "099001",
    "found_on": "2016-04-01",
    "cause": "无人",
}
TERM = {"type": "term", "organization": "099001", "elected_on": "2013-05-01", "ends_on": "2016-04-30"}
FILM = {
    "type": "publication", "organization": "099", "kind": "deed_film", "title": "榜样", "published_on": "2016-06-01",
    "views": 100, "counted_on": "2016-07-01",
}  # fmt: skip


@pytest.fixture
def place(settings: LazySettings) -> dict:
    settings.TODAY = "2016-10-20"
    root = organization("099")
    branch = organization("099001", root)
    people = [member(branch, id_index=sealing.index(number)) for number in IDS]
    made = campaign(
        root,
        code="c1",
        readings=[
            {"code": "RD01", "title": "章程"},
            {"code": "RD02", "title": "准则"},
            {"code": "RD30", "title": "文选", "available_from": date(2016, 9, 20)},
        ],
        requirements=[
            requirement("RQ1", activity_kinds=["topic_discussion"], readings=["RD01"]),
            requirement("RQ2", readings=["RD01", "RD02"]),
        ],
    )
    return {"root": root, "branch": branch, "people": people, "campaign": made}


def written(folder: Path, *lines: object) -> Path:
    file = folder / "activity.jsonl"
    file.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines))
    return file


def load(folder: Path, *lines: object) -> dict[str, int]:
    return load_activity(written(folder, *lines), by=operator())


def everything() -> list[int]:
    return [model.objects.count() for model in (Record, Claim, Absence, MakeUp, Case, Term, Publication, Event)]


def test_a_line_becomes_what_an_entry_becomes(place: dict, tmp_path: Path) -> None:
    load(tmp_path, MEETING)
    loaded = Record.objects.get()
    twin = organization("099002", place["root"])
    people = [member(twin) for _ in IDS]
    asked = place["campaign"].requirements.get(code="RQ1")
    entered = records.enter(
        by=operator(),
        organization=twin,
        held_on=date(2016, 6, 10),
        kinds=["general", "topic_discussion"],
        attended=4,
        subject="讲政治、有信念",
        readings=[place["campaign"].readings.get(code="RD01").pk],
        absent=[(people[0].pk, "leave")],
        claims=[asked.pk],
    )
    said, wanted = content_of(loaded).as_json(), content_of(entered).as_json()

    assert said.pop("absent") == [[place["people"][0].pk, "leave"]]
    assert wanted.pop("absent") == [[people[0].pk, "leave"]]
    assert said == wanted
    assert (loaded.expected, loaded.entered_by) == (entered.expected, entered.entered_by)
    assert {claim.requirement_id for claim in loaded.claims.all()} == {asked.pk}


def test_absences_are_made_up_for(place: dict, tmp_path: Path) -> None:
    load(tmp_path, MEETING)

    settled = MakeUp.objects.get()
    assert (settled.absence.member, settled.done_on, settled.way) == (place["people"][0], date(2016, 6, 20), "door")


def test_one_event_without_anybody_s_number(place: dict, tmp_path: Path) -> None:
    counts = load(tmp_path, MEETING, CASE)
    event = Event.objects.get(action="activity.load")

    assert event.detail == {"file": "activity.jsonl", **counts}
    assert (counts["records"], counts["claims"], counts["cases"]) == (1, 1, 1)


def test_loaded_twice_it_is_the_same(place: dict, tmp_path: Path) -> None:
    lines = [MEETING, CASE, CASE, TERM, FILM, FILM | {"views": 150, "counted_on": "2016-10-01"}]
    first = load(tmp_path, *lines)
    before = everything()
    again = load(tmp_path, *lines)

    assert (first["cases"], first["unchanged"]) == (2, 0)
    assert again["unchanged"] == len(lines)
    assert everything()[:-1] == before[:-1]


def test_the_same_line_twice_in_one_file_is_one_record(place: dict, tmp_path: Path) -> None:
    counts = load(tmp_path, MEETING, MEETING)

    assert (counts["records"], counts["unchanged"], Record.objects.count()) == (1, 1, 1)


def test_a_corrected_record_is_still_known(place: dict, tmp_path: Path) -> None:
    load(tmp_path, MEETING)
    records.correct(by=operator(), record=Record.objects.get(), reason="数错了", attended=5, absent=[])

    assert load(tmp_path, MEETING)["unchanged"] == 1
    assert Record.objects.get().attended == 5


@pytest.mark.parametrize("how", ["one file", "two files"])
def test_the_same_id_with_other_content_is_refused(place: dict, tmp_path: Path, how: str) -> None:
    other = MEETING | {"subject": "别的"}
    lines = [MEETING, other]
    if how == "two files":
        load(tmp_path, lines.pop(0))

    with pytest.raises(Refusal) as refused:
        load(tmp_path, *lines)
    assert (refused.value.code, refused.value.where["line"]) == ("activity_sent_before", len(lines))


def test_readings_of_an_earlier_record_count_wherever_it_stands_in_the_file(place: dict, tmp_path: Path) -> None:
    later = MEETING | OTHER | {"held_on": "2016-06-28", "readings": ["RD02"], "requirements": ["RQ2"]}
    load(tmp_path, later | {"made_up": []}, MEETING)

    assert Claim.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"held_on": "2017-01-01"}, "held_on", "record_in_future"),
        ({"held_on": "1899-01-01"}, "held_on", "record_too_early"),
        ({"attended": 5}, "attended", "headcount_over"),
        ({"attended": 3}, "attended", "headcount_short"),
        ({"kinds": ["party"]}, "kinds", "record_word_unknown"),
        ({"readings": ["RD30"], "requirements": []}, "readings", "reading_not_yet"),
        ({"absent": [{"member": "99000119800101999X", "reason": "leave"}]}, "absent.0.member", "absent_not_on_roster"),
        ({"absent": [{"member": IDS[0], "reason": "bored"}]}, "absent", "record_word_unknown"),
        ({"made_up": [{"member": IDS[0], "done_on": "2016-06-01", "way": "door"}]}, "made_up", "make_up_too_early"),
        ({"requirements": ["RQ2"]}, "requirements", "claim_not_met"),
        ({"kinds": ["lecture"]}, "requirements", "claim_not_met"),
        ({"held_on": "2016-03-31", "made_up": []}, "requirements", "claim_not_met"),
    ],
)
def test_what_an_entry_may_not_say_a_line_may_not(
    place: dict, tmp_path: Path, change: dict, field: str, code: str
) -> None:
    before = everything()
    with pytest.raises(Refusal) as refused:
        load(tmp_path, CASE, TERM, MEETING | change)

    where = refused.value.where
    assert (refused.value.code, where["line"], where["field"]) == ("activity_refused", 3, field)
    assert where["because"] == code
    assert everything() == before


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("{", "activity_not_lines", None),
        ("[1]", "activity_not_lines", None),
        ("null", "activity_not_lines", None),
        ({"type": "song"}, "activity_value", "type"),
        ({"organization": "099001"}, "activity_value", "type"),
        ({**MEETING, "organization": "0990019"}, "activity_value", "organization"),
        ({**MEETING, "held_on": "10.6.2016"}, "activity_value", "held_on"),
        ({**MEETING, "held_on": 20160610}, "activity_value", "held_on"),
        ({**MEETING, "attended": "4"}, "activity_value", "attended"),
        ({**MEETING, "attended": -1}, "activity_value", "attended"),
        ({**MEETING, "client_id": "7"}, "activity_value", "client_id"),
        ({**MEETING, "kinds": []}, "activity_value", "kinds"),
        ({**MEETING, "readings": ["RD77"]}, "activity_value", "readings"),
        ({**MEETING, "requirements": ["RQ77"]}, "activity_value", "requirements"),
        ({**MEETING, "campaign": "c9"}, "activity_value", "campaign"),
        ({**MEETING, "absent": []}, "activity_value", "made_up"),
        ({**MEETING, "score": 10}, "activity_field_unknown", "score"),
        ({key: value for key, value in MEETING.items() if key != "held_on"}, "activity_field_missing", "held_on"),
        ({**CASE, "kind": "song"}, "activity_value", "kind"),
        ({**CASE, "closed_on": "2016-05-01"}, "activity_refused", "closed_reason"),
        ({**CASE, "contacted_on": "2016-03-01"}, "activity_refused", "contacted_on"),
        ({**CASE, "found_on": "2017-03-01"}, "activity_refused", "found_on"),
        ({**TERM, "ends_on": "2013-04-30"}, "activity_refused", "elected_on"),
        ({**TERM, "renewed_on": "2017-02-01"}, "activity_day_ahead", "renewed_on"),
        ({**TERM, "deferred_until": "2016-12-01"}, "activity_refused", "deferred_until"),
        ({**FILM, "kind": "opera"}, "activity_value", "kind"),
        ({**FILM, "counted_on": "2016-05-01"}, "activity_refused", "counted_on"),
        ({**FILM, "title": ""}, "activity_refused", "title"),
        ({**FILM, "views": 10**20}, "activity_refused", "views"),
        ({**MEETING, "attended": 10**20}, "activity_refused", "attended"),
        ({key: value for key, value in FILM.items() if key != "views"}, "activity_field_missing", "views"),
    ],
)
def test_bad_lines_are_named_and_nothing_is_written(
    place: dict, tmp_path: Path, line: object, code: str, field: str | None
) -> None:
    before = everything()
    with pytest.raises(Refusal) as refused:
        load(tmp_path, MEETING | OTHER, "", line)

    where = refused.value.where
    assert (refused.value.code, where["line"], where.get("field")) == (code, 3, field)
    assert str(refused.value)
    assert everything() == before


def test_an_identity_number_is_never_shown_whole(place: dict, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        load(tmp_path, MEETING | {"absent": [{"member": 990001198001010000, "reason": "leave"}]})

    assert "990001198001010000" not in str(refused.value)


@pytest.mark.parametrize(("content", "code"), [(None, "file_missing"), ("", "file_empty"), ("\n \n", "file_empty")])
def test_no_file_to_speak_of(place: dict, tmp_path: Path, content: str | None, code: str) -> None:
    file = tmp_path / "activity.jsonl"
    if content is not None:
        file.write_text(content)

    with pytest.raises(Refusal) as refused:
        load_activity(file, by=operator())
    assert refused.value.code == code


def test_after_the_demo_s_day_but_within_its_year(place: dict, tmp_path: Path, settings: LazySettings) -> None:
    """The demo stands on 20 October; its file reaches further, and figures leave that out by their day."""
    late = MEETING | {"held_on": "2016-12-31", "made_up": []}
    load(tmp_path, late)

    settings.TODAY = ""  # by the clock nothing of 2016 is ahead
    assert load(tmp_path, late)["unchanged"] == 1
    with pytest.raises(Refusal) as refused:
        load(tmp_path, MEETING | OTHER | {"held_on": "2999-01-01", "made_up": []})
    assert refused.value.where["because"] == "record_in_future"


def test_seminar_of_a_body_without_members_counts_whoever_came(place: dict, tmp_path: Path) -> None:
    seminar = {"organization": "099", "kinds": ["study_group"], "attended": 12, "absent": [], "made_up": []}
    load(tmp_path, MEETING | seminar | {"readings": [], "requirements": []})

    assert (Record.objects.get().expected, Record.objects.get().attended) == (12, 12)


def test_a_requirement_is_claimed_once_a_branch(place: dict, tmp_path: Path) -> None:
    again = MEETING | OTHER | {"held_on": "2016-06-20"}
    with pytest.raises(Refusal) as refused:
        load(tmp_path, MEETING, again)

    assert refused.value.where["because"] == "claim_not_met"
    load(tmp_path, MEETING)
    with pytest.raises(Refusal):
        load(tmp_path, again)


def test_cases_with_their_steps(place: dict, tmp_path: Path) -> None:
    closed = {"looked_back_on": "2016-06-01", "closed_on": "2016-06-02", "closed_reason": "整改到位"}
    relapsed = {"cause": "反弹", "looked_back_on": "2016-08-01", "holds": False}
    load(
        tmp_path, CASE | closed, CASE | closed | relapsed, CASE | {"kind": "lost_contact", "contacted_on": "2016-05-01"}
    )

    kinds = list(cases.open_cases(operator(), date(2016, 10, 20)).values_list("kind", "cause"))
    assert sorted(kinds) == [("lost_contact", "无人"), ("weak_organization", "反弹")]
    assert Case.objects.get(kind="lost_contact").steps.get().taken_on == date(2016, 5, 1)


def test_what_was_voiced_stands_with_its_meeting(place: dict, tmp_path: Path) -> None:
    problem = {
        "title": "路灯不亮",
        "owner": "组织委员",
        "due_on": "2016-08-01",
        "measure": "换灯",
        "measure_on": "2016-07-01",
    }
    put_right = {"closed_on": "2016-07-10", "closed_reason": "灯亮了"}
    taken = {
        "what": "看望老党员",
        "due_on": "2016-09-30",
        "member": IDS[1],
        "done": "看望两次",
        "done_on": "2016-09-01",
    }
    said = {
        "problems": [problem | put_right, {"title": "渠道淤堵"}],
        "taken_on": [taken, {"what": "清沟", "due_on": "2016-12-31"}],
    }
    first = load(tmp_path, MEETING | said, CASE)
    again = load(tmp_path, MEETING | said, CASE)

    record = Record.objects.get()
    assert [first[word] for word in ("records", "cases", "problems", "commitments", "deeds")] == [1, 1, 2, 2, 1]
    assert [again[word] for word in ("records", "cases", "problems", "commitments", "deeds")] == [0] * 5
    raised = Case.objects.filter(record=record).order_by("pk")
    assert [(one.title, one.owner, one.source, one.found_on) for one in raised] == [
        ("路灯不亮", "组织委员", "meeting", record.held_on), ("渠道淤堵", "", "meeting", record.held_on),
    ]  # fmt: skip
    assert raised[0].steps.get().note == "换灯"
    assert raised[0].closures.get().closed_on == date(2016, 7, 10)
    kept, open_one = Commitment.objects.filter(record=record).order_by("pk")
    assert (kept.member, kept.deeds.get().what) == (place["people"][1], "看望两次")
    assert (open_one.member, open_one.deeds.count()) == (None, 0)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"problems": [{"title": " "}]}, "problems.0.title"),
        ({"problems": [{"title": "x" * 201}]}, "problems.0.title"),
        ({"problems": [{"title": "x", "measure_on": "2016-06-01"}]}, "problems.0.measure_on"),
        ({"problems": [{"title": "x", "closed_on": "2016-07-01"}]}, "problems.0.closed_reason"),
        ({"taken_on": [{"what": "x", "due_on": "2016-06-09"}]}, "taken_on.0.due_on"),
        ({"taken_on": [{"what": "x", "due_on": "2016-07-01", "member": "990001198001019999"}]}, "taken_on.0.member"),
        ({"taken_on": [{"what": "x", "due_on": "2016-07-01", "done_on": "2016-07-01"}]}, "taken_on.0.done_on"),
        ({"taken_on": [{"what": "x", "due_on": "2016-07-01"}] * 21}, "problems"),
    ],
)
def test_what_cannot_be_voiced_is_refused_with_its_place(place: dict, tmp_path: Path, said: dict, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        load(tmp_path, MEETING | said)
    assert caught.value.where["field"] == field
    assert (Record.objects.count(), Case.objects.count(), Commitment.objects.count()) == (0, 0, 0)


def test_terms_and_publications(place: dict, tmp_path: Path) -> None:
    put_off = {"elected_on": "2012-05-01", "ends_on": "2016-03-01", "deferred_until": "2016-12-01"}
    load(tmp_path, TERM | {"renewed_on": "2016-04-20"}, TERM | put_off | {"deferred_reason": "机构改革"}, FILM)

    assert Term.objects.get(elected_on=date(2013, 5, 1)).renewed_on == date(2016, 4, 20)
    assert Deferral.objects.get().until == date(2016, 12, 1)
    assert ViewTotal.objects.get().views == 100
    with pytest.raises(Refusal):
        load(tmp_path, FILM | {"views": 90})


def test_only_what_one_may_write(place: dict, tmp_path: Path) -> None:
    """An office writes for the branches right below it; what it may not write for does not exist for it."""
    deep = organization("099001001", place["branch"])
    alice = scope(user("officer", place["root"]))
    file = written(tmp_path, MEETING | {"organization": deep.code, "absent": [], "made_up": []})

    with pytest.raises(Refusal) as refused:
        load_activity(file, by=alice)
    assert (refused.value.code, refused.value.where["field"]) == ("activity_value", "organization")
    assert load_activity(written(tmp_path, MEETING), by=alice)["records"] == 1


def test_batches_of_any_size_load_the_same(place: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xuezuo.interchange.activity.BATCH", 1)
    later = MEETING | OTHER | {"held_on": "2016-06-28", "readings": ["RD02"], "requirements": ["RQ2"], "made_up": []}

    counts = load(tmp_path, MEETING, later, MEETING)
    assert (counts["records"], counts["claims"], counts["unchanged"]) == (2, 2, 1)


def test_entries_after_a_load_have_ids_of_their_own(place: dict, tmp_path: Path) -> None:
    load(tmp_path, MEETING, CASE, TERM)
    entered = records.enter(
        by=operator(), organization=place["branch"], held_on=date(2016, 7, 1), kinds=["general"], attended=5
    )

    assert entered.pk > Record.objects.exclude(pk=entered.pk).get().pk
