"""Transfers as the two sides see them: what the letter states, who is waited for, and the stubs of letters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet

from xuezuo import tree_paths
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Member, Membership, Organization, Placement
from xuezuo.organizations.queries import holding_on, home_of, placement_of, superiors_of, within
from xuezuo.people import rules
from xuezuo.people.kinds import ENDS, LETTERS, Stage
from xuezuo.people.models import Transfer, TransferStep
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.row_policies.sights import wide
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope

MOST_SHOWN = 500
"""Open transfers looked through for one page; an office with more of them has its own branches' pages."""


@dataclass(frozen=True)
class UnderWay:
    """A transfer with its steps and where it stands; `sends` and `receives` say on which sides the viewer is, and
    `issues` and `takes_in` whether it is for them to act there."""

    transfer: Transfer
    steps: list[TransferStep]
    stage: Stage
    sends: bool
    receives: bool
    issues: bool
    takes_in: bool

    @property
    def letter(self) -> TransferStep | None:
        """The letter that is good now, or was the last to be."""
        return next((one for one in reversed(self.steps) if one.kind in LETTERS), None)

    @property
    def is_open(self) -> bool:
        return self.stage.value not in ENDS

    @property
    def from_name(self) -> str:
        return self.transfer.source.name if self.transfer.source else self.transfer.outside

    @property
    def to_name(self) -> str:
        return self.transfer.target.name if self.transfer.target else self.transfer.outside

    @property
    def waits_for_us(self) -> bool:
        """The next step is the viewer's."""
        if self.stage in (Stage.UNDER_WAY, Stage.RUNS_OUT):
            return self.takes_in
        return self.stage.value not in ENDS and self.sends and (self.issues or self.stage is Stage.RETURNED)

    @property
    def waits_above(self) -> bool:
        """The next step is not the viewer's branch's, but that of the committee above it."""
        if self.stage is Stage.DRAFTED:
            return self.sends and not self.issues
        return self.stage is Stage.UNDER_WAY and self.receives and not self.takes_in

    @property
    def heap(self) -> str:
        """Whose move it is: `us`, `them`, `above`, or a letter of ours that `runs_out` soon or is `expired`."""
        if self.stage is Stage.EXPIRED and self.sends:
            return "expired"
        if self.waits_for_us:
            return "us"
        if self.waits_above:
            return "above"
        return "runs_out" if self.stage is Stage.RUNS_OUT else "them"


@dataclass(frozen=True)
class Waiting:
    """What of the open transfers asks for somebody's act. `counts` by `UnderWay.heap`, `us`, `runs_out` and `expired` only;
    `since`: the day since which the first of `us` waits; `runs_out_on`: when the first of their letters that is still good
    ends (D8.05). `more`: there may be more than were looked through."""

    counts: dict[str, int]
    since: date | None
    runs_out_on: date | None
    more: bool


def _placement(organization_id: int | None, day: date) -> Placement | None:
    if organization_id is None:
        return None
    found = Placement.objects.filter(holding_on(day), organization_id=organization_id)
    return found.select_related("organization").first()


@dataclass(frozen=True)
class _Ground:
    """Where the branches of some transfers stand on a day and what is above them, read in two queries for all.

    A branch that was merged away or closed sends nobody: `moved` has, by member, the branch where they are instead.
    """

    day: date
    places: dict[int, Placement]
    by_path: dict[str, Placement]
    moved: dict[int, int]

    def sender_of(self, one: Transfer) -> int | None:
        if one.source_id is None or one.source_id in self.places:
            return one.source_id
        return self.moved.get(one.member_id or 0)

    def of(self, organization_id: int | None) -> tuple[Placement | None, list[Placement]]:
        place = self.places.get(organization_id or 0)
        above = tree_paths.ancestors(place.path) if place else []
        return place, [self.by_path[path] for path in above if path in self.by_path]


def _ground(transfers: Sequence[Transfer], day: date) -> _Ground:
    ids = {pk for one in transfers for pk in (one.source_id, one.target_id) if pk is not None}
    standing = Placement.objects.filter(holding_on(day)).select_related("organization")
    places = {one.organization_id: one for one in standing.filter(organization_id__in=ids)}
    left = [one.member_id for one in transfers if one.member_id and one.source_id and one.source_id not in places]
    moved: dict[int, int] = {}
    if left:
        homes = Membership.objects.filter(holding_on(day), member_id__in=left)
        moved = dict(homes.values_list("member_id", "organization_id"))
        places |= {one.organization_id: one for one in standing.filter(organization_id__in=moved.values())}
    paths = {path for one in places.values() for path in tree_paths.ancestors(one.path)}
    return _Ground(day, places, {one.path: one for one in standing.filter(path__in=paths)}, moved)


def _all_seen(scope: Scope, found: QuerySet[Transfer], day: date) -> list[UnderWay]:
    ground = _ground(list(found), day)
    return [seen for one in found if (seen := _seen(scope, one, ground)) is not None]


