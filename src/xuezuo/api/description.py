"""The description for programs, OpenAPI 3.1: what ninja knows of operations, and what holds for all of them."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import NinjaAPI

from xuezuo.api.guard import BySession, ByToken
from xuezuo.api.problems import CODES, details, titles

Document = dict[str, Any]

ABOUT = """\
Everything the pages show, for programs: the same figures, the same lists, the same rights. What may not be seen is \
answered as if it were not there (404).

**Signing in.** A token is made on the page “Tokens” of one's own account, or for a program by its administrator; it \
stands for one desk, in some areas, until a day. Send it as `Authorization: Bearer xz_…`. The session of the pages works \
too; what changes something then needs `X-CSRFToken`.

**Lists** come page by page: `limit` says how many at most, `next` of an answer is the `after` of the following page, and \
`next` is null on the last. Keys say a place in the order of the list, so nothing is told twice or left out when rows are \
entered in between.

**Errors** are `application/problem+json` (RFC 9457): `code` is stable and for programs, `title` and `detail` are for \
people, in the language of `Accept-Language` (Chinese or English). `422` is what was understood and refused: `code` \
`fields` means that the input does not fit this description, any other code names a rule, such as `record_in_future`. \
Parameters that are not described are refused, so that a misspelt one does not go unnoticed.
"""

PARAMETERS = {
    "code": "The organization's code.",
    "indicator": "A code of `/figures`.",
    "organization": "The organization's code; one's own organization if left out.",
    "as_of": "Counted as of the end of this day; of today if left out.",
    "tree": "`then`: the tree as it stood on that day. `now`: the tree as it stands today.",
    "own": "Only the organization itself, without those below it.",
    "by": "Read it by `children` (the organizations right below), `sector`, or another word of the indicator's `by`; the "
    "whole only if left out.",
    "part": "Which rows. `outstanding` are expected and not settled; a tally has `settled` only.",
    "after": "`next` of the page before; the first page if left out.",
    "limit": "How many at most.",
    "sector": "Only those of this sector.",
    "group": "Only members of this group.",
    "reading": "Only this text, by its key in the lines by `reading`.",
    "requirement": "Only this requirement, by its key in the lines by `requirement`.",
    "kind": "Only those of this kind.",
    "period": "Only periods of this length.",
    "state": "Only those in this state.",
    "item": "Only this item of members' files.",
    "topic": "Only this topic.",
    "source": "Only those from this source.",
    "rows": "What is counted: `meetings_due`, `study_coverage`, `cases` … as on the page “Ask your own”.",
    "measure": "What is asked about it: `share`, `number`, `settled`, `outstanding` or `amount`, as far as it has them; the "
    "usual one if left out.",
    "since": "Only rows of this day or later.",
    "until": "Only rows of this day or earlier.",
    "saved": "The number of a saved question, whose words are asked then.",
    "now": "Count a large place while you wait, if nothing stands ready.",
    "held": "Only those whose branch has a record of it, or has none.",
    "speaker_tier": "Only lectures by these.",
    "contacted": "Only those in contact again, or not.",
    "deferred": "Only terms that were put off, or not.",
    "due": "Only complaints that are answered or whose time is over, or the others.",
    "outcome": "Only meetings that led to something, or the others.",
    "way": "Only make-ups done in this way.",
    "If-None-Match": "The `ETag` of the answer that is at hand.",
}
"""What a parameter says, wherever it stands."""

OF_BODIES = (413, 415)
HEADERS: dict[int, Document] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string", "const": "Bearer"}}},
    405: {"Allow": {"schema": {"type": "string"}, "description": "The methods that it takes."}},
    415: {"Accept": {"schema": {"type": "string", "const": "application/json"}}},
    503: {"Retry-After": {"schema": {"type": "string", "pattern": "^[0-9]+$"}, "description": "Seconds."}},
}
ETAG = {"ETag": {"schema": {"type": "string"}, "description": "Send it as `If-None-Match` the next time."}}
SECURITY = {
    ByToken.__name__: "A token made for the area of the operation.",
    BySession.__name__: "The session of the pages; what writes needs `X-CSRFToken` too.",
}


def describe(api: NinjaAPI) -> Document:
    """The whole document, its sentences in the language that is on."""
    document: Document = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    document["info"] |= {
        "description": ABOUT,
        "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
    }
    document["servers"] = [{"url": "/"}]
    document["tags"] = [{"name": name, "description": about} for name, about in tags().items()]
    components = document["components"]
    components["responses"] = {_name_of(status): _problem(status) for status in CODES}
    for name, scheme in components["securitySchemes"].items():
        scheme["description"] = SECURITY[name]
    for operations in document["paths"].values():
        for operation in operations.values():
            _complete(operation)
    document["paths"]["/api/v1/openapi.json"] = {"get": _of_itself()}
    return document


def tags() -> dict[str, str]:
    return {
        "me": "Who asks.",
        "organizations": "The tree, as far as one's own part reaches.",
        "members": "Rosters, for those who see names.",
        "figures": "Numbers counted from records, their definitions, and the rows behind each.",
        "ask": "Questions put together by oneself, and those that were saved.",
        "gaps": "Blank spots: whom the texts due did not reach, and where that is.",
        "records": "Meetings.",
        "outbox": "For phones that were without a network.",
    }


def _name_of(status: int) -> str:
    return "".join(word.capitalize() for word in CODES[status].split("_"))


def _problem(status: int) -> Document:
    example = {
        "type": "about:blank",
        "title": titles()[status],
        "status": status,
        "code": CODES[status],
        "detail": details()[status],
    }
    if status == 422:
        example["errors"] = [{"field": "query.limit", "problem": _("%(le)s at most") % {"le": 200}}]
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    found: Document = {"description": titles()[status], "content": {"application/problem+json": content}}
    return found | ({"headers": HEADERS[status]} if status in HEADERS else {})


def _complete(operation: Document) -> None:
    """Every error that it may answer; and parameters as OpenAPI wants them: ninja puts a list of examples where a map
    belongs (the schema has them too), and what may be left out is no null in an address."""
    responses = {status: response for status, response in operation["responses"].items() if int(status) < 400}
    for status in CODES:
        if "requestBody" in operation or status not in OF_BODIES:
            responses[status] = {"$ref": f"#/components/responses/{_name_of(status)}"}
    if 304 in responses:
        responses[200]["headers"] = responses[304]["headers"] = ETAG
    operation["responses"] = {str(status): response for status, response in sorted(responses.items())}
    for parameter in operation["parameters"]:
        parameter.pop("examples", None)
        parameter["schema"] = _without_null(parameter["schema"])
        parameter["description"] = PARAMETERS[parameter["name"]]


def _without_null(schema: Document) -> Document:
    while "anyOf" in schema:
        first = next(one for one in schema.pop("anyOf") if one.get("type") != "null")
        schema = {**schema, **first}
    return schema


def _of_itself() -> Document:
    found: Document = {
        "operationId": "openapi",
        "summary": "This description",
        "parameters": [],
        "responses": {200: {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}}},
        "security": [],
    }
    _complete(found)
    for status in ("401", "403", "429"):
        del found["responses"][status]
    return found
