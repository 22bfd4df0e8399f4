"""Taking a notice in, marking it, and sending it down the tree. Only a person's yes makes a requirement of a proposal."""

import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.notices import dues, queries, reading, rules, spans
from xuezuo.notices.models import Dropping, Issue, Notice, Proposal, Publishing, Receipt
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

TOPICS = ("study", "practice", "supervision", "publicity", "meeting", "key-task")
STRENGTHS = ("hard", "soft")


def _limited(model: type[Notice | Proposal], name: str, value: object) -> str:
    """Text cut to its column: a reader's guess may be long, and a cut guess is still only a guess."""
    field = model._meta.get_field(name)
    return str(value or "")[: getattr(field, "max_length", None)]


def _moment(printed: str | None) -> datetime | None:
    if not printed:
        return None
    moment = datetime.fromisoformat(printed)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _read(file_name: str, content: bytes) -> reading.Reading:
    """The reader takes files; what a browser sends goes through one that is gone afterwards."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return reading.read_file(file.name, name=file_name)


@transaction.atomic
def take_in(*, by: Scope, holder: Placement, file_name: str, content: bytes) -> Notice:
    """Store a notice verbatim with its original and what the reader proposes. Raises `Refusal` and keeps nothing."""
    rules.check_edit(by, holder)
    read = _read(file_name, content)
    found = read.as_json()
    notice = Notice.objects.create(
        holder=holder.organization,
        **{name: _limited(Notice, name, found[name]) for name in ("issuer", "addressee", "doc_no", "published_by")},
        title=_limited(Notice, "title", found["title"] or file_name),
        issued_on=date.fromisoformat(found["issued_on"]) if found["issued_on"] else None,
        published_at=_moment(found["published_at"]),
        reading=found,
        text=read.text,
        file_name=_limited(Notice, "file_name", file_name),
        original=content,
        taken_in_by=_who(by),
    )
    Proposal.objects.bulk_create(
        Proposal(
            notice=notice,
            start=one["start"],
            end=one["end"],
            topic=one["topic"],
            strength=one["strength"],
            **{
                name: _limited(Proposal, name, one[name])
                for name in ("audience", "due", "due_text", "deliverable", "why")
            },
        )
        for one in found["requirements"]
    )
    _record(by, "notice.take_in", notice, proposals=len(found["requirements"]))
    return notice


def _record(by: Scope, action: str, notice: Notice, **detail: object) -> None:
    audit.record(by=by, action=action, kind="notice", object_id=notice.pk, organization_id=notice.holder_id, **detail)


def _who(by: Scope) -> int:
    """The person who decides. Nobody who has not signed in holds a role that comes this far."""
    if by.viewer_id is None:
        raise NotVisible("nobody")
    return by.viewer_id


def _editable(by: Scope, notice: Notice) -> None:
    rules.check_edit(by, placement_of(by, notice.holder_id))


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of a proposal as a person typed them. Raises `Refusal` for a word or due date that is not known."""
    for name, words in (("topic", TOPICS), ("strength", STRENGTHS)):
        if name in fields and fields[name] not in words:
            raise Refusal("notice_word", word=fields[name], field=name, choices=tuple(words))
    if "due" in fields:
        fields["due"] = dues.checked(fields["due"])
    return {
        name: value if name in ("topic", "strength", "start", "end") else _limited(Proposal, name, value)
        for name, value in fields.items()
    }


@transaction.atomic
def add_proposal(
    *, by: Scope, notice: Notice, start: int, end: int, topic: str = "study", strength: str = "hard", **fields: str
) -> Proposal:
    """A person marks a passage. `fields`: audience, due, due_text, deliverable."""
    _editable(by, notice)
    spans.check(notice.text, start, end)
    if notice.proposals.filter(start=start, end=end).exists():
        raise Refusal("notice_span_marked")
    proposal = Proposal.objects.create(
        notice=notice,
        by_person=True,
        **_checked({"start": start, "end": end, "topic": topic, "strength": strength, **fields}),
    )
    _record(by, "proposal.add", notice, proposal=proposal.pk, start=start, end=end)
    return proposal


