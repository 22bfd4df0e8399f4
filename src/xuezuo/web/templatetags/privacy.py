"""`{% disclosure_form member %}` on a member's page: the form by which a number is shown in full."""

from typing import Any

from django import template

from xuezuo.organizations.models import Member
from xuezuo.web.branch.requests import DisclosureForm

register = template.Library()


@register.inclusion_tag("branch/disclosure_form.html", takes_context=True)
def disclosure_form(context: dict[str, Any], member: Member) -> dict[str, object]:
    """The form with the page's own protection against foreign posts."""
    return {"member": member, "form": DisclosureForm(), "csrf_token": context.get("csrf_token")}
