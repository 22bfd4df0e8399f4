"""What the meetings of one branch led to: problems raised and commitments made there, and how far they got (R06).

Dice of its own purpose, so that nothing else of the place moves. Some days lie after `AS_OF`.
"""

from datetime import date, timedelta

from xuezuo.sampledata.chance import Dice, dice
from xuezuo.sampledata.life import LATEST_RECORD, Line, day_between
from xuezuo.sampledata.people import Person
from xuezuo.sampledata.tree import Place

PROBLEMS = {
    "village": (
        ("村主干道路灯不亮", "更换灯具并安排专人巡查"), ("灌溉渠淤堵，下游浇不上水", "组织清淤，恢复通水"),
        ("便民服务点中午无人值守", "排出值班表并上墙"), ("独居老人吃饭困难", "安排邻近党员轮流送餐"),
        ("村务公开栏三个月没有更新", "补齐公开内容，按月更新"), ("垃圾清运不及时", "调整清运班次"),
    ),
    "": (
        ("办事材料要求前后不一", "列出一次性告知清单"), ("窗口高峰排队时间长", "增设一个窗口，错峰值班"),
        ("新入职人员业务不熟", "安排老同志结对带教"), ("会议多，下基层少", "合并会议，每月两天下基层"),
        ("群众来电有时无人接听", "明确值守人员和转接电话"), ("离退休党员学习材料送达慢", "明确送学人和送达时间"),
    ),
}  # fmt: skip
"""By sector: what was raised, and what was done about it. Sectors that are not here take the last."""

TAKEN = {
    "village": (
        ("联系两户困难家庭，帮助落实危房改造", "两户改造完工，已入住"), ("带头清理房前屋后和沟渠", "完成清理，带动邻居一起做"),
        ("教会十名留守老人用手机视频", "已教会十名老人"), ("为种植户讲两次田间管理", "讲课两次，到田间指导"),
        ("参加防汛巡查", "汛期参加巡查"), ("每月看望一名老党员", "已看望并送学上门"),
    ),
    "": (
        ("压缩办理时限，当日件当日办", "做到当日办结"), ("与一名新同事结对带教", "带教期满，能独立办理业务"),
        ("到社区报到，参加一次志愿服务", "完成一次志愿服务"), ("把岗位操作要点写成一页纸", "已写成并在班组使用"),
        ("周末值守服务窗口一天", "完成值守"), ("帮扶一户困难职工", "帮助解决子女就学问题"),
    ),
}  # fmt: skip

OWNERS = ("支部书记", "组织委员", "纪检委员", "宣传委员", "")
PUT_RIGHT = ("已办好，群众认可", "已解决，支部会上通报过", "已落实，后续照此执行")
HALF_A_YEAR = timedelta(days=180)


class Doings:
    """Adds to a branch's meetings what they led to. Most lead to nothing that is written down, and that is as it should be."""

    def __init__(self, place: Place, people: list[Person], seed: int, index: int) -> None:
        self.place, self.people = place, people
        self.chance: Dice = dice(seed, "doings", index)
        words = "village" if place.sector in ("village", "community") else ""
        self.problems, self.taken = PROBLEMS[words], TAKEN[words]

    def added(self, line: Line) -> Line:
        random = self.chance.random
        if not {"topic_discussion", "lecture", "theme_day"} & set(line["kinds"]):
            return line
        held_on = date.fromisoformat(line["held_on"])
        if random() < 0.14:
            line["problems"] = [self._problem(held_on)]
        if random() < 0.16:
            line["taken_on"] = [self._taken(line, held_on) for _ in range(1 + (random() < 0.3))]
        return line

    def _later(self, since: date, most: int) -> date:
        return min(day_between(self.chance, since + timedelta(days=1), since + timedelta(days=most)), LATEST_RECORD)

    def _problem(self, held_on: date) -> Line:
        title, measure = self.chance.choice(self.problems)
        problem: Line = {"title": title, "owner": self.chance.choice(OWNERS)}
        if self.chance.random() < 0.8:
            problem["due_on"] = (held_on + timedelta(days=30 * (1 + int(self.chance.random() * 3)))).isoformat()
        if self.chance.random() < 0.75:
            taken_on = self._later(held_on, 30)
            problem |= {"measure": measure, "measure_on": taken_on.isoformat()}
            if self.chance.random() < 0.8:
                closed_on = self._later(taken_on, 45)
                problem |= {"closed_on": closed_on.isoformat(), "closed_reason": self.chance.choice(PUT_RIGHT)}
        return problem

    def _taken(self, line: Line, held_on: date) -> Line:
        """By a member who was there, or now and then by the branch as a whole."""
        what, done = self.chance.choice(self.taken)
        taken: Line = {"what": what, "due_on": day_between(self.chance, held_on, held_on + HALF_A_YEAR).isoformat()}
        away = {one["member"] for one in line.get("absent", ())}
        present = [person.id_number for person in self.people if person.id_number not in away]
        if self.chance.random() < 0.85:
            taken["member"] = self.chance.choice(present)
        if self.chance.random() < 0.8:
            taken |= {"done": done, "done_on": self._later(held_on, 90).isoformat()}
        return taken