def _seen(scope: Scope, one: Transfer, ground: _Ground) -> UnderWay | None:
    """The transfer as this viewer may see it; None for those on neither side.

    The receiving side sees it from the first letter on, and no longer when it was withdrawn: it was never theirs.
    """
    steps, day = sorted(one.steps.all(), key=lambda step: step.pk), ground.day
    sender = ground.sender_of(one)
    (source, above), (target, above_target) = ground.of(sender), ground.of(one.target_id)
    issues, takes_in = rules.is_office(scope, source, day, above), rules.is_office(scope, target, day, above_target)
    sends = issues or rules.keeps_books(scope, source)
    receives = takes_in or rules.keeps_books(scope, target)
    if sender != one.source_id:  # it can only be withdrawn: the branch that was to send is gone
        issues = takes_in = False
    stage = rules.stage_on(steps, day)
    sent = any(step.kind in LETTERS for step in steps)
    if source is not None and (not sent or stage is Stage.WITHDRAWN):
        receives = takes_in = False
    if target is None:
        takes_in = issues  # the receipt comes back on paper and is entered by whoever issued the letter
    if source is None:
        issues = takes_in  # the letter came from outside; whoever receives may also send it back
    if not (sends or receives):
        return None
    return UnderWay(one, steps, stage, sends, receives, issues, takes_in)


def _with_sides() -> QuerySet[Transfer]:
    return Transfer.objects.select_related("source", "target").prefetch_related("steps")


def transfer(scope: Scope, pk: int, day: date | None = None) -> UnderWay:
    """One transfer with its story. Raises `NotVisible` for viewers on neither side, as for an unknown number."""
    one = _with_sides().filter(pk=pk).first()
    found = _seen(scope, one, _ground([one], day or today())) if one else None
    if found is None:
        raise NotVisible(pk)
    return found


def _ours(scope: Scope, day: date) -> QuerySet[Placement]:
    """Places whose transfers the viewer may be a side of: their own and the ones directly below, and, for an office that
    handles letters, everything below it that no lower office handles. A wider net than `_seen`, and never a province.
    """
    near = Q(path=scope.path) | Q(parent_id=scope.organization_id, path__gte=scope.path)
    for path in _handled_from(scope, day):
        near |= within(path)
    return Placement.objects.filter(near, holding_on(day))


def _handled_from(scope: Scope, day: date) -> list[str]:
    """The subtrees below the viewer's office, deeper than its direct branches, whose letters it handles."""
    own = _placement(scope.organization_id, day)
    if own is None or scope.role != "officer":
        return []
    kinds = rules.office_kinds([*superiors_of(own, day), own], day)
    if own.organization.kind not in kinds:
        return []
    below = Placement.objects.filter(holding_on(day), parent_id=own.organization_id)
    others = below.exclude(organization__kind__in=[*kinds, *BRANCH_KINDS])
    return list(others.values_list("path", flat=True))


def under_way(scope: Scope, day: date | None = None) -> list[UnderWay]:
    """Open transfers on whose side the viewer is, the oldest draft first; also those that a branch merged away left."""
    day = day or today()
    if scope.role == "operator" or scope.role not in ("secretary", "officer"):
        return []
    over = TransferStep.objects.filter(transfer_id=OuterRef("pk"), kind__in=ENDS)
    ours = _ours(scope, day).values("organization_id")
    found = (
        _with_sides()
        .filter(~Exists(over), Q(source_id__in=ours) | Q(target_id__in=ours) | _left_behind(scope, day))
        .order_by("drafted_on", "pk")[:MOST_SHOWN]
    )
    return _all_seen(scope, found, day)


def waiting(scope: Scope, day: date | None = None) -> Waiting:
    """The open transfers of `under_way` as a few numbers, for a line on the viewer's home."""
    found = under_way(scope, day)
    heaps = Counter(one.heap for one in found)
    since = [one.steps[-1].taken_on if one.steps else one.transfer.drafted_on for one in found if one.heap == "us"]
    good = [
        one.letter.good_until
        for one in found
        if one.heap in ("us", "runs_out") and one.stage in (Stage.UNDER_WAY, Stage.RUNS_OUT)
        if one.letter and one.letter.good_until
    ]
    counts = {heap: heaps[heap] for heap in ("us", "runs_out", "expired") if heaps[heap]}
    return Waiting(counts, min(since, default=None), min(good, default=None), len(found) >= MOST_SHOWN)


def _left_behind(scope: Scope, day: date) -> Q:
    """Transfers of branches that stood in the viewer's part and stand no more; for a branch, those of its members."""
    if scope.role != "officer":
        return _left_by(scope.organization_id or 0, day)
    gone = Placement.objects.filter(within(scope.path), valid_to__lte=day)
    standing = Placement.objects.filter(holding_on(day), organization_id=OuterRef("organization_id"))
    return Q(source_id__in=gone.filter(~Exists(standing)).values("organization_id"))


