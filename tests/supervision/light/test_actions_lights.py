import time_machine
from sqlalchemy import func, select

from tests.supervision import factories as make
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.people.rules import Actor
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.facts import lights_of
from voting.supervision.light.rules import Light
from voting.supervision.report import lighting


def lights(row: Commitment) -> dict[int, Light]:
    db.session.expire_all()
    return {light.month: light.light for light in lights_of(db.session.get_one(Commitment, row.id))}


def journal(event: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Entry).where(Entry.event == event)) or 0


@time_machine.travel("2027-01-05T02:00:00Z")
def test_a_correction_lights_the_months_after_it_again(
    clerk: Actor, staff: Actor, assigned: Commitment
) -> None:
    row = make.planned(clerk, assigned)
    make.report(clerk, row, 7, 72, done=2)
    make.report(clerk, row, 8, 72, done=2, text="暴雨停工。")
    assert (lights(row)[7], lights(row)[8]) == (Light.GREEN, Light.GREEN)
    make.report(clerk, row, 8, 75, done=2, correction="漏报")
    make.report(clerk, row, 7, 50, done=1, correction="招标没有完成")
    assert (lights(row)[7], lights(row)[8]) == (Light.RED, Light.GREEN)


@time_machine.travel("2027-01-05T02:00:00Z")
def test_reading_a_month_again_adds_nothing_to_the_journal(staff: Actor, row: Commitment) -> None:
    for _ in range(2):
        with transaction():
            assert lighting.read_month(staff, 2026, 9) == 1
    assert set(lights(row)) == {7, 8, 9}
    assert journal("supervision:light:read") == 3
