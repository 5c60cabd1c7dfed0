"""Every to-do of a city and its counties, at every point of the year: whom it is shown to can do it, and nobody else can."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests.e2e.worlds import World, everything, served
from tests.factories import account, meeting, place, sign_in, term, unit
from tests.supervision import factories as supervision
from tests.tally import factories_count as counting
from tests.todo.walked import DEEDS, Shown, not_doable, shown
from voting.congress.pins import actions as pins
from voting.congress.place.queries import place_by_id, place_of
from voting.congress.place.rules import Body
from voting.congress.term.models import Deputy
from voting.core.clock import now, today
from voting.core.db import db, transaction
from voting.people.rules import Level, Place, Role
from voting.supervision.change.models import Change
from voting.supervision.change.rules import ChangeKind, ChangeState
from voting.supervision.commitment import actions as commitments
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.evaluation.models import Evaluation
from voting.tally.handover import Grade
from voting.tally.steps import actions as steps
from voting.todo.facts import gathered

pytestmark = [pytest.mark.slow, pytest.mark.database]

PLAYED_ELSEWHERE = {
    "ballot:token_lost",
    "congress:factor_reset",
    "congress:pin_unlock",
    "hall:step",
    "jobs:failed",
    "screening:freeze",
    "supervision:acceptance",
    "supervision:finding_overdue",
    "supervision:lights",
    "supervision:rating",
    "supervision:rating_check",
    "supervision:take_in",
    "supervision:take_in_evaluation",
    "supervision:voice",
    "tally:take_over",
    "tally:void_paper",
}
"""What needs a vote that is going on, or was held: `test_of_a_vote`; a list that a second person enters: `test_entered`; a job that
failed: `tests.operating`; who says that it is not solved: `tests.supervision.look_back`; a result, a light, a finding that is late, what
residents rate: beside each in `tests.supervision`."""


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with served(app, monkeypatch, more) as made:
        yield made


def more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """Everything, and beside it what waits at the ends of the year and for second persons."""
    world = everything(app, monkeypatch)
    city = place_of("140900")
    assert city is not None
    place(code="140933", name="没有账号的县", level=Level.COUNTY, under=city)
    ending(world, place(code="140932", name="偏关县", level=Level.COUNTY, under=city))
    by_two(world, city, place(code="140931", name="保德县", level=Level.COUNTY, under=city))
    return world


def ending(world: World, at: Place) -> None:
    """Projects at the ends of their lives, this year and in years before."""
    staff, group, water = account(at, Role.STAFF), account(at, Role.SUPERVISION), unit(at, "县水利局")
    clerk, year = account(at, Role.UNIT, unit=water), today().year
    texts = supervision.frozen(at, water, *"一二三四五六", year=year)
    with transaction():
        rows = commitments.take_in(staff, supervision.outcome(texts))
    for row in rows[3:]:
        supervision.planned(clerk, row)
    supervision.report(clerk, rows[3], today().month, 100, done=4)
    old = [supervision.commitment(staff, at, water, f"{n} 年前的项目", year - n) for n in (1, 2, 3)]
    with transaction():
        rows[0].unit_id = None
        rows[1].state, rows[2].state = CommitmentState.DELIVERED, CommitmentState.UNFINISHED
        old[1].state = old[2].state = CommitmentState.ACCEPTED
        db.session.add_all(
            [proclaimed(rows[4], ChangeKind.SUSPEND), proclaimed(rows[5], ChangeKind.MINOR_ADJUSTMENT)]
        )
        db.session.add(dissatisfied(old[2]))
    held = term(at)
    for body in (Body.CONGRESS, Body.STANDING_COMMITTEE):
        meeting(at, in_term=held, year=year, body=body)
    opened = meeting(at, in_term=held, year=year, number=7)
    with transaction():
        opened.opens_on = today()  # the session at which changes are to be reported
    world.actors |= {"staff 140932": staff, "group 140932": group, "unit 140932": clerk}


def proclaimed(row: Commitment, kind: ChangeKind) -> Change:
    return Change(
        jurisdiction_id=row.jurisdiction_id,
        commitment_id=row.id,
        kind=kind,
        reason="汛期。",
        target=row.target,
        due_on=row.due_on,
        planned_fen=row.planned_fen,
        requested_at=now(),
        proclaimed_at=now(),
        state=ChangeState.PROCLAIMED,
    )


def dissatisfied(row: Commitment) -> Evaluation:
    return Evaluation(
        jurisdiction_id=row.jurisdiction_id,
        commitment_id=row.id,
        ballot_uuid=row.ballot_uuid,
        body=Body.CONGRESS,
        satisfied=1,
        basically=1,
        dissatisfied=9,
        abstain=0,
        grade=Grade.DISSATISFIED,
        announced_at=now(),
        retest_by=today(),
    )


def by_two(world: World, city: Place, at: Place) -> None:
    """A PIN and a proclamation that wait for a second person; a box that nobody has taken over."""
    made = counting.confirmed(at)
    staff, deputy = (
        account(at, Role.STAFF),
        db.session.scalars(select(Deputy).where(Deputy.jurisdiction_id == at.id)),
    )
    with transaction():
        pins.ask_reset(staff, deputy_id=next(iter(deputy)).id)
        steps.ask(made.secretary, made.uuid, "announce", {"number": 1})
    world.actors |= {
        "staff 140931": staff,
        "secretary 140931": made.secretary,
        "chair 140931": made.chair,
        "office above": account(city, Role.SECRETARIAT),
    }


def test_whoever_is_shown_a_to_do_can_do_it_and_nobody_else(app: Flask, world: World) -> None:
    """The world is played once, for only the last look adds to it."""
    found = shown(app, list(world.actors.values()))
    whoever_is_shown_a_to_do_can_open_it_and_is_offered_the_deed(app, found)
    every_room_waits_for_somebody_in_a_year(found)
    a_to_do_is_named_once(app, world)
    no_neighbour_can_open_it_and_no_role_that_it_is_not_shown_to_is_offered_it(app, found)


def whoever_is_shown_a_to_do_can_open_it_and_is_offered_the_deed(app: Flask, found: list[Shown]) -> None:
    assert not_doable(app, found) == []
    kinds = {one.to_do.kind for one in found}
    assert sorted(set(DEEDS) - kinds) == sorted(PLAYED_ELSEWHERE)


def every_room_waits_for_somebody_in_a_year(found: list[Shown]) -> None:
    rooms = {one.to_do.room for one in found}
    assert {"征集与筛选", "会前准备", "计票", "过程监督"} <= rooms


def a_to_do_is_named_once(app: Flask, world: World) -> None:
    with app.test_request_context():
        for actor in world.actors.values():
            names = [(one.kind, one.subject) for one in gathered(place_by_id(actor.jurisdiction_id), actor)]
            assert len(names) == len(set(names)), actor


def no_neighbour_can_open_it_and_no_role_that_it_is_not_shown_to_is_offered_it(
    app: Flask, found: list[Shown]
) -> None:
    far = place(code="150100", name="呼和浩特市", level=Level.CITY)
    neighbour = sign_in(app.test_client(), account(far, *(set(Role) - {Role.DEPUTY, Role.UNIT})))
    public = {"ballot.home", "portal.home"}
    for one in found:
        if one.to_do.endpoint not in public:
            assert neighbour.get(one.url).status_code == 404, one.url
    assert {one.is_for(account(far, Role.AUDITOR)) for one in (s.to_do for s in found)} == {False}
