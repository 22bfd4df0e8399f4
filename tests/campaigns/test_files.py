"""`campaign.yaml`: what ships is readable, and each mistake is one sentence."""

from pathlib import Path

import pytest
from django.utils.translation import override

import xuezuo.campaigns
from xuezuo.campaigns import files
from xuezuo.refusals import Refusal

SHIPPED = sorted((Path(xuezuo.campaigns.__file__).parent / "shipped").glob("*.yaml"))

HEAD = "campaign: {code: c, title_zh: 名, starts_on: 2016-04-01, ends_on: 2016-12-31}\n"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_ships_is_readable(file: Path) -> None:
    assert files.read(file).requirements


def test_one_of_the_shipped_campaigns_is_from_outside_the_party() -> None:
    assert len(SHIPPED) >= 2
    assert any("党" not in file.read_text(encoding="utf-8") for file in SHIPPED)


CIRCLE = "readings: [{code: A, title: 甲, after: [B]}, {code: B, title: 乙, after: [A]}]"
LINE = "{code: R1, title: 题, opens_on: 2016-04-01, due_on: 2016-06-30"


@pytest.mark.parametrize(
    ("body", "code", "named"),
    [
        ("nothing: here", "campaign_no_head", "x.yaml"),
        ("a: [b", "campaign_not_yaml", "x.yaml"),
        (HEAD + f"requirements: [{LINE}, readings: [RD99]}}]", "campaign_reading_unknown", "RD99"),
        (HEAD + f"requirements: [{LINE}}}, {LINE}}}]", "campaign_code_twice", "R1"),
        (HEAD + f"requirements: [{LINE}, audience: {{sectors: [moon]}}}}]", "audience_unknown", "moon"),
        (HEAD + f"requirements: [{LINE}, colour: red}}]", "campaign_value", "requirements.1.colour"),
        (HEAD + f"requirements: [{LINE}, minutes: many}}]", "campaign_value", "many"),
        (HEAD + f"requirements: [{LINE}, audience: {{kinds: 5}}}}]", "campaign_value", "requirements.1.audience"),
        (HEAD + 'readings: [{code: A, title: "\\0"}]', "campaign_value", "readings.1.title"),
        (HEAD + f"readings: [{{code: {'9' * 5000}, title: 甲}}]", "campaign_not_yaml", "x.yaml"),
        (HEAD + "x: &many [a, a]\nreadings: [*many, *many]", "campaign_not_yaml", "3"),
        (HEAD.replace("code: c,", "code: new,"), "campaign_code_reserved", "new"),
        (HEAD.replace("2016-12-31", "2016-13-01"), "campaign_value", "campaign.ends_on"),
        (HEAD.replace("2016-12-31", "2016-01-01"), "campaign_dates", "2016-01-01"),
        (
            HEAD + CIRCLE,
            "campaign_reading_circle",
            "A → B → A",
        ),
    ],
)
def test_a_mistake_is_one_sentence_that_says_where(body: str, code: str, named: str) -> None:
    with pytest.raises(Refusal) as refused:
        files.read_text(body.encode(), "x.yaml")
    assert refused.value.code == code
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (HEAD.replace("2016-12-31", "2016-13-01"), "应为日期"),
        (HEAD + f"requirements: [{LINE}, colour: red}}]", "没有这个字段"),
        (HEAD + f"requirements: [{LINE}, minutes: many}}]", "应为数字"),
        (HEAD + f"requirements: [{LINE}, minutes: -5}}]", "太小"),
        (HEAD + f"requirements: [{LINE}, activity_kinds: general}}]", "应为列表"),
        (HEAD + "readings: [{code: A}]", "缺少"),
        (HEAD + 'readings: [{code: A, title: ""}]', "太短"),
    ],
)
def test_the_reason_is_in_the_readers_language(body: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        files.read_text(body.encode(), "x.yaml")
    with override("zh-hans"):
        assert why in str(refused.value)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(Refusal, match=r"nowhere\.yaml"):
        files.read(Path("nowhere.yaml"))


def test_yaml_with_objects_or_aliases_is_refused() -> None:
    """No file makes an object, and none grows beyond what it is."""
    for body in ("campaign: !!python/object/apply:os.getcwd []", "campaign: &a [x, x]\nreadings: [*a, *a]"):
        with pytest.raises(Refusal) as refused:
            files.read_text(body.encode(), "x.yaml")
        assert refused.value.code == "campaign_not_yaml"
