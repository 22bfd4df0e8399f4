"""What the tables may hold."""

import ast
import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import models
from django.db.models import CheckConstraint, Q, Value
from django.utils import timezone

from tests.principles import tree

OURS = [model for model in apps.get_models() if model.__module__.startswith("xuezuo.")]

# AF02: nobody is scored. AF03: nobody's time is measured. Words are whole parts of a name between underscores.
SCORING = {"score", "scores", "points", "rank", "ranks", "ranking", "badge", "badges", "streak", "leaderboard", "likes"}
MEASURING = re.compile(
    r"time_(on|spent)|dwell|scroll|online_(time|seconds|minutes)|study_(time|seconds|minutes)|duration"
)
SIGN_IN_FACTS = {"last_login", "date_joined"}
TELLS_OF_THEM = {"src/xuezuo/privacy/register.yaml": "tells everybody that they are kept; only the person sees theirs"}

RANKS_NO_PERSON = {"src/xuezuo/notices/reading/deadlines.py": "which of two dates in a sentence is its deadline"}
NOT_A_PAIR = {
    ("notices.Notice", "published"): "what a document says about itself, one half often missing",
    ("feedback.Feedback", "written"): "anybody may write without saying who they are",
}


def scoring(name: str) -> bool:
    return not SCORING.isdisjoint(name.lower().split("_")) or "level_up" in name.lower()


def scored_names(module: ast.Module) -> list[str]:
    """Names by which the module promises something to others: functions, classes, parameters, fields of classes.

    A function's own variables are nobody's score; a parser may well rank two readings of a date.
    """
    found = []
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name=name) | ast.arg(arg=name):
                found.append(name)
            case ast.ClassDef(name=name, body=body):
                found.append(name)
                found += [ast.unparse(part.target) for part in body if isinstance(part, ast.AnnAssign)]
                found += [ast.unparse(part.targets[0]) for part in body if isinstance(part, ast.Assign)]
    return sorted({name for name in found if scoring(name)})


def pairs_of(model: type[models.Model]) -> list[tuple[str, models.Field]]:
    return [(field.name.removesuffix("_by"), field) for field in model._meta.local_fields if field.name.endswith("_by")]


def holds(constraint: CheckConstraint, values: dict[str, Value]) -> bool:
    """Whether the database would take these values, as far as this constraint is about them alone."""
    try:
        return constraint.condition.check(values)
    except FieldError:
        return True


def pair_problem(model: type[models.Model], stem: str) -> str | None:
    who, when = f"{stem}_by", f"{stem}_at"
    fields = {field.name: field for field in model._meta.local_fields}
    if when not in fields:
        return f"{who} stands without {when}"
    if not fields[who].null and not fields[when].null:
        return None
    if fields[who].null != fields[when].null:
        return f"{who} and {when} are not both optional"
    checks = [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]
    for values in ({who: 1, when: None}, {who: None, when: timezone.now()}):
        half = {name: Value(value, output_field=fields[name]) for name, value in values.items()}
        if all(holds(one, half) for one in checks):
            return f"{who} and {when}: the database takes one without the other"
    return None


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_table_scores_people_or_measures_their_time(model: type[models.Model]) -> None:
    names = [field.name for field in model._meta.local_fields]
    assert [name for name in names if scoring(name) or MEASURING.search(name)] == []


def test_no_name_in_the_code_scores() -> None:
    files = [file for file in tree.python() if tree.name(file) not in RANKS_NO_PERSON]
    found = {tree.name(file): names for file in files if (names := scored_names(tree.parsed(file)))}
    assert found == {}


def test_sign_in_facts_reach_no_report() -> None:
    found = [
        tree.name(file)
        for file in [*tree.python(), *tree.templates(), *tree.written(".yaml", under=tree.SOURCE)]
        if "accounts" not in file.parts
        and tree.name(file) not in TELLS_OF_THEM
        and any(word in tree.text(file) for word in SIGN_IN_FACTS)
    ]
    assert found == []


@pytest.mark.django_db
def test_who_and_when_are_both_set_or_both_empty() -> None:
    pairs = [(model, stem) for model in OURS for stem, _ in pairs_of(model)]
    assert len(pairs) > 5, "the pairs were not found"
    problems = {
        f"{model._meta.label}: {problem}"
        for model, stem in pairs
        if (model._meta.label, stem) not in NOT_A_PAIR and (problem := pair_problem(model, stem))
    }
    assert problems == set()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_personal_fields_are_fields(model: type[models.Model]) -> None:
    names = {name for field in model._meta.get_fields() for name in (field.name, getattr(field, "attname", ""))}
    assert set(getattr(model, "PERSONAL", {})) - names == set()


@pytest.mark.django_db
def test_migrations_tell_the_models_as_they_are() -> None:
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", *{model._meta.app_label for model in OURS}, stdout=out)


def test_breaches_would_be_seen() -> None:
    assert scoring("study_score")
    assert scoring("points")
    assert not scoring("pointer")
    assert not scoring("ranked_choice")
    assert MEASURING.search("time_on_page")
    assert scored_names(ast.parse("def f(rank): best_rank = 1")) == ["rank"]


@pytest.mark.django_db
def test_a_loose_pair_would_be_seen() -> None:
    class Loose(models.Model):
        decided_by = models.BigIntegerField(null=True)
        decided_at = models.DateTimeField(null=True)
        drafted_by = models.BigIntegerField(null=True)
        drafted_at = models.DateTimeField(null=True)
        signed_by = models.BigIntegerField()

        class Meta:
            app_label = "principles"
            managed = False
            constraints = [
                CheckConstraint(
                    condition=Q(drafted_by__isnull=True, drafted_at__isnull=True)
                    | Q(drafted_by__isnull=False, drafted_at__isnull=False),
                    name="both",
                )
            ]

    assert pair_problem(Loose, "decided") == "decided_by and decided_at: the database takes one without the other"
    assert pair_problem(Loose, "drafted") is None
    assert pair_problem(Loose, "signed") == "signed_by stands without signed_at"
    del apps.all_models["principles"]["loose"]
