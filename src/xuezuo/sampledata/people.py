"""The members of one branch. Their identity numbers stand in regions 99xxxx, which do not exist, so nobody bears one."""

from datetime import date
from typing import NamedTuple

from xuezuo.sampledata.chance import Dice, dice
from xuezuo.sampledata.names import NATIONALITIES, person
from xuezuo.sampledata.tree import Place

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
"""GB 11643: the last character by the weighted sum of the first seventeen."""

TODAY = date(2016, 1, 1).toordinal()
YEAR = 365.2425

EDUCATION = ("小学", "初中", "高中", "中专", "大专", "大学", "研究生")
POSTS = {
    "village": ("农民", "村干部", "个体工商户"),
    "community": ("社区工作者", "自由职业", "企业职员"),
    "organ": ("公务员", "机关工勤人员"),
    "institution": ("教师", "医生", "专业技术人员"),
    "university": ("教师", "学生", "管理人员"),
    "public_enterprise": ("管理人员", "技术人员", "工人"),
    "private_enterprise": ("管理人员", "技术人员", "工人"),
    "social_organization": ("社会组织工作人员", "志愿服务工作者"),
    "other": ("离退休人员", "务工人员"),
}
CADRES = {"organ": 0.22, "university": 0.18, "institution": 0.11, "public_enterprise": 0.12, "village": 0.05}
RETIRED = {"community": 0.34, "organ": 0.2, "institution": 0.2, "other": 0.6, "village": 0.17}
FLOATING = {"village": 0.08, "community": 0.04, "other": 0.1, "private_enterprise": 0.05}
WORDS = {"floating": "流动党员", "retired": "离退休党员", "housebound": "年老体弱党员", "leading_cadre": "领导干部"}


class Person(NamedTuple):
    """One member; dates are days since year 1, `full_on` 0 while on probation."""

    id_number: str
    name: str
    female: bool
    nationality: str
    born: int
    joined: int
    full_on: int
    education: str
    post: str
    phone: str
    groups: tuple[str, ...]


def identity_number(number: int, born: int, *, female: bool) -> str:
    """The number of the n-th person of the place: unique up to 5,000,000, with the check digit that belongs to it."""
    year, month, day = date.fromordinal(born).timetuple()[:3]
    body = f"99{number // 500 % 10_000:04d}{year:04d}{month:02d}{day:02d}{2 * (number % 500) + (not female):03d}"
    return body + CHECK[sum(map(int.__mul__, WEIGHTS, map(int, body))) % 11]


def size_of(place: Place, chance: Dice) -> int:
    """Three to fifty members; joint and temporary branches stay small (D5.03, D5.04)."""
    most = 12 if place.kind in ("joint_branch", "temporary_branch") else 50
    return 3 + int(chance.random() * chance.random() * (most - 2))


def members(place: Place, seed: int, index: int, first: int) -> list[Person]:
    """Everybody of the branch that is the `index`-th organization; `first` is how many people stand before it."""
    chance = dice(seed, "people", index)
    return [_person(place, chance, first + number) for number in range(size_of(place, chance))]


def _person(place: Place, chance: Dice, number: int) -> Person:
    random = chance.random
    retired = random() < RETIRED.get(place.sector, 0.06)
    probationary = random() < 0.02
    age = 60 + 28 * random() ** 1.6 if retired else 24 + (12 if probationary else 36) * random()
    born = TODAY - int(age * YEAR)
    if probationary:
        joined, full_on = date(2015, 11, 2).toordinal() + int(random() * 120), 0
    else:
        joined = min(born + int((20 + (age - 22) * random()) * YEAR), TODAY - 400)
        full_on = joined + 366
    female = random() < 0.27
    posts = POSTS[place.sector]
    return Person(
        identity_number(number, born, female=female),
        person(chance, female=female),
        female,
        NATIONALITIES[int(random() * len(NATIONALITIES))],
        born,
        joined,
        full_on,
        EDUCATION[min(6, int((1.2 if retired else 2.2) + 5 * random()))],
        "离退休人员" if retired else posts[int(random() * len(posts))],
        # no mobile number begins with 100; about a third have none on file
        f"100{int(random() * 1e8):08d}" if random() < 0.65 else "",
        _groups(place, random(), random(), random(), retired=retired, age=age),
    )


def _groups(place: Place, chance: float, other: float, third: float, *, retired: bool, age: float) -> tuple[str, ...]:
    found = ["retired"] if retired else []
    if chance < (0.36 if age > 76 else 0.006):
        found.append("housebound")
    elif not retired and other < FLOATING.get(place.sector, 0.03) * 1.25:
        found.append("floating")
    elif not retired and third < CADRES.get(place.sector, 0.04) * 1.15:
        found.append("leading_cadre")
    return tuple(found)
