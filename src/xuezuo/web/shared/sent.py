"""What a form was sent with."""

from typing import Any

from django.http import HttpRequest


def sent(request: HttpRequest) -> dict[str, Any]:
    """`Form(**sent(request))`: bound on POST, also when nothing was ticked, and unbound otherwise."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
