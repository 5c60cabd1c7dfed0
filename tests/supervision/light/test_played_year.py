"""A year of eight projects through the real deeds with a stopped clock: each month's light as shown on its day, and for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import time_machine
from sqlalchemy import select

from tests.supervision import factories as make
from voting.audit.journal import first_broken_line
from voting.congress.place.models import Unit
from voting.core.clock import CHINA
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place
from voting.supervision.acceptance import actions as acceptance
from voting.supervision.acceptance.rules import Result
from voting.supervision.change import actions as changes
from voting.supervision.change.rules import ChangeKind
from voting.supervision.commitment import actions as commitments
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.actions import choose_light
from voting.supervision.light.facts import lights_of
from voting.supervision.light.models import LaterReading
from voting.supervision.light.rules import Light
from voting.supervision.pages.board.queries import projects_of
from voting.supervision.plan import actions as plans
from voting.supervision.report.lighting import read_what_is_due

LETTERS = {"G": Light.GREEN, "Y": Light.YELLOW, "R": Light.RED, "B": Light.BLUE, "-": Light.GREY}
LINES = [
    line.split()
    for line in Path(__file__).with_name("played_year.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
BY_HAND = {name: [LETTERS[letter] for letter in letters] for name, *letters in LINES}
YEAR = 2026
PLANNED = (9, 17, 25, 34, 42, 50, 59, 67, 75, 88, 100, 100)
SLOW = (9, 12, 14, 20, 25, 42, 55, 67, 75, 76, 100, 100)
EARLY = (20, 40, 60, 80, *[100] * 8)
DONE = (0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4)
SLOW_DONE = (0, 0, 0, 0, 0, 1, 2, 2, 3, 3, 4, 4)
EARLY_DONE = (0, 1, 2, 3, *[4] * 8)
REPORTS: dict[str, tuple[Sequence[int], Sequence[int], int]] = {
    "on_time": (PLANNED, DONE, 11),
    "slow": (SLOW, SLOW_DONE, 12),
    "always_late": (PLANNED, DONE, 12),
    "missing": (PLANNED, DONE, 4),
    "suspended": (PLANNED, DONE, 4),
    "terminated": (PLANNED, DONE, 6),
    "ahead": (EARLY, EARLY_DONE, 5),
    "looked_after": (PLANNED, DONE, 12),
}
READING_DAYS = (
    *(
        date(2026, 2, 6),
        date(2026, 3, 6),
        date(2026, 4, 7),
        date(2026, 5, 6),
        date(2026, 6, 8),
        date(2026, 7, 7),
    ),
    *(
        date(2026, 8, 6),
        date(2026, 9, 8),
        date(2026, 10, 6),
        date(2026, 11, 6),
        date(2026, 12, 8),
        date(2027, 1, 6),
    ),
)
ENDS = ((1, 1, 3, 31), (4, 1, 6, 30), (7, 1, 9, 30), (10, 1, 11, 30))


def at(day: date, hour: int = 9) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=CHINA), tick=False)


class Played:
    """The year of one place: its people and its projects by name."""

    def __init__(self, city: Place, staff: Actor, clerk: Actor, water: Unit) -> None:
        self.city, self.staff, self.clerk = city, staff, clerk
        with at(date(YEAR, 1, 15)):
            texts = make.frozen(city, water, *BY_HAND, year=YEAR)
            with transaction():
                rows = commitments.take_in(staff, make.outcome(texts))
            self.rows = {row.title: row for row in rows}
        with at(date(YEAR, 1, 20)):
            for row in rows:
                self.publish(row)

    def publish(self, row: Commitment) -> None:
        steps = tuple(
            plans.NewStep(
                id=step.id,
                title=step.title,
                starts_on=date(YEAR, from_month, from_day),
                due_on=date(YEAR, to_month, to_day),
                weight=25,
            )
            for step, (from_month, from_day, to_month, to_day) in zip(make.steps(row), ENDS, strict=True)
        )
        with transaction():
            plans.publish_plan(
                self.clerk,
                plans.NewPlan(
                    commitment_id=row.id,
                    target=row.target,
                    due_on=row.due_on,
                    funding="市级财政",
                    safeguards="每周调度。",
                    steps=steps,
                ),
            )

    def report(self, name: str, month: int) -> None:
        figures, done, last = REPORTS[name]
        if month <= last:
            make.report(self.clerk, self.rows[name], month, figures[month - 1], done=done[month - 1])

    def change(self, name: str, kind: ChangeKind) -> None:
        row = self.rows[name]
        with transaction():
            new = changes.NewChange(
                commitment_id=row.id,
                kind=kind,
                reason="用地没有落实",
                target=row.target,
                due_on=row.due_on,
                planned_fen=row.planned_fen,
            )
            change = changes.request_change(self.clerk, new)
        with transaction():
            decision = changes.ChangeDecision(
                change_id=change.id, approved=True, decided_on=date(YEAR, 5, 1), document="会议纪要 5 号"
            )
            changes.decide(self.staff, decision)
        with transaction():
            changes.proclaim(self.staff, changes.PublicNotice(change_id=change.id, text="经批准，予以公告。"))

    def after(self, month: int) -> None:
        """What happens once a month's lights were read, in the month after."""
        if month == 4:
            with at(date(YEAR, 5, 20)):
                self.change("suspended", ChangeKind.SUSPEND)
        if month == 6:
            with at(date(YEAR, 7, 15)):
                self.change("terminated", ChangeKind.TERMINATE)
        if month == 5:
            self.look_after()
        if month == 11:
            self.accept()
        with at(date(YEAR + month // 12, month % 12 + 1, 20)):
            self.report("always_late", month)

    def look_after(self) -> None:
        row = self.rows["looked_after"]
        with at(date(YEAR, 6, 10)), transaction():
            choose_light(self.staff, row.id, 5, Light.YELLOW, "与现场情况有出入")
        with at(date(YEAR, 6, 20)):
            make.report(self.clerk, row, 3, 17, done=0, correction="三月误报")

    def accept(self) -> None:
        row = self.rows["on_time"]
        with at(date(YEAR, 12, 15)):
            with transaction():
                acceptance.deliver(self.clerk, row.id)
            with transaction():
                acceptance.accept(
                    self.staff,
                    acceptance.NewAcceptance(
                        commitment_id=row.id, result=Result.FINISHED, opinion="完成", on=date(YEAR, 12, 15)
                    ),
                )

    def shown(self) -> dict[str, Light]:
        db.session.expire_all()
        return {row.title: row.shown.light for row in projects_of((self.city.id,), YEAR) if row.shown.month}

    def kept(self) -> dict[str, list[Light]]:
        db.session.expire_all()
        return {name: [one.shown for one in lights_of(row)] for name, row in self.rows.items()}


def test_the_played_year(city: Place, staff: Actor, clerk: Actor, water: Unit) -> None:
    played = Played(city, staff, clerk, water)
    for month, day in enumerate(READING_DAYS, 1):
        with at(date(YEAR + month // 12, month % 12 + 1, 3)):
            for name in REPORTS:
                if name != "always_late":
                    played.report(name, month)
        before = played.kept()
        with at(day.replace(day=day.day - 1), 23):
            read_what_is_due()
            assert played.kept() == before, f"nothing is read before {day}"
        with at(day, 0):
            read_what_is_due()
            by_hand = {name: lights[month - 1] for name, lights in BY_HAND.items()}
            if month == 5:
                by_hand["looked_after"] = Light.GREEN  # a person shows yellow on the 10th
            assert played.shown() == by_hand, f"month {month}"
        played.after(month)
    assert played.kept() == BY_HAND
    later = db.session.scalars(select(LaterReading).where(LaterReading.month == 3)).all()
    assert {row.light for row in later if row.commitment_id == played.rows["looked_after"].id} == {
        Light.YELLOW
    }
    with at(date(YEAR + 1, 12, 31)):
        read_what_is_due()
        make.report(clerk, played.rows["slow"], 10, 90, done=3, correction="漏报")
        assert played.kept() == BY_HAND, "still the same a year later"
    assert first_broken_line(city.id) is None
