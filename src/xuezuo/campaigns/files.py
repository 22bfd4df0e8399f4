"""`campaign.yaml`: a campaign as data. Checked as a whole before anything is written; each mistake is one sentence."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from xuezuo.campaigns.audiences import Audience, audience_of
from xuezuo.campaigns.kinds import ActivityKind, Tier, Topic
from xuezuo.refusals import Refusal

LARGEST = 2 * 2**20
"""Bytes: the largest campaign file seen is 12 kB."""

RESERVED = ("new", "file")
"""Words that stand for pages of their own under /campaigns/."""

WHY = {
    "missing": _("it is missing"),
    "extra": _("there is no such field"),
    "date": _("a date is needed, such as 2016-10-20"),
    "int": _("a number is needed"),
    "float": _("a number is needed"),
    "greater": _("the number is too small"),
    "less": _("the number is too large"),
    "string_too_long": _("it is too long"),
    "string_too_short": _("it is too short"),
    "string_pattern": _("a code holds letters, digits and hyphens"),
    "too_short": _("it is empty"),
    "string": _("a text is needed"),
    "enum": _("there is no such word"),
    "literal": _("there is no such word"),
    "list": _("a list is needed"),
    "tuple": _("a list is needed"),
    "value_error": _("it holds what cannot stand there"),
}
"""By the beginning of pydantic's kind of error, whose own words are English only."""

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w.-]+$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    @field_validator("*")
    @classmethod
    def without_nul(cls, given: Any) -> Any:
        if isinstance(given, str) and "\0" in given:
            raise ValueError("holds a character that no text has")
        return given


class Head(Strict):
    code: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9-]+$")]
    title_zh: Annotated[str, Field(min_length=1, max_length=200)]
    title_en: Annotated[str, Field(max_length=200)] = ""
    issuer: str = ""
    starts_on: date
    ends_on: date

    @field_validator("code")
    @classmethod
    def can_be_an_address(cls, code: str) -> str:
        if code in RESERVED:
            raise Refusal("campaign_code_reserved", code=code)
        return code


class ReadingLine(Strict):
    code: Code
    title: Annotated[str, Field(min_length=1, max_length=200)]
    group: Annotated[str, Field(max_length=60)] = ""
    after: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    available_from: date | None = None
    basic: bool = False


class RequirementLine(Strict):
    code: Code
    title: Annotated[str, Field(min_length=1, max_length=300)]
    topic: Topic = Topic.STUDY
    audience: dict[str, Any] = Field(default_factory=dict)
    activity_kinds: tuple[ActivityKind, ...] = ()
    readings: tuple[str, ...] = ()
    opens_on: date
    due_on: date
    minutes: Annotated[int, Field(ge=0, le=600)] = 10
    fields_asked: Annotated[int, Field(ge=0, le=60)] = 4
    purpose: Annotated[str, Field(max_length=300)] = ""
    basis: Annotated[str, Field(max_length=300)] = ""
    approver: Annotated[str, Field(max_length=100)] = ""
    handed_in: Annotated[str, Field(max_length=200)] = ""
    asked_for_because: Annotated[str, Field(max_length=300)] = ""
    expires_on: date | None = None
    other_because: Annotated[str, Field(max_length=300)] = ""
    no_own_way: Annotated[str, Field(max_length=300)] = ""

    @field_validator("audience", mode="before")
    @classmethod
    def known_words(cls, given: Any) -> Any:
        try:
            audience_of(dict(given or {}))
        except TypeError:
            raise ValueError("kinds, sectors and groups are lists of words") from None
        return given or {}

    @property
    def addressed(self) -> Audience:
        return audience_of(self.audience)


class PlanMonthLine(Strict):
    """What the plan puts into a month."""

    code: Code
    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    content: Annotated[str, Field(max_length=300)] = ""
    tiers: tuple[Tier, ...] = ()
    readings: tuple[str, ...] = ()

    @property
    def first_day(self) -> date:
        return date.fromisoformat(f"{self.month}-01")


