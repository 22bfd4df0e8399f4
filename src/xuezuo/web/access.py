"""Who may come to an address. The rule stands on the view, so that the access matrix can be generated from the addresses.

What a viewer may see *there* is decided by the scope in the queries, not here.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]

EVERYBODY = ("member", "secretary", "officer", "inspector", "auditor", "administrator", "security", "nobody")
"""Everybody who has signed in, also people without any role."""

SEES_FIGURES = ("secretary", "officer", "inspector")


def access(*roles: str, public: bool = False) -> Callable[[View], View]:
    """Let these roles in. Nobody signed in goes to the sign-in page; any other role finds nothing (404).

    `@access("secretary", "officer")`, `@access(*EVERYBODY)`, `@access(public=True)`.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not public:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
                if request.scope.role not in roles:  # type: ignore[attr-defined]
                    raise Http404
            return view(request, *args, **kwargs)

        guarded.access = (frozenset(roles), public)  # type: ignore[attr-defined]
        return guarded

    return guard
