"""Rosters by the browser: send a file, see what was found, then write it, or not."""

from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.interchange import uploads
from xuezuo.interchange.columns import MEMBERS, ORGANIZATIONS, Vocabulary
from xuezuo.interchange.findings import listed
from xuezuo.organizations import rules
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.imports_forms import LIMIT_MB, ImportForm

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENDERS = ("officer", "administrator")
OUTCOMES = ("reject", "decide", "warn", "skip")
LIMITS = {"csv": LIMIT_MB * 2**20, "workbook": LIMIT_MB * 2**20}


@access(*SENDERS)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The form. Offices below the top are told who imports, for the navigation leads them here."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if request.method == "GET" and not _may_import(scope):
        return render(request, "office/imports.html", {"form": None})
    rules.may_import(scope)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload, report = uploads.look(scope, form.cleaned_data["what"], file.name, file.chunks(), LIMITS)
        if report.refusal is None:
            return redirect("import", upload.token)
        form.add_error("file", str(report.refusal))
    context = {"form": form, "columns": [_needed(ORGANIZATIONS), _needed(MEMBERS)]}
    return render(request, "office/imports.html", context, status=422 if form.errors else 200)


def _may_import(scope: Scope) -> bool:
    try:
        rules.may_import(scope)
    except NotVisible:
        return False
    return True


def _needed(known: Vocabulary) -> dict[str, str]:
    others = [title for field, title in known.titles.items() if field not in known.required]
    return {"needed": listed(known.titles[one] for one in known.required), "more": listed(others)}


@access(*SENDERS)
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What was found in the file; `?outcome=` shows the findings of one kind."""
    upload = uploads.held(request.scope, token)  # type: ignore[attr-defined]
    document = upload.document
    outcome = request.GET.get("outcome", "")
    listed = [one for one in document["errors"] if one["outcome"] == outcome or outcome not in OUTCOMES]
    counts = [(one, document["counts"][one]) for one in OUTCOMES if document["counts"][one]]
    context = {
        "upload": upload,
        "report": document,
        "counts": counts,
        "outcome": outcome if outcome in OUTCOMES else "",
        "page": Paginator(listed, 50).get_page(request.GET.get("page")),
        "left_out": sum(document["errors_left_out"].values()),
        "blocked": document["file_outcome"] == "blocked",
        "good": document["counts"]["accept"] + document["counts"]["warn"],
    }
    return render(request, "office/imports_report.html", context)


@access(*SENDERS)
@require_safe
def errors(request: HttpRequest, token: str) -> HttpResponse:
    upload = uploads.held(request.scope, token)  # type: ignore[attr-defined]
    name = quote(f"{upload.name}-errors.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}"}
    return HttpResponse(upload.errors.read_bytes(), content_type=WORKBOOK, headers=headers)


@access(*SENDERS)
@require_POST
def writing(request: HttpRequest, token: str) -> HttpResponse:
    """Write the file, or its good rows alone if that was chosen."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    upload = uploads.held(scope, token)
    report = uploads.write(scope, upload, accept_good=request.POST.get("accept_good") == "yes")
    if report.written:
        messages.success(
            request,
            _("Written: %(created)s created, %(updated)s updated, %(unchanged)s unchanged.")
            % {"created": report.created, "updated": report.updated, "unchanged": report.unchanged},
        )
        return redirect("imports")
    text = str(
        report.refusal or _("Some rows stand in the way, so nothing was written. Send the file again to see them.")
    )
    messages.error(request, text)
    return redirect("import", upload.token)


@access(*SENDERS)
@require_POST
def removal(request: HttpRequest, token: str) -> HttpResponse:
    uploads.remove(uploads.held(request.scope, token))  # type: ignore[attr-defined]
    messages.success(request, _("The file was removed; nothing was written."))
    return redirect("imports")
