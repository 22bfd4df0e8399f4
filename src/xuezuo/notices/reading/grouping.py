"""Clauses put together to requirements: what one careful clerk would write on one line.

A clause that asks begins a requirement, with the clauses in front that prepare it (`对…的,`, `9月底前,`). Clauses that
act without a word of asking go on with it. What tells only what for, or looks back, ends it and stays outside.
"""

import re
from dataclasses import dataclass, field

from xuezuo.notices.reading.clause import ANY_VERB, BEGINS_WITH_VERB, CHECKABLE, NOUN_FIRST, Clause, has, read_clause
from xuezuo.notices.reading.clock import Clock
from xuezuo.notices.reading.prose import clauses
from xuezuo.notices.reading.sections import Sentence
from xuezuo.notices.reading.words import pattern

SHORT = 14
TINY = 8
AIMS_ANEW = re.compile(r"^(?:不断|持续|继续|大力|积极|定期|适时|严肃|及时)(?=宣传|推介|推广|选树|开展|组织|通报)")
PARALLEL_AIM = re.compile(r"^该[^,]{1,8}的")
# takes up what was just said
BACK = re.compile(r"^[^,]{0,10}(?:当天|当日|该日|届时|其中|上述)")
# 损坏的应当更换: a case of what was just asked
CONDITION = re.compile(r"^(?!对)[^,的]{1,3}的(?:要|应当?|须|必须|可)")
# 各级党委要扛起责任, 书记要当好第一责任人: the same asked of whoever heads them
HEAD_OF = re.compile(r"^(?:党[委组]?)?(?:书记|主要负责(?:人|同志)|主要领导|一把手|班子成员)(?:要|应|须)")
# 整改不了的要说明原因: what to do with another case
OTHER_CASE = re.compile(r"^(?!对)[^,的]{4,10}的(?:要|应当?|须|必须)")
# 请假须经…批准, 发现…要…: how to act in a case of what was just asked
CASE = re.compile(
    r"^(?:请假|离开|外出|确需|确有|变更|调整|发现|逾期|因故|临时|超过|未经|遇有)[^,]{0,12}(?:须|要|应|报|经)"
)
# 会后15日内将记录报…: counted from what was just asked, and so the next thing
NEXT_STEP = re.compile(r"^[^,]{0,8}(?:后|之日起),?[0-9一二两三四五六七八九十]{1,3}个?(?:工作日|日|天|周)(?:之?以?内)")
# 对走过场的责令补课: what comes of it for some
CONSEQUENCE = re.compile(
    r"^对[^,]{2,24}?(?:的|单位|人员|问题|情况|群众|点|者)(?=[^,的]{0,8}(?:责令|予以|给予|严肃|追究|通报|约谈|问责|设立|设置|及时|立即|限期|依法|取消|从严))"
)
# 鼓励家长…, 建议…: advice beside what is asked
ADVICE = re.compile(r"^(?:鼓励|建议|提倡|倡导|欢迎|支持)")
# 走访率仍须达到100%: how much of what was just asked
RATE = re.compile(r"^[^,各每]{1,8}(?:率|比例|覆盖面)[^,]{0,6}[^,]*[0-9]")
# 非公企业竞赛覆盖面达到85%: a share to be reached by those named
SHARE = re.compile(r"^[^,]{6,}?(?:率|比例|覆盖面)[^,]{0,4}(?:达|不超过|不高于|不低于|不少于|保持|控制)")
# 省总将对…进行抽查: another one says what it will do
WILL = re.compile(r"^[^,]{2,10}?(?<!要)将(?:对|组织|适时|不定期|定期|采取|组成|会同|开展|进行|择机|视|随机)")
# 每个市州向…推送稿件不少于6篇: each one's own act
EACH_ACTS = re.compile(
    r"^(?:[^,每]{0,8}前)?每(?!个?(?:[月季年周天日次]|半))[^,]{2,6}?(?:向|在|至少|推荐|推送|报送|组织|开展|选派|要|须)"
)
THEM = re.compile(r"他们|她们|其(?=积极|主动|自)")
MATTER_FIRST = re.compile(r"^对")
STARTS_WITH_DUTY = re.compile(r"^(?:要|应|须|必须|务必|应当)")
# 日常信息可随时报送: what may be done has its own matter
ALLOWED_MATTER = re.compile(r"^(?!经|遇|如|也|还|并|确)[^,可]{2,12}可")
GOES_ON = re.compile(r"^(?:作为|把|将|以|向|为|以及|并|及|既|也|而|用)")
NOMINAL = re.compile(r"(?:问题|工作|情况|方面|管理)$")
WHOLE_AREA = re.compile(r"^全[市县省区镇乡国校系局公集行院厂]")
MANNER = re.compile(r"坚持|实行|采取|采用|以[^,]{1,8}为主")
EXCEPTION = re.compile(r"^(?:遇|如遇|因)[^,]{1,12}(?:可|顺延)")


