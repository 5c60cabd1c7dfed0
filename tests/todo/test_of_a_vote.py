"""What a sitting and its vote wait for: each to-do can be done by whom it is shown to, and is gone afterwards."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.ballot.factories import choices, open_ballot
from tests.ballot.play import Tablet
from tests.factories import account, deputies, meeting, term
from tests.tally import factories_count as counting
from tests.todo.walked import not_doable, shown
from voting.ballot.lost import actions as lost
from voting.confirmation.models import Confirmation
from voting.congress.pins.rules import PIN_UNLOCK
from voting.congress.rule_set import actions as rule_sets
from voting.core.clock import now, today
from voting.core.db import db, transaction
from voting.demonstration import count, vote
from voting.hall.console import actions as console
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role
from voting.people.to_do import ToDo
from voting.tally.opening import actions as opening
from voting.tally.paper.models import places_of
from voting.tally.void_paper import actions as voids

pytestmark = pytest.mark.database


def waits(app: Flask, *actors: Actor) -> dict[str, list[ToDo]]:
    """The kinds that wait for these people, all of them doable."""
    found = shown(app, list(actors))
    assert not_doable(app, found) == []
    return {
        kind: [one.to_do for one in found if one.to_do.kind == kind] for kind in {s.to_do.kind for s in found}
    }


def test_a_box_is_taken_over_opened_counted_confirmed_and_told(app: Flask, city: Place) -> None:
    made = counting.closed(city)
    scrutineer, chair, office = made.scrutineer, made.chair, made.secretary
    assert "tally:take_over" in waits(app, office)
    assert "tally:take_over" not in waits(app, chair, scrutineer)
    assert [one.what for one in waits(app, scrutineer)["hall:turn"]] == ["票箱已封闭，请核对票箱和领票名单"]
    with transaction():
        opening.take_over(office, made.uuid)
    assert "tally:take_over" not in waits(app, office)
    count.open_box(made.uuid, made.hall.holders)
    assert [one.what for one in waits(app, office)["tally:step"]] == ["计票完成"]
    count.step(made.uuid, "count", office, scrutineer)
    assert "hall:turn" in waits(app, scrutineer)  # to sign
    count.sign(made.uuid, made.hall.holders)
    assert [one.what for one in waits(app, office)["tally:step"]] == ["主席团确认结果"]
    count.step(made.uuid, "confirm", office, chair)
    assert [one.what for one in waits(app, office)["tally:step"]] == ["宣布结果，发布公告"]


def test_an_announced_result_waits_to_be_taken_in(app: Flask, city: Place) -> None:
    counting.announced(city)
    staff = account(city, Role.STAFF)
    assert [one.year for one in waits(app, staff)["supervision:take_in"]] == [today().year]
    assert "supervision:take_in" not in waits(app, account(city, Role.SUPERVISION))


def test_a_tie_waits_for_the_office_once_it_may_be_known_and_for_nobody_who_may_not(
    app: Flask, city: Place
) -> None:
    made = counting.counted(city, votes=((0, 1), (0, 2)), projects=3)
    seen = {
        who: str(waits(app, actor))
        for who, actor in (("office", made.secretary), ("outside", account(city, Role.UNIT)))
    }
    assert "主席团决定" not in seen["outside"]


def test_what_two_persons_do_waits_for_the_second_and_never_for_the_first(app: Flask, city: Place) -> None:
    made = open_ballot(city)
    chair, second = account(city, Role.CHAIR), account(city, Role.SECRETARIAT)
    assert Tablet(app, made.uuid, made.deputies[0]).draw()[0] == 200
    vote.vote(made.uuid, made.deputies[1], choices())
    with transaction():
        lost.ask_loss(made.secretary, made.uuid, made.deputies[0].deputy_id or 0, reason="平板黑屏")
        wish = console.Wish(
            meeting_id=made.meeting_id, step="close_voting", ballot=made.uuid, acknowledged=True
        )
        console.ask(made.secretary, city, wish)
        db.session.add(unlocking(city, made.deputies[0].deputy_id or 0, made.secretary))
    for kind in ("ballot:token_lost", "hall:step", PIN_UNLOCK.name):
        assert kind in waits(app, chair)
        assert kind in waits(app, second)
        assert kind not in waits(app, made.secretary)
        assert kind not in waits(app, account(city, Role.SCRUTINEER), account(city, Role.UNIT))


def unlocking(at: Place, deputy_id: int, by: Actor) -> Confirmation:
    assert by.account_id is not None
    return Confirmation(
        jurisdiction_id=at.id,
        kind=PIN_UNLOCK.name,
        number=1,
        subject=str(deputy_id),
        payload={},
        asked_by=by.account_id,
        asked_at=now(),
    )


def test_an_account_that_one_has_just_made_is_not_asked_to_be_his_second_person(
    app: Flask, city: Place
) -> None:
    (deputy,) = deputies(city, 1)
    staff, made_by_him = account(city, Role.STAFF), account(city, Role.CHAIR)
    with transaction():
        row = db.session.get_one(Account, made_by_him.account_id)
        row.opened_by, row.opened_at = staff.account_id, now()
        db.session.add(unlocking(city, deputy.id, staff))
    assert PIN_UNLOCK.name not in waits(app, made_by_him)
    assert PIN_UNLOCK.name in waits(app, account(city, Role.CHAIR))


def test_a_congress_is_told_what_it_lacks_until_it_has_it(app: Flask, city: Place) -> None:
    staff, year = account(city, Role.STAFF), today().year
    assert {"congress:term", "congress:rules"} <= set(waits(app, staff))
    held = term(city)
    assert "congress:roster" in waits(app, staff)
    deputies(city, 2, in_term=held)
    with transaction():
        rule_sets.set_rules(staff, place=city, year=year, values={"seats": 2})
    assert set(waits(app, staff)) == {"congress:meeting"}
    meeting(city, in_term=held, year=year)
    assert waits(app, staff) == {}


def test_a_void_paper_waits_for_a_scrutineer(app: Flask, city: Place) -> None:
    made = counting.taken_over(city, votes=((0, 1),) * 5, deputies=6)
    counting.with_paper(made)
    (place,) = places_of(made.uuid)
    with transaction():
        voids.enter_void(made.tellers[0], made.uuid, place.id, "涂改")
    assert "tally:void_paper" in waits(app, made.scrutineer)
    assert "tally:void_paper" not in waits(app, *made.tellers)