@transaction.atomic
def edit_proposal(*, by: Scope, proposal: Proposal, **changes: Any) -> Proposal:
    """Change what is proposed, not yet confirmed; the old words stay in the audit event.

    `changes`: start and end, topic, audience, due, due_text, strength, deliverable.
    """
    _editable(by, proposal.notice)
    proposal = _undecided(proposal)
    changes = _checked(changes)
    spans.check(proposal.notice.text, changes.get("start", proposal.start), changes.get("end", proposal.end))
    before = {name: getattr(proposal, name) for name, value in changes.items() if getattr(proposal, name) != value}
    for name in before:
        setattr(proposal, name, changes[name])
    proposal.save(update_fields=list(before))
    if before:
        after = {name: changes[name] for name in before}
        _record(by, "proposal.edit", proposal.notice, proposal=proposal.pk, before=before, after=after)
    return proposal


def _held(proposal: Proposal) -> Proposal:
    """The proposal as it is now, held until the act is over: nobody confirms it meanwhile."""
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def _undecided(proposal: Proposal) -> Proposal:
    proposal = _held(proposal)
    if hasattr(proposal, "requirement"):
        raise Refusal("proposal_confirmed", code=proposal.requirement.code)
    if hasattr(proposal, "dropping"):
        raise Refusal("proposal_dropped")
    return proposal


@transaction.atomic
def drop(*, by: Scope, proposal: Proposal, reason: str = "") -> Dropping:
    """A person decides that the passage asks nothing here. It stays marked, and can be restored."""
    _editable(by, proposal.notice)
    proposal = _undecided(proposal)
    dropping = Dropping.objects.create(proposal=proposal, decided_by=_who(by), reason=reason.strip()[:200])
    _record(by, "proposal.drop", proposal.notice, proposal=proposal.pk, reason=dropping.reason)
    return dropping


@transaction.atomic
def restore(*, by: Scope, proposal: Proposal) -> Proposal:
    """Take the dropping back."""
    _editable(by, proposal.notice)
    proposal = _held(proposal)
    if not hasattr(proposal, "dropping"):
        raise Refusal("proposal_not_dropped")
    proposal.dropping.delete()
    _record(by, "proposal.restore", proposal.notice, proposal=proposal.pk)
    return Proposal.objects.get(pk=proposal.pk)


@transaction.atomic
def issue(*, by: Scope, notice: Notice, organizations: Sequence[Placement]) -> list[Issue]:
    """Send the notice to these organizations and everything below them. Sent twice to one, it stands once.

    No reply is asked for: that an organization opened it is seen by itself (AF11).
    """
    _editable(by, notice)
    if not organizations:
        raise Refusal("notice_addressee_missing")
    made = []
    for placement in organizations:
        if not by.covers(placement.path):
            raise NotVisible(placement.organization.code)
        one, new = Issue.objects.get_or_create(
            notice=notice, addressed=placement.organization, defaults={"issued_by": _who(by)}
        )
        if new:
            made.append(one)
    if made:
        _record(by, "notice.issue", notice, to=[one.addressed.code for one in made])
    return made


@transaction.atomic
def take_in_and_issue(
    *, by: Scope, holder: Placement, file_name: str, content: bytes, organizations: Sequence[Placement]
) -> tuple[Notice, list[Issue]]:
    """Both or neither: a notice whose addressees are refused is not kept."""
    notice = take_in(by=by, holder=holder, file_name=file_name, content=content)
    return notice, issue(by=by, notice=notice, organizations=organizations)


@transaction.atomic
def receive(*, by: Scope, notice: Notice) -> Receipt | None:
    """The viewer's organization has the notice open: stored once, the first time; None where nothing is to be noted."""
    if by.role not in rules.RECEIVERS or not by.viewer_id or by.organization_id is None:
        return None
    if notice.receipts.filter(organization_id=by.organization_id).exists():
        return None
    if not queries.addressed_to_viewer(by, notice):
        return None
    organization: Organization = placement_of(by, by.organization_id).organization
    receipt, new = Receipt.objects.get_or_create(
        notice=notice, organization=organization, defaults={"opened_by_id": by.viewer_id}
    )
    if new:
        _record(by, "notice.receive", notice, organization=organization.code)
    return receipt


@transaction.atomic
def publish(*, by: Scope, notice: Notice) -> Publishing:
    """Let everybody read the notice on the public portal."""
    _editable(by, notice)
    publishing, new = Publishing.objects.get_or_create(notice=notice, defaults={"decided_by": _who(by)})
    if new:
        _record(by, "notice.publish", notice)
    return publishing


@transaction.atomic
def unpublish(*, by: Scope, notice: Notice) -> None:
    """Take it off the portal; those it was issued to still read it."""
    _editable(by, notice)
    if Publishing.objects.filter(notice=notice).delete()[0]:
        _record(by, "notice.unpublish", notice)
