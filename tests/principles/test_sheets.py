"""Tabler's sheet holds only the classes that package.json lists: nobody uses another one and wonders why nothing happens."""

import json
import re

from hatch_build import pruned
from tests.principles import tree

LISTED = set(json.loads((tree.ROOT / "package.json").read_text())["xuezuo"]["classes"])
CLASSES = re.compile(r"class=\"([^\"]*)\"")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")


def used() -> set[str]:
    return {
        name
        for file in tree.templates()
        for said in CLASSES.findall(tree.text(file))
        for name in TAG.sub(" ", said).split()
    }


def test_a_class_that_is_not_ours_is_listed() -> None:
    assert {name for name in used() if not name.startswith("xz-")} <= LISTED


def test_rules_of_other_classes_are_cut() -> None:
    sheet = '@charset "UTF-8";a,.btn,.card .btn{color:red}@media print{.card{x:y}p{x:y}}@keyframes k{to{x:y}}'
    assert pruned(sheet, {"btn"}) == '@charset "UTF-8";a,.btn{color:red}@media print{p{x:y}}'