class PromptLine(Strict):
    code: Code
    tier: Tier
    text: Annotated[str, Field(min_length=1, max_length=300)]
    readings: Annotated[tuple[str, ...], Field(min_length=1)]


class CampaignFile(Strict):
    """`plan` and `prompts` left out stay what they are; given, they are the whole list."""

    campaign: Head
    readings: tuple[ReadingLine, ...] = ()
    plan: tuple[PlanMonthLine, ...] | None = None
    prompts: tuple[PromptLine, ...] | None = None
    requirements: tuple[RequirementLine, ...] = ()

    @model_validator(mode="after")
    def names_meet(self) -> "CampaignFile":
        _once("readings", [line.code for line in self.readings])
        _once("requirements", [line.code for line in self.requirements])
        _once("plan", [line.code for line in self.plan or ()])
        _once("prompts", [line.code for line in self.prompts or ()])
        known = {line.code for line in self.readings}
        named = [(line.code, code) for line in self.readings for code in line.after]
        named += [(line.code, code) for line in self.requirements for code in line.readings]
        named += [(line.code, code) for line in self.plan or () for code in line.readings]
        named += [(line.code, code) for line in self.prompts or () for code in line.readings]
        for where, code in named:
            if code not in known:
                raise Refusal("campaign_reading_unknown", where=where, code=code)
        _no_circle({line.code: line.after for line in self.readings})
        _in_order(self)
        return self


def _once(part: str, codes: list[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise Refusal("campaign_code_twice", part=part, code=code)
        seen.add(code)


def _no_circle(after: dict[str, tuple[str, ...]]) -> None:
    """Depth-first: a reading that waits for itself could never be read."""
    done: set[str] = set()

    def visit(code: str, trail: tuple[str, ...]) -> None:
        if code in trail:
            raise Refusal("campaign_reading_circle", codes=" → ".join((*trail[trail.index(code) :], code)))
        if code not in done:
            for earlier in after[code]:
                visit(earlier, (*trail, code))
            done.add(code)

    for code in after:
        visit(code, ())


def _in_order(file: CampaignFile) -> None:
    head = file.campaign
    if head.ends_on < head.starts_on:
        raise Refusal("campaign_dates", where=head.code, first=head.starts_on, last=head.ends_on)
    for line in file.requirements:
        if line.due_on < line.opens_on:
            raise Refusal("campaign_dates", where=line.code, first=line.opens_on, last=line.due_on)


class _Plain(yaml.SafeLoader):
    """Dates stay text until they are checked: YAML's own reading of `2016-13-01` would not say where it stands."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        """No aliases: ten lines of them say more than memory holds."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


def read(file: Path) -> CampaignFile:
    """Read and check a file. Raises `Refusal` with the place of the first mistake."""
    if not file.is_file():
        raise Refusal("file_missing", name=file.name)
    if file.stat().st_size > LARGEST:
        raise Refusal("file_too_large", name=file.name, size_mb=file.stat().st_size // 2**20, limit_mb=LARGEST // 2**20)
    return read_text(file.read_bytes(), file.name)


def read_text(content: bytes, name: str) -> CampaignFile:
    """The same from bytes, as an upload brings them."""
    try:
        parsed = yaml.load(content.decode("utf-8-sig"), Loader=_Plain)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as problem:  # ValueError: not UTF-8, a number without end
        mark = getattr(problem, "problem_mark", None)
        raise Refusal("campaign_not_yaml", name=name, line=mark.line + 1 if mark else 1) from problem
    if not isinstance(parsed, dict) or "campaign" not in parsed:
        raise Refusal("campaign_no_head", name=name)
    try:
        return CampaignFile.model_validate(parsed)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        why = next((words for kind, words in WHY.items() if first["type"].startswith(kind)), first["msg"])
        raise Refusal("campaign_value", name=name, where=where, value=_short(first["input"]), why=why) from problem


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
