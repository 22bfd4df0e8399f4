"""Writing a made-up place: rosters, campaign and activity, in one pass over its organizations."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TextIO

from xuezuo import campaigns
from xuezuo.sampledata import writers
from xuezuo.sampledata.doings import Doings
from xuezuo.sampledata.life import Branch, Line
from xuezuo.sampledata.others import lines_of
from xuezuo.sampledata.people import WORDS, Person, members
from xuezuo.sampledata.quotas import Quotas, draw
from xuezuo.sampledata.scales import DUTIES_FROM, SCALES, Scale
from xuezuo.sampledata.tree import Place, organizations

CAMPAIGN_FILE = Path(campaigns.__file__).parent / "shipped/two-studies-one-action-2016.yaml"

ORGANIZATION_HEADERS = ["党组织代码", "党组织全称", "上级党组织代码", "组织类别", "所属领域", "履职起始"]
MEMBER_HEADERS = [
    "党组织代码", "党支部名称", "姓名", "性别", "民族", "公民身份号码", "出生日期", "入党日期", "转正日期", "党员类别", "学历",
    "工作岗位", "联系电话", "党员分组",
]  # fmt: skip

KINDS = {
    "local_committee": "地方委员会", "working_committee": "工作委员会", "committee": "基层党委", "general_branch": "党总支",
    "branch": "党支部", "joint_branch": "联合党支部", "temporary_branch": "临时党支部",
}  # fmt: skip
SECTORS = {
    "village": "建制村", "community": "社区", "organ": "机关", "institution": "事业单位", "university": "高等学校",
    "public_enterprise": "公有经济控制企业", "private_enterprise": "非公有经济控制企业", "social_organization": "社会组织",
    "other": "其他",
}  # fmt: skip

Progress = Callable[[int, int], None]
"""Called with how many organizations are written, and of how many."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(scale_name: str, seed: int, folder: Path, progress: Progress = lambda done, of: None) -> dict[str, object]:
    """Write the four files into `folder`; returns their names and what they hold. Same seed, same bytes."""
    scale = SCALES[scale_name]
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(CAMPAIGN_FILE, folder / "campaign.yaml")
    places = list(organizations(scale, seed))
    quotas = draw(scale, seed, places)
    organization_file = _organizations(folder, places)
    people, records, member_file = _life(folder, scale, seed, places, quotas, progress=progress)
    return {
        "scale": scale.name,
        "seed": seed,
        "organizations": len(places),
        "members": people,
        "activity": records,
        "files": [organization_file.name, member_file.name, "campaign.yaml", "activity.jsonl"],
    }


def _organizations(folder: Path, places: list[Place]) -> Path:
    with writers.roster(folder, "organizations", "党组织名册", ORGANIZATION_HEADERS, len(places)) as out:
        for place in places:
            since = DUTIES_FROM.isoformat()
            out.row([place.code, place.name, place.parent, KINDS[place.kind], SECTORS[place.sector], since])
    return out.file


def _life(
    folder: Path, scale: Scale, seed: int, places: list[Place], quotas: Quotas, *, progress: Progress
) -> tuple[int, int, Path]:
    """Members and activity branch by branch: nobody is kept in memory."""
    people = lines = 0
    likely = scale.branches * 15
    roster = writers.roster(folder, "members", "党员名册", MEMBER_HEADERS, likely)
    with roster as out, (folder / "activity.jsonl").open("w", encoding="utf-8", newline="\n") as activity:
        for index, place in enumerate(places):
            here: list[Line] = []
            if place.level == "branch":
                present = members(place, seed, index, people)
                people += len(present)
                for person in present:
                    out.row(_member_row(place, person))
                if index not in quotas.idle:
                    doings = Doings(place, present, seed, index)
                    records = Branch(place, present, seed, index).records(quotas.lectures[index])
                    here += map(doings.added, records)
            here += lines_of(place, seed, index, quotas)
            lines += _write(activity, here)
            if index % 500 == 0:
                progress(index, len(places))
    progress(len(places), len(places))
    return people, lines, roster.file


def _write(activity: TextIO, lines: list[Line]) -> int:
    activity.writelines(_encode(line) + "\n" for line in lines)
    return len(lines)


def _member_row(place: Place, person: Person) -> list[str]:
    return [
        place.code,
        place.name,
        person.name,
        "女" if person.female else "男",
        person.nationality,
        person.id_number,
        date.fromordinal(person.born).isoformat(),
        date.fromordinal(person.joined).isoformat(),
        date.fromordinal(person.full_on).isoformat() if person.full_on else "",
        "正式党员" if person.full_on else "预备党员",
        person.education,
        person.post,
        person.phone,
        "、".join(WORDS[group] for group in person.groups),
    ]
