"""Rosters by the browser: send a file, see what was found, then write it, or not."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.audit.actions import told_of_reading
from xuezuo.interchange import jobs, matching, uploads
from xuezuo.interchange.columns import MEMBERS, ORGANIZATIONS, Vocabulary
from xuezuo.interchange.findings import listed
from xuezuo.interchange.uploads import Upload
from xuezuo.organizations import rules
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.imports_forms import LIMIT_MB, ImportForm

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENDERS = ("officer", "administrator")
OUTCOMES = ("reject", "decide", "warn", "skip")
TAGS = {
    "reject": gettext_lazy("rejected"),
    "decide": gettext_lazy("please decide"),
    "warn": gettext_lazy("accepted, see note"),
    "skip": gettext_lazy("no entry"),
}
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
        upload = _look(request, form.cleaned_data["what"], form.cleaned_data["file"])
        if upload.document.get("refused") not in (None, "header_missing"):
            uploads.remove(upload)
            form.add_error("file", upload.document["message"])
        else:
            return redirect("import", upload.token)
    context = {
        "form": form,
        "columns": [_needed(ORGANIZATIONS), _needed(MEMBERS)],
        "waiting": [one for one in uploads.waiting(scope) if not one.is_written],
    }
    return render(request, "office/imports.html", context, status=422 if form.errors else 200)


def _look(request: HttpRequest, what: str, file: Any) -> Upload:
    """Keep the file, read it as one like it was read before, and begin to look."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    upload = uploads.keep(scope, what, file.name, file.chunks())
    try:
        if matching.recall(upload):
            messages.info(request, _("Columns and words are read as in the last file with these headers."))
        return jobs.begin(scope, upload, "look", request.session.get("assignment"), LIMITS)
    except BaseException:
        uploads.remove(upload)
        raise


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
    """How far the work has come, or what was found in the file; `?outcome=` shows the findings of one kind."""
    upload = uploads.held(request.scope, token)  # type: ignore[attr-defined]
    if upload.job:
        return _under_way(request, upload)
    if request.headers.get("HX-Request"):  # the bar asked, and the work is done: the whole page again
        return HttpResponse(headers={"HX-Refresh": "true"})
    if upload.is_written:
        return render(request, "office/imports_written.html", {"upload": upload, "report": upload.document})
    if upload.document.get("refused"):
        return render(request, "office/imports_refused.html", {"upload": upload, "report": upload.document})
    document = upload.document
    outcome = request.GET.get("outcome", "")
    listed = [
        one | {"tag": TAGS[kind]}
        for kind in OUTCOMES
        for one in document["errors"]
        if one["outcome"] == kind and (outcome == kind or outcome not in OUTCOMES)
    ]
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
        "has_unknown_words": any(one["code"] == "word_unknown" for one in document["errors"]),
    }
    return render(request, "office/imports_report.html", context)


def _under_way(request: HttpRequest, upload: Upload) -> HttpResponse:
    told = uploads.progress_of(upload)
    context = {
        "upload": upload,
        "step": told.get("step", ""),
        "done": told.get("done", 0),
        "total": told.get("total", 0),
        "stopped": not uploads.is_alive(upload),
    }
    part = "imports_bar" if request.headers.get("HX-Request") else "imports_progress"
    return render(request, f"office/{part}.html", context)


@access(*SENDERS)
@require_safe
def errors(request: HttpRequest, token: str) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    upload = uploads.held(scope, token)
    if not upload.errors.exists():
        raise NotVisible(token)
    told_of_reading(by=scope, action="roster.errors", kind="members", organization_id=scope.organization_id)
    name = quote(f"{upload.name}-errors.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}"}
    return HttpResponse(upload.errors.read_bytes(), content_type=WORKBOOK, headers=headers)


@access(*SENDERS)
@require_POST
def looking(request: HttpRequest, token: str) -> HttpResponse:
    """Look again, after a look that was cut off."""
    return _begin(request, token, "look")


@access(*SENDERS)
@require_POST
def writing(request: HttpRequest, token: str) -> HttpResponse:
    """Write the file, or its good rows alone if that was chosen; judged anew, for the place may have changed."""
    return _begin(request, token, "write")


def _begin(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    upload = uploads.held(scope, token)
    if upload.is_written:
        return redirect("import", token)
    accept_good = request.POST.get("accept_good") == "yes"
    try:
        upload = jobs.begin(scope, upload, kind, request.session.get("assignment"), LIMITS, accept_good=accept_good)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("import", upload.token)


@access(*SENDERS)
@require_POST
def removal(request: HttpRequest, token: str) -> HttpResponse:
    """Discard a file, or clear away one that was written. A job at work on it is waited for."""
    upload = uploads.held(request.scope, token)  # type: ignore[attr-defined]
    if upload.job and uploads.is_alive(upload):
        messages.error(request, str(Refusal("import_under_way", name=upload.name)))
        return redirect("import", token)
    uploads.remove(upload)
    if not upload.is_written:
        messages.success(request, _("The file was removed; nothing was written."))
    return redirect("imports")
