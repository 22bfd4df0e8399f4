"""The roster of a branch and the file of one member; above the direct superior, counts only."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo.accounts.queries import names_of
from xuezuo.audit.actions import told_of_reading
from xuezuo.audit.queries import events_of
from xuezuo.indicators.declared import indicators
from xuezuo.indicators.queries import AT_ONCE, ask, figure, lines
from xuezuo.organizations import member_files, members, memberships
from xuezuo.organizations.completeness import ITEMS, missing
from xuezuo.organizations.kinds import BRANCH_KINDS, NEVER_IN_LISTS, NEW_SECTORS, MemberCategory, MemberGroup, Sex
from xuezuo.organizations.models import FactCorrection, Member, Placement
from xuezuo.organizations.queries import placement_by_code, tell_apart
from xuezuo.organizations.sealing import unseal
from xuezuo.periods import today
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.members_words import done
from xuezuo.web.overview.numbers import line_shown, shown

PER_PAGE = 50
SOON = timedelta(days=60)
"""How long before the end of a probation the roster shows it."""

SHOWN = 4
HISTORY = 100


@access("secretary", "officer", "inspector")
@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Names for the branch and its direct superior, counts for everybody above and for a place that is no branch."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    if placement.organization.kind not in BRANCH_KINDS or not scope.sees_names_at(placement.path):
        return _counts(request, scope, placement)
    narrow = {
        "group": _known(request, "group", MemberGroup.values),
        "category": _known(request, "category", MemberCategory.values),
        "lacking": _known(request, "lacking", ["any", *ITEMS]),
    }
    found = member_files.roster_page(scope, placement, **narrow)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    tell_apart(scope, placement.organization_id, page)
    probations = member_files.probations_ending(scope, placement, today() + SOON)
    tell_apart(scope, placement.organization_id, [member for member, _day in probations])
    context = {
        "placement": placement,
        "page": page,
        "rows": [(one, [ITEMS[item] for item in missing(one)]) for one in page],
        "narrow": narrow,
        "narrowed": any(narrow.values()),
        "groups": [(value, label) for value, label in MemberGroup.choices if value not in NEVER_IN_LISTS],
        "categories": MemberCategory.choices,
        "items": ITEMS.items(),
        "lacking_any": member_files.lacking_any(scope, placement),
        "probations": probations,
        "guests": member_files.guests(scope, placement),
        "in_new_sector": placement.organization.sector in NEW_SECTORS,
        "today": today(),
    }
    return render(request, "branch/members.html", context)


def _known(request: HttpRequest, name: str, words: list[str]) -> str:
    given = request.GET.get(name, "")
    return given if given in words else ""


def _counts(request: HttpRequest, scope: Scope, placement: Placement) -> HttpResponse:
    asked = ask(scope, placement.organization.code)
    declared = indicators()
    size = figure(asked, declared["organizations"])
    at_once = size is not None and size.settled <= AT_ONCE
    context: dict[str, object] = {"placement": placement, "asked": asked, "at_once": at_once}
    if at_once:
        everybody, files = declared["members"], declared["member_files_complete"]
        below = lines(asked, everybody, "children")
        context |= {
            "total": shown(asked, everybody, figure(asked, everybody)),
            "files": shown(asked, files, figure(asked, files)),
            "by_group": [line_shown(asked, everybody, "group", one, {}) for one in lines(asked, everybody, "group")],
            "by_item": [line_shown(asked, files, "item", one, {}) for one in lines(asked, files, "item")],
            "below": [line_shown(asked, everybody, "children", one, {}) for one in below],
        }
    return render(request, "branch/members_counts.html", context)


@access("secretary", "officer")
@require_safe
def former(request: HttpRequest, code: str) -> HttpResponse:
    """Who left this roster, without the reason: that stands in the file."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    page = Paginator(member_files.former(scope, placement), PER_PAGE).get_page(request.GET.get("page"))
    tell_apart(scope, placement.organization_id, [one.member for one in page])
    return render(request, "branch/members_former.html", {"placement": placement, "page": page})


@access("secretary", "officer")
@require_safe
def show(request: HttpRequest, code: str, member: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    file = member_files.member_file(scope, placement, member)
    if scope.member_id != file.member.pk:
        where = placement.organization_id
        told_of_reading(by=scope, action="member.look", kind="member", object_id=file.member.pk, organization_id=where)
    context = {
        "placement": placement,
        "file": file,
        "member": file.member,
        "missing": [ITEMS[item] for item in missing(file.member)],
        "id_number": masked(file.member, "id_number"),
        "phone": masked(file.member, "phone"),
        "probation_ends": members.probation_ends(file.member),
        "endings": [(one, *memberships.words_of(one)) for one in file.endings],
        "restorations": [(one, *memberships.words_of(one)) for one in file.restorations],
        "corrections": [(one, ITEMS.get(one.field, one.field), _before(one)) for one in file.corrections],
        "history": _history(scope, file),
        "oneself": scope.member_id == file.member.pk,
    }
    return render(request, "branch/members_show.html", context)


def masked(member: Member, item: str) -> str:
    """The last places of a sealed value, enough to tell two apart."""
    value = getattr(member, item)
    return "••••••" + unseal(bytes(value), f"member.{item}")[-SHOWN:] if value else ""


def _before(correction: FactCorrection) -> str:
    """What a fact said, masked where it is sealed, in words where it is a code."""
    said = members.before_of(correction)
    if correction.field in members.SEALED:
        return "••••••" + said[-SHOWN:] if said else ""
    words = {"sex": dict(Sex.choices), "category": dict(MemberCategory.choices)}.get(correction.field, {})
    return str(words.get(said, said))


def _history(scope: Scope, file: member_files.MemberFile) -> list[tuple[object, str, str]]:
    """Events of the file, newest first: when, what was done, and by whom."""
    events = list(events_of(scope, "member", file.member.pk).order_by("-pk")[:HISTORY])
    names = names_of([one.viewer_id for one in events if one.viewer_id])
    return [(one.at, done(one), names.get(one.viewer_id or 0, "")) for one in events]
