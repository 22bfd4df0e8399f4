"""Refusals of campaigns."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    # campaigns
    "audience_unknown": _("%(where)s names %(word)s, which is not known here; use one of %(choices)s."),
    "campaign_not_yaml": _("The file %(name)s is not readable YAML (line %(line)s); correct that line and try again."),
    "campaign_no_head": _("The file %(name)s has no part named campaign; see the sample files for the shape."),
    "campaign_value": _("In %(name)s, %(where)s is %(value)s, which cannot be (%(why)s); correct it and try again."),
    "campaign_reading_unknown": _(
        "%(where)s names the reading %(code)s, which is not in the reading list; add it or correct the code."
    ),
    "campaign_reading_circle": _(
        "The readings wait for each other in a circle (%(codes)s); take one of the links out."
    ),
    "campaign_code_twice": _("%(part)s has the code %(code)s twice; give each its own."),
    "campaign_dates": _("%(where)s begins on %(first)s and ends on %(last)s; put the dates in order."),
    "campaign_exists": _("There is already a campaign %(code)s; choose another code, or amend that one."),
    "campaign_activity_unknown": _(
        "%(where)s names the activity %(kind)s, which is not known; use one of %(choices)s."
    ),
    "campaign_code_reserved": _("A campaign cannot have the code %(code)s, which is a page's address; choose another."),
    "campaign_head_issued": _(
        "%(code)s was issued already, and the file changes its %(parts)s; leave them, or start another campaign."
    ),
    "campaign_reading_issued": _(
        "The text %(code)s of %(campaign)s was issued already and differs in the file; give a changed text its own code."
    ),
    "campaign_issued": _("%(code)s was already issued on %(on)s; amend its requirements instead."),
    "campaign_asks_nothing": _("%(code)s has no requirement yet; confirm or add one before issuing."),
    "proposal_confirmed": _("This passage was already confirmed as requirement %(code)s."),
    "proposal_dropped": _("This passage was dropped; restore it before confirming."),
    "requirement_not_current": _("Version %(version)s of %(code)s no longer stands; open its newest version."),
    "figure_known": _(
        "%(where)s asks for “%(words)s”. That is known already: the figure “%(title)s”. Open it, or say why yours is another thing."
    ),
    "collection_incomplete": _(
        "%(where)s asks that “%(words)s” be handed in, and this is missing: %(missing)s. Add it, or ask for nothing to be handed in."
    ),
    "collection_expiry": _(
        "%(where)s is asked until %(day)s, but due on %(due)s; let it end on that day or within a year after it."
    ),
    # the rhythm of branch life
    "narrowing_unknown": _("%(key)s is nothing that an organization may set for itself; choose from the list."),
    "narrowing_in_past": _("%(day)s is over; what is asked can only change from today or a later day on."),
    "narrowing_of_nothing": _(
        "On %(day)s the general rule does not ask for this yet; choose a later day, or put it into a campaign."
    ),
    "narrowing_loosens": _(
        "%(held)s is asked here already, and it can only become stricter, never looser: %(value)s is not more."
    ),
    "narrowing_too_much": _("More than %(most)s in one period is not taken; correct the number."),
    "narrowing_reason_missing": _("The reason is missing; whoever has to do more reads it."),
    "branch_group_name_missing": _("The name of the group is missing; write it as the branch says it."),
    "branch_group_exists": _("There is a group called %(name)s already; give this one another name."),
    "branch_group_not_here": _("Only a branch divides into groups; %(name)s is no branch."),
    "branch_group_day": _("%(day)s does not fit: a group begins and ends today or earlier, and ends after it began."),
    "late_reason_missing": _("Nothing is written; write a few words, or leave it as it is."),
    "late_of_nothing": _("This is not late any more, or nobody asked for it here; load the page again."),
    "pass_on_nothing": _("%(code)s did not come from above, so it cannot be passed on; issue a campaign of your own."),
}