@dataclass
class Unit:
    """The clauses of one requirement, in their sentence."""

    sentence: Sentence
    clauses: list[Clause] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    quoted: bool = False
    carried: bool = False

    @property
    def start(self) -> int:
        return self.clauses[0].piece.start

    @property
    def end(self) -> int:
        return self.clauses[-1].piece.end

    @property
    def text(self) -> str:
        return self.sentence.piece.run.text[self.start : self.end]

    @property
    def concrete(self) -> bool:
        return any(clause.concrete for clause in self.clauses)

    @property
    def timed(self) -> bool:
        return any(clause.timed for clause in self.clauses)


@dataclass
class Grouping:
    """The state within one sentence."""

    sentence: Sentence
    in_orders: bool
    units: list[Unit] = field(default_factory=list)
    leads: list[Clause] = field(default_factory=list)
    open: bool = False
    quote: str | None = None
    closed_by_purpose: bool = False
    reported: bool = False

    def begin(self, clause: Clause, why: list[str]) -> None:
        """A new requirement, with the clauses that prepare it."""
        self.units.append(Unit(self.sentence, [*self.leads, clause], why, quoted=self.quote is not None))
        self.leads = []
        self.open = True
        self.closed_by_purpose = self.reported = False

    def go_on(self, clause: Clause) -> None:
        """The clause belongs to the open requirement, and what stood between them too."""
        self.units[-1].clauses += [*self.leads, clause]
        self.leads = []

    def close(self) -> None:
        self.open = False
        self.leads = []


def units_of(sentence: Sentence, clock: Clock, *, goes_on: bool = False) -> list[Unit]:
    """The requirements a sentence proposes. `goes_on`: a semicolon stands between it and a sentence that asked."""
    found = [read_clause(piece, clock) for piece in clauses(sentence.piece)]
    state = Grouping(sentence, in_orders=sentence.place.where in {"orders", "aims"})
    copying = pattern("duty", "copying_patterns").search(sentence.piece.text)
    if copying:
        return copied_practice(sentence, found)
    for clause in found:
        take(state, clause, first=clause is found[0], goes_on=goes_on)
    if state.open and not state.closed_by_purpose and any(ANY_VERB.search(lead.text) for lead in state.leads):
        state.units[-1].clauses += state.leads
    return with_short_ones_joined(state.units)


def with_short_ones_joined(units: list[Unit]) -> list[Unit]:
    """A few characters are no requirement of their own beside another in the same sentence."""
    found: list[Unit] = []
    for unit in units:
        before = found[-1] if found else None
        named = any(clause.subject and clause.timed for clause in unit.clauses)
        if before and not named and min(len(unit.text), len(before.text)) <= TINY and unit.start - before.end <= 2:
            before.clauses += unit.clauses
        else:
            found.append(unit)
    return found


def take(state: Grouping, clause: Clause, *, first: bool, goes_on: bool) -> None:
    """One step: the clause begins, goes on with, ends or prepares a requirement."""
    if clause.role == "skip":
        return
    quote = quotes(clause)
    if quote and not clause.concrete:
        state.close()
        state.quote = quote
        return
    if quote:
        state.quote = quote
    if clause.role == "past" and state.open and is_account(state.units[-1], clause):
        state.units.pop()
    if clause.role in {"past", "statement"} or EXCEPTION.search(clause.text):
        state.close()
        state.reported = state.reported or clause.role == "past"
    elif clause.asks:
        take_asking(state, clause)
    elif clause.role == "exempt":
        if state.open:
            state.go_on(clause)
        elif re.search(r"可(?:随时|自行|以)", clause.text):
            state.begin(clause, ["allow"])
    elif clause.role == "purpose":
        take_purpose(state, clause)
    elif clause.role == "lead":
        state.leads.append(clause)
    else:
        take_quiet(state, clause, goes_on=first and goes_on)


