"""Published notices for everybody: text, original, a code for the phone (R32)."""

import segno
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from xuezuo.notices import queries
from xuezuo.web.access import access
from xuezuo.web.shared.downloads import attachment


@access(public=True)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.published(), 20).get_page(request.GET.get("page"))
    return render(request, "portal/notices.html", {"page": page})


@access(public=True)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    notice = queries.published_notice(pk)
    code = segno.make(request.build_absolute_uri(request.path), error="m", micro=False)
    # segno draws paths from the address alone; nothing of it is markup that somebody typed
    picture = mark_safe(code.svg_inline(scale=4, border=2, svgclass="xz-code", lineclass=None, omitsize=True))  # noqa: S308
    context = {"notice": notice, "code": picture, "related": queries.published().exclude(pk=pk)[:5]}
    return render(request, "portal/notice.html", context)


@access(public=True)
@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    notice = queries.published_notice(pk)
    return attachment(notice.file_name, bytes(notice.original))
