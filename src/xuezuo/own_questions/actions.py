"""Saving a question under a name, sharing it with a part of the tree, taking both back; each audited."""

from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.organizations.models import Placement
from xuezuo.own_questions import queries, rules
from xuezuo.own_questions.asking import LONGEST, Own
from xuezuo.own_questions.models import NAME, SavedQuestion, Sharing
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def save(*, by: Scope, own: Own, name: str) -> SavedQuestion:
    """Keep a question for oneself. Raises `Refusal` without a name, or with one that is taken."""
    who = rules.may_save(by)
    name, words = " ".join(name.split()), urlencode(own.query)
    if not name or len(name) > NAME:
        raise Refusal("own_name_missing", number=NAME)
    if len(words) > LONGEST:
        raise Refusal("own_too_long")
    if queries.mine(by).filter(name=name).exists():
        raise Refusal("own_name_taken", name=name)
    made = SavedQuestion.objects.create(organization_id=by.organization_id or 0, name=name, words=words, saved_by=who)
    _audit(by, "question.save", made)
    return made


@transaction.atomic
def share(*, by: Scope, question: SavedQuestion, placement: Placement) -> Sharing:
    """Offer it to everybody at a place or below; shared twice it is shared once. Who asks sees their own numbers only."""
    who = rules.may_share(by, question, placement.path)
    question = SavedQuestion.objects.select_for_update().get(pk=question.pk)
    if question.withdrawn_at:
        raise Refusal("own_withdrawn", name=question.name)
    made, is_new = Sharing.objects.get_or_create(
        question=question, organization_id=placement.organization_id, ended_at=None, defaults={"shared_by": who}
    )
    if is_new:
        _audit(by, "question.share", question, shared_with=placement.organization_id)
    return made


@transaction.atomic
def end_sharing(*, by: Scope, sharing: Sharing) -> Sharing:
    """Nobody is offered it any longer; ended twice it is ended once."""
    who = rules.may_end(by, sharing.question)
    sharing = Sharing.objects.select_for_update().select_related("question").get(pk=sharing.pk)
    if sharing.ended_at is None:
        sharing.ended_by, sharing.ended_at = who, timezone.now()
        sharing.save(update_fields=["ended_by", "ended_at"])
        _audit(by, "question.unshare", sharing.question, shared_with=sharing.organization_id)
    return sharing


@transaction.atomic
def withdraw(*, by: Scope, question: SavedQuestion) -> SavedQuestion:
    """Off every list, its saver's too; `restore` undoes it."""
    who = rules.may_keep(by, question)
    question = SavedQuestion.objects.select_for_update().get(pk=question.pk)
    if question.withdrawn_at is None:
        question.withdrawn_by, question.withdrawn_at = who, timezone.now()
        question.save(update_fields=["withdrawn_by", "withdrawn_at"])
        _audit(by, "question.withdraw", question)
    return question


@transaction.atomic
def restore(*, by: Scope, question: SavedQuestion) -> SavedQuestion:
    """Take a withdrawal back, with the sharings that stood. Raises `Refusal` if another bears its name now."""
    rules.may_keep(by, question)
    question = SavedQuestion.objects.select_for_update().get(pk=question.pk)
    if question.withdrawn_at is None:
        return question
    if queries.mine(by).filter(name=question.name).exists():
        raise Refusal("own_name_taken", name=question.name)
    question.withdrawn_by = question.withdrawn_at = None
    question.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _audit(by, "question.restore", question)
    return question


def _audit(by: Scope, action: str, question: SavedQuestion, **more: int) -> None:
    audit.record(
        by=by,
        action=action,
        kind="question",
        object_id=question.pk,
        organization_id=question.organization_id,
        **more,
    )
