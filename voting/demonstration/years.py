"""Two years of supervision, deed by deed on their days: one that runs today, and one that has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from voting.core.clock import today
from voting.core.db import db
from voting.demonstration import supervising
from voting.demonstration.calendar import PlayedScene, days_ago, scene
from voting.demonstration.people import Staffed
from voting.demonstration.photographs import pictures
from voting.people.rules import Actor
from voting.supervision.acceptance import actions as acceptance_actions
from voting.supervision.acceptance.rules import Result
from voting.supervision.change import actions as change_actions
from voting.supervision.change.actions import PublicNotice
from voting.supervision.change.models import Change
from voting.supervision.change.rules import ChangeKind
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding import actions as finding_actions
from voting.supervision.finding.models import Finding
from voting.supervision.follow_up import actions as follow_up_actions
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.inspection import actions as inspection_actions
from voting.supervision.light import actions as light_actions
from voting.supervision.light.rules import Light
from voting.supervision.report.lighting import read_month, reading_days

LAST = 12

SLOW, SLOW_DAY = 6, 9
"""The project whose unit is behind with everything, and the day of the month on which its reports come."""
MISSED = 8
"""The month that this unit never reported."""


def in_month_after(year: int, month: int, day: int) -> date:
    """Return a day of the month after."""
    return date(year + month // 12, month % 12 + 1, day)


Behind = Mapping[int, tuple[range, int]]
"""Project -> in which months it is behind, and how much of the schedule it then keeps, in per cent."""
FORTUNE: Behind = {4: (range(2, 6), 82), SLOW: (range(1, 13), 55), 9: (range(8, 13), 88)}
"""One that catches up, one that never does, one that falls behind late; the others keep their schedule."""


@dataclass(frozen=True)
class Year:
    """A place's commitments of a year, read anew for each deed. Positions from 0, as voted."""

    staffed: Staffed
    year: int
    behind: Behind

    def row(self, position: int) -> Commitment:
        return supervising.commitments_of(self.staffed, self.year)[position]

    def unit(self, position: int) -> Actor:
        return supervising.unit_of(self.staffed, self.row(position))

    @property
    def group(self) -> Actor:
        return self.staffed.actors["supervision"]

    def on(
        self, month: int, day: int, hour: int, deed: Callable[..., object], *values: object
    ) -> PlayedScene:
        """Return a scene of the year."""
        return scene(date(self.year, month, day), hour, partial(deed, *values))

    def publish(self, position: int) -> None:
        """Publish the plan, or its revision."""
        supervising.publish_plan(self.staffed, self.row(position))

    def report(self, position: int, month: int) -> None:
        """Report a month."""
        months, pace = self.behind.get(position, (range(0), supervising.ON_TIME))
        kept = pace if month in months else supervising.ON_TIME
        supervising.report(self.staffed, self.row(position), month, kept)

    def plans(self) -> Iterator[PlayedScene]:
        """Yield the publishing of every plan, soon after the vote."""
        for position in range(len(supervising.commitments_of(self.staffed, self.year))):
            yield self.on(1, 25 + position // 8, 9 + position % 8, self.publish, position)

    def reports(self, last: int = LAST) -> Iterator[PlayedScene]:
        """Yield every month's reports, in the first days of the month after, and the reading of its lights."""
        for month in range(1, last + 1):
            for position in range(len(supervising.commitments_of(self.staffed, self.year))):
                if (position, month) == (SLOW, MISSED):
                    continue
                day = in_month_after(self.year, month, SLOW_DAY if position == SLOW else 1 + position % 4)
                yield scene(day, 9 + position % 8, partial(self.report, position, month), 6 * position)
            day = self.reading_day(month)
            yield scene(day, 9, partial(read_month, self.staffed.staff, self.year, month))

    def reading_day(self, month: int) -> date:
        """Return the day on which a month's lights are read."""
        return reading_days(self.staffed.place).due(self.year, month).on

    def inspect(self, position: int, text: str, percent: int) -> None:
        """Record today's visit of the supervision group, with two pictures."""
        row = self.row(position)
        new = inspection_actions.NewInspection(
            commitment_id=row.id,
            on=today(),
            place="施工现场和周边住户",
            people=6,
            text=text,
            photos=pictures(self.group, f"inspection:{row.id}", percent, percent),
        )
        inspection_actions.record_inspection(self.group, new)

    def raise_finding(self, position: int, title: str, text: str, days: int) -> None:
        """Raise a finding with a picture. days: how long the unit has."""
        row = self.row(position)
        new = finding_actions.NewFinding(
            commitment_id=row.id,
            title=title,
            text=text,
            due_on=today() + timedelta(days),
            photos=pictures(self.group, f"finding:{row.id}", 30),
        )
        finding_actions.raise_finding(self.group, new)

    def go_on(self, title: str, step: str, text: str) -> None:
        """Take a finding one step on: the unit answers and mends, the group looks again."""
        of_place = Finding.jurisdiction_id == self.staffed.place.id
        finding = db.session.scalars(select(Finding).where(of_place, Finding.title == title)).one()
        new = finding_actions.NewPost(finding_id=finding.id, step=step, text=text)
        if step == "pass_recheck":
            finding_actions.recheck(self.group, new)
        else:
            row = db.session.get_one(Commitment, finding.commitment_id)
            finding_actions.respond(supervising.unit_of(self.staffed, row), new)

    def send_letter(self, position: int, text: str, days: int) -> None:
        """Send a follow-up letter. days: how long the unit has."""
        new = follow_up_actions.NewLetter(
            commitment_id=self.row(position).id, text=text, due_on=today() + timedelta(days)
        )
        follow_up_actions.send_letter(self.staffed.staff, new)

    def answer_letter(self, position: int, answer: str) -> None:
        """Answer the newest letter on a project."""
        letters = select(FollowUp).where(FollowUp.commitment_id == self.row(position).id)
        letter = db.session.scalars(letters.order_by(FollowUp.id.desc())).first()
        assert letter is not None
        follow_up_actions.answer_letter(self.unit(position), letter.id, answer)

    def request_change(
        self, position: int, kind: ChangeKind, reason: str, due_on: date | None = None
    ) -> None:
        """Ask for a change: a twentieth more money, or another limit."""
        row = self.row(position)
        new = change_actions.NewChange(
            commitment_id=row.id,
            kind=kind,
            reason=reason,
            target=row.target,
            due_on=due_on or row.due_on,
            planned_fen=row.planned_fen if due_on else row.planned_fen * 21 // 20,
        )
        change_actions.request_change(self.unit(position), new)

    def change_of(self, position: int) -> Change:
        """Return the newest change of a project."""
        changes = select(Change).where(Change.commitment_id == self.row(position).id)
        change = db.session.scalars(changes.order_by(Change.id.desc())).first()
        assert change is not None
        return change

    def decide_change(self, position: int, document: str, opinion: str, *, approved: bool) -> None:
        """Record what was decided on a change."""
        new = change_actions.ChangeDecision(
            change_id=self.change_of(position).id,
            approved=approved,
            decided_on=today(),
            document=document,
            opinion=opinion,
        )
        change_actions.decide(self.staffed.staff, new)

    def proclaim_change(self, position: int, notice: str) -> None:
        """Make a change public."""
        change_actions.proclaim(
            self.staffed.staff, PublicNotice(change_id=self.change_of(position).id, text=notice)
        )

    def choose_light(self, position: int, month: int, light: Light, reason: str) -> None:
        """Show another light than the rule found."""
        light_actions.choose_light(self.staffed.staff, self.row(position).id, month, light, reason)

    def deliver(self, position: int) -> None:
        """Let the unit ask for acceptance."""
        acceptance_actions.deliver(self.unit(position), self.row(position).id)

    def accept(self, position: int, result: Result) -> None:
        """Record the result of a project."""
        supervising.accept(self.staffed, self.row(position), result)

    def carry_over(self, position: int, reason: str) -> None:
        """Carry an unfinished project over to the next year."""
        acceptance_actions.carry_over(self.staffed.staff, self.row(position).id, reason)


def running(staffed: Staffed, year: int) -> Iterator[PlayedScene]:
    """Yield a year of ten projects of different fortune, as far as today. The slow one needs most attention."""
    of = Year(staffed, year, FORTUNE)
    yield from of.plans()
    yield from of.reports()
    yield from spring(of)
    yield from later(of)
    yield from lately(of)


def spring(of: Year) -> Iterator[PlayedScene]:
    """Yield a change that took effect, a finding that was closed, a letter that was answered: all by the middle of April."""
    reason, document = (
        "招标后材料价格上涨，需增加投资百分之五，目标和时限不变。",
        f"县政府常务会议纪要〔{of.year}〕6 号",
    )
    yield of.on(3, 10, 10, of.request_change, 2, ChangeKind.MINOR_ADJUSTMENT, reason)
    yield of.on(
        3, 16, 15, partial(of.decide_change, 2, document, "同意，资金从预备费中安排。", approved=True)
    )
    yield of.on(
        3,
        18,
        10,
        of.proclaim_change,
        2,
        "经县人民政府同意，本项目计划投资增加百分之五，目标任务和完成时限不变。",
    )
    yield of.on(3, 20, 11, of.publish, 2)
    yield of.on(
        3, 18, 14, of.inspect, 0, "实地查看了选址和前期手续，听取了周边住户的意见，手续齐全，群众支持。", 10
    )
    finding = "施工围挡占了人行道"
    yield of.on(3, 18, 16, of.raise_finding, 0, finding, "围挡外没有留出通道，学生上下学走在机动车道上。", 14)
    yield of.on(3, 21, 10, of.go_on, finding, "answer", "已与施工单位商定，三月底前后移围挡。")
    yield of.on(3, 28, 17, of.go_on, finding, "rectify", "围挡已后移 1.5 米，铺设了临时通道并设置警示灯。")
    yield of.on(4, 9, 9, of.go_on, finding, "pass_recheck", "现场复查，通道畅通，同意办结。")
    letter = "该项目前期手续办理缓慢，请说明原因，提出赶上进度的措施和时间。"
    yield of.on(3, 24, 9, of.send_letter, SLOW, letter, 15)
    yield of.on(
        4, 3, 16, of.answer_letter, SLOW, "手续已于三月底办结，施工单位四月中旬进场，倒排工期，每周调度。"
    )


def later(of: Year) -> Iterator[PlayedScene]:
    """Yield what came of the slow project in summer and autumn, and how the year ends."""
    reason = "设备安装情况与月报有出入，先按预警管理，待核实。"
    yield scene(of.reading_day(6), 15, partial(of.choose_light, 4, 6, Light.YELLOW, reason))
    yield of.on(
        8, 14, 9, of.inspect, SLOW, "主体进度明显落后，现场作业人员不足，代表要求责任单位说明原因。", 40
    )
    finding = "现场长期没有施工"
    yield of.on(
        8, 14, 11, of.raise_finding, SLOW, finding, "连续两次走访现场都没有人施工，材料露天堆放。", 20
    )
    yield of.on(8, 25, 10, of.go_on, finding, "answer", "已更换施工班组，九月起两班作业。")
    yield of.on(
        10, 12, 9, of.send_letter, SLOW, "八月份月报没有报送，进度连续落后，请书面说明并按月报送。", 15
    )
    yield of.on(10, 23, 16, of.answer_letter, SLOW, "经办人员调整造成漏报，今后按时报送；已增加投入赶工。")
    reason, next_year = "摊主过渡安置没有谈妥，余下的工程量需延到明年五月完成。", date(of.year + 1, 5, 31)
    yield of.on(11, 6, 10, of.request_change, SLOW, ChangeKind.MAJOR_ADJUSTMENT, reason, next_year)
    document = f"县人大常委会会议纪要〔{of.year}〕11 号"
    no = partial(of.decide_change, SLOW, document, "不同意延期，年内能完成的部分应当完成。", approved=False)
    yield of.on(12, 12, 15, no)
    for position in (0, 1):
        yield scene(date(of.year + 1, 1, 8), 10 + position, partial(of.deliver, position))
    yield scene(date(of.year + 1, 1, 22), 10, partial(of.accept, 0, Result.FINISHED))


def lately(of: Year) -> Iterator[PlayedScene]:
    """Yield what waits for somebody today: a finding and a letter for units, a change for the congress."""
    text = "已经完工的部分缺少坡道和扶手，行动不便的人进出困难，请补齐。"
    yield scene(days_ago(5), 10, partial(of.raise_finding, 3, "无障碍设施不全", text, 15))
    yield scene(days_ago(3), 9, partial(of.send_letter, 5, "请报送资金拨付进度和年底前的支付计划。", 15))
    reason = "群众要求增加服务点位，需增加投资百分之五。"
    yield scene(days_ago(2), 15, partial(of.request_change, 7, ChangeKind.MINOR_ADJUSTMENT, reason))


def ended(staffed: Staffed, year: int) -> Iterator[PlayedScene]:
    """Yield a township's year to its end: the last project stays unfinished and is carried over."""
    of = Year(staffed, year, {2: (range(1, 13), 60)})
    yield from of.plans()
    yield from of.reports(LAST - 1)
    yield of.on(6, 10, 9, of.inspect, 1, "路基已经完成，随机量测厚度符合设计。", 50)
    finding = "路口缺少警示标志"
    yield of.on(6, 10, 11, of.raise_finding, 1, finding, "施工路口夜间没有警示灯。", 10)
    yield of.on(6, 13, 10, of.go_on, finding, "rectify", "已在两处路口安装警示灯和反光标志。")
    yield of.on(6, 20, 10, of.go_on, finding, "pass_recheck", "夜间复查，标志清晰，同意办结。")
    for position in range(3):
        yield of.on(12, 18, 9 + position, of.report, position, LAST)
    for position in (0, 1):
        yield of.on(12, 20, 9 + position, of.deliver, position)
        yield of.on(12, 26, 9 + position, of.accept, position, Result.FINISHED)
    yield of.on(12, 26, 11, of.accept, 2, Result.NOT)
    yield of.on(12, 28, 10, of.carry_over, 2, "冬季停工，余下的工程量明年上半年完成，资金结转使用。")
