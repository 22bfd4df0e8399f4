"""`{% pure "shared/icon.html" name="user" %}`: as `include … only`, but written once for the same values, see `shared.pure`."""

from django import template
from django.utils.safestring import SafeString

from xuezuo.web.shared.pure import piece

register = template.Library()


@register.simple_tag
def pure(which: str, **values: object) -> SafeString:
    """A piece of the page that sees these values and nothing else: no request, no `csrf_token`, nothing of `with`."""
    return piece(which, values)
