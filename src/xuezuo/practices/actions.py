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
    if own_way is not None and own_way.organization_id != organization.pk:
        raise NotVisible(own_way.pk)
    _check(by, organization, title, what, named, agreed)
    made = Practice(organization=organization, own_way=own_way, written_by=who)
    _put(made, title=title, what=what, topic=topic, sector=sector, requirement=requirement)
    _name(made, named, who)
    _audit(by, "practice.write", made, named=len(set(named)))
    return made


@transaction.atomic
def rewrite(
    *,
    by: Scope,
    practice: Practice,
    title: str,
    what: str,
    topic: str,
    sector: str = "",
    requirement: Requirement | None = None,
    named: Collection[int] = (),
    agreed: bool = False,
) -> Practice:
    """Put an offered practice into other words, until somebody publishes it. Refused as in `write`, and once it is in the
    book: what others adopted does not change under their hands.
    """
    who = rules.may_write(by, practice.organization_id)
    practice = Practice.objects.select_for_update().select_related("organization").get(pk=practice.pk)
    if practice.withdrawn_at:
        raise Refusal("practice_withdrawn")
    if practice.published_at:
        raise Refusal("practice_published")
    _check(by, practice.organization, title, what, named, agreed)
    _put(practice, title=title, what=what, topic=topic, sector=sector, requirement=requirement)
    practice.named.all().delete()
    _name(practice, named, who)
    _audit(by, "practice.rewrite", practice, named=len(set(named)))
    return practice


def _check(by: Scope, organization: Organization, title: str, what: str, named: Collection[int], agreed: bool) -> None:
    """Raises `Refusal` without consent, or if the text names somebody who did not agree."""
    if not agreed:
        raise Refusal("practice_without_consent")
    roster = dict(queries.people_to_name(by, organization.pk).values_list("pk", "name"))
    if not set(named) <= set(roster):
        raise NotVisible(named)
    rules.check_names(f"{title} {what}", roster, named)


def _put(
    practice: Practice, *, title: str, what: str, topic: str, sector: str, requirement: Requirement | None
) -> None:
    practice.title, practice.what, practice.topic = title.strip()[:200], what.strip(), topic
    practice.sector, practice.requirement = sector or practice.organization.sector, requirement
    words = [title, what, practice.organization.name, requirement.title if requirement else ""]
    practice.search_text = queries.plain(" ".join(words))
    practice.save()


def _name(practice: Practice, named: Collection[int], who: int) -> None:
    NamedPerson.objects.bulk_create(
        NamedPerson(practice=practice, member_id=one, noted_by=who) for one in sorted(set(named))
    )


@transaction.atomic
def publish(*, by: Scope, practice: Practice, read: str = "") -> Practice:
    """An officer above puts it into the book. Published twice it is published once. `read` is the `version` that the officer
    had before them: another one is refused, for nobody publishes what they did not read.
    """
    who = rules.may_publish(by, placement_of(by, practice.organization_id).path)
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if practice.withdrawn_at:
        raise Refusal("practice_withdrawn")
    if practice.published_at:
        return practice
    if read and read != practice.version:
        raise Refusal("practice_rewritten")
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
