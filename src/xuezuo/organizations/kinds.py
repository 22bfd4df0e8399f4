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


class MemberCategory(models.TextChoices):
    FULL = "full", _("full member")
    PROBATIONARY = "probationary", _("probationary member")


class MemberGroup(models.TextChoices):
    """Groups that always have a coverage line of their own (D1.40, D1.42). A member may be in several."""

    FLOATING = "floating", _("floating members")
    RETIRED = "retired", _("retired members")
    HOUSEBOUND = "housebound", _("old, ill or housebound members")
    LEADING_CADRE = "leading_cadre", _("leading cadres")


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
