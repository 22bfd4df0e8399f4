"""AF01-AF20 (rules, section 12): one test for each row. Each looks at the real code, tables, addresses and templates, and
shows that a breach planted before it would be seen.
"""

import ast
import inspect
import re
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import factories
from tests.principles import tree
from tests.records.conftest import Place, place
from xuezuo.accounts.models import User
from xuezuo.accounts.queries.log import uses_of
from xuezuo.campaigns import collecting, files
from xuezuo.cases import rules as case_rules
from xuezuo.commitments.actions import ProblemVoiced, TakenOn, enter_meeting
from xuezuo.digests import rules as digest_rules
from xuezuo.indicators.declared import indicators, problems
from xuezuo.known_figures.queries import demanded
from xuezuo.notices.rules import length_passed
from xuezuo.records import actions as record_actions
from xuezuo.records import rules as record_rules
from xuezuo.records.contents import FIELDS
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.branch.sheet_codes import Sheet, code_of

__all__ = ["place"]

OURS = [model for model in apps.get_models() if model.__module__.startswith("xuezuo.")]
CODE = tree.python()
WORDS = [*tree.templates(), *tree.written(".yaml", under=tree.SOURCE), *CODE]


def patterns(found: Iterable[URLPattern | URLResolver] | None = None) -> list[URLPattern]:
    flat = []
    for one in get_resolver().url_patterns if found is None else found:
        flat += patterns(one.url_patterns) if isinstance(one, URLResolver) else [one]
    return flat


VIEWS = {one.name or str(one.pattern): one for one in patterns()}


def let_in(name: str) -> frozenset[str]:
    return VIEWS[name].callback.access[0]


def columns() -> list[tuple[str, str]]:
    return [(model._meta.label, field.name) for model in OURS for field in model._meta.local_fields]