def _left_by(organization_id: int, day: date) -> Q:
    """Transfers of a branch's members whose sending branch stands no more."""
    here = Membership.objects.filter(holding_on(day), organization_id=organization_id).values("member_id")
    ended = Placement.objects.filter(holding_on(day), organization_id=OuterRef("source_id"))
    return Q(Q(member_id__in=here), ~Exists(ended), source_id__isnull=False)


def for_branch(scope: Scope, organization_id: int, day: date | None = None) -> list[UnderWay]:
    """Open transfers of one branch, out and in. Raises `NotVisible` outside the scope."""
    day = day or today()
    placement_of(scope, organization_id, day)
    over = TransferStep.objects.filter(transfer_id=OuterRef("pk"), kind__in=ENDS)
    found = (
        _with_sides()
        .filter(
            ~Exists(over), Q(source_id=organization_id) | Q(target_id=organization_id) | _left_by(organization_id, day)
        )
        .order_by("drafted_on", "pk")[:MOST_SHOWN]
    )
    return _all_seen(scope, found, day)


def stubs(scope: Scope, day: date | None = None) -> QuerySet[TransferStep]:
    """The stubs of letters that the viewer's own organization issued, kept for ten years (D8.06), the latest first."""
    day = day or today()
    if scope.role != "officer" or scope.organization_id is None:
        return TransferStep.objects.none()
    first = day.replace(year=day.year - (rule("transfer.stub_years", day) or 0), day=min(day.day, 28))
    return (
        TransferStep.objects.filter(issuer_id=scope.organization_id, taken_on__gte=first)
        .select_related("transfer__source", "transfer__target")
        .prefetch_related("transfer__steps")
        .order_by("-year", "-number")
    )


@wide("transfer")
def draftable(scope: Scope, member_id: int, day: date | None = None) -> tuple[Member, Placement]:
    """A member whose transfer the viewer may draft, and the branch they belong to. Raises `NotVisible`."""
    home = home_of(member_id, day)
    if home is None or not (rules.keeps_books(scope, home) or rules.is_office(scope, home, day or today())):
        raise NotVisible(member_id)
    return Member.objects.get(pk=member_id), home


def branch_named(words: str, day: date | None = None) -> Organization:
    """The branch with exactly this code or this full name, wherever it stands: whoever transfers has it from the
    receiving side. Nothing is listed or guessed. Raises `Refusal`."""
    words = words.strip()
    standing = Placement.objects.filter(holding_on(day or today()), organization__kind__in=BRANCH_KINDS)
    by_code = standing.filter(organization__code=words).select_related("organization").first()
    if by_code is not None:
        return by_code.organization
    named = list(islice(standing.filter(organization__name=words).select_related("organization"), 2)) if words else []
    if len(named) > 1:
        raise Refusal("transfer_target_twice", words=words)
    if not named:
        raise Refusal("transfer_target_missing" if words else "transfer_target_unsaid", words=words)
    return named[0].organization


def open_transfer_of(member_id: int, source_id: int | None) -> Transfer | None:
    """The transfer of a member from a branch (None: from outside) that is not over; there is at most one."""
    over = TransferStep.objects.filter(transfer_id=OuterRef("pk"), kind__in=ENDS)
    return Transfer.objects.filter(~Exists(over), member_id=member_id, source_id=source_id).first()


def membership_on(member_id: int, day: date) -> Membership | None:
    return Membership.objects.filter(holding_on(day), member_id=member_id).first()


def on_a_roster_since(member_id: int, day: date) -> bool:
    """Whether a member belongs to a branch on a day or on any later one."""
    return Membership.objects.filter(member_id=member_id, valid_to__gt=day).exists()


def place_of(organization_id: int | None, day: date) -> Placement | None:
    """Where a side of a transfer stands on a day, whoever asks; for rules."""
    return _placement(organization_id, day)


def sending_place(one: Transfer, day: date) -> Placement | None:
    """Where whoever may withdraw a transfer sits: its sending branch, or the member's present one where that is gone."""
    place = _placement(one.source_id or one.target_id, day)
    if place is None and one.source_id and one.member_id:
        return home_of(one.member_id, day)
    return place


def stands_from(organization_id: int, day: date) -> bool:
    """Whether an organization stands on a day and on every later one: closed or merged since, or soon, it takes in nobody,
    for its members of that day have gone, or will go, to its heir without whoever comes now."""
    places = Placement.objects.filter(organization_id=organization_id)
    return places.filter(holding_on(day)).exists() and places.filter(valid_to=FOREVER).exists()


def last_number(issuer_id: int, year: int) -> int:
    """The highest number of a letter that an organization issued in a year."""
    found = TransferStep.objects.filter(issuer_id=issuer_id, year=year).order_by("-number").first()
    return found.number or 0 if found else 0


def steps_of(one: Transfer) -> list[TransferStep]:
    return list(TransferStep.objects.filter(transfer=one).order_by("pk"))
