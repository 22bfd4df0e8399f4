"""A mapping file: other people's headers and words, said in YAML.

```yaml
columns: {党组织代码: 机构号, name: 机构名}   # our field or standard header: the header in the file
words: {kind: {班组: branch}, sector: {车间: 公有经济控制企业}}   # a word in the file: our word or code
```
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from xuezuo.interchange import words
from xuezuo.interchange.columns import Vocabulary, plain_header
from xuezuo.refusals import Refusal

TABLES = {
    "kind": words.ORGANIZATION_KIND,
    "sector": words.SECTOR,
    "sex": words.SEX,
    "category": words.MEMBER_CATEGORY,
    "nationality": words.NATIONALITY,
    "groups": words.MEMBER_GROUP,
}
LIMIT = 1_000_000


@dataclass(frozen=True)
class Mapping:
    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def headers_of(self, known: Vocabulary) -> Vocabulary:
        """The vocabulary with the file's own headers; a field that the mapping names has no other header."""
        if not self.columns:
            return known
        given = {}
        for ours, theirs in self.columns.items():
            target = known.headers.get(plain_header(ours))
            if target is None:
                raise Refusal("mapping_field_unknown", field=ours, fields=tuple(known.titles.values()))
            given[plain_header(theirs)] = target
        kept = {header: one for header, one in known.headers.items() if one not in given.values()}
        return replace(known, headers=kept | given)

    def words_of(self, table: str) -> dict[str, str]:
        known = TABLES[table]
        return known | {
            words.plain(theirs): known[words.plain(ours)] for theirs, ours in self.words.get(table, {}).items()
        }


def read(path: Path) -> Mapping:
    """Raises a `Refusal` that names the first thing in the file that cannot be used."""
    if not path.is_file():
        raise Refusal("file_missing", name=path.name)
    if path.stat().st_size > LIMIT:
        raise Refusal("file_too_large", name=path.name, size_mb=path.stat().st_size // LIMIT, limit_mb=1)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as problem:
        raise Refusal("file_damaged", name=path.name, reason=type(problem).__name__) from problem
    if not isinstance(content, dict):
        raise Refusal("mapping_shape", name=path.name)
    if not {"columns", "words"} & set(content):
        content = {"columns": content}
    columns, tables = content.get("columns") or {}, content.get("words") or {}
    if not _is_text_to_text(columns) or not isinstance(tables, dict) or not all(map(_is_text_to_text, tables.values())):
        raise Refusal("mapping_shape", name=path.name)
    for table, lines in tables.items():
        _check_words(str(table), lines)
    return Mapping(columns, tables)


def _is_text_to_text(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for pair in value.items() for one in pair)


def _check_words(table: str, lines: dict[str, str]) -> None:
    if table not in TABLES:
        raise Refusal("mapping_field_unknown", field=table, fields=tuple(TABLES))
    for ours in lines.values():
        if words.plain(ours) not in TABLES[table]:
            raise Refusal(
                "mapping_word_unknown", word=ours, field=table, words=tuple(dict.fromkeys(TABLES[table].values()))
            )
