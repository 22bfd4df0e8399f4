"""The closed word lists of posts and transfers: codes as stored, names as shown. Sources: D5.06, D5.09, D8.04, D8.07."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostKind(models.TextChoices):
    """Posts of an organization that a member holds between two dates."""

    SECRETARY = "secretary", _("secretary")
    DEPUTY_SECRETARY = "deputy_secretary", _("deputy secretary")
    ORGANIZATION_MEMBER = "organization_member", _("committee member for organization")
    PUBLICITY_MEMBER = "publicity_member", _("committee member for publicity")
    DISCIPLINE_MEMBER = "discipline_member", _("committee member for discipline")
    COMMITTEE_MEMBER = "committee_member", _("committee member without a field")
    GROUP_LEADER = "group_leader", _("leader of a Party group")
    ORGANIZER = "organizer", _("organizer")
    INSTRUCTOR = "instructor", _("instructor for Party building")


COMMITTEE = (
    PostKind.SECRETARY,
    PostKind.DEPUTY_SECRETARY,
    PostKind.ORGANIZATION_MEMBER,
    PostKind.PUBLICITY_MEMBER,
    PostKind.DISCIPLINE_MEMBER,
    PostKind.COMMITTEE_MEMBER,
)
"""The posts whose holders are the committee of an organization (D5.09)."""

GIVEN_FROM_ABOVE = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.ORGANIZER, PostKind.INSTRUCTOR)
"""Posts that may carry a role of this system, or that are sent from above: nobody enters them for their own organization."""


class PostWay(models.TextChoices):
    """How somebody came to a post."""

    ELECTED = "elected", _("elected")
    BY_ELECTION = "by_election", _("elected in between")
    APPOINTED = "appointed", _("appointed by the level above")


class ChangeKind(models.TextChoices):
    """What happened to the entry of a post after it was made."""

    ENDED = "ended", _("left the post")
    CORRECTED = "corrected", _("corrected")
    TAKEN_BACK = "taken_back", _("taken back, entered by mistake")


class StepKind(models.TextChoices):
    """What people did with a transfer, in order. Where it stands is its last step and the day, never a column."""

    ISSUED = "issued", _("letter issued")
    RENEWED = "renewed", _("letter renewed")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")
    WITHDRAWN = "withdrawn", _("withdrawn")


LETTERS = (StepKind.ISSUED, StepKind.RENEWED)
ENDS = (StepKind.ACCEPTED, StepKind.WITHDRAWN)


class ReturnCause(models.TextChoices):
    """Why a transfer may be returned: a relation is not refused without cause (D8.04)."""

    WRONG_PLACE = "wrong_place", _("the member does not work, study or live here")
    LETTER = "letter", _("the letter is incomplete or wrong")
    FILE = "file", _("the file does not agree with the letter")
    NOT_COME = "not_come", _("the member has not come to register")
    OTHER = "other", _("another cause, told in words")


class Stage(models.TextChoices):
    """Where a transfer stands on a day (D8.07), worked out."""

    DRAFTED = "drafted", _("waiting for the sending side's letter")
    UNDER_WAY = "under_way", _("waiting for the receiving side")
    RUNS_OUT = "runs_out", _("letter runs out soon")
    EXPIRED = "expired", _("letter has run out")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")
