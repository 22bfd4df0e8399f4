"""Showing one value in plain, and handing out a copy of everything: acts that are recorded before anybody reads."""

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.organizations.models import Member
from xuezuo.organizations.sealing import unseal
from xuezuo.privacy import rules
from xuezuo.privacy.models import Disclosure, Purpose, SealedField
from xuezuo.privacy.queries import last_home, member_for
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

SHORTEST = 4
"""Characters of the words beside a purpose: "abc" tells the member nothing."""


@transaction.atomic
def disclose(*, by: Scope, member_id: int, field: str, purpose: str, words: str) -> str:
    """One sealed value of a member in plain, for a purpose that the member reads later (14b, class P3)."""
    member, home = member_for(by, member_id)
    words = words.strip()
    if field not in SealedField.values:
        raise Refusal("disclosure_field", choices=tuple(SealedField.values))
    if purpose not in Purpose.values:
        raise Refusal("disclosure_purpose")
    if not SHORTEST <= len(words) <= 200:
        raise Refusal("disclosure_words", shortest=SHORTEST)
    sealed = getattr(member, field)
    if not sealed:
        raise Refusal("disclosure_nothing")
    value = unseal(sealed, f"member.{field}")
    row = Disclosure.objects.create(
        member=member,
        organization_id=home.organization_id,
        field=field,
        purpose=purpose,
        words=words,
        disclosed_by=by.viewer_id or 0,
    )
    audit.record(
        by=by,
        action="member.disclose",
        kind="member",
        object_id=member.pk,
        organization_id=home.organization_id,
        field=field,
        purpose=purpose,
        disclosure=row.pk,
    )
    return value


@transaction.atomic
def hand_out(*, by: Scope, member: Member, form: str) -> None:
    """Record that a copy of everything held about a member is made: by themselves, or by the branch for them (D14.06)."""
    home = last_home(member.pk)
    is_own = by.member_id == member.pk
    if not is_own:
        rules.may_see_member(by, home)
    audit.record(
        by=by,
        action="member.download" if is_own else "member.print",
        kind="member",
        object_id=member.pk,
        organization_id=home.organization_id if home else None,
        form=form,
    )
