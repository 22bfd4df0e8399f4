"""Names of places and people. Places are put together from characters that real divisions of China do not combine:
none of the pairs is among the 41,352 township-level names of the public list of divisions (china-division 2.7.0).
"""

from collections.abc import Iterator

from xuezuo.sampledata.chance import Dice

FIRST = "昀霁绮翎珩璟煦璃瑾蘅翊旌榭漪澈皓聆烁晗杼绡泠洵湜沚霏霭曦旻昱晞暄玙珺瑄禧穰粲缇苒琤璆芃蓁"
SECOND = "川泽陵浦坪岭湾溪桥塘原洲渡屿冈坞汀崖潭陂垄畈岙墩埠津涧麓墅"

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
GIVEN_MALE = "伟强磊军洋勇杰涛明超平刚建国志文斌波辉宁鹏飞海峰永健世广义兴良山仁毅俊亮东光生胜福全清顺发祥荣成康"
GIVEN_FEMALE = "芳娜秀英敏静丽艳娟霞兰玉萍红玲芬燕彩春菊凤洁梅琳素云莲真环雪爱妹月莺媛瑞凡佳嘉琼勤珍贞桂娣叶璧璐"

NATIONALITIES = ("汉族",) * 46 + ("畲族", "回族", "苗族", "土家族")


def place_names(chooser: Dice) -> Iterator[str]:
    """Every pair once, in an order of the dice: 1,276 names for cities, counties and townships."""
    pairs = [first + second for first in FIRST for second in SECOND]
    chooser.shuffle(pairs)
    return iter(pairs)


def small_names(chooser: Dice, count: int) -> list[str]:
    """Names of villages and firms, none twice within one township."""
    size = len(FIRST) * len(SECOND)
    return [FIRST[n // len(SECOND)] + SECOND[n % len(SECOND)] for n in chooser.sample(range(size), min(count, size))]


def person(chance: Dice, *, female: bool) -> str:
    """A name of two or three characters. Whoever bears it by accident is not meant."""
    random = chance.random
    pool = GIVEN_FEMALE if female else GIVEN_MALE
    size = len(pool)
    name = SURNAMES[int(random() ** 1.6 * len(SURNAMES))] + pool[int(random() * size)]
    return name + pool[int(random() * size)] if random() < 0.72 else name
