"""The register of every personal field: `register()` reads register.yaml, `undecided()` names columns it says nothing of.

What erasing writes into a field stands on the model itself (`PERSONAL`), beside the field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import models
from django.utils.translation import get_language

FILE = Path(__file__).with_name("register.yaml")


@dataclass(frozen=True)
class Words:
    """A text of the register in both languages; `str` gives the viewer's."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if (get_language() or "zh").startswith("zh") else self.en


@dataclass(frozen=True)
class Field:
    """`sealed` is the column that the value is encrypted as, "" for a plain one."""

    name: str
    words: Words
    label: str
    purpose: Words
    basis: Words
    seen: Words
    keep: Words
    sealed: str


@dataclass(frozen=True)
class Table:
    """`of` is the lookup from a row to its member, `account` that to the account's id; for a table about nobody in
    particular both are "", and `nobody` says why. `rule` is the key of the rule pack and `since` the column from which its years are counted."""

    label: str
    title: Words
    of: str
    account: str
    nobody: str
    rule: str
    since: str
    fields: tuple[Field, ...]
    not_personal: frozenset[str]

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)


@dataclass(frozen=True)
class Register:
    tables: tuple[Table, ...]
    not_personal: Mapping[str, frozenset[str]]
    classes: Mapping[str, Words]
    acts: Field


@cache
def register() -> Register:
    """The whole file, every word looked up. A word that is missing is a `KeyError` at the first reading."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    acts = read["acts"]
    return Register(
        tables=tuple(_table(label, told, read) for label, told in read["about"].items()),
        not_personal={label: frozenset(names) for label, names in read["not_personal"].items()},
        classes={code: Words(**words) for code, words in read["classes"].items()},
        acts=_field("*_by, *_at", acts["field"], acts, read, ""),
    )


def _table(label: str, told: dict[str, Any], read: dict[str, Any]) -> Table:
    but, sealed = told.get("but", {}), told.get("sealed", {})
    return Table(
        label=label,
        title=Words(**told["title"]),
        of=told.get("of", ""),
        account=told.get("account", ""),
        nobody=told.get("nobody", ""),
        rule=read["keeps"][told["keep"]].get("rule", ""),
        since=told.get("since", ""),
        fields=tuple(
            _field(name, given, told | but.get(name, {}), read, sealed.get(name, ""))
            for name, given in told["fields"].items()
        ),
        not_personal=frozenset(told.get("not_personal", ())),
    )


def _field(name: str, given: list[str], told: dict[str, Any], read: dict[str, Any], sealed: str) -> Field:
    label, zh, en = given
    keep = read["keeps"][told["keep"]]
    return Field(
        name=name,
        words=Words(zh, en),
        label=label,
        purpose=Words(**read["purposes"][told["purpose"]]),
        basis=Words(**read["bases"][told["basis"]]),
        seen=Words(**read["seen"][told["seen"]]),
        keep=Words(keep["zh"], keep["en"]),
        sealed=sealed,
    )


def columns(model: type[models.Model]) -> set[str]:
    """The columns to be decided on: all but the row's own number and the pairs that say who acted and when."""
    names = {field.name for field in model._meta.local_fields if not field.primary_key}
    stems = {name.removesuffix("_by") for name in names if name.endswith("_by")}
    return {name for name in names if not (name[:-3] in stems and name[-3:] in ("_by", "_at"))}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("xuezuo.")]


def undecided() -> list[str]:
    """Columns that the register says nothing of, and words about columns that are not there."""
    known = register()
    decided = {one.label: {field.name for field in one.fields} | one.not_personal for one in known.tables}
    decided |= {label: set(names) for label, names in known.not_personal.items()}
    held = {model._meta.label: columns(model) for model in our_models()}
    paired = {
        model._meta.label: {field.name for field in model._meta.local_fields} - columns(model) for model in our_models()
    }
    new = {f"{label}.{name}" for label, names in held.items() for name in names - decided.get(label, set())}
    gone = {
        f"{label}.{name} is gone"
        for label, names in decided.items()
        for name in names - held.get(label, set()) - paired.get(label, set())
    }
    return sorted(new | gone)
