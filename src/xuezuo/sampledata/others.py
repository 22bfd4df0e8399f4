"""What is not a branch's meeting: cases and terms of any organization, seminars, training and films of leading bodies."""

from collections.abc import Iterator
from datetime import date, timedelta

from xuezuo.sampledata.chance import Dice, dice, spread
from xuezuo.sampledata.life import CAMPAIGN, Line, client_id, day_between
from xuezuo.sampledata.quotas import Quotas
from xuezuo.sampledata.scales import AS_OF
from xuezuo.sampledata.tree import Place

LOST = ("外出务工经商", "单位改制", "毕业后去向不明", "变动工作单位", "出国出境", "搬迁", "其他")
"""D8.22."""

WEAK = ("班子配备不齐", "书记不胜任", "班子不团结", "组织制度形同虚设", "村务管理混乱", "服务意识差、群众意见大")
"""D9.02, some of the ten."""

REASONS = ("排查核实,县级验收合格", "班子调整到位,组织生活恢复正常", "问题逐条整改,群众满意")
TERM = timedelta(days=3 * 365)
TITLES = {"deed_film": "榜样就在身边", "short_film": "微故事", "article": "经验综述"}


def lines_of(place: Place, seed: int, index: int, quotas: Quotas) -> Iterator[Line]:
    """Everything in the file about one organization that is not a branch's own meeting."""
    chance = dice(seed, "others", index)
    for again in quotas.lost.get(index, ()):
        yield _lost(chance, place, again=again)
    if index in quotas.weak:
        yield _weak(chance, place, quotas.weak[index])
    if index in quotas.terms:
        yield _term(chance, place, quotas.terms[index])
    if index in quotas.seminars:
        yield from _seminars(chance, place, quotas.seminars[index])
    if index in quotas.trained:
        yield from _training(chance, place, quotas.trained[index])
    for number, (kind, views) in enumerate(quotas.films.get(index, ()), start=1):
        yield from _publication(chance, place, kind, views, number)


def _case(kind: str, place: Place, found_on: date, cause: str) -> Line:
    return {"type": "case", "kind": kind, "organization": place.code, "found_on": found_on.isoformat(), "cause": cause}


def _lost(chance: Dice, place: Place, *, again: bool) -> Line:
    """A few of those out of contact on the day were reached later: that must not count yet."""
    found_on = day_between(chance, date(2016, 3, 1), date(2016, 7, 31))
    line = _case("lost_contact", place, found_on, chance.choice(LOST))
    if again:
        line["contacted_on"] = day_between(chance, found_on + timedelta(days=5), AS_OF).isoformat()
    elif chance.random() < 0.1:
        line["contacted_on"] = day_between(chance, AS_OF + timedelta(days=1), date(2016, 11, 30)).isoformat()
    return line


def _weak(chance: Dice, place: Place, what: str) -> Line:
    line = _case(
        "weak_organization", place, day_between(chance, date(2016, 3, 1), date(2016, 4, 30)), chance.choice(WEAK)
    )
    if what == "open":
        return line
    last = date(2016, 11, 30) if what == "later" else date(2016, 10, 8)
    first = AS_OF + timedelta(days=1) if what == "later" else date(2016, 6, 15)
    closed_on = day_between(chance, first, last)
    looked_on = (
        closed_on - timedelta(days=2)
        if what != "relapsed"
        else day_between(chance, closed_on + timedelta(days=1), AS_OF)
    )
    return line | {
        "looked_back_on": looked_on.isoformat(),
        "holds": what != "relapsed",
        "closed_on": closed_on.isoformat(),
        "closed_reason": chance.choice(REASONS),
    }


def _term(chance: Dice, place: Place, what: str) -> Line:
    first, last = {
        "on_time": (date(2016, 1, 5), AS_OF),
        "late": (date(2016, 1, 5), AS_OF - timedelta(days=5)),
        "deferred": (date(2016, 5, 1), AS_OF - timedelta(days=5)),
        "soon": (AS_OF + timedelta(days=1), date(2016, 12, 31)),
        "running": (date(2017, 1, 1), date(2018, 12, 31)),
    }[what]
    ends_on = day_between(chance, first, last)
    line = {
        "type": "term",
        "organization": place.code,
        "elected_on": (ends_on - TERM).isoformat(),
        "ends_on": ends_on.isoformat(),
    }
    if what == "on_time":
        line["renewed_on"] = (ends_on - timedelta(days=int(chance.random() * 40))).isoformat()
    elif what == "late" and chance.random() < 0.5:
        line["renewed_on"] = (ends_on + timedelta(days=3 + int(chance.random() * 60))).isoformat()
    elif what == "deferred":
        line |= {
            "deferred_until": (ends_on + timedelta(days=240)).isoformat(),
            "deferred_reason": "机构改革,经上级党组织批准延期",
        }
    return line


def _meeting(chance: Dice, place: Place, held_on: date, attended: int, *, kind: str, subject: str) -> Line:
    return {"type": "record", "client_id": client_id(chance), "organization": place.code,
            "held_on": held_on.isoformat(), "kinds": [kind], "subject": subject, "attended": attended}  # fmt: skip


def _seminars(chance: Dice, place: Place, people: int) -> Iterator[Line]:
    """About twelve leading cadres a time; the first one claims the requirement for leading bodies."""
    times = max(1, round(people / 12))
    for number, attended in enumerate(spread(people, [0.8 + 0.4 * chance.random() for _ in range(times)])):
        if attended:
            held_on = day_between(chance, date(2016, 4, 20), AS_OF)
            line = _meeting(chance, place, held_on, attended, kind="study_group", subject="专题研讨")
            yield line | ({"campaign": CAMPAIGN, "requirements": ["RQ06"]} if number == 0 else {})
    if chance.random() < 0.1:
        held_on = day_between(chance, AS_OF + timedelta(days=1), date(2016, 11, 10))
        yield _meeting(chance, place, held_on, 9, kind="study_group", subject="专题研讨")


def _training(chance: Dice, place: Place, people: int) -> Iterator[Line]:
    """Classes of at most about a hundred secretaries."""
    for attended in spread(people, [1.0] * max(1, round(people / 90))):
        held_on = day_between(chance, date(2016, 4, 25), AS_OF)
        yield _meeting(chance, place, held_on, attended, kind="training", subject="基层党组织书记培训班")


def _publication(chance: Dice, place: Place, kind: str, views: int, number: int) -> Iterator[Line]:
    """View totals only grow; the latest one by the day is the share of the views. A later one must not count yet."""
    published_on = day_between(chance, date(2016, 5, 3), date(2016, 9, 20))
    line = {"type": "publication", "organization": place.code, "kind": kind,
            "title": f"{place.short}:{TITLES[kind]}({number})", "published_on": published_on.isoformat()}  # fmt: skip
    first = published_on + timedelta(days=7)
    yield line | {"views": views // 3, "counted_on": first.isoformat()}
    yield line | {"views": views, "counted_on": day_between(chance, first + timedelta(days=1), AS_OF).isoformat()}
    if chance.random() < 0.5:
        yield line | {"views": views + views // 5, "counted_on": "2016-11-15"}
