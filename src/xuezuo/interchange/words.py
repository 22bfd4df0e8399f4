"""Words in the cells of rosters, Chinese and English, and the codes that they stand for (sources: D5.01-D5.08, D5.33, D5.40)."""

import unicodedata


def plain(text: str) -> str:
    """A word as it is looked up: full-width letters made narrow, no spaces, small letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("_", "").replace("-", "").lower()


def _table(lines: dict[str, str]) -> dict[str, str]:
    return {plain(word): code for code, words in lines.items() for word in [code, *words.split()]}


ORGANIZATION_KIND = _table(
    {
        "local_committee": "地方党委 地方委员会 省委 市委 县委 区委 省级党委 市级党委 县级党委 局党委 公司 集团公司",
        "working_committee": "党工委 工委 工作委员会 党的工作委员会",
        "leading_group": "党组",
        "committee": "611 基层党委 党委 党的基层委员会 基层委员会 乡镇党委 街道党委 委员会 primary-levelcommittee 分公司",
        "general_branch": "621 党总支 总支 党总支部 总支部 党的总支部 部门 车间",
        "branch": "631 党支部 支部 党的支部 partybranch 班组",
        "joint_branch": "632 联合党支部 联合支部",
        "temporary_branch": "TMP 临时党支部 临时支部",
    }
)
SECTOR = _table(
    {
        "village": "建制村 村 农村 行政村 乡村",
        "community": "社区 城市社区 街道社区 社区居委会 城市",
        "organ": "机关 党政机关 国家机关",
        "institution": "事业单位 事业 公立学校 学校 医院 科研院所 publicinstitution",
        "university": "高校 高等学校 大学 普通高校",
        "public_enterprise": "公有经济控制企业 公有制企业 国有企业 国企 公有企业 国有控股企业",
        "private_enterprise": "非公有经济控制企业 非公有制企业 非公企业 非公 非公有制经济组织 民营企业 私营企业",
        "social_organization": "社会组织 社团 社会团体 民办非企业",
        "other": "其他 其它 其他领域 othersector",
    }
)
SEX = _table({"male": "男 男性 1 m", "female": "女 女性 2 f"})
MEMBER_CATEGORY = _table(
    {"full": "正式党员 正式 fullmember 1", "probationary": "预备党员 预备 probationarymember 2"},
)
NOT_MEMBERS = frozenset(
    map(plain, ["入党申请人", "积极分子", "入党积极分子", "发展对象", "群众", "共青团员", "applicant", "activist"])
)
MEMBER_GROUP = _table(
    {
        "floating": "流动党员 流动 流出党员 floatingmember floatingmembers",
        "retired": "离退休党员 离退休 离休 退休 离退休人员 retiredmember retiredmembers",
        "housebound": "年老体弱 年老体弱党员 老弱病残 行动不便 卧病 housebound",
        "abroad": "出国（境）党员 出国出境党员 出国境党员 出国党员 出境党员 境外党员 出国（境） 出国 memberabroad membersabroad",
        "leading_cadre": "领导干部 党员领导干部 leadingcadre leadingcadres",
    }
)
YES = frozenset(map(plain, ["是", "有", "√", "✓", "✔", "Y", "yes", "true", "1", "对"]))
NO = frozenset(map(plain, ["否", "无", "×", "✗", "N", "no", "false", "0", "-", "—", "/", "不是"]))

_PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 "
    "仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
).split()
_ROMAN = (
    "Han Mongol Hui Zang Uygur Miao Yi Zhuang Buyei Chosen Man Dong Yao Bai Tujia Hani Kazak Dai Li Lisu Va She Gaoshan "
    "Lahu Sui Dongxiang Naxi Jingpo Kirgiz Tu Daur Mulao Qiang Blang Salar Maonan Gelao Xibe Achang Pumi Tajik Nu Uzbek "
    "Russ Ewenki Deang Bonan Yugur Gin Tatar Derung Oroqen Hezhen Monba Lhoba Jino"
).split()


def _nationalities() -> dict[str, str]:
    """GB/T 3304: names with and without 族, Roman spellings, and codes 01 to 56."""
    known: dict[str, str] = {}
    for number, (people, roman) in enumerate(zip(_PEOPLES, _ROMAN, strict=True), start=1):
        name = people + "族"
        known |= {plain(one): name for one in (people, name, roman, f"{number:02}")}
    known |= {plain(one): one for one in ("其他", "穿青人", "未识别民族")}
    return known | {plain("外国血统中国籍人士"): "外国血统"}


NATIONALITY = _nationalities()


def kind_of_name(name: str, has_children: bool) -> str:
    """What an organization is when its row does not say: by the ending of its official name (D5.21), else by its place."""
    text = name.rstrip("）)")
    for ending, code in (
        ("临时党支部", "temporary_branch"),
        ("临时支部委员会", "temporary_branch"),
        ("联合党支部", "joint_branch"),
        ("联合支部委员会", "joint_branch"),
        ("总支部委员会", "general_branch"),
        ("总支部", "general_branch"),
        ("党总支", "general_branch"),
        ("支部委员会", "branch"),
        ("支部", "branch"),
        ("工作委员会", "working_committee"),
        ("党工委", "working_committee"),
        ("工委", "working_committee"),
        ("党组", "leading_group"),
        ("委员会", "committee"),
        ("党委", "committee"),
    ):
        if text.endswith(ending):
            return "committee" if has_children and code.endswith("branch") and code != "general_branch" else code
    return "committee" if has_children else "branch"
