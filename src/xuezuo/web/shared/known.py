"""The sentence of a refusal for a page: where it names a figure that is known, the name leads there."""

import re

from django.urls import reverse
from django.utils.html import format_html

from xuezuo.refusals import Refusal


def told(refusal: Refusal) -> str:
    """The sentence, with what it was filled with escaped; the figure that `figure_known` names is a link."""
    if refusal.code != "figure_known":
        return str(refusal)
    figure = format_html(
        '<a href="{}">{}</a>', reverse("figure", args=[refusal.where["indicator"]]), refusal.where["title"]
    )
    sentence = re.sub(r"%\((\w+)\)s", r"{\1}", refusal.sentence)
    return format_html(sentence, **(refusal.where | {"title": figure}))
