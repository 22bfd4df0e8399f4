"""`{% pure "shared/icon.html" name="user" %}`: as `include … only`, but written once for the same values, see `shared.pure`."""

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString

from xuezuo.web.shared.pure import piece, piece_around

register = template.Library()


@register.simple_tag
def pure(which: str, **values: object) -> SafeString:
    """A piece of the page that sees these values and nothing else: no request, no `csrf_token`, nothing of `with`.

    What is called `hole_…` is not part of what is kept; it is filled in each time.
    """
    holes = {name: value for name, value in values.items() if name.startswith("hole_")}
    if not holes:
        return piece(which, values)
    return piece_around(which, {name: value for name, value in values.items() if name not in holes}, holes)


@register.simple_tag(takes_context=True)
def written(context: Context, which: str) -> SafeString:
    """A template with all that this page knows, to be put into a hole: `{% written "…" as seats_form %}`."""
    return Engine.get_default().get_template(which).render(context)
