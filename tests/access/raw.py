"""Pages that forgot every rule: they hand out whole tables. Only for proving what the database itself holds back."""

import json
from collections.abc import Iterator

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path

from xuezuo.cases.models import Case
from xuezuo.organizations.models import GroupMembership, Member, Membership
from xuezuo.records.models import Absence, GuestAttendance, MakeUp
from xuezuo.row_policies.sights import wide

MODELS = {
    model.__name__: model for model in (Member, Membership, GroupMembership, Absence, GuestAttendance, MakeUp, Case)
}


def ids(request: HttpRequest) -> HttpResponse:
    assert request.scope.role  # type: ignore[attr-defined]
    found = {name: list(model.objects.order_by("pk").values_list("pk", flat=True)) for name, model in MODELS.items()}
    return HttpResponse(json.dumps(found))


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    assert request.scope.role  # type: ignore[attr-defined]

    def names() -> Iterator[str]:
        for name in Member.objects.values_list("name", flat=True).iterator():
            yield f"{name}\n"

    return StreamingHttpResponse(names())


def unasked(request: HttpRequest) -> HttpResponse:
    """Nobody asked who is there."""
    return HttpResponse(str(Member.objects.count()))


def broken(request: HttpRequest) -> HttpResponse:
    """Fails inside a transaction, inside a door, after seeing everybody."""
    assert request.scope.role  # type: ignore[attr-defined]
    with transaction.atomic(), wide("guest"):
        assert Member.objects.count()
        list(Member.objects.extra(where=["1 / 0 = 1"]))
    raise AssertionError


def recovered(request: HttpRequest) -> HttpResponse:
    """The same, and goes on after the rollback."""
    assert request.scope.role  # type: ignore[attr-defined]
    told = []
    try:
        with transaction.atomic(), wide("guest"):
            told.append(Member.objects.count())
            list(Member.objects.extra(where=["1 / 0 = 1"]))
    except DatabaseError:
        told.append(Member.objects.count())
    with wide("guest"):
        try:
            with transaction.atomic():
                list(Member.objects.extra(where=["1 / 0 = 1"]))
        except DatabaseError:
            told.append(Member.objects.count())
    told.append(Member.objects.count())
    return HttpResponse(json.dumps(told))


urlpatterns = [
    path("raw/ids/", ids),
    path("raw/streamed/", streamed),
    path("raw/unasked/", unasked),
    path("raw/broken/", broken),
    path("raw/recovered/", recovered),
    path("", include("xuezuo.config.urls")),
]
