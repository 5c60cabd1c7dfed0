"""Deeds of the reading room: who may, when, and what is left behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, unit
from tests.screening.factories import appraised, reviewed, staff
from tests.screening.reading.conftest import Room
from voting.audit.models import Entry
from voting.congress.term.models import Term
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.people.models import Account
from voting.people.rules import Actor, Role
from voting.screening.dossier.models import Project
from voting.screening.reading import actions
from voting.screening.reading.facts import own_desk
from voting.screening.reading.forgetting import forget_desks
from voting.screening.reading.models import DeputyQuestion, ReadingDesk
from voting.screening.reading.rules import MOST_OPEN, QuestionState
from voting.screening.shortlist import actions as shortlist_actions

pytestmark = pytest.mark.database
KEY = "a key of the program, long enough"


def ask(
    room: Room, by: Actor | None = None, text: str = "管网改造包括哪几个小区？", nth: int = 0
) -> DeputyQuestion:
    with transaction():
        return actions.ask(
            by or room.asker, jurisdiction_id=room.place.id, project_id=room.ids[nth], text=text
        )


def events() -> list[str]:
    return list(db.session.scalars(select(Entry.event).order_by(Entry.id)))


def test_a_question_goes_to_the_unit_that_leads_and_is_answered_by_it(room: Room) -> None:
    row = ask(room)
    assert row.unit_id == room.unit.unit_id
    with transaction():
        actions.answer(room.unit, jurisdiction_id=room.place.id, question_id=row.id, text="共 12 个小区。")
    assert (row.state, row.answer, row.answered_by) == (
        QuestionState.ANSWERED,
        "共 12 个小区。",
        room.unit.account_id,
    )
    lines = db.session.scalars(select(Entry).where(Entry.event.like("screening:question:%"))).all()
    assert [line.event for line in sorted(lines, key=lambda line: line.number)] == [
        "screening:question:asked",
        "screening:question:answered",
    ]
    assert "小区" not in "".join(str(line.facts) for line in lines)


def test_the_same_words_twice_are_one_question(room: Room) -> None:
    assert ask(room).id == ask(room).id
    assert ask(room, room.other).id != ask(room).id


def test_nobody_but_a_deputy_asks(room: Room) -> None:
    for one in (room.unit, staff(room.place), account(room.place)):
        with pytest.raises(NotAllowed):
            ask(room, one)


def test_nobody_asks_before_the_list_is_reviewed(room: Room) -> None:
    early = appraised(staff(room.place), room.place, 1)[0]
    with pytest.raises(NotFound), transaction():
        actions.ask(room.asker, jurisdiction_id=room.place.id, project_id=early, text="什么时候开工？")


def test_nobody_asks_about_the_list_of_an_earlier_year(room: Room) -> None:
    reviewed(room.place, year=2028)
    with pytest.raises(WrongMoment, match="2027"):
        ask(room)


def test_a_flood_of_questions_ends(room: Room) -> None:
    for n in range(MOST_OPEN):
        ask(room, text=f"第 {n} 个问题是什么？")
    with pytest.raises(RuleBroken, match="等待答复"):
        ask(room)
    ask(room, room.other)


def test_another_unit_neither_reads_nor_answers_and_the_office_passes_on(room: Room) -> None:
    row, other = ask(room), unit(room.place, "市水利局")
    stranger, clerk = account(room.place, Role.UNIT, unit=other), staff(room.place)
    at = {"jurisdiction_id": room.place.id, "question_id": row.id}
    with pytest.raises(NotFound), transaction():
        actions.answer(stranger, text="不是我们。", **at)
    with pytest.raises(NotAllowed), transaction():
        actions.pass_on(room.unit, unit_id=other.id, **at)
    with transaction():
        actions.pass_on(clerk, unit_id=other.id, **at)
        actions.answer(stranger, text="由我局答复。", **at)
    with pytest.raises(NotFound), transaction():
        actions.answer(room.unit, text="我们来答。", **at)
    with pytest.raises(WrongMoment), transaction():
        actions.pass_on(clerk, unit_id=other.id, **at)


def test_where_no_unit_leads_the_office_answers(room: Room) -> None:
    with transaction():
        db.session.get_one(Project, room.ids[0]).lead_unit_id = None
    row = ask(room)
    with pytest.raises(NotFound), transaction():
        actions.answer(room.unit, jurisdiction_id=room.place.id, question_id=row.id, text="没有请我们。")
    with transaction():
        actions.answer(
            staff(room.place), jurisdiction_id=room.place.id, question_id=row.id, text="办公室答复。"
        )
    line = db.session.scalars(select(Entry).where(Entry.event == "screening:question:asked")).one()
    assert (line.facts["to"], line.facts["unit"]) == ("office", 0)


def test_only_who_asked_takes_a_question_back_and_only_before_the_answer(room: Room) -> None:
    row = ask(room)
    at = {"jurisdiction_id": room.place.id, "question_id": row.id}
    with pytest.raises(NotFound), transaction():
        actions.withdraw(room.other, **at)
    with transaction():
        actions.withdraw(room.asker, **at)
    with pytest.raises(WrongMoment), transaction():
        actions.answer(room.unit, text="迟了。", **at)


def keep(room: Room, by: Actor) -> None:
    with transaction():
        actions.mark(by, project_id=room.ids[0], marked=True, secret_key=KEY)
        actions.write_note(by, project_id=room.ids[1], text="钱从哪里来？", secret_key=KEY)


def test_what_is_ones_own_is_sealed_and_told_to_nobody(room: Room) -> None:
    before = events()
    keep(room, room.asker)
    keep(room, room.other)
    assert events() == before
    desk = own_desk(room.asker, KEY)
    assert desk is not None
    assert (desk.marked, dict(desk.notes)) == (frozenset({room.ids[0]}), {room.ids[1]: "钱从哪里来？"})
    kept = [str(sealed) for (sealed,) in rows("SELECT sealed FROM screening_reading_desk")]
    assert len({len(one) for one in kept}) == 1
    assert "钱从哪里来" not in "".join(kept)


def test_a_row_opens_for_no_other_deputy_and_with_no_other_key(room: Room) -> None:
    keep(room, room.asker)
    mine = db.session.get_one(ReadingDesk, (room.place.id, room.asker.account_id)).sealed
    keep(room, room.other)
    with transaction():
        db.session.get_one(ReadingDesk, (room.place.id, room.other.account_id)).sealed = mine
    assert own_desk(room.other, KEY) is None
    assert own_desk(room.asker, "another key of the program, later") is None


def test_the_six_digits_of_the_hall_read_and_do_nothing(room: Room) -> None:
    """The office has printed them: who holds a slip neither asks in a deputy's name nor reads his notes."""
    row, by_digits = ask(room), replace(room.asker, from_home=False)
    for deed in (
        lambda: keep(room, by_digits),
        lambda: ask(room, by_digits),
        lambda: actions.withdraw(by_digits, jurisdiction_id=room.place.id, question_id=row.id),
    ):
        with pytest.raises(NotAllowed, match="在家登录"):
            deed()
    for one in (room.unit, staff(room.place)):
        with pytest.raises(NotAllowed):
            keep(room, one)


