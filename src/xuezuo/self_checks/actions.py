"""Keeping and deleting one's own locked texts.

None of it is told to the log: an event would say who examines themselves, and when, to whoever reads the log. The reason
stands in docs/decisions/0022.
"""

from django.db import transaction

from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.self_checks import queries, rules
from xuezuo.self_checks.models import Lock, SelfCheck


@transaction.atomic
def set_lock(*, by: Scope, salt: bytes, rounds: int, proof_iv: bytes, proof: bytes) -> Lock:
    """The lock of everything written from now on. A second one would leave the texts of the first unreadable."""
    owner = rules.own(by)
    rules.check_lock(salt, rounds, proof_iv, proof)
    made, new = Lock.objects.get_or_create(
        user_id=owner, defaults={"salt": salt, "rounds": rounds, "proof_iv": proof_iv, "proof": proof}
    )
    if not new:
        raise Refusal("self_check_lock_there")
    return made


@transaction.atomic
def keep(*, by: Scope, iv: bytes, text: bytes, instead_of: int | None = None) -> SelfCheck:
    """Keep one locked text, or put it in the place of an earlier one."""
    owner = rules.own(by)
    found = None if instead_of is None else queries.one(by, instead_of)
    rules.check_text(iv, text)
    lock = Lock.objects.select_for_update().filter(user_id=owner).first()
    if lock is None:
        raise Refusal("self_check_lock_missing")
    if found is not None:
        found.iv, found.text = iv, text
        found.save()
        return found
    if lock.self_checks.count() >= rules.MOST_TEXTS:
        raise Refusal("self_check_too_many", most=rules.MOST_TEXTS)
    return SelfCheck.objects.create(lock=lock, iv=iv, text=text)


@transaction.atomic
def delete(*, by: Scope, pk: int) -> None:
    """Gone at once. Earlier backups hold it locked until they are deleted."""
    gone, _ = SelfCheck.objects.filter(pk=pk, lock__user_id=rules.own(by)).delete()
    if not gone:
        raise NotVisible(pk)


@transaction.atomic
def delete_everything(*, by: Scope) -> None:
    """Every text and the lock. Whoever forgot their passphrase begins anew like this."""
    Lock.objects.filter(user_id=rules.own(by)).delete()
