"""Who is asked: the name of a body or group in front of what it shall do."""

import re

from xuezuo.notices.reading import calendar_words as calendar
from xuezuo.notices.reading.words import any_of, load

WORDS = load("audience")
VERBS = load("verbs")
HEAD = re.compile(any_of([head for head in WORDS["heads"] if "(?" not in head]) + r"(?:\([^()]{1,8}\))?")
DAY = rf"(?:[0-9一二三四五六七八九十]{{1,4}}(?:月|日|年|季度|个工作日)|年底|年内|月底|当月|本月|上半年|下半年|全年|今年|明年|第[一二三四]季度|汛前|会前|节前|{calendar.YEAR}年)"
# verbs that are as often nouns (党员管理, 支部学习): they show a name only behind 各, 全体 and the like
NOUNISH = [
    "管理",
    "学习",
    "培训",
    "总结",
    "交流",
    "调研",
    "检查",
    "评议",
    "换届",
    "选举",
    "统计",
    "分析",
    "服务",
    "教育",
    "报告",
    "负责",
    "考核",
    "评估",
    "值班",
    "信息",
]
# a name cannot hold these: a time, a verb or a preposition stands in it
NO_NAME = re.compile(
    r"(?<![主重首必])要|[须把让每前底已]|推动|督促|指导|(?<!方)向(?!阳)|对|将(?!军)|由|可以|在|直接|认真|关心|引导|采取|党费|建立|完成|开展|报(?!社|告|名)|给|并|是|与.{0,4}相|按|自行|全部$|一部$|内部$"
    r"|严格|执行|查处|依法|鼓励|提倡|结合|不(?!足|良|动产|锈)|推荐|进行|走访|(?<![党团群会基])组织(?!部|处|科|办|委员|$|关系|员|生活|人)|发现|成立|抽查|自查|协助|从|经(?!理|济|营|贸|信|开)|(?:生活会|大会|会议|座谈会|例会|动员会|培训会|交流会|讨论会|晚会|运动会|家长会|学会$)$|我们可|离开|进入|前往"
)
# the body's name goes on: 区委|组织部, 学校|安全办公室
GOES_ON = re.compile(
    r"(?:[\u4e00-\u9fff]{1,5}?)(?:部|处|科|室|办公室|委员会|领导小组|工作组|小组|中心组|支部)(?=要|应|须|负责|牵头|抽查|将|不|每|在|于|对|同|按|也|会)"
)
FOLLOW = re.compile(
    r"(?:,?(?:要(?!求)|应(?!急)|请(?=于|在|按|自)|须|必须|务必|需|不得|不再|不能|可|严禁|一律|将|也|都|均|还|只|每|至少|不少于|最多|负责(?!人|同志)|牵头(?!单位|部门|人)|同步|在(?!的)|于|对|按|结合|从|向|围绕|自|到|把|给|为|以|由|与|通过|根据|针对|具体|原则上|确因|如|凡|任职|上任|入职|(?:活动)?期间|是第一)"
    rf"|{DAY}|,?(?:{any_of(VERBS['adverbs'])}|{any_of([v for v in VERBS['checkable'] if len(v) > 1 and v not in NOUNISH])}|讲|{any_of([v for v in VERBS['soft'] if len(v) > 1])}))"
)
NOUNISH_AFTER = re.compile(any_of(NOUNISH) + r"(?!的|情况|工作|效果|局|厅|部|科|办|中心|机构|委|站|者|组|处|人员|单位)")
LEAVE = re.compile(r"^(?:请|鼓励|也|欢迎|支持|我县|我市|希望?|望|要求|同时|并|由|而|但|让|凡|特别是|以及|和|与|及)+")
# `自通知之日起` and the like: time before the name
TIME_FIRST = re.compile(
    rf"^(?:{DAY}|[0-9:时分点号上中下午旬底前后内至份度节期间之以起即日日从自,-]|(?:[^,。;]{{1,8}}(?:期间|结束后|之后|后|前|时)))*?,?(?=各|全|所有|[\u4e00-\u9fff])"
)
CAUSED = re.compile(
    any_of(WORDS["causatives"]) + r"(?P<who>(?:各|全|所有|有关|党|基层|用人|企业|单位|广大)[^,。;]{0,14})"
)
MATTER = re.compile(r"^对(?:于)?(?P<who>[^,。;]{2,16}的)(?:,|要|应|须|可|$)")
BY_WHOM = re.compile(
    r"(?<![自理缘])由(?P<who>[^,。;]{2,20}?)(?:负责|挂牌|督办|安排|送|采取|进行|从|向|于|在|牵头|承担|提供|推荐|提出|提取|审核|初审|采购|修订|说明|组织|按|统一|统筹|协助|会同|汇总|申请|具体|研究|填写)"
)
CHAIN = re.compile(
    r"经(?P<first>[^,。;]{2,10}?)(?:研究|讨论|同意|审核)[^。;]{0,8}?报(?P<second>[^,。;]{2,12}?)(?:批准|审批|审核|审定|备案|同意)"
)
LONGEST = 34


