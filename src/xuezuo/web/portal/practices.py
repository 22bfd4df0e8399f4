"""The book of local practice for everybody: published practices that name nobody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo.practices import queries
from xuezuo.web.access import access


@access(public=True)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.on_the_portal(), 20).get_page(request.GET.get("page"))
    return render(request, "portal/practices.html", {"page": page})


@access(public=True)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "portal/practice.html", {"practice": queries.public_practice(pk)})
