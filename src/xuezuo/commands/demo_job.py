"""The main job on a made-up place, as people would do it: notice → campaign → branches' records → figures → briefing.

Every step goes through the same actions as the pages and the commands; nothing is written past them.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from xuezuo.accounts.queries import scope_for
from xuezuo.briefings import actions as briefings
from xuezuo.briefings import files as briefing_files
from xuezuo.briefings.queries import briefing
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns import files as campaign_files
from xuezuo.campaigns.queries import rehearse
from xuezuo.commands import demo_people
from xuezuo.commands.line import say
from xuezuo.commands.measuring import Steps, peak_mb
from xuezuo.commands.progress import Told, bar
from xuezuo.indicators import queries as indicators
from xuezuo.indicators import style
from xuezuo.indicators.gaps import blank_spots
from xuezuo.indicators.gaps import document as gaps_document
from xuezuo.interchange.activity import load_activity
from xuezuo.interchange.imports import Options, import_members, import_organizations
from xuezuo.interchange.report import Report
from xuezuo.notices import actions as notices
from xuezuo.notices import dues
from xuezuo.notices.models import Proposal
from xuezuo.notices.queries import proposals
from xuezuo.organizations.queries import top_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.sampledata import place_files
from xuezuo.scopes import Scope, operator

SEED = 1
BLANK_SPOTS = 5
MINUTES_OF_A_PASSAGE = 10
"""What a confirmed passage of the notice is taken to cost a branch until its issuer says otherwise."""


class Job:
    """One run. `document` is what `xuezuo demo --json` prints."""

    def __init__(self, scale: str, folder: Path, notice: Path, password: str) -> None:
        self.scale = scale
        self.folder = folder
        self.activity_file = folder / "sample" / "activity.jsonl"
        self.notice = notice
        self.password = password
        self.steps = Steps()
        self.document: dict[str, Any] = {"scale": scale, "as_of": today().isoformat()}
        self.officer: Scope = operator()

    def run(self) -> dict[str, Any]:
        with self.steps.step("sample", _("A made-up place")):
            self.sample()
        with self.steps.step("import", _("Its organizations and members, from their rosters")):
            self.take_in_rosters()
        with self.steps.step("people", _("People who can sign in")):
            users, self.document["people"] = demo_people.settle(operator(), self.password, self.activity_file)
            self.officer = scope_for(users["alice"])
            say(_("%(count)s people, one of each role.") % {"count": len(self.document["people"])})
        with self.steps.step("notice", _("The notice")):
            found = self.take_in_notice()
        with self.steps.step("campaign", _("The campaign")):
            self.campaign(found)
        with self.steps.step("activity", _("What the branches did")):
            self.activity()
        with self.steps.step("figures", _("Figures")):
            self.figures()
        with self.steps.step("gaps", _("Blank spots")):
            self.gaps()
        with self.steps.step("briefing", _("The briefing")):
            self.briefing()
        self.document |= {"seconds": self.steps.seconds, "total_seconds": self.steps.total, "peak_mb": peak_mb()}
        return self.document

    def sample(self) -> None:
        with bar(_("Writing the made-up place")) as progress:
            written = place_files.write(self.scale, SEED, self.folder / "sample", progress)
        self.document |= {name: written[name] for name in ("organizations", "members", "activity")}
        say(_("%(organizations)s organizations and %(members)s members, none of which exist.") % written)

    def take_in_rosters(self) -> None:
        for name, work in (("organizations", import_organizations), ("members", import_members)):
            file = next(iter(sorted((self.folder / "sample").glob(f"{name}.*"))))
            with bar(file.name) as told:
                report: Report = work(file, by=operator(), options=Options(progress=_of_any_step(told)))
            if report.refusal or not report.written:
                raise Refusal("demo_roster_blocked", name=file.name, why=str(report.refusal or ""))
            say(_("%(name)s: %(created)s taken in.") % {"name": file.name, "created": report.created})

    def take_in_notice(self) -> list[Proposal]:
        """The province's officer takes the notice in and sends it down; returns what can be checked in it."""
        holder = top_of(self.officer)
        notice = notices.take_in(
            by=self.officer, holder=holder, file_name=self.notice.name, content=self.notice.read_bytes()
        )
        notices.issue(by=self.officer, notice=notice, organizations=[holder])
        marked = list(proposals(self.officer, notice))
        hard = [one for one in marked if one.strength == "hard"]
        self.document["notice"] = {"id": notice.pk, "title": notice.title, "proposals": len(marked), "hard": len(hard)}
        say(notice.title)
        say(
            _("%(proposals)s passages ask for something; %(hard)s of them somebody can check.")
            % self.document["notice"]
        )
        for one in hard[:BLANK_SPOTS]:
            say(f"  「{' '.join(notice.text[one.start : one.end].split())}」")
        return hard

    def campaign(self, confirmed: list[Proposal]) -> None:
        """Load the campaign, say yes to what the notice asks, look at the cost, and issue it.

        A passage that names no day, or one that is over, is due at the campaign's end: nobody owes the past.
        """
        file = campaign_files.read(self.folder / "sample" / "campaign.yaml")
        campaign, _counts = campaigns.load_campaign(by=self.officer, file=file)
        for proposal in confirmed:
            day = dues.day_of(proposal.due)
            campaigns.confirm_proposal(
                by=self.officer,
                proposal=proposal,
                campaign=campaign,
                opens_on=today(),
                due_on=day if day and day >= today() else campaign.ends_on,
                minutes=MINUTES_OF_A_PASSAGE,
                audience=_audience(proposal.audience),
            )
        cost = rehearse(self.officer, campaign)
        campaigns.issue(by=self.officer, campaign=campaign)
        requirements = len(cost["requirements"])
        self.document["campaign"] = {
            "code": campaign.code,
            "requirements": requirements,
            "from_notice": len(confirmed),
            "branches": cost["branches"],
            "hours": cost["hours"],
            "hours_per_branch": cost["hours_per_branch"],
        }
        say(campaign.title_zh)
        say(
            _(
                "%(requirements)s requirements, %(from_notice)s of them confirmed from the notice, ask %(branches)s "
                "organizations for %(hours)s hours in all: %(hours_per_branch)s hours each."
            )
            % self.document["campaign"]
        )

    def activity(self) -> None:
        with bar(_("Taking in activity")) as progress:
            counts = load_activity(self.activity_file, by=operator(), progress=progress)
        self.document["activity_loaded"] = counts
        say(
            _(
                "%(records)s meetings with %(claims)s claims, %(problems)s problems and %(commitments)s commitments; %(cases)s cases, %(terms)s terms."
            )
            % counts
        )

    def figures(self) -> None:
        found = indicators.figures(self.officer, as_of=today())
        self.document["figures"] = found["figures"]
        for one in found["figures"]:
            say(f"  {_printed(one)}  {one['title']}")

    def gaps(self) -> None:
        """Texts that missed most members, and whom: where help is wanted first."""
        found = blank_spots(self.officer, top=BLANK_SPOTS * 8, as_of=today())
        self.document["gaps"] = gaps_document(found)
        say(_("%(count)s blank spots: texts due that did not reach everybody of a branch.") % {"count": found.count})
        texts = Counter((gap.organization_id, gap.people) for gap in found.found)
        names = {gap.organization_id: gap.name for gap in found.found}
        for (pk, people), count in list(texts.items())[:BLANK_SPOTS]:
            say(
                "  "
                + _("%(people)s members, %(count)s texts: %(name)s")
                % {"people": people, "count": count, "name": names[pk]}
            )

    def briefing(self) -> None:
        """Drafted and signed by the officer, written as a document and as data."""
        organization = top_of(self.officer).organization.code
        drafted = briefings.draft(by=self.officer, organization=organization, as_of=today())
        briefings.sign(by=self.officer, briefing_id=drafted.pk)
        signed = briefing(self.officer, drafted.pk)
        written = []
        for kind in briefing_files.KINDS:
            file = self.folder / f"briefing.{kind}"
            file.write_bytes(briefing_files.written(self.officer, signed, kind))
            written.append(str(file))
        self.document["briefing"] = {"id": signed.pk, "title": signed.title, "number": signed.number, "files": written}
        say(
            _("%(title)s, No. %(number)s, signed: every number in it opens the rows behind it.")
            % self.document["briefing"]
        )
        for name in written:
            say(f"  {name}")


def _audience(words: str) -> dict[str, list[str]]:
    """Whom a careful officer would take the notice's words to mean: cadres, branches, else the committees above them."""
    if "干部" in words:
        return {"groups": ["leading_cadre"]}
    if any(word in words for word in ("支部", "党员", "书记", "基层党组织")):
        return {}
    return {"kinds": ["local_committee", "working_committee", "committee"]}


def _of_any_step(told: Told) -> Callable[[str, int, int], None]:
    return lambda _step, done, of: told(done, of)


def _printed(figure: dict[str, Any]) -> str:
    """As a briefing prints it, with both parts of a rate."""
    settled = style.counted(figure["settled"], figure["unit"])
    if figure["expected"] is None:
        return settled
    whole = style.counted(figure["expected"], figure["unit"])
    return f"{settled} / {whole} = {style.percent(figure['settled'], figure['expected'])}"