def subject_of(text: str) -> str | None:
    """The name at the front of the clause, as printed; None when the clause names nobody."""
    return leading_name(text) or by_whom(text)


def leading_name(text: str) -> str | None:
    """各企业主要负责人 | 6月底前要…: the shortest name that something asked can follow."""
    time = TIME_FIRST.match(text)
    for offset in sorted({0, time.end() if time else 0}):
        lead = LEAVE.match(text[offset:])
        name = name_at(text, offset + (lead.end() if lead else 0))
        if name:
            return name
    return None


def name_at(text: str, start: int) -> str | None:
    """A name that begins at `start`, if what stands behind it is something to do."""
    for found in HEAD.finditer(text, start, min(len(text), start + LONGEST)):
        if found.end() - start < 2 or "," in text[start : found.end()]:
            continue
        name = text[start : found.end()]
        if (
            re.search(r"[。;:]", name)
            or name.count("“") != name.count("”")
            or not_a_name(name)
            or re.match(r"(?:该|这|那|其|此|对|按|在|于)", name)
        ):
            return None
        opened = name.startswith(tuple(WORDS["openers"]))
        if found.end() == len(text) or (FOLLOW.match(text, found.end()) and not GOES_ON.match(text, found.end())):
            return name
        if opened and NOUNISH_AFTER.match(text, found.end()):
            return name
    return near_duty(text, start)


def not_a_name(name: str) -> bool:
    """In 发现空白的支部 only what stands behind 的 must be free of verbs."""
    described, found, head = name.rpartition("的")
    return bool(NO_NAME.search(head)) or (bool(found) and bool(re.search(r"[要须应,]", described)))


def near_duty(text: str, start: int) -> str | None:
    """员工出差应填写…, 各学校开学第一周不得…: a name at the front with a few words before what it must do."""
    short = re.match(r"各[\u4e00-\u9fff]{1,2}?(?=要|应|须|于|在|每|不得|可)", text[start:])
    if short:
        return short[0]
    found = HEAD.match(text, start) or (
        HEAD.search(text, start, start + 12) if text[start : start + 1] in {"各", "全", "每"} else None
    )
    if not found or found.end() - start < 2 or NO_NAME.search(text[start : found.end()]):
        return None
    return (
        text[start : found.end()]
        if re.match(r"[^,。;的]{1,8}?(?:应当?|须|必须|不得|严禁|要(?!求))", text[found.end() :])
        else None
    )


def by_whom(text: str) -> str | None:
    """由教育局各股室从…提取: the name behind 由."""
    found = BY_WHOM.search(text)
    if not found:
        return None
    ends = [head.end() for head in HEAD.finditer(found["who"])]
    return found["who"][: ends[-1]] if ends else None


def caused(text: str) -> str | None:
    """督促各地各单位…: the one who shall be brought to do it."""
    found = CAUSED.search(text)
    if not found:
        return None
    who = found["who"]
    best = None
    for head in HEAD.finditer(who):
        if head.end() == len(who) or FOLLOW.match(who, head.end()) or not best:
            best = who[: head.end()]
            if head.end() == len(who) or FOLLOW.match(who, head.end()):
                break
    return best


def chain_actors(text: str) -> str | None:
    """经支部研究后,报上级党委批准: both who decide."""
    found = CHAIN.search(text)
    return f"{found['first']}、{found['second']}" if found else None


def matter(text: str) -> str | None:
    """对效果不好的要“补课”: without a name, those the clause is about."""
    found = MATTER.match(text)
    return found["who"] if found else None
