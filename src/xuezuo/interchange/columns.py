"""Which column holds what: known headers in Chinese and English, the row in which they stand, headers over two rows."""

import re
import unicodedata
from dataclasses import dataclass, field

from xuezuo.refusals import Refusal

NOISE = re.compile(r"[\s*＊:：()（）\[\]【】\"'、,，。．._/\\-]|必填|选填")
SEARCHED_ROWS = 30


def plain_header(cell: object) -> str:
    """A header as it is looked up: `*党组织 代码（必填）` and `党组织代码` are one."""
    return NOISE.sub("", unicodedata.normalize("NFKC", str(cell))).lower() if cell not in ("", None) else ""


def _table(lines: dict[str, str]) -> dict[str, str]:
    return {plain_header(word): code for code, words in lines.items() for word in [code, *words.split()]}


@dataclass(frozen=True)
class Vocabulary:
    """The fields of a kind of roster; `titles` are the standard headers, which refusals and samples use."""

    headers: dict[str, str]
    required: tuple[str, ...]
    titles: dict[str, str]


ORGANIZATIONS = Vocabulary(
    headers=_table(
        {
            "code": "党组织代码 党组织编码 党组织编号 组织代码 组织编码 组织机构代码 代码 编码 organizationcode orgcode",
            "name": "党组织全称 党组织名称 组织全称 组织名称 全称 名称 党组织 fullname organizationname orgname",
            "parent": "上级党组织代码 上级组织代码 上级代码 上级党组织编码 上级编码 隶属党组织代码 上级机构代码 "
            "parentcode superiorcode superior",
            "parent_name": "上级党组织 上级党组织名称 上级党组织全称 上级名称 parentname superiorname",
            "kind": "组织类别 党组织类别 组织类型 党组织类型 类别 类型 organizationkind type",
            "sector": "所属领域 领域 行业领域 领域类别 所在领域",
            "founded": "成立日期 成立时间 建立日期 建立时间 批准建立日期 党组织成立日期 foundedon foundingdate",
            "duties_from": "履职起始 履职起始日期 履职开始日期 履职起始时间 dutiesfrom",
        }
    ),
    required=("code", "name", "parent"),
    titles={
        "code": "党组织代码",
        "name": "党组织全称",
        "parent": "上级党组织代码",
        "kind": "组织类别",
        "sector": "所属领域",
        "founded": "成立日期",
        "duties_from": "履职起始",
    },
)
MEMBERS = Vocabulary(
    headers=_table(
        {
            "organization": "党组织代码 党支部代码 支部代码 所在党支部代码 所在党组织代码 组织代码 党组织编码 党支部编码 code "
            "organizationcode orgcode branchcode",
            "organization_name": "党支部名称 所在党支部 党支部 支部名称 所在支部 所在党支部名称 党组织名称 党组织全称 "
            "branch branchname organizationname",
            "name": "姓名 党员姓名 fullname membername",
            "sex": "性别 gender",
            "nationality": "民族 ethnicgroup ethnicity",
            "id_number": "公民身份号码 公民身份证号 公民身份证号码 身份证号 身份证号码 身份证 身份号码 居民身份证号 居民身份证号码 "
            "证件号码 idnumber idcard citizenid",
            "birth_on": "出生日期 出生年月 出生年月日 出生时间 生日 birth birthdate dateofbirth",
            "joined_on": "入党日期 入党时间 入党年月 加入党组织日期 加入党组织时间 加入中国共产党日期 joined joiningdate dateofjoining",
            "category": "党员类别 人员类别 党员类型 membercategory",
            "full_on": "转正日期 转正时间 转为正式党员日期 转为正式党员时间 fullmembersince",
            "education": "学历 文化程度",
            "post": "工作岗位 岗位",
            "phone": "联系电话 手机 手机号 手机号码 移动电话 电话 telephone mobile",
            "groups": "党员分组 党员群体 特殊群体 分组 group membergroups",
            "floating": "流动党员 是否流动党员 流动 是否流动 是否为流动党员",
            "retired": "离退休 离退休党员 是否离退休 是否离退休党员",
            "housebound": "年老体弱 年老体弱党员 是否年老体弱",
            "leading_cadre": "领导干部 是否领导干部 党员领导干部",
        }
    ),
    required=("organization", "name", "sex", "nationality", "id_number", "birth_on", "joined_on", "category"),
    titles={
        "organization": "党组织代码",
        "organization_name": "党支部名称",
        "name": "姓名",
        "sex": "性别",
        "nationality": "民族",
        "id_number": "公民身份号码",
        "birth_on": "出生日期",
        "joined_on": "入党日期",
        "category": "党员类别",
        "full_on": "转正日期",
        "education": "学历",
        "post": "工作岗位",
        "phone": "联系电话",
        "groups": "党员分组",
    },
)


