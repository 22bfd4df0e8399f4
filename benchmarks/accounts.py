"""Activation codes for the secretaries of a province's city, against the bare insert of as many rows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.frame import Way, benchmark

if TYPE_CHECKING:
    from xuezuo.accounts.models import User

PEOPLE = 10_000


@benchmark("Activation codes for 10,000 accounts", rounds=5)
def activation_codes() -> Iterator[Way]:
    # reason: the models need Django set up, which importing a benchmark must not
    import django

    django.setup()
    from xuezuo.accounts import actions
    from xuezuo.scopes import operator

    connection.settings_dict["NAME"] = ":memory:"
    connection.close()
    call_command("migrate", verbosity=0)
    users = _bulk_created(0)
    by, rounds = operator(), iter(range(1, 1_000))

    def issued() -> int:
        with transaction.atomic():
            count = len(actions.issue(by=by, users=users))
            transaction.set_rollback(True)
        return count

    def hashless_rows() -> int:
        with transaction.atomic():
            count = len(_bulk_created(next(rounds)))
            transaction.set_rollback(True)
        return count

    yield Way("issue: one code each, hashed, audited", issued)
    yield Way("bulk_create of 10,000 user rows", hashless_rows)


def _bulk_created(number: int) -> "list[User]":
    # reason: as above
    from xuezuo.accounts.models import User

    return list(User.objects.bulk_create([User(username=f"p{number}-{one}", password="!") for one in range(PEOPLE)]))
