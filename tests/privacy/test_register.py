"""Every column is decided on: personal with all that must be said of it, or not personal."""

import pytest
from django.core.exceptions import FieldError

from xuezuo.privacy.actions.erasing import without_register
from xuezuo.privacy.queries.tables import rows_of
from xuezuo.privacy.register import columns, our_models, register, undecided
from xuezuo.rule_packs.queries import rules


def test_every_column_is_decided_on() -> None:
    assert undecided() == [], "add them to src/xuezuo/privacy/register.yaml: personal, with purpose and basis, or not"


def test_everything_that_is_erased_belongs_to_somebody() -> None:
    assert without_register() == [], "say in register.yaml whose these rows are (`of` or `account`)"


def test_lookups_lead_to_members(db: None) -> None:
    for table in register().tables:
        for lookup in [*table.of.split(), *([table.account] if table.account else [])]:
            try:
                assert not rows_of(table.model).filter(**{lookup: 0}).exists()
            except FieldError as problem:
                pytest.fail(f"{table.label}: {problem}")


def test_every_field_says_all_of_it_in_both_languages() -> None:
    known = register()
    assert len(known.tables) > 30
    for field in [*(field for table in known.tables for field in table.fields), known.acts]:
        assert field.label in known.classes
        for words in (field.words, field.purpose, field.basis, field.seen, field.keep):
            assert words.zh, field
            assert words.en, field


def test_sensitive_text_is_sealed_or_named_as_plain() -> None:
    """Class P3 is encrypted, unless figures count by it or it is free text of a case; the list may only shrink."""
    plain = {
        f"{table.label}.{field.name}"
        for table in register().tables
        for field in table.fields
        if field.label == "P3" and not field.sealed and field.name != "password" and not field.name.endswith("_index")
    }
    assert plain <= {
        "organizations.GroupMembership.group", "organizations.Floating.destination", "organizations.Ending.kind",
        "organizations.Ending.withdrawn_reason", "organizations.Restoration.ending",
        "organizations.ProbationDecision.outcome", "records.Absence.reason",
        "cases.Case.member", "cases.Case.kind", "cases.Case.cause", "cases.Step.kind", "cases.Step.note",
        "cases.LookBack.holds", "cases.LookBack.note", "cases.Closure.reason", "privacy.Reply.text",
    }  # fmt: skip


def test_retention_rules_stand_in_the_packs() -> None:
    named = {table.rule for table in register().tables if table.rule}
    assert named
    assert named <= set(rules())


def test_a_new_column_would_be_seen() -> None:
    user = next(model for model in our_models() if model._meta.label == "records.Claim")
    assert columns(user) == {"record", "requirement"}  # claimed_by and claimed_at are a pair that says who acted