@dataclass
class Columns:
    """`at` gives the column of a field, `titles` its header in the file; `header_row` is 1-based, the last of the header."""

    header_row: int
    at: dict[str, int]
    titles: dict[str, str]
    ignored: list[str] = field(default_factory=list)
    header: dict[int, str] = field(default_factory=dict)

    def repeats(self, cells: list[object]) -> bool:
        """Whether a row is the header again."""
        same = sum(
            1 for at, text in self.header.items() if text and at < len(cells) and plain_header(cells[at]) == text
        )
        return same >= 2 and same * 2 > sum(1 for text in self.header.values() if text)


def find(rows: list[tuple[int, list[object]]], known: Vocabulary, name: str) -> tuple[Columns, int] | None:
    """The header among the first rows of a sheet, and how many of `rows` it and what is above it take.

    A header of one row is looked for first, then one of two or three rows (merged cells). None if there is none.
    """
    plain_rows = [[plain_header(cell) for cell in cells] for _, cells in rows]
    for height in (1, 2, 3):
        for top in range(len(rows) - height + 1):
            columns = _match([rows[top + i][1] for i in range(height)], plain_rows[top : top + height], known, name)
            if columns is None:
                continue
            last = top + height - 1
            if height == 1:
                columns, last = _with_second_row(rows, plain_rows, top, columns, known, name)
            columns.header_row = rows[last][0]
            return columns, last + 1
    return None


def _with_second_row(
    rows: list[tuple[int, list[object]]],
    plain_rows: list[list[str]],
    top: int,
    columns: Columns,
    known: Vocabulary,
    name: str,
) -> tuple[Columns, int]:
    """A complete header whose next row only divides further columns (党员分组: 流动 | 离退休) goes over two rows."""
    if top + 1 < len(rows):
        below = plain_rows[top + 1]
        names_more = any(text in known.headers and at not in columns.at.values() for at, text in enumerate(below))
        required = [columns.at[one] for one in known.required]
        if names_more and all(at >= len(below) or below[at] in ("", plain_rows[top][at]) for at in required):
            two = _match([rows[top][1], rows[top + 1][1]], plain_rows[top : top + 2], known, name)
            if two is not None:
                return two, top + 1
    return columns, top


def lacking(rows: list[tuple[int, list[object]]], known: Vocabulary) -> list[str]:
    """The required fields that the best of the first rows does not name."""
    plain_rows = [[plain_header(cell) for cell in cells] for _, cells in rows]
    best = list(known.required)
    for height in (1, 2, 3):
        for top in range(len(rows) - height + 1):
            raw = [rows[top + i][1] for i in range(height)]
            named = _named(raw, plain_rows[top : top + height], known)[0].at
            best = min(best, [one for one in known.required if one not in named], key=len)
    return best


def _match(raw: list[list[object]], plain_rows: list[list[str]], known: Vocabulary, name: str) -> Columns | None:
    """The columns if these rows, read downwards, name every required field."""
    columns, twice = _named(raw, plain_rows, known)
    if not all(one in columns.at for one in known.required):
        return None
    if twice:
        raise Refusal("column_twice", name=name, column=twice)
    return columns


def _named(raw: list[list[object]], plain_rows: list[list[str]], known: Vocabulary) -> tuple[Columns, str]:
    """The columns that these rows name, and the header that names a required field a second time, if any."""
    width = max((len(row) for row in plain_rows), default=0)
    upper = [""] * len(plain_rows)
    columns, twice = Columns(0, {}, {}), ""
    for at in range(width):
        texts = [row[at] if at < len(row) else "" for row in plain_rows]
        upper = [text or above for text, above in zip(texts[:-1], upper[:-1], strict=True)] + texts[-1:]
        title = next((str(row[at]).strip() for row in reversed(raw) if at < len(row) and row[at] not in ("", None)), "")
        columns.header[at] = texts[-1]
        found = _field_of(texts, upper, known)
        if found is None:
            if title:
                columns.ignored.append(title)
        elif found not in columns.at:
            columns.at[found], columns.titles[found] = at, " ".join(title.split())
        else:
            columns.ignored.append(title)
            twice = title if found in known.required and texts[-1] else twice
    return columns, twice


def _field_of(texts: list[str], upper: list[str], known: Vocabulary) -> str | None:
    """What the texts joined from above say (上级 over 党组织代码), else the lowest text that is a known header."""
    joined = known.headers.get("".join(dict.fromkeys(text for text in upper if text)))
    return joined or next((known.headers[text] for text in reversed(texts) if text in known.headers), None)
