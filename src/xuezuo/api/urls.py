"""The addresses below `/api/v1/`, each with the rule of who may come, and its description for programs."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path
from django.utils import translation
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from xuezuo.api import figures, gaps, me, members, organizations, outbox, records
from xuezuo.api.guard import ByToken, Rule
from xuezuo.api.problems import answer, handle

api = NinjaAPI(
    title="xuezuo",
    version="1",
    description="Tokens are made on the page “Tokens” of one's own account. Lists go on with `after` = `next`. "
    "Errors are application/problem+json (RFC 9457). Accept-Language chooses the language of sentences.",
    docs_url=None,
    openapi_url=None,
)
handle(api)
for noun in (me, organizations, members, figures, gaps, records, outbox):
    api.add_router("", noun.router)


def told(view: Callable[..., HttpResponseBase], access: object) -> Callable[..., HttpResponseBase]:
    """In the language asked for; a wrong method and a fault of ours look like every other error."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(translation.get_language_from_request(request)):
            response = view(request, *args, **kwargs)
            if response.status_code == 405:
                problem = answer(405)
                problem["Allow"] = response["Allow"]
                response = problem
            response["Content-Language"] = translation.get_language() or ""
        response["Cache-Control"] = "no-store"
        return response

    if access is not None:
        spoken.access = access  # type: ignore[attr-defined]
    return spoken


def _rule(callbacks: Sequence[object]) -> Rule | None:
    return next((one.rule for one in callbacks if isinstance(one, ByToken)), None)


def _rules() -> dict[str, object]:
    """By name of the address, who may come to any of its operations; none where one of them says nothing."""
    found: dict[str, object] = {}
    for noun in (me, organizations, members, figures, gaps, records, outbox):
        for view in noun.router.path_operations.values():
            rules = [_rule(one.auth_callbacks) for one in view.operations]
            roles = frozenset[str]().union(*(rule.roles for rule in rules if rule))
            name = next(str(one.url_name) for one in view.operations)
            found[name] = (roles, False) if all(rules) else None
    return found


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description, OpenAPI 3.1: no secret, it names no rows."""
    return JsonResponse(_description(), json_dumps_params={"ensure_ascii": False})


def _description() -> dict[str, Any]:
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {"application/problem+json": problem}
    return document


RULES = _rules()
PATTERNS = {str(one.name): one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"}
urlpatterns = [
    URLPattern(one.pattern, told(one.callback, RULES.get(name)), name=name) for name, one in PATTERNS.items()
]
urlpatterns.append(path("openapi.json", told(openapi, (frozenset(), True)), name="api-openapi"))
