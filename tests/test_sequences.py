"""A number is given once: also where its row is gone, and where its table was changed since."""

import pytest
from django.db import connection, models

from xuezuo import sequences
from xuezuo.records.models import Withdrawal

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = Withdrawal._meta.db_table


def given() -> int:
    with connection.cursor() as cursor:
        return sequences.given(cursor, [TABLE])[TABLE]


def test_numbers_only_go_up() -> None:
    number = given() + 41
    sequences.at_least({TABLE: number})
    assert given() == number
    sequences.at_least({TABLE: number - 7})
    assert given() == number
    sequences.at_least({TABLE: number + 1})
    assert given() == number + 1


def test_a_table_that_an_upgrade_changes_keeps_its_numbers() -> None:
    """SQLite copies it into a new one."""
    number = given() + 41
    sequences.at_least({TABLE: number})
    odd = models.CheckConstraint(condition=~models.Q(reason="odd"), name="withdrawal_of_this_test")
    with connection.schema_editor() as editor:
        editor.add_constraint(Withdrawal, odd)
    changed = given()
    with connection.schema_editor() as editor:
        editor.remove_constraint(Withdrawal, odd)
    assert (changed, given()) == (number, number)