def named(pattern: str, names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Columns whose whole words, between underscores, match."""
    return [(where, name) for where, name in names if re.search(rf"(?:^|_)(?:{pattern})(?:_|$)", name)]


def lines_with(pattern: str, found: Iterable[Path], *, but: Iterable[str] = ()) -> list[str]:
    wanted = re.compile(pattern, re.IGNORECASE)
    return [
        f"{tree.name(file)}:{number}"
        for file in found
        if tree.name(file) not in but
        for number, line in enumerate(tree.text(file).splitlines(), 1)
        if wanted.search(line)
    ]


def form_fields() -> list[tuple[str, forms.Field]]:
    """Every field of every form of ours that a page can show."""
    classes = {
        value
        for file in CODE
        if "web" in file.parts and tree.name(file) != "src/xuezuo/web/account/sso.py"
        for value in vars(_module(file)).values()
        if inspect.isclass(value) and issubclass(value, forms.Form) and value.__module__.startswith("xuezuo.")
    }
    return [(f"{one.__name__}.{name}", field) for one in classes for name, field in one.base_fields.items()]


def _module(file: Path) -> object:
    name = ".".join(file.relative_to(tree.SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
    return __import__(name, fromlist=["_"])


CHECK_IN = r"\b_?check_?ins?\b|\bclock_?ins?\b|\bsign_?ups?\b|打卡|接龙|签到"


@pytest.mark.django_db
def test_af01_no_member_checks_in(client: Client) -> None:
    assert [
        one for one in columns() if re.search(CHECK_IN, one[1].replace("_", " ").replace("check in", "check_in"))
    ] == []
    assert lines_with(CHECK_IN, [*tree.templates()]) == []
    assert [name for name in VIEWS if re.search(CHECK_IN, name)] == []
    writing = {name for name, one in VIEWS.items() if re.search(RECORDING, _source_beside(one.callback))}
    assert {"record-new", "make-ups"} <= writing
    assert {name for name in writing if "member" in let_in(name)} == set()
    branch = factories.organization("099001", factories.organization("099"))
    dora = factories.scope(factories.user("member", branch, member=factories.member(branch)))
    with pytest.raises(NotVisible):
        record_rules.may_write(dora, branch.placements.get().path)
    assert re.search(CHECK_IN, "check_in")
    assert re.search(CHECK_IN, "<h2>今日打卡</h2>")


RECORDING = r"from xuezuo\.records import .*\bactions\b|from xuezuo\.records\.actions import|import enter_meeting"
"""How a page comes to write who was there."""


def _source_beside(view: object) -> str:
    return inspect.getsource(inspect.getmodule(inspect.unwrap(view)))  # type: ignore[arg-type]


SCORING = "scores?|points|ranks?|ranking|badges?|streaks?|leaderboards?|medals?|stars|levels?_up"
RANKED = r"排名|排行|积分|得分|名次|勋章|\brank(ing|ed)?\b|leaderboard"


def test_af02_nobody_is_scored_and_nothing_is_ranked() -> None:
    assert named(SCORING, columns()) == []
    assert lines_with(RANKED, tree.templates()) == []
    assert lines_with(r"[\"'](score|rank|points|badge)s?[\"']\s*:", [one for one in CODE if "api" in one.parts]) == []
    declared = [text for one in indicators().values() for text in (*one.titles.values(), *one.counts_texts.values())]
    assert [text for text in declared if re.search(RANKED, text)] == []
    numbered = [one for one in lines_with(r"forloop\.counter", tree.templates()) if not _labels_fields(one)]
    assert numbered == []  # a list that numbers its lines is a league table
    assert named(SCORING, [("planted.Member", "study_points")])
    assert re.search(RANKED, "全县排名")


def _labels_fields(place: str) -> bool:
    """Whether the counter names fields or hides from sight what follows in the order of use, and ranks nothing."""
    name, _, number = place.rpartition(":")
    line = tree.text(tree.ROOT / name).splitlines()[int(number) - 1]
    return bool(re.search(r"(for|id|name|aria-[a-z]+)=\"[^\"]*forloop|forloop\.counter (>|<|==|<=|>=)|counter0", line))


MEASURED = "durations?|dwell|seconds_read|time_spent|time_on_page|scroll|online|last_login|last_seen|read_seconds"


def test_af03_nobody_s_time_is_measured() -> None:
    report = [one for one in columns() if one[0] != "accounts.User"]
    assert named(MEASURED, report) == []
    used = [model for model in OURS if model._meta.app_label == "function_uses"]
    assert {field.name for field in apps.get_model("function_uses.FunctionUse")._meta.local_fields} == {
        *("id", "function", "month", "times")
    }
    assert used
    reports = [one for one in CODE if {"indicators", "briefings", "burdens", "digests", "overview"} & set(one.parts)]
    assert lines_with("last_login|date_joined|audit_event|sessions_session", reports) == []
    scripts = tree.written(".js", under=tree.SOURCE)
    assert lines_with(r"sendBeacon|visibilitychange|onscroll|addEventListener\(.scroll", scripts) == []
    assert named(MEASURED, [("planted.Reading", "read_seconds")])


@pytest.mark.parametrize("rows", ["logins", "installs", "sessions", "users", "function_uses", "events"])
def test_af04_no_figure_of_installs_logins_or_activity(rows: str) -> None:
    both = {"zh": "文", "en": "text"}
    document = {
        "code": "x", "title": both, "why": both, "counts": both, "unit": both, "rows": rows, "expected": {},
        "tally": "count", "author": "a", "reviewer": "b", "next_review": date(2027, 1, 1),
    }  # fmt: skip
    assert any("no row set" in one for one in problems(document))
    assert problems(document | {"rows": "members", "expected": {"group": ""}}) == []
    reached = lines_with(
        "accounts_user|django_session|function_uses|audit_event|accounts_session",
        [one for one in CODE if "indicators" in one.parts],
    )
    assert reached == []


PICTURES = r"<input[^>]*(capture=|image/|video/)|geolocation|getUserMedia|getCurrentPosition"


def test_af05_no_form_wants_a_picture_or_a_place() -> None:
    asked = {"NoticeFileForm.file", "CampaignFileForm.file"}  # offices' own papers, and rosters
    files = {name for name, field in form_fields() if isinstance(field, forms.FileField) and field.required}
    assert {one for one in files if not one.startswith(("NoticeFile", "CampaignFile", "Roster", "File", "Import"))} == (
        set()
    )
    assert asked <= files  # the scanner sees files
    assert lines_with(PICTURES, [*tree.templates(), *tree.written(".js", under=tree.SOURCE)]) == []
    assert named("latitude|longitude|location|gps|photo|picture|video|screenshot", columns()) == []
    kinds = [field for model in OURS for field in model._meta.local_fields if isinstance(field, models.FileField)]
    assert kinds == []  # nothing is uploaded that would have to be stripped
    assert re.search(PICTURES, '<input type="file" accept="image/*">')


def test_af06_likes_and_views_enter_no_judgement() -> None:
    views = [one for one in indicators().values() if one.row_set.name == "publications"]
    assert views
    assert [one.code for one in views if not one.tally] == []
    both = {"zh": "文", "en": "text"}
    planted = {
        "code": "x", "title": both, "why": both, "counts": both, "unit": both, "rows": "publications",
        "expected": {}, "settled": {"kind": "deed_film"}, "author": "a", "reviewer": "b",
        "next_review": date(2027, 1, 1),
    }  # fmt: skip
    assert any("AF06" in one for one in problems(planted))
    assert named("likes?|shares?|votes?|followers?|comments?_count", columns()) == []


NOTES = r"notes?_count|essays?|copies|copied|notebooks?|words_written|papers_issued|笔记|心得篇|抄写"


def test_af07_nobody_counts_notes_essays_or_copies() -> None:
    assert named(NOTES, columns()) == []
    assert [name for name, _ in form_fields() if re.search(NOTES, name)] == []
    texts = [text for one in indicators().values() for text in (*one.titles.values(), *one.counts_texts.values())]
    assert [text for text in texts if re.search(NOTES, text)] == []
    assert named(NOTES, [("planted.Member", "essays")])


EXAMS = r"exams?|quiz(zes)?|grades?|marks_given|pass_list|correct_answers|answers_right|考试|测验|答题|及格"


def test_af08_nobody_is_examined() -> None:
    grades = {("organizations.Member", "grade")}
    assert set(named(EXAMS, columns())) - grades == set()
    assert [name for name in VIEWS if re.search(EXAMS, name)] == []
    assert lines_with(EXAMS.replace("grades?|", ""), tree.templates()) == []
    assert named(EXAMS, [("planted.Member", "quiz_result")])


def check(**changes: object) -> str:
    given = {
        "where": "RQ1", "title": "送材料", "due_on": date(2016, 5, 31), "minutes": 10, "purpose": "慰问", "basis": "文件",
        "approver": "科长", "handed_in": "困难情况说明", "asked_for_because": "记录里没有", "expires_on": date(2016, 6, 30),
        "other_because": "",
    }  # fmt: skip
    return collecting.check(**(given | changes))


def test_af09_a_known_figure_is_not_asked_again() -> None:
    for one in indicators().values():
        for name in (words for names in one.also_called.values() for words in names):
            with pytest.raises(Refusal) as refusal:
                check(handed_in=f"各支部{name}汇总表" if not name.isascii() else f"{name} of each branch")
            assert refusal.value.where["indicator"] == one.code
    assert check() == ""
    assert _checked_by("add_requirement")
    assert _checked_by("amend_requirement")
    assert not _checked_by("withdraw_requirement")


def _checked_by(act: str) -> bool:
    """Whether an action of campaigns goes through the check, for pages, files and commands alike."""
    folder = tree.SOURCE / "campaigns"
    sources = [folder / "actions.py"] if (folder / "actions.py").exists() else [*(folder / "actions").glob("*.py")]
    for file in sources:
        for one in ast.walk(tree.parsed(file)):
            if isinstance(one, ast.FunctionDef) and one.name == act:
                return "collecting.check" in ast.unparse(one)
    raise AssertionError(f"{act} is gone")


def test_af10_a_collection_says_everything_and_the_burden_is_shown_to_all() -> None:
    for name in ("purpose", "basis", "approver", "minutes", "expires_on"):
        with pytest.raises(Refusal) as refusal:
            check(**{name: None if name == "expires_on" else 0 if name == "minutes" else ""})
        assert refusal.value.code == "collection_incomplete"
    model = apps.get_model("campaigns.Requirement")
    assert "requirement_collects_with_reason" in {one.name for one in model._meta.constraints}
    assert let_in("burden") == frozenset(
        {"member", "secretary", "officer", "inspector", "auditor", "administrator", "security", "nobody"}
    )
    assert "burden" in tree.text(tree.SOURCE / "web/shared/foot.html")


def test_af11_no_report_is_asked_by_default() -> None:
    model = apps.get_model("campaigns.Requirement")
    assert model._meta.get_field("handed_in").get_default() == ""
    assert files.RequirementLine.model_fields["handed_in"].default == ""
    fields = dict(form_fields())
    assert not fields["ConfirmForm.handed_in"].required
    assert fields["ConfirmForm.handed_in"].initial is None
    with pytest.raises(Refusal):
        check(asked_for_because=" ")
    assert demanded("学习通知精神", "贯彻落实情况报告").code == "requirements_met"  # type: ignore[union-attr]
    receipt = {field.name for field in apps.get_model("notices.Receipt")._meta.local_fields}
    assert receipt == {"id", "notice", "organization", "opened_by", "opened_at"}  # opened, and no reply


SENDS = re.compile(r"\b(send_mail|send_mass_mail|EmailMessage|email_user|webpush|pushManager|showNotification)\b")


def test_af12_one_digest_a_week_and_no_other_reminder() -> None:
    for hour in range(24):
        assert digest_rules.is_quiet(datetime(2016, 5, 23, hour, 59)) is (hour < 8 or hour >= 20)  # noqa: DTZ001
    sources = [*CODE, *tree.written(".js", under=tree.SOURCE)]
    assert [tree.name(file) for file in sources if SENDS.search(tree.text(file))] == ["src/xuezuo/digests/sending.py"]
    sent = apps.get_model("digests.Sent")
    assert [set(one.fields) for one in sent._meta.constraints if isinstance(one, models.UniqueConstraint)] == [
        {"user", "week"}
    ]
    assert VIEWS["digest-switch"].callback.access[0] >= {"secretary", "member"}
    assert SENDS.search("user.email_user('快报')")


CASES_MADE = r"\bCase\.objects\.(?!filter|none)|\brows\[Case\]|\bCase\(pk|bulk\.insert\(Case"
TRACES = r"function_uses|audit\.(models|queries)|\bReceived\b|accounts|last_login|Session"


def test_af13_no_finding_is_made_by_a_program() -> None:
    makers = {one.rpartition(":")[0] for one in lines_with(CASES_MADE, CODE)}
    assert makers == {
        "src/xuezuo/cases/actions.py",  # a person's act
        *("src/xuezuo/interchange/activity_others.py", "src/xuezuo/interchange/activity_voiced.py"),  # a file of them
    }
    assert set(_callers("raise_case", CODE)) == {
        "src/xuezuo/web/branch/cases.py",
        "src/xuezuo/commitments/actions/meetings.py",  # what was voiced there
    }
    assert lines_with(r"(kind=|said = \().*(FINDING|.finding.)", CODE) == []  # only a person's form offers that kind
    with pytest.raises(NotVisible):
        case_rules.may_write(
            Scope(viewer_id=None, viewer_name="", role="member", organization_id=None, path=""), "0001"
        )
    cases = [one for one in CODE if "cases" in one.parts and "web" not in one.parts and "migrations" not in one.parts]
    assert lines_with(TRACES, cases) == []  # a case knows no trace of anybody's clicks
    reached = tree.text(tree.SOURCE / "commands/place.py") + tree.text(tree.SOURCE / "digests/sending.py")
    assert re.search(r"import .*\bcases\b|raise_case|\bCase\b", reached) is None  # what runs by itself
    planted = ast.parse("from xuezuo.cases import actions\nactions.raise_case(by=operator(), kind='finding')")
    assert _calls(planted, "raise_case")
    assert re.search(CASES_MADE, "Case.objects.bulk_create(found)")
    assert re.search(TRACES, "from xuezuo.function_uses.models import FunctionUse")


def _calls(module: ast.Module, function: str) -> bool:
    return any(
        isinstance(one, ast.Call) and ast.unparse(one.func).split(".")[-1] == function for one in ast.walk(module)
    )


def _callers(function: str, found: Iterable[Path]) -> list[str]:
    return [tree.name(file) for file in found if _calls(tree.parsed(file), function)]


def test_af14_a_complaint_is_a_tap_away_on_every_page_and_answered_in_time() -> None:
    assert "feedback-new" in tree.text(tree.SOURCE / "web/shared/foot.html")
    assert "shared/foot.html" in tree.text(tree.SOURCE / "web/shared/page.html")
    without = [tree.name(file) for file in tree.templates() if _is_page_without_foot(tree.text(file))]
    assert [one for one in without if not one.endswith(tuple(PAGES_OF_FAILURE))] == []
    assert VIEWS["feedback-new"].callback.access[1] is True
    assert "complaints_answered" in indicators()
    assert _is_page_without_foot("<!doctype html><html><body>x</body></html>")


PAGES_OF_FAILURE = ("shared/broken.html", "shared/busy.html", "shared/page.html", "account/me_copy.html")
"""The frame itself, the two pages that must work when nothing else does, and the file that somebody takes home."""


def _is_page_without_foot(text: str) -> bool:
    return "<html" in text and "shared/foot.html" not in text


def test_af15_no_app_and_no_mini_program() -> None:
    gone = {".apk", ".ipa", ".aab", ".wxml", ".wxss", ".swift", ".kt", ".gradle", ".xcodeproj", ".axml"}
    assert [tree.name(file) for file in tree.tracked() if file.suffix in gone] == []
    packages = tree.text(tree.ROOT / "package.json") + tree.text(tree.ROOT / "pyproject.toml")
    native = r"react-native|@capacitor|cordova|electron|nativescript|taro|uni-app|kivy|buildozer|miniprogram|weixin-js"
    assert re.search(native, packages) is None
    assert re.search(native, '"@capacitor/core": "6"')


def test_af16_functions_are_reviewed_by_function_and_not_by_person() -> None:
    assert let_in("functions") == frozenset({"administrator"})
    use = apps.get_model("function_uses.FunctionUse")
    kinds = {type(field).__name__ for field in use._meta.local_fields}
    assert kinds == {"BigAutoField", "CharField", "DateField", "PositiveBigIntegerField"}  # no key to anybody
    source = ast.unparse(
        next(
            one
            for one in ast.walk(tree.parsed(tree.SOURCE / "web/relief/counting.py"))
            if isinstance(one, ast.ClassDef) and one.name == "FunctionCountMiddleware"
        )
    )
    about_people = r"\b(user|scope|session|META|COOKIES|path|GET|POST)\b"
    assert re.search(about_people, source) is None
    assert re.search(about_people, "_counts[request.user.pk, function] += 1")


@pytest.mark.parametrize(("length", "limit"), [(4_000, 0), (4_001, 4_000), (5_000, 4_000), (5_001, 5_000)])
def test_af17_a_long_notice_is_warned_of_where_it_is_taken_in_and_where_it_is_sent(length: int, limit: int) -> None:
    assert length_passed("字\n" * length) == limit
    for page in ("notice.html", "notice_issue.html"):
        assert "office/notice_long.html" in tree.text(tree.SOURCE / "web/office" / page)
    assert "meetings" in tree.text(tree.SOURCE / "web/office/rehearsal.html")


ONLY_BY_SCRIPT = r"<form(?![^>]*\baction=)(?![^>]*\bmethod=)[^>]*hx-post"


def test_af18_paper_works() -> None:
    frame = tree.text(tree.SOURCE / "web/shared/page.html")
    assert re.search(r"print\.css.*media=\"print\"", frame)
    for name in ("sheets", "sheet", "batch", "record-new", "make-up-sheet", "study-plan"):
        assert "officer" in let_in(name), name  # an office prints, and types what comes back
    for name in ("sheets", "make-up-sheet", "study-plan", "records", "minutes"):
        assert "secretary" in let_in(name) or name == "sheets", name
    assert lines_with(ONLY_BY_SCRIPT, tree.templates()) == []
    phones = named("phone|mobile|sms|wechat|device", [one for one in columns() if one[0] == "accounts.User"])
    assert phones == []  # nobody signs in by a phone
    assert re.search(ONLY_BY_SCRIPT, '<form class="x" hx-post="/records/">')
    assert named("mobile", [("accounts.User", "mobile_number")])


@pytest.mark.django_db
def test_af18_a_sheet_comes_back_by_another_hand(place: Place) -> None:
    office = Client(headers={"accept-language": "en"})
    office.force_login(User.objects.get(username="bob"), backend="django.contrib.auth.backends.ModelBackend")
    sheet = office.get("/organizations/099001/sheets/", {"kind": "lecture"}).content.decode()
    code = code_of(Sheet(place.branch.pk, "lecture"))
    assert f"<p>{code}</p>" in sheet
    assert place.members[0].name in sheet
    form = office.get(f"/sheets/{code}/", follow=True)
    assert form.request["PATH_INFO"] == f"/organizations/{place.branch.code}/records/new/"
    record = record_actions.enter(**place.entry(by=place.bob))
    assert record.entered_by == place.bob.viewer_id
    assert "代" in office.get(f"/records/{record.pk}/").content.decode()


WITHOUT_ORGANIZATION = {
    "backups/actions.py": "of the whole installation",
    "function_uses/actions.py": "about functions",
    "feedback/actions.py": "of whoever complains; the complaint itself is shown",
    "privacy/actions/rotating.py": "keys: nothing is read",
    "accounts/actions/users.py": "accounts, which are not a branch's data",
    "accounts/actions/sign_ins.py": "as above",
    "accounts/actions/activations.py": "as above",
    "interchange/activity.py": "the operator's file; each record tells who entered it",
}
"""Actions whose event stands with no organization, so that no branch finds it among the uses of its data."""


def test_af19_every_act_on_a_branch_s_data_stands_among_its_uses() -> None:
    found = {tree.name(file).removeprefix("src/xuezuo/") for file in CODE if _events_without_place(tree.parsed(file))}
    assert found == set(WITHOUT_ORGANIZATION)
    for name in ("uses", "records", "records-export"):
        assert "secretary" in let_in(name)
    assert _events_without_place(ast.parse("audit.record(by=by, action='record.enter', kind='record', object_id=1)"))


def _events_without_place(module: ast.Module) -> list[str]:
    calls = [one for one in ast.walk(module) if isinstance(one, ast.Call) and ast.unparse(one.func) == "audit.record"]
    return [ast.unparse(one) for one in calls if "organization_id" not in {keyword.arg for keyword in one.keywords}]


@pytest.mark.django_db
def test_af19_a_branch_takes_along_all_it_entered_and_sees_who_else_did(place: Place) -> None:
    """Each field of the form has a mark of its own, and each mark is in the file: a field added later is missed here."""
    marks: dict[str, object] = {
        "held_on": date(2016, 10, 17), "kinds": ["theme_day"], "attended": 3, "guests": 7, "place": "祠堂", "subject": "清沟",
        "summary": "清了三里", "absent": [(place.members[0].pk, "illness"), (place.members[1].pk, "duty")],
        "readings": [place.readings["RD01"].pk], "speaker_tier": "cadre", "guest_members": [],
    }  # fmt: skip
    assert set(marks) == set(FIELDS)
    vote = {"matter": "general", "text": "修路", "in_favour": 2}
    problem, taken = ProblemVoiced("机耕路不通", "组织委员"), TakenOn("看护老人", date(2016, 12, 31))
    said = {"problems": [problem], "taken_on": [taken], "resolutions": [vote]}
    enter_meeting(by=place.carol, organization=place.branch, client_id=uuid.uuid4(), **said, **marks)
    client = Client()
    client.force_login(User.objects.get(username="carol"), backend="django.contrib.auth.backends.ModelBackend")
    file = client.get(f"/organizations/{place.branch.code}/records/export/").content
    book = openpyxl.load_workbook(BytesIO(file), read_only=True)
    words = "|".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    shown = [
        "2016-10-17",
        "主题党日",
        "|3|",
        "|7|",
        "祠堂",
        "清沟",
        "清了三里",
        "丁一",
        "丁二",
        "章程",
        "修路",
        "机耕路不通",
        "看护老人",
    ]
    assert [mark for mark in shown if mark not in words] == []
    assert uses_of(place.carol, place.branch.pk).events == []  # what it did itself is no use by others
    bob = Client()
    bob.force_login(User.objects.get(username="bob"), backend="django.contrib.auth.backends.ModelBackend")
    bob.get(f"/organizations/{place.branch.code}/records/export/")
    assert [one.action for one in uses_of(place.carol, place.branch.pk).events] == ["record.export"]


ADVERTS = (
    r"doubleclick|googletag|google-analytics|gtag\(|hm\.baidu\.com|cnzz|umeng|adsense|<ins class=\"ads|data-ad-|"
    r"\b(?:buy|sell|price|coupon|promotion)s?_(?:url|link|id)\b|广告位|优惠券|限时抢购"
)


def test_af20_nothing_is_sold_and_nothing_advertised() -> None:
    assert lines_with(ADVERTS, [*WORDS, *tree.written(".js", under=tree.SOURCE)]) == []
    outside = r"(?:src|href|action)=\"https?://"
    assert lines_with(outside, tree.templates()) == []
    assert re.search(ADVERTS, "<script src='https://hm.baidu.com/hm.js'>")
    assert re.search(ADVERTS, "gtag('config', 'x')")
