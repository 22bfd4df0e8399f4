"""Briefings on screen: the list, a new draft, the paper itself, signing and downloading."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.briefings import actions, files, queries
from xuezuo.briefings.rendering import Page, Printed
from xuezuo.briefings.template_files import all_templates
from xuezuo.organizations.queries import top_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible
from xuezuo.web.access import access
from xuezuo.web.shared.downloads import attachment


class DraftForm(forms.Form):
    organization = forms.CharField(
        label=gettext_lazy("Code of the organization"),
        help_text=gettext_lazy("Your own organization, or one below it."),
        max_length=40,
    )
    as_of = forms.DateField(
        label=gettext_lazy("Figures as of the end of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    template = forms.ChoiceField(label=gettext_lazy("Template"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = [(one.code, one.name) for one in all_templates().values()]  # type: ignore[attr-defined]


@access("officer")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.briefings_for(request.scope), 20).get_page(request.GET.get("page"))  # type: ignore[attr-defined]
    return render(request, "office/briefings.html", {"page": page})


@access("officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    start = {"organization": top_of(scope).organization.code, "as_of": today()}
    form = DraftForm(
        request.POST or None, initial=start | {key: request.GET[key] for key in start if key in request.GET}
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = actions.draft(
                by=scope,
                organization=asked["organization"],
                as_of=asked["as_of"],
                template_code=asked["template"],
            )
        except Refusal as refusal:
            form.add_error("as_of", str(refusal))
        except NotVisible as missing:
            form.add_error("organization", str(Refusal("not_found", name=missing)))
        else:
            messages.success(request, _("The draft is ready. Read it, edit it, then sign it."))
            return redirect("briefing", made.pk)
    return render(request, "office/briefings_new.html", {"form": form}, status=422 if form.errors else 200)


@access("officer")
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, refusal: str = "", status: int = 200) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    shown = queries.rendered(scope, queries.briefing(scope, pk))
    context = {"page": shown, "blocks": _linked(shown), "refusal": refusal}
    return render(request, "office/briefings_page.html", context, status=status)


def _linked(shown: Page) -> list[dict[str, Any]]:
    """The blocks with an address for every number."""
    return [
        {
            "block": block,
            "runs": [
                {
                    "text": run.text,
                    "figure": run.figure,
                    "address": address_of(shown.pk, run.figure) if run.figure else "",
                }
                for run in block.segments
            ],
        }
        for block in shown.blocks
    ]


def address_of(pk: int, figure: Printed) -> str:
    """The list of exactly the rows that a number counts: kept ones of a signed briefing, else as they are now."""
    part = "expected" if figure.part == "ratio" else figure.part
    if figure.frozen:
        return reverse("briefing-figure", args=[pk, figure.indicator]) + "?" + urlencode({"part": part})
    asked = {"organization": figure.organization, "as_of": figure.as_of.isoformat(), "part": part}
    return reverse("figure-list", args=[figure.indicator]) + "?" + urlencode(asked)


@access("officer")
@require_POST
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """A refusal comes back on the page of the briefing, with nothing signed."""
    try:
        actions.sign(by=request.scope, briefing_id=pk)  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _page(request, pk, refusal=str(refusal), status=422)
    messages.success(request, _("Signed. Every figure now stands still and keeps the rows behind it."))
    return redirect("briefing", pk)


@access("officer")
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.discard(by=request.scope, briefing_id=pk)  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _page(request, pk, refusal=str(refusal), status=422)
    messages.success(request, _("The draft is thrown away."))
    return redirect("briefings")


@access("officer")
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.briefing(scope, pk)
    kind = request.GET.get("format", "docx")
    if kind not in files.KINDS:
        raise Http404
    return attachment(f"{one.title}-{one.number}.{kind}", files.written(scope, one, kind))


@access("officer")
@require_safe
def figure(request: HttpRequest, pk: int, indicator: str) -> HttpResponse:
    """The rows frozen with a signed briefing, a hundred a page."""
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.briefing(scope, pk)
    part = request.GET.get("part", "expected")
    rows = queries.frozen_rows(scope, one, indicator, part)
    page_of_rows = Paginator(rows, 100).get_page(request.GET.get("page"))
    context = {
        "briefing": one,
        "shown": queries.figures_of(scope, one)[indicator],
        "part": part,
        "total": sum(row.amount for row in rows),
        "page": page_of_rows,
        "rows": queries.named_rows(indicator, page_of_rows.object_list),
    }
    return render(request, "office/briefings_figure.html", context)
