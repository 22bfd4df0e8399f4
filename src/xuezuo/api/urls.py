"""The addresses below `/api/v1/`, each with the rule of who may come, and its description for programs."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.operation import Operation

from xuezuo.api import ask, figures, gaps, me, members, organizations, outbox, records
from xuezuo.api.description import describe
from xuezuo.api.guard import ByToken, Rule
from xuezuo.api.problems import answer, handle

NOUNS = (me, organizations, members, figures, ask, gaps, records, outbox)


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """`figures_rows`: what a program that is made from the description calls it."""
        view = operation.view_func
        return f"{view.__module__.rpartition('.')[2]}_{view.__name__}"


api = Api(title="xuezuo", version="1", docs_url=None, openapi_url=None)
handle(api)
for noun in NOUNS:
    api.add_router("", noun.router)

Names = Mapping[str, Mapping[str, bool]]
"""By method, the parameters of an operation that stand in the query, and whether one may be said several times."""


def told(view: Callable[..., HttpResponseBase], access: object, names: Names) -> Callable[..., HttpResponseBase]:
    """In the language asked for; a wrong method and a fault of ours look like every other error."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        request.parameters = names.get(request.method or "")  # type: ignore[attr-defined]
        with translation.override(translation.get_language_from_request(request)):
            response = _not_for_us(request, names) or view(request, *args, **kwargs)
            if response.status_code == 405:
                allowed = {one for one in response["Allow"].split(", ") if one != "HEAD"}
                response = answer(405)
                response["Allow"] = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))
            response["Content-Language"] = translation.get_language() or ""
        response["Cache-Control"] = "no-store"
        if is_head and isinstance(response, HttpResponse):
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    if access is not None:
        spoken.access = access  # type: ignore[attr-defined]
    return spoken


def _not_for_us(request: HttpRequest, names: Names) -> HttpResponse | None:
    """Whoever takes no JSON, or sends something else, is told so before anything is done."""
    if not any(request.accepts(kind) for kind in ("application/json", "application/problem+json")):
        return answer(406)
    if request.method == "POST" and "POST" in names and request.content_type != "application/json":
        return answer(415)
    return None


def _rule(callbacks: Sequence[object]) -> Rule | None:
    return next((one.rule for one in callbacks if isinstance(one, ByToken)), None)


def _rules() -> tuple[dict[str, object], dict[str, Names]]:
    """By name of the address, who may come to any of its operations (none where one of them says nothing), and what its
    queries may say."""
    found: dict[str, object] = {}
    names: dict[str, Names] = {}
    for noun in NOUNS:
        for view in noun.router.path_operations.values():
            rules = [_rule(one.auth_callbacks) for one in view.operations]
            roles = frozenset[str]().union(*(rule.roles for rule in rules if rule))
            name = next(str(one.url_name) for one in view.operations)
            found[name] = (roles, False) if all(rules) else None
            names[name] = {method: _in_query(one) for one in view.operations for method in one.methods}
    return found, names


def _in_query(operation: Operation) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            several = {*getattr(model, "__ninja_collection_fields__", ())}
            found |= {name: name in several for name in model.__ninja_flatten_map__}
    return found


@csrf_exempt  # a wrong method is told so like everywhere here
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description, OpenAPI 3.1: no secret, it names no rows."""
    return JsonResponse(describe(api), json_dumps_params={"ensure_ascii": False})


RULES, QUERIES = _rules()
PATTERNS = {str(one.name): one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"}
urlpatterns = [
    URLPattern(one.pattern, told(one.callback, RULES.get(name), QUERIES.get(name, {})), name=name)
    for name, one in PATTERNS.items()
]
urlpatterns.append(path("openapi.json", told(openapi, (frozenset(), True), {}), name="api-openapi"))
