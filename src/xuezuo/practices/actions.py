"""Writing a practice down, publishing and withdrawing it, adopting it; each audited."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.campaigns.models import Requirement
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.practices import queries, rules
from xuezuo.practices.models import Adoption, NamedPerson, Practice
from xuezuo.records.models import OwnWay, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope


@transaction.atomic
def write(
    *,
    by: Scope,
    organization: Organization,
    title: str,
    what: str,
    topic: str,
    sector: str = "",
    requirement: Requirement | None = None,
    own_way: OwnWay | None = None,
    named: Collection[int] = (),
    agreed: bool = False,
) -> Practice:
    """Offer a practice for publishing. `agreed` is the organization's consent; `named` are members who agreed to be named.

    Raises `Refusal` without consent, or if the text names somebody of the roster who is not among them.
    """
    who = rules.may_write(by, organization.pk)
    if not agreed:
        raise Refusal("practice_without_consent")
    if own_way is not None and own_way.organization_id != organization.pk:
        raise NotVisible(own_way.pk)
    roster = dict(queries.people_to_name(by, organization.pk).values_list("pk", "name"))
    if not set(named) <= set(roster):
        raise NotVisible(named)
    rules.check_names(f"{title} {what}", roster, named)
    words = [title, what, organization.name, requirement.title if requirement else ""]
    made = Practice.objects.create(
        organization=organization,
        requirement=requirement,
        own_way=own_way,
        title=title.strip()[:200],
        what=what.strip(),
        topic=topic,
        sector=sector or organization.sector,
        search_text=queries.plain(" ".join(words)),
        written_by=who,
    )
    NamedPerson.objects.bulk_create(
        NamedPerson(practice=made, member_id=one, noted_by=who) for one in sorted(set(named))
    )
    _audit(by, "practice.write", made, named=len(set(named)))
    return made


@transaction.atomic
def publish(*, by: Scope, practice: Practice) -> Practice:
    """An officer above puts it into the book. Published twice it is published once."""
    who = rules.may_publish(by, placement_of(by, practice.organization_id).path)
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if practice.withdrawn_at:
        raise Refusal("practice_withdrawn")
    if practice.published_at:
        return practice
    practice.published_by, practice.published_at = who, timezone.now()
    practice.save(update_fields=["published_by", "published_at"])
    _audit(by, "practice.publish", practice)
    return practice


@transaction.atomic
def withdraw(*, by: Scope, practice: Practice, reason: str) -> Practice:
    """Out of the book, by the organization or the office above; those who adopted it keep what they wrote."""
    who = rules.may_withdraw(by, placement_of(by, practice.organization_id).path, practice.organization_id)
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if practice.withdrawn_at:
        return practice
    if not reason.strip():
        raise Refusal("practice_reason_missing")
    practice.withdrawn_by, practice.withdrawn_at = who, timezone.now()
    practice.withdrawn_reason = reason.strip()[:300]
    practice.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _audit(by, "practice.withdraw", practice)
    return practice


@transaction.atomic
def adopt(*, by: Scope, practice: Practice, note: str = "", record: Record | None = None) -> Adoption:
    """The viewer's organization does likewise. Said again, note and record are the newer ones."""
    organization_id = by.organization_id or 0
    who = rules.may_write(by, organization_id)
    if practice.organization_id == organization_id:
        raise Refusal("practice_own")
    if not queries.published().filter(pk=practice.pk).exists():
        raise NotVisible(practice.pk)
    if record is not None and record.organization_id != organization_id:
        raise NotVisible(record.pk)
    made, _ = Adoption.objects.update_or_create(
        practice=practice,
        organization_id=organization_id,
        defaults={"note": note.strip()[:300], "record": record},
        create_defaults={
            "note": note.strip()[:300],
            "record": record,
            "adopted_on": today(),
            "adopted_by": who,
        },
    )
    _audit(by, "practice.adopt", practice, adopter=organization_id)
    return made


@transaction.atomic
def take_back_adoption(*, by: Scope, adoption: Adoption) -> None:
    rules.may_write(by, adoption.organization_id)
    _audit(by, "practice.unadopt", adoption.practice, adopter=adoption.organization_id)
    adoption.delete()


def _audit(by: Scope, action: str, practice: Practice, **more: int) -> None:
    audit.record(
        by=by,
        action=action,
        kind="practice",
        object_id=practice.pk,
        organization_id=practice.organization_id,
        **more,
    )
