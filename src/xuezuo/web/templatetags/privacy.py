"""On a member's page: `{% disclosure_form member %}` shows a number in full, `{% member_rights member %}` their replies."""

from typing import Any

from django import template

from xuezuo.organizations.models import Member
from xuezuo.privacy.queries import decisions_on
from xuezuo.web.branch.requests import DisclosureForm

register = template.Library()


@register.inclusion_tag("branch/disclosure_form.html", takes_context=True)
def disclosure_form(context: dict[str, Any], member: Member) -> dict[str, object]:
    """The form with the page's own protection against foreign posts."""
    return {"member": member, "form": DisclosureForm(), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("branch/rights.html", takes_context=True)
def member_rights(context: dict[str, Any], member: Member) -> dict[str, object]:
    """What the member said of decisions about them, and the button that prints everything for them."""
    answered = [one for one in decisions_on(context["scope"], member.pk) if one.replies]
    return {"member": member, "answered": answered, "csrf_token": context.get("csrf_token")}