def is_account(unit: Unit, clause: Clause) -> bool:
    """各部门认真贯彻部署, 取得了成效: what was told without a word of asking was the beginning of an account."""
    return "了" in clause.text and not any(one.asks for one in unit.clauses)


def take_purpose(state: Grouping, clause: Clause) -> None:
    """What for: ends the requirement; in front of any it says nothing."""
    if state.open:
        state.closed_by_purpose = True
    state.leads = []


def take_asking(state: Grouping, clause: Clause) -> None:
    """A clause with a word of asking begins anew, except a bare ban or a short echo of what was just asked."""
    if state.open and (THEM.search(clause.text) or (not state.closed_by_purpose and belongs(state, clause))):
        state.go_on(clause)
    else:
        drop_idle_leads(state)
        state.begin(clause, clause.why)


def belongs(state: Grouping, clause: Clause) -> bool:
    """Does an asking clause only add to the open requirement? Nobody else is named, and nothing new begins."""
    unit = state.units[-1]
    if ADVICE.match(clause.text) or OTHER_CASE.match(clause.text):
        return False
    if adds_to_it(clause):
        return True
    if (CONDITION.match(clause.text) or CASE.match(clause.text)) and not clause.timed and not clause.subject:
        return True
    if not clause.subject and not state.leads and clause.text[:2] in unit.text[-14:]:
        return True
    if clause.text.startswith("由") and len(clause.text) <= SHORT:
        return True
    if clause.role == "rule":
        return not clause.subject or unit.clauses[-1].role == "rule" or clause.text[:2] in unit.text
    if HEAD_OF.match(clause.text) and not clause.concrete and not unit.concrete:
        return True
    if clause.subject or state.leads or MATTER_FIRST.match(clause.text):
        return False
    if clause.role == "allow":
        return not (ALLOWED_MATTER.match(clause.text) or is_new_thought(clause))
    if clause.role == "forbid":
        return not (unit.clauses[-1].role == "allow" and not unit.concrete) and not (
            unit.timed and len(clause.text) > SHORT
        )
    return bool(STARTS_WITH_DUTY.match(clause.text)) and len(clause.text) <= SHORT and not is_new_thought(clause)


def adds_to_it(clause: Clause) -> bool:
    """Takes up what was just said: 当天…, 走访率须达到100%, 请提前15分钟入场."""
    if BACK.search(clause.text):
        return True
    if clause.subject:
        return False
    short_request = clause.text.startswith("请") and clause.timed and len(clause.text) <= SHORT
    return short_request or bool(RATE.match(clause.text))


def is_new_thought(clause: Clause) -> bool:
    """`同时,要…`, `还可以…`: the connecting word says that something else comes."""
    before = clause.piece.run.text[max(0, clause.piece.start - 4) : clause.piece.start]
    return bool(re.search(r"同时|另外|此外|还", before + clause.text[:1]))


def drop_idle_leads(state: Grouping) -> None:
    """A preparing clause long before the asking one is background, not a part of it."""
    state.leads = state.leads[-2:]


def take_quiet(state: Grouping, clause: Clause, *, goes_on: bool) -> None:
    """A clause without a word of asking: goes on, begins by what it fixes, or is passed over."""
    acts = bool(ANY_VERB.search(clause.text)) or clause.timed
    if state.open and not state.closed_by_purpose and not starts_anew(state, clause):
        if acts or clause.quota or len(clause.text) <= SHORT or GOES_ON.match(clause.text):
            state.go_on(clause)
        else:
            state.close()
    elif (state.open and not state.closed_by_purpose and acts and state.in_orders) or begins_quietly(
        state, clause, goes_on=goes_on
    ):
        state.begin(clause, quiet_reasons(clause, goes_on=goes_on))
    elif (clause.subject and len(clause.text) <= len(clause.subject) + 12 and not acts_after(clause)) or is_manner(
        state, clause
    ):
        state.leads.append(clause)
    else:
        state.close()


def is_manner(state: Grouping, clause: Clause) -> bool:
    """募捐坚持自愿原则,严禁摊派: how it is done, before what is asked."""
    if state.open or not state.in_orders or state.reported:
        return False
    is_short_item = (
        state.sentence.place.numbered
        and not state.units
        and len(clause.text) <= 16
        and bool(ANY_VERB.search(clause.text))
    )
    return is_short_item or (bool(MANNER.search(clause.text)) and len(clause.text) <= 20)


