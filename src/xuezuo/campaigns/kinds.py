"""The closed word lists of campaigns: kinds of activity (D3, D1.20-D1.25), tiers of readers, topics of requirements."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    GENERAL = "general", _("general membership meeting")
    COMMITTEE = "committee", _("branch committee meeting")
    GROUP = "group", _("group meeting")
    LECTURE = "lecture", _("lecture")
    THEME_DAY = "theme_day", _("theme day")
    TOPIC_DISCUSSION = "topic_discussion", _("topic discussion")
    STUDY_GROUP = "study_group", _("study group of a leading body")
    GROUP_STUDY = "group_study", _("group study")
    ORG_LIFE = "org_life", _("organizational life meeting")
    DEMOCRATIC_LIFE = "democratic_life", _("democratic life meeting")
    APPRAISAL = "appraisal", _("democratic appraisal of members")
    TALKS = "talks", _("heart-to-heart talks")
    HOME_DELIVERY = "home_delivery", _("study delivered to the door")
    TRAINING = "training", _("training class for secretaries")
    DRILL = "drill", _("drill or inspection of one's own workplace")


class Tier(models.TextChoices):
    MEMBER = "member", _("ordinary members")
    CADRE = "cadre", _("leading cadres")
    LEADING_BODY = "leading_body", _("leading bodies")


class Topic(models.TextChoices):
    """What a requirement is about: the topics of `notice read`."""

    STUDY = "study", _("study")
    PRACTICE = "practice", _("practice")
    SUPERVISION = "supervision", _("supervision")
    PUBLICITY = "publicity", _("publicity")
    MEETING = "meeting", _("meeting")
    KEY_TASK = "key-task", _("key task")
