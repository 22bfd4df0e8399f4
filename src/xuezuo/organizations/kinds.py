"""The closed word lists of organizations and members: codes as stored, names as shown. Sources: D5.01-D5.08, D5.33, D5.40."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    LOCAL_COMMITTEE = "local_committee", _("local committee")
    WORKING_COMMITTEE = "working_committee", _("working committee")
    LEADING_GROUP = "leading_group", _("leading group")
    COMMITTEE = "committee", _("primary-level committee")
    GENERAL_BRANCH = "general_branch", _("general branch")
    BRANCH = "branch", _("branch")
    JOINT_BRANCH = "joint_branch", _("joint branch")
    TEMPORARY_BRANCH = "temporary_branch", _("temporary branch")


BRANCH_KINDS = (OrganizationKind.BRANCH, OrganizationKind.JOINT_BRANCH, OrganizationKind.TEMPORARY_BRANCH)
"""The kinds that hold members and meetings of their own (the basic unit, D5.03-D5.05)."""


class Sector(models.TextChoices):
    """The eight sectors of form 8 (D5.33), plus `university`, which the notice names apart (D5.35)."""

    VILLAGE = "village", _("village")
    COMMUNITY = "community", _("community")
    ORGAN = "organ", _("organ")
    INSTITUTION = "institution", _("public institution")
    UNIVERSITY = "university", _("university")
    PUBLIC_ENTERPRISE = "public_enterprise", _("public enterprise")
    PRIVATE_ENTERPRISE = "private_enterprise", _("private enterprise")
    SOCIAL_ORGANIZATION = "social_organization", _("social organization")
    OTHER = "other", _("other sector")


NEW_SECTORS = (Sector.PRIVATE_ENTERPRISE, Sector.SOCIAL_ORGANIZATION)
"""Private firms and social organizations (两新组织). Their members are a line of their own, read from the sector of the
branch (D5.30-D5.35) and never typed: a member who moves to a village branch is no longer one of them that very day."""


class MemberCategory(models.TextChoices):
    FULL = "full", _("full member")
    PROBATIONARY = "probationary", _("probationary member")


class MemberGroup(models.TextChoices):
    """Groups that always have a coverage line of their own (D1.40, D1.42). A member may be in several."""

    FLOATING = "floating", _("floating members")
    RETIRED = "retired", _("retired members")
    HOUSEBOUND = "housebound", _("old, ill or housebound members")
    LEADING_CADRE = "leading_cadre", _("leading cadres")
    ABROAD = "abroad", _("members abroad")


NEVER_IN_LISTS = (MemberGroup.ABROAD,)
"""Groups that are counted, but told of a person on their own page only (class P3, rules section 14b)."""


class EndKind(models.TextChoices):
    """Why a membership ended (tables 1 and 10 of the yearly statistics). Suspended members are not counted either."""

    DIED = "died", _("died")
    RESIGNED = "resigned", _("left the Party on their own request")
    REMOVED = "removed", _("removed or expelled by decision")
    PROBATION_CANCELLED = "probation_cancelled", _("probation cancelled by decision")
    SUSPENDED = "suspended", _("membership suspended by decision")
    MOVED_OUTSIDE = "moved_outside", _("transferred to an organization outside this system")
    MOVED = "moved", _("transferred to another branch")
    MERGED = "merged", _("entered twice; counted under the other entry")


BY_DECISION = (EndKind.REMOVED, EndKind.PROBATION_CANCELLED, EndKind.SUSPENDED)
"""Ends that somebody decided about a person: a document is asked for, and the person reads the decision (D8.24-D8.28)."""

BY_HAND = tuple(kind for kind in EndKind if kind not in (EndKind.MOVED, EndKind.MERGED))
"""Ends that a secretary enters; the other two are part of another act."""


class ProbationOutcome(models.TextChoices):
    FULL = "full", _("became a full member")
    EXTENDED = "extended", _("probation extended")


class Likeness(models.TextChoices):
    """Why two entries of the roster may be one person."""

    BIRTH = "birth", _("same name and date of birth")
    NUMBER = "number", _("same name, identity numbers that differ in one place")
    PHONE = "phone", _("same name and phone")


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
