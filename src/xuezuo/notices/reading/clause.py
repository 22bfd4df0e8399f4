"""What one clause does: asks, forbids, allows, prepares, tells what for, or looks back. With the words that say so."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from xuezuo.notices.reading.clock import Clock
from xuezuo.notices.reading.deadlines import CADENCE, DAY, DEADLINE, When, expressions, quoted_parts
from xuezuo.notices.reading.prose import Piece
from xuezuo.notices.reading.subject import subject_of
from xuezuo.notices.reading.words import any_of, load, pattern

VERBS = load("verbs")
ADVERBS = any_of(VERBS["adverbs"])
CHECKABLE = re.compile(any_of(VERBS["checkable"]))
ANY_VERB = re.compile(any_of(VERBS["checkable"] + VERBS["soft"]))
BEGINS_WITH_VERB = re.compile(
    rf"^(?:{ADVERBS}|对照|向|从|对[^,]{{2,20}}?(?=进行|开展|实施|落实|予以|给予|依法|依规|依纪|严肃|责令|从严))*(?:进行|{any_of(VERBS['checkable'] + VERBS['soft'])})"
)
# 汛期(5月1日至9月30日), (建议安排在清明前后): times that describe or propose, and limit nothing
ASIDE = re.compile(r"(?<=期)\([^()]*\)|(?<=期间)\([^()]*\)|\((?:建议|例如|比如|如|含|不含)[^()]*\)")
QUOTED = re.compile(r"“[^”]*”|《[^》]*》")


@dataclass
class Clause:
    """A clause with its finding. `role` is one of: duty, forbid, allow, rule, exempt, lead, purpose, past, other."""

    piece: Piece
    text: str
    role: str = "other"
    subject: str | None = None
    whens: list[When] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    quota: bool = False
    chain: bool = False
    slogan: bool = False

    @property
    def asks(self) -> bool:
        return self.role in {"duty", "forbid", "allow", "rule"}

    @property
    def timed(self) -> bool:
        """Has the clause a rhythm or a limit of its own?"""
        return any(when.rank >= DEADLINE for when in self.whens)

    @property
    def dated(self) -> bool:
        """Has the clause any time of its own, be it only a day?"""
        return self.timed or any(when.due for when in self.whens)

    @property
    def cadenced(self) -> bool:
        return any(when.rank == CADENCE for when in self.whens)

    @property
    def concrete(self) -> bool:
        """Could somebody check it?"""
        return self.timed or self.quota or self.chain or (self.role == "forbid" and not self.slogan)


def has(key: str, text: str) -> re.Match[str] | None:
    return pattern("duty", key).search(text)


def bare_start(text: str) -> int:
    """Where the clause begins after connecting words."""
    start = 0
    while True:
        found = pattern("duty", "connectors_patterns").match(text, start)
        if not found or found.end() == start or found.end() >= len(text):
            return start
        start = found.end()


def read_clause(piece: Piece, clock: Clock) -> Clause:
    """The clause's finding. Words inside quotation and title marks are names and decide nothing."""
    start = bare_start(piece.text)
    piece = Piece(piece.run, piece.start + start, piece.end, piece.stop)
    text = QUOTED.sub(lambda found: "“" + "\u25cb" * (len(found[0]) - 2) + "”", piece.text)
    clause = Clause(piece, text)
    hidden = [*quoted_parts(piece.text), *(found.span() for found in ASIDE.finditer(piece.text))]
    clause.whens = [
        w for w in expressions(piece.text, clock) if w.rank and not any(a <= w.start < b for a, b in hidden)
    ]
    clause.whens = governing(clause.whens, piece.text)
    clause.quota = bool(has("quota_patterns", text))
    clause.chain = bool(has("chain_patterns", text))
    clause.role = role_of(clause, clock)
    clause.whens = [when for when in clause.whens if not (when.rank == DAY and is_before(when, clock))]
    clause.subject = subject_of(piece.text)
    clause.slogan = bool(has("slogan_patterns", text)) and not (clause.timed or clause.quota or clause.chain)
    return clause


def is_before(when: When, clock: Clock) -> bool:
    """A plain day before the speaker's own is looked back at; it limits nothing."""
    printed = bool(when.due) and str(when.due)[:1].isdigit()
    return printed and clock.spoken is not None and date.fromisoformat(str(when.due)[:10]) < clock.spoken


def governing(whens: list[When], text: str) -> list[When]:
    """由9月20日前调整为9月27日前: only the time that is put in place of another is asked."""
    changed = has("change_patterns", text)
    after = [when for when in whens if changed and when.start >= changed.start()]
    return [replace(when, rank=max(when.rank, DEADLINE)) for when in after] or whens


def role_of(clause: Clause, clock: Clock) -> str:
    """The first role whose words are there; the order is the grammar."""
    text = clause.text
    duty, forbid, allow = has("duty_patterns", text), has("forbid_patterns", text), has("allow_patterns", text)
    if bare_start(clause.piece.text + ",x") > len(clause.piece.text) - 1 and len(text) <= 6:
        return "skip"
    if has("emphasis_patterns", text):
        return "statement"
    if has("exempt_patterns", text):
        return "exempt"
    if (
        re.search(r"(?:的|(?<!小)时|后)$", text)
        and len(text) <= 24
        and not (duty and duty.start() == 0)
        and has("lead_patterns", text)
    ):
        return "lead" if not has("problem_subject_patterns", text) else "past"
    if THOSE.search(text) and not duty:
        return "lead"
    if has("purpose_patterns", text) and not (duty or forbid or clause.concrete):
        return "purpose"
    if is_past(clause, clock) and not (duty and duty.start() <= 12) and not forbid:
        return "past"
    if duty and not ends_with_lead(text):
        clause.why.append(f"duty:{duty[0]}")
        return "forbid" if forbid and forbid.start() < duty.start() else "duty"
    if forbid and not ends_with_lead(text):
        clause.why.append(f"forbid:{forbid[0]}")
        return "forbid"
    if allow and not ends_with_lead(text) and not text.startswith(("大家可以", "你们可以")):
        clause.why.append(f"allow:{allow[0]}")
        return "allow"
    return quiet_role(clause)


