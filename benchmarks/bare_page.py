"""The bare pages that ours is measured against. The least one is here: signed in, ten queries, two figures of each child, from
the same database and kept rows, read by key; no scopes, no policies, no addresses behind the numbers. Under `organizations/`
stands the one that shows the same figures as ours, see `bare_figures`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

application = get_wsgi_application()  # the server's way in: models can be imported after it only

from benchmarks.bare_figures import page as figures  # noqa: E402

FIGURES = ("study_coverage", "requirements_met")
PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{{ name }}</title></head><body>
<h1>{{ name }}</h1><p>{{ code }} · {{ kind }} · {{ user.username }} · {{ rolled }} · {{ waiting }}</p>
<ul>{% for code, expected, settled in figures %}<li>{{ code }}: {{ settled }} / {{ expected }}</li>{% endfor %}</ul>
<table>{% for name, code, cells in children %}<tr><th><a href="/{{ code }}/">{{ name }}</a></th>
{% for expected, settled in cells %}<td>{{ settled }} / {{ expected }}</td>{% endfor %}</tr>{% endfor %}</table></body></html>"""
template: list[Template] = []


def read(text: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return list(cursor.fetchall())


@login_required
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Session and account are two queries; these are eight."""
    [(pk, name, kind)] = read("SELECT id, name, kind FROM organizations_organization WHERE code = %s", code)
    [(where,)] = read(
        "SELECT path FROM organizations_placement WHERE organization_id = %s AND valid_to = '9999-12-31'", pk
    )
    [(rolled,)] = read("SELECT rolled_at FROM indicators_keeping WHERE id = 1")
    [(waiting,)] = read("SELECT count(*) FROM indicators_mark")
    below = read(
        "SELECT p.path, o.name, o.code FROM organizations_placement p JOIN organizations_organization o"
        " ON o.id = p.organization_id WHERE p.parent_id = %s AND p.valid_to = '9999-12-31' ORDER BY p.path",
        pk,
    )
    figures = read("SELECT indicator, expected, settled FROM indicators_node WHERE path = %s ORDER BY indicator", where)
    cells: dict[str, list[tuple[int, int]]] = {}
    for indicator in FIGURES:
        text = "SELECT path, expected, settled FROM indicators_node WHERE parent = %s AND indicator = %s"
        for child, expected, settled in read(text, where, indicator):
            cells.setdefault(child, []).append((expected, settled))
    if not template:
        template.append(Template(PAGE))
    shown = [(child, number, cells.get(at, [])) for at, child, number in below]
    known = {"name": name, "code": code, "kind": kind, "user": request.user, "rolled": rolled, "waiting": waiting}
    return HttpResponse(template[0].render(Context({**known, "figures": figures, "children": shown})))


urlpatterns = [
    path("organizations/<str:code>/", figures, name="organization"),
    path("least/<str:code>/", page, name="least"),
    path("figures/<slug:code>/", page, name="figure"),  # only their addresses are written
    path("figures/<slug:code>/list/", page, name="figure-list"),
]
