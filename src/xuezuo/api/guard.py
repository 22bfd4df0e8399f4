"""Who comes to an operation: a token, or a session with the form's protection. Each operation says for whom it is.

The rule is the operation's `auth`, and the access matrix is generated from it; without one the suite fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import APIKeyCookie, HttpBearer

from xuezuo.accounts import actions
from xuezuo.accounts.actions import sign_ins
from xuezuo.accounts.models import Token
from xuezuo.accounts.queries import NOBODY, scope_by_token
from xuezuo.accounts.queries.sign_ins import closed_until
from xuezuo.api.problems import NotAllowed, TooMany
from xuezuo.row_policies import sights
from xuezuo.scopes import NotVisible, Scope

DOOR = "token"
READERS = ("secretary", "officer", "inspector")
EVERYBODY = ("member", "secretary", "officer", "inspector", "auditor", "administrator", "security", "nobody")


@dataclass(frozen=True)
class Rule:
    """Any other role finds nothing. A token must have been made for this area, and for writing if it writes."""

    roles: frozenset[str]
    area: str
    writes: bool

    def check(self, request: HttpRequest, token: Token | None = None) -> None:
        if token and self.area and (self.area not in token.areas or (self.writes and not token.writes)):
            raise NotAllowed(f"{self.area} (write)" if self.writes else self.area)
        if scope_of(request).role not in self.roles:
            raise NotVisible(request.path)
        _look_at_names(request)


def _look_at_names(request: HttpRequest) -> None:
    """A parameter with its name misspelt would be left alone in silence, and the answer be about something else."""
    known: Mapping[str, bool] | None = getattr(request, "parameters", None)
    if known is None:
        return
    problems = []
    for name, values in request.GET.lists():
        if name not in known:
            told = _("there is no such parameter; there are: %(names)s") if known else _("there are no parameters here")
            problems.append(
                {"loc": ("query", name[:60]), "type": "said", "msg": told % {"names": ", ".join(sorted(known))}}
            )
        elif len(values) > 1 and not known[name]:
            problems.append({"loc": ("query", name), "type": "said", "msg": _("it is said twice")})
    if problems:
        raise ValidationError(problems)


class ByToken(HttpBearer):
    """`Authorization: Bearer xz_…`. A wrong one ends here and is never tried as a session."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        super().__init__()

    def __call__(self, request: HttpRequest) -> Token | None:
        if "Authorization" not in request.headers:
            return None
        return super().__call__(request) or self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        with sights.wide("scope"):
            found = scope_by_token(token) if token else None
        if found is None:
            self._count(request, token)
            raise AuthenticationError
        held, scope = found
        request.scope = scope  # type: ignore[attr-defined]
        sights.begin(sights.of(scope))
        actions.note_use(by=scope, token=held)
        self.rule.check(request, held)
        return held

    def _count(self, request: HttpRequest, token: str) -> None:
        """Nobody guesses 256 bits; the limit keeps a broken program from asking all day."""
        address = request.META.get("REMOTE_ADDR") or None
        if closed_until(DOOR, token, address):
            raise TooMany
        sign_ins.count_wrong(by=NOBODY, door=DOOR, name=token, address=address)


class BySession(APIKeyCookie):
    """The session of the pages. What changes something needs `X-CSRFToken` too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        super().__init__()

    def __call__(self, request: HttpRequest) -> object | None:
        return super().__call__(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> object | None:
        self.rule.check(request)
        return request.user


def allow(*roles: str, area: str, writes: bool = False) -> list[ByToken | BySession]:
    """Who may come to an operation, as its `auth`: asked before anything that was sent is looked at."""
    rule = Rule(frozenset(roles), area, writes)
    return [ByToken(rule), BySession(rule)]


def scope_of(request: HttpRequest) -> Scope:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope
