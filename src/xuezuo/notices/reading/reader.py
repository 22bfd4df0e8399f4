"""From text to Reading: lines, parts, header, requirements, numbers, cautions. Pure and deterministic."""

import re

from xuezuo.notices.reading.header import header_of
from xuezuo.notices.reading.layout import DOC_NO, SOURCE, parts_of
from xuezuo.notices.reading.lines import Line, lines_of
from xuezuo.notices.reading.numbers import figures
from xuezuo.notices.reading.proposals import requirements_of
from xuezuo.notices.reading.remarks import remarks_of
from xuezuo.notices.reading.result import Figure, Reading, Requirement

NO_FIGURES = re.compile(r"(?:联系|咨询|值班|举报|传真|电子?邮[箱件]|电话|邮编|地址)[^:]{0,6}:")


def read_text(text: str) -> Reading:
    """The reading of a text. Line ends become `\\n` and a byte order mark is dropped first: `Reading.text` is the text
    that all offsets refer to."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]", "\n", text.removeprefix("\ufeff"))
    lines = lines_of(text)
    parts = parts_of(lines)
    header = header_of(text, parts, lines)
    requirements, impossible = requirements_of(text, parts, header) if header.language == "zh" else ([], [])
    numbers = numbers_of(text, lines, requirements)
    cautions = remarks_of(text, lines, parts, header, requirements, impossible)
    return Reading(text, header, tuple(requirements), tuple(numbers), tuple(cautions))


def numbers_of(text: str, lines: list[Line], requirements: list[Requirement]) -> list[Figure]:
    """The figures of all lines that are prose or table."""
    asked = [(requirement.start, requirement.end) for requirement in requirements]
    found: list[Figure] = []
    for line in lines:
        if not (SOURCE.match(line.text) or DOC_NO.fullmatch(line.text) or NO_FIGURES.match(line.text)):
            for run in line.cells() if "\t" in line.raw or "|" in line.raw else [line.run]:
                found += figures(run, text, asked)
    return sorted(found, key=lambda figure: figure.start)
