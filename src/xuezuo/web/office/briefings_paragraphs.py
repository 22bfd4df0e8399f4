"""Editing the paragraphs of a draft: numbers come in as places, and the page says which there are."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.briefings import actions, queries
from xuezuo.briefings.numbers import unbound_numbers
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible
from xuezuo.web.access import access


class ParagraphForm(forms.Form):
    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=100, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Write a figure as its place in braces; the places are listed below."),
        widget=forms.Textarea({"rows": 10}),
        max_length=4000,
    )


@access("officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.briefing(scope, pk)
    form = ParagraphForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_paragraph(by=scope, briefing_id=pk, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            return _done(request, pk, form.cleaned_data["text"])
    context = {"form": form, "briefing": one, "places": queries.places_offered(scope, one)}
    return render(request, "office/briefings_paragraph.html", context, status=422 if form.errors else 200)


@access("officer")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, paragraph: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    found = queries.paragraph(scope, paragraph)
    if found.briefing_id != pk:
        raise NotVisible(paragraph)
    form = ParagraphForm(request.POST or None, initial={"heading": found.heading, "text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_paragraph(by=scope, paragraph_id=paragraph, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            return _done(request, pk, form.cleaned_data["text"])
    places = queries.places_offered(scope, found.briefing)
    context = {"form": form, "briefing": found.briefing, "paragraph": found, "places": places}
    return render(request, "office/briefings_paragraph.html", context, status=422 if form.errors else 200)


@access("officer")
@require_POST
def removal(request: HttpRequest, pk: int, paragraph: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    if queries.paragraph(scope, paragraph).briefing_id != pk:
        raise NotVisible(paragraph)
    try:
        actions.remove_paragraph(by=scope, paragraph_id=paragraph)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The paragraph is taken out."))
    return redirect("briefing", pk)


def _done(request: HttpRequest, pk: int, text: str) -> HttpResponse:
    """Saved; and a word about what still keeps the briefing from being signed."""
    unbound = unbound_numbers(text)
    if unbound:
        numbers = "、".join(one.text for one in unbound)
        messages.warning(request, _("Saved. No figure stands behind %(numbers)s yet.") % {"numbers": numbers})
    else:
        messages.success(request, _("Saved."))
    return redirect("briefing", pk)
