"""What units are called in each sector, and how an organization of each kind is named."""

from xuezuo.sampledata.chance import Dice

UNITS = {
    "organ": ("党政办", "财政所", "综治办", "农业服务中心", "水利站", "民政办", "司法所", "国土所", "规划建设办", "人社所"),
    "organ_county": (
        "财政局", "民政局", "水利局", "林业局", "教育局", "交通局", "审计局", "统计局", "文体局", "信访局",
        "环保局", "司法局", "档案局", "农业局", "卫计局", "发改局", "人社局", "住建局", "市监局", "安监局",
    ),
    "institution": ("中心小学", "初级中学", "卫生院", "文化站", "敬老院", "第一幼儿园", "第二小学", "图书馆", "兽医站"),
    "institution_county": (
        "第一中学", "实验小学", "第二中学", "职业中学", "第三小学", "实验幼儿园", "特殊教育学校", "进修学校", "人民医院", "博物馆",
    ),
    "university": ("职业学院", "师范学院", "医学院", "农林学院", "工程学院"),
    "public_enterprise": ("供水公司", "公交公司", "供电所", "粮食购销公司", "国有林场", "自来水厂", "邮政支局"),
    "private_enterprise": ("机械", "食品", "纺织", "电子", "茶业", "物流", "建材", "鞋服", "石材", "包装"),
    "social_organization": ("商会", "行业协会", "民办幼儿园", "养老服务中心", "律师事务所", "志愿者协会", "社工站"),
    "other": ("离退休干部", "流动党员驻外", "人才交流中心"),
}  # fmt: skip

FACULTIES = ("人文系", "理工系", "管理系", "外语系", "机关", "后勤", "离退休", "艺术系")


def unit(sector: str, small: str, number: int, chooser: Dice, *, county_level: bool) -> str:
    """The unit of one branch; `number` tells equal units of one township apart."""
    if sector == "village":
        return f"{small}村"
    if sector == "community":
        return f"{small}社区"
    if sector == "private_enterprise":
        return f"{small}{chooser.choice(UNITS[sector])}有限公司"
    if sector == "social_organization":
        return f"{small}{chooser.choice(UNITS[sector])}"
    if sector == "university":
        return f"{small}{chooser.choice(UNITS[sector])}{chooser.choice(FACULTIES)}"
    words = UNITS.get(f"{sector}_county", UNITS[sector]) if county_level else UNITS[sector]
    bare = number < len(words) and (sector == "organ" or not county_level)
    return words[number % len(words)] if bare else small + words[number % len(words)]


def full_name(kind: str, place: str) -> str:
    """The official form: 中共 + unit + kind (D5.21)."""
    ending = {
        "local_committee": "委员会",
        "committee": "委员会",
        "working_committee": "工作委员会",
        "general_branch": "总支部委员会",
        "branch": "支部委员会",
        "joint_branch": "联合支部委员会",
        "temporary_branch": "临时支部",
    }[kind]
    return f"中共{place}{ending}"