def test_nothing_is_kept_on_what_may_not_be_read(room: Room) -> None:
    early = appraised(staff(room.place), room.place, 1)[0]
    with pytest.raises(NotFound), transaction():
        actions.mark(room.asker, project_id=early, marked=True, secret_key=KEY)


def test_what_is_ones_own_goes_with_the_term_or_the_account(room: Room) -> None:
    keep(room, room.asker)
    keep(room, room.other)
    with transaction():
        forget_desks()
    assert len(rows("SELECT 1 FROM screening_reading_desk")) == 2
    with transaction():
        db.session.get_one(Account, room.other.account_id).closed = True
        forget_desks()
    assert rows("SELECT account_id FROM screening_reading_desk") == [(room.asker.account_id,)]
    old = db.session.scalars(select(Term)).one()
    first = old.ends_on + timedelta(days=1)
    with transaction():
        db.session.add(
            Term(jurisdiction_id=room.place.id, number=6, starts_on=first, ends_on=first + timedelta(1800))
        )
    with time_machine.travel(first + timedelta(days=2), tick=False), transaction():
        forget_desks()
    assert rows("SELECT 1 FROM screening_reading_desk") == []
    asked = select(Entry).where(Entry.event == "screening:reading:desks_forgotten").order_by(Entry.number)
    assert [line.facts for line in db.session.scalars(asked)] == [{"count": 1}, {"count": 1}]


def test_a_list_sent_back_is_read_no_more_and_its_questions_stay(room: Room) -> None:
    row = ask(room)
    with transaction():
        shortlist_actions.send_back(staff(room.place), place=room.place, year=2027, reason="有两项要重新测算")
    with pytest.raises(NotFound):
        ask(room)
    with transaction():
        actions.answer(room.unit, jurisdiction_id=room.place.id, question_id=row.id, text="仍然答复。")
    assert row.state is QuestionState.ANSWERED
