"""Templates of briefings, as data: one YAML file each in `templates/`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from xuezuo.refusals import Refusal

FOLDER = Path(__file__).parent / "templates"
DEFAULT = "two-studies-one-action-2016"
NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class TemplateParagraph:
    """Either `text`, or `clauses` of which those with nothing to count are left out; `marks` numbers them."""

    heading: str
    text: str = ""
    clauses: tuple[str, ...] = ()
    marks: str = ""

    def compose(self, has_content: Callable[[str], bool]) -> str:
        """The paragraph's text, places unfilled; "" when no clause is left."""
        if self.text:
            return self.text
        left = [clause for clause in self.clauses if has_content(clause)]
        if self.marks and len(left) > 1:
            left = [f"{numeral(place)}{self.marks}{clause}" for place, clause in enumerate(left, 1)]
        return ("。" if self.marks else "；").join(left) + "。" if left else ""


@dataclass(frozen=True)
class Template:
    """`mark` is the red title of the head; `issue_to` the last line of the end block (发)."""

    code: str
    name: str
    mark: str
    title: str
    campaign_code: str
    campaign_title: str
    issue_to: str
    paragraphs: tuple[TemplateParagraph, ...]


def numeral(number: int) -> str:
    """1 to 99 in Chinese: 一, 十二, 二十."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十"
    return lead + (NUMERALS[ones] if ones else "")


@cache
def all_templates() -> dict[str, Template]:
    """Every template by code, the default first."""
    found = [_read(file) for file in sorted(FOLDER.glob("*.yaml"))]
    found.sort(key=lambda one: (one.code != DEFAULT, one.code))
    return {one.code: one for one in found}


def template(code: str) -> Template:
    """Raises `Refusal` for an unknown code, and names those that exist."""
    try:
        return all_templates()[code]
    except KeyError:
        raise Refusal("template_unknown", code=code, choices=tuple(all_templates())) from None


def _read(file: Path) -> Template:
    data = yaml.safe_load(file.read_text("utf-8"))
    paragraphs = tuple(
        TemplateParagraph(
            one["heading"], one.get("text", "").replace(" ", ""), tuple(one.get("clauses", ())), one.get("marks", "")
        )
        for one in data["paragraphs"]
    )
    campaign = data["campaign"]
    return Template(
        data["code"],
        data["name"],
        data["mark"],
        data["title"],
        campaign.get("code", ""),
        campaign["title"],
        data["issue_to"],
        paragraphs,
    )