def starts_anew(state: Grouping, clause: Clause) -> bool:
    """Another one asked, or another deadline: a requirement of its own."""
    unit = state.units[-1]
    if BACK.search(clause.text):
        return False
    if PARALLEL_AIM.match(clause.text):
        return not PARALLEL_AIM.match(unit.clauses[-1].text)
    if clause.quota and (WHOLE_AREA.match(clause.text) or EACH_ACTS.match(clause.text)):
        return True
    if clause.quota and SHARE.match(clause.text) and SHARE.match(unit.clauses[-1].text):
        return True
    if clause.timed and unit.clauses[-1].role == "rule" and not unit.timed:
        return True
    if NEXT_STEP.match(clause.text) or WILL.match(clause.text) or CONSEQUENCE.match(clause.text):
        return True
    if AIMS_ANEW.match(clause.text):
        return True
    if (
        clause.subject
        and clause.subject not in unit.text
        and (clause.timed or acts_after(clause) or (clause.quota and len(clause.text) > SHORT))
    ):
        return True
    return clause.dated and any(one.dated for one in unit.clauses)


def acts_after(clause: Clause) -> bool:
    """Is something to do behind the name?"""
    return bool(clause.subject) and bool(CHECKABLE.search(clause.text.split(str(clause.subject), 1)[-1]))


def begins_quietly(state: Grouping, clause: Clause, *, goes_on: bool) -> bool:
    """`各支部每月召开1次`, `6月25日前建立清单`: asks by what it fixes, where the text asks at all."""
    if not state.in_orders or state.reported:
        return False
    if NOMINAL.search(clause.text) and not clause.timed:
        return False
    if goes_on and BEGINS_WITH_VERB.match(clause.text):
        return True
    acts = bool(CHECKABLE.search(clause.text))
    named = bool(clause.subject) or any(lead.subject for lead in state.leads)
    timed = clause.timed or any(lead.timed or lead.whens for lead in state.leads) or bool(clause.whens)
    if clause.subject and clause.text.split(clause.subject, 1)[-1].startswith(("将", "会同", "拟")):
        return True
    if clause.cadenced or (acts and timed and (clause.timed or named)):
        return True
    if named and (acts_after(clause) or clause.quota or (acts and not clause.subject)):
        return state.sentence.place.numbered or clause.quota
    if PARALLEL_AIM.match(clause.text):
        return True
    if clause.quota and (acts or clause.timed or SHARE.match(clause.text)):
        return True
    begins = bool(BEGINS_WITH_VERB.match(clause.text)) and not NOUN_FIRST.match(clause.text)
    return state.sentence.place.numbered and begins and acts and (bool(state.leads) or is_item(state))


def is_item(state: Grouping) -> bool:
    """The first clause of a numbered or headed item, where a bare verb is an order."""
    return not state.units and state.sentence.place.where == "orders"


def quiet_reasons(clause: Clause, *, goes_on: bool) -> list[str]:
    """Why a clause without a word of asking was taken."""
    reasons = []
    if goes_on:
        reasons.append("goes on")
    if clause.subject:
        reasons.append(f"named:{clause.subject}")
    if clause.quota:
        reasons.append("quota")
    return reasons or ["order without a word of asking"]


def quotes(clause: Clause) -> str | None:
    """Whose words follow: a person's or a body's; 按照…要求 quotes nobody."""
    found = has("quote_person_patterns", clause.piece.text)
    if found and not re.match(r"(?:按照?|根据|落实|贯彻|学习|传达)", clause.text):
        return "person"
    return "body" if has("quote_body_patterns", clause.text) else None


def copied_practice(sentence: Sentence, found: list[Clause]) -> list[Unit]:
    """他们的做法,就是…,这种方式很好,我们要认真借鉴运用: what is described becomes what is asked."""
    text = sentence.piece.text
    described = pattern("duty", "practice_patterns").search(text)
    if not described:
        return []
    begin = sentence.piece.start + described.end()
    taken: list[Clause] = []
    for clause in found:
        if clause.piece.start < begin <= clause.piece.end:
            piece = type(clause.piece)(clause.piece.run, begin, clause.piece.end, clause.piece.stop)
            clause.piece = piece
        if clause.piece.start >= begin and clause.piece.end > clause.piece.start:
            if re.match(r"(?:这|此|上述|他们的)", clause.piece.text) or clause.text.startswith("了解"):
                break
            taken.append(clause)
    return [Unit(sentence, taken, ["practice to be copied"])] if taken else []