def quiet_role(clause: Clause) -> str:
    """The role of a clause without a word of asking."""
    text = clause.text
    by = has("by_patterns", text) or BY_SOMEBODY.search(text)
    if by and not text.endswith(("的", "后")):
        clause.why.append(f"by:{by[0][:12]}")
        return "rule"
    if has("change_patterns", text) and clause.whens and not text.endswith(("的", "后")):
        clause.why.append("change of a time")
        return "rule"
    if clause.chain and not text.endswith(("的", "后")):
        clause.why.append("chain")
        return "rule"
    if is_only_time(clause) or ANSWERS.search(text):
        return "lead"
    if STATEMENT.search(text) or SET_UP.search(text):
        return "statement"
    if has("lead_patterns", text) and is_lead(clause):
        return "lead"
    return "other"


def ends_with_lead(text: str) -> bool:
    """对要求整改的, 需报批的: the word of asking describes the matter and asks nothing yet."""
    return bool(re.search(r"(?:的|(?<!小)时|后)$", text)) and not re.search(r"(?:好|目)的$", text) and len(text) <= 24


# 由乡镇挂牌督办: whoever is named after 由, and any act
BY_SOMEBODY = re.compile(
    r"(?<![自理缘])由(?![本个]人自)[^,。;]{2,16}?" + any_of([verb for verb in VERBS["checkable"] if len(verb) > 1])
)
# says what something is
STATEMENT = re.compile(
    r"^(?:这|那|它|虽然|尽管|但|而|由于|因为|涉及|大家知道)|(?<![但就还而可凡别其或若要只总])是(?!否|一次|由)|见附件|附后$|详见|采[取用].{2,40}方式进行$|意味着|离不开|任务(?:十分)?繁重|至关重要|^[^,]{0,8}还将|由[本个]人自|^我们(?:一定|会|将|也会)|^(?:地点|时间)(?:均|都)?为"
)


# 资金有缺口的县(市、区), (可…): those who are asked next
THOSE = re.compile(
    r"(?:有|无|没有|未|不|尚)[^,]{1,16}的(?:县|市|区|乡镇?|镇|村|社区|单位|企业|学校|部门|支部|党员|职工|学员|地方|地区)(?:\([^()]*\))?$"
)
# 书记是第一责任人, (要…): says who answers for what is asked next
ANSWERS = re.compile(r"是[^,]{0,6}责任人$")
# 集团成立领导小组: the one who writes tells what it has set up
SET_UP = re.compile(r"^[^,各]{0,12}(?<!要)(?<!应)成立[^,]{0,24}(?:领导小组|工作组|指导组|检查组|专班|工作小组|委员会)$")


# 学习教育贵在坚持, 讨论不比次数: words that can be verbs stand as nouns
NOUN_FIRST = re.compile(
    r"^(?:学习|讨论|培训|检查|交流|宣传|教育|管理|整改|调研|评议|组织|考核|服务|换届|演练|报告|总结|参加)"
    r"(?:教育|活动|工作|情况|不|贵|重在|质量|效果|成果|内容|方式|时间|过程|范围|对象|是|的)"
)


def is_only_time(clause: Clause) -> bool:
    """6月16日上午, 9月底前: nothing but a time."""
    return any(when.end - when.start >= len(clause.text) - 1 for when in clause.whens)


def is_lead(clause: Clause) -> bool:
    """Only prepares: no checkable verb after its preposition, or it ends as a condition does."""
    if re.search(r"(?:的|(?<!小)时|后|前|中|内|期间|过程中|基础上|情况下|方面|当天|当日)$", clause.text):
        return True
    if re.search(r"的[^,]{2,20}(?:问题|项目|工程|事项)$|^[^,]{1,6}如(?:有|遇|需)", clause.text):
        return True
    if re.search(r"(?:问题|单位|人员|同志)$", clause.text) and not CHECKABLE.search(clause.text):
        return True
    if re.match(r"按照|根据|依据|遵照|为了?(?!.{0,8}提供)|如|若|凡|因|关于|结合|围绕|针对|对照", clause.text):
        return not (clause.quota or clause.timed) and not re.search(
            r"逐项|逐一|(?:处置|处理|办理|执行|开展|实施|推进|报销|缴纳|整改)$", clause.text
        )
    return not CHECKABLE.search(clause.text)


def is_past(clause: Clause, clock: Clock) -> bool:
    """Looks back: by its words, or by a day before the speaker's."""
    if re.match(r"对.{2,24}(?:进行|开展|梳理|回顾|排查|自查|核查)", clause.text) and not re.search(
        r"[了过]|已", clause.text
    ):
        return False
    if has("past_patterns", clause.text) or has("problem_subject_patterns", clause.text):
        return not (clause.cadenced and not re.search(r"已|了|以来", clause.text))
    if clock.spoken is None:
        return False
    days = [when.due[:10] for when in clause.whens if when.due and when.due[:1].isdigit()]
    return any(date.fromisoformat(day) < clock.spoken for day in days)
