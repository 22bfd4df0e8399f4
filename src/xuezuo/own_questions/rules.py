"""Who keeps a question of their own, and who may share one, with whom."""

from xuezuo.own_questions.models import SavedQuestion
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

ASKERS = ("secretary", "officer", "inspector")


def may_save(by: Scope) -> int:
    """The id of the person who saves; only who may ask."""
    if by.role not in ASKERS or by.viewer_id is None or by.organization_id is None:
        raise NotVisible("questions")
    return by.viewer_id


def may_share(by: Scope, question: SavedQuestion, path: str) -> int:
    """Its saver, with a part of their own subtree; not the inspector, who works on no one's desk."""
    who = may_save(by)
    if by.role == "inspector" or question.saved_by != who:
        raise NotVisible(question.pk)
    if not by.covers(path):
        raise Refusal("own_share_outside")
    return who


def may_keep(by: Scope, question: SavedQuestion) -> int:
    """Its saver withdraws it."""
    who = may_save(by)
    if question.saved_by != who:
        raise NotVisible(question.pk)
    return who


def may_end(by: Scope, question: SavedQuestion) -> int:
    """Its saver ends a sharing; or who sits where it was shared from, for savers move on to other posts."""
    who = may_save(by)
    if question.saved_by == who or (
        by.role in ("officer", "secretary") and question.organization_id == by.organization_id
    ):
        return who
    raise NotVisible(question.pk)
