"""The desk of paper ballots: one roll for tokens and paper."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.ballot.factories import Hall, choices, hall, open_ballot, ready
from tests.ballot.play import Tablet
from tests.factories import account, sign_in
from voting.audit.models import Entry
from voting.ballot import handover as ballot_handover
from voting.ballot.card import actions as card_actions
from voting.ballot.handover_close_facts import reckoned
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import Means
from voting.ballot.paper import actions as paper_actions
from voting.ballot.roll import facts as roll_facts
from voting.ballot.set_up import actions as set_up_actions
from voting.congress.attendance.models import Attendance
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.demonstration import vote
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


def path(at: Hall) -> str:
    return f"/j/{at.place.code}/ballots/{at.uuid}/paper"


def asked(app: Flask, client: FlaskClient, where: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    with app.app_context():
        answer = client.get(where) if form is None else client.post(where, data=form)
        found = answer.status_code, answer.get_data(as_text=True)
    db.session.rollback()
    return found


def give(at: Hall, place: int) -> None:
    with transaction():
        paper_actions.hand_out_paper(at.secretary, at.uuid, at.deputies[place].deputy_id or 0)


def test_who_took_paper_draws_nothing_and_the_other_way_round(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    desk = sign_in(app.test_client(), at.secretary)
    assert asked(app, desk, path(at), {"text": "002"})[0] == 303
    assert "代表 002 代表002 已登记领取纸质票" in asked(app, desk, path(at))[1]
    assert Tablet(app, at.uuid, at.deputies[1]).draw()[0] == 409
    assert Tablet(app, at.uuid, at.deputies[0]).draw()[0] == 200
    status, page = asked(app, desk, path(at), {"text": "001"})
    assert (status, "已经领过票" in page) == (409, True)
    with pytest.raises(WrongMoment, match="已经领过"):
        give(at, 1)
    assert roll_facts.issued_by_means(at.uuid) == {Means.TABLET: 1, Means.CARD: 0, Means.PAPER: 1}


def test_paper_given_twice_is_refused_whatever_the_session_has_read_before(city: Place) -> None:
    at = open_ballot(city)
    give(at, 1)
    known = roll_facts.entry_of(at.uuid, at.deputies[1].deputy_id or 0)
    assert known is not None  # held, as a refused deed before this one may still hold it
    with pytest.raises(WrongMoment, match="已经领过"):
        give(at, 1)
    assert roll_facts.issued_by_means(at.uuid)[Means.PAPER] == 1


def test_paper_is_no_token_in_the_figures_but_stands_on_the_signed_list(city: Place) -> None:
    at = open_ballot(city)
    vote.vote(at.uuid, at.deputies[0], choices())
    before = roll_facts.digest(at.uuid)
    give(at, 1)
    assert (roll_facts.issued(at.uuid), roll_facts.issued_by_means(at.uuid)[Means.PAPER]) == (1, 1)
    assert roll_facts.numbers(at.uuid) == ["001"]
    assert roll_facts.roll_raw(at.uuid) == f'{{"ballot":"{at.uuid}","drawn":["001"],"paper":["002"]}}'
    assert roll_facts.digest(at.uuid) != before
    vote.close(at.secretary, at.uuid)
    assert ballot_handover.sealed_box(at.uuid).issued == 1
    assert roll_facts.issued_by_means(at.uuid)[Means.PAPER] == 1


def test_a_card_is_not_handed_to_who_took_paper(app: Flask, city: Place) -> None:
    from voting.belenios import card

    at = open_ballot(city)
    issuer = Tablet(app, at.uuid).issuer
    one = card.derive("A" * 24, at.uuid, issuer)
    with transaction():
        request = card_actions.CardRequest(one.lookup, card.blinded(one, at.uuid, issuer))
        card_actions.make_cards(at.secretary, at.uuid, [request])
    give(at, 0)
    with pytest.raises(WrongMoment, match="已经领过"), transaction():
        card_actions.hand_out_card(at.secretary, at.uuid, "001")


def test_paper_needs_the_rule_the_moment_and_a_deputy_who_is_here(
    app: Flask, city: Place, county: Place
) -> None:
    at = hall(city)
    ready(at, paper_allowed=False)
    desk = sign_in(app.test_client(), at.secretary)
    with pytest.raises(RuleBroken, match="不使用纸质票"):
        give(at, 0)
    assert "不使用纸质票" in asked(app, desk, path(at))[1]
    assert path(at) not in asked(app, desk, f"/j/{city.code}/ballots")[1]
    ready(at)
    assert path(at) in asked(app, desk, f"/j/{city.code}/ballots")[1]
    with transaction():
        db.session.get_one(Attendance, (at.meeting_id, at.deputies[0].deputy_id, 1)).present = False
    with pytest.raises(WrongMoment, match="签到"):
        give(at, 0)
    stranger = hall(county).deputies[0]
    with pytest.raises(NotFound), transaction():
        paper_actions.hand_out_paper(at.secretary, at.uuid, stranger.deputy_id or 0)
    vote.open_voting(at.secretary, at.uuid)
    vote.close(at.secretary, at.uuid)
    with pytest.raises(WrongMoment, match="不能发"):
        give(at, 1)
    status, page = asked(app, desk, path(at), {"text": "002"})
    assert (status, "现在不能发纸质票" in page) == (409, True)
    assert sum(roll_facts.issued_by_means(at.uuid).values()) == 0


def test_a_set_up_is_not_withdrawn_when_paper_is_out(city: Place) -> None:
    at = hall(city)
    ready(at)
    give(at, 0)
    with pytest.raises(WrongMoment, match="领票"), transaction():
        set_up_actions.withdraw_set_up(at.secretary, at.uuid, reason="标题有误")


def test_a_name_is_offered_and_marks_nobody_by_itself(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    give(at, 0)
    desk = sign_in(app.test_client(), at.secretary)
    assert asked(app, desk, path(at), {"text": "代表"})[0] == 303
    _, page = asked(app, desk, path(at) + "?q=代表")
    assert page.count('name="text" value="002"') == 1
    assert 'name="text" value="001"' not in page
    status, page = asked(app, desk, path(at), {"text": "查无此人"})
    assert (status, 'value="查无此人"' in page) == (422, True)


def test_the_desk_is_the_secretariats_of_this_congress(app: Flask, city: Place, county: Place) -> None:
    at = open_ballot(city)
    people = [
        (app.test_client(), {401, 302, 303}),
        (sign_in(app.test_client(), at.deputies[0]), {403}),
        (sign_in(app.test_client(), account(city, Role.CHAIR)), {403}),
        (sign_in(app.test_client(), at.scrutineers[0]), {403}),
        (sign_in(app.test_client(), account(county, Role.SECRETARIAT)), {404}),
    ]
    for client, expected in people:
        assert asked(app, client, path(at))[0] in expected
        assert asked(app, client, path(at), {"text": "001"})[0] in expected
    assert roll_facts.issued_by_means(at.uuid)[Means.PAPER] == 0


def test_who_was_ever_here_is_fixed_at_close(city: Place) -> None:
    at = open_ballot(city)
    with pytest.raises(WrongMoment):
        reckoned(at.uuid)
    with transaction():
        db.session.get_one(Attendance, (at.meeting_id, at.deputies[0].deputy_id, 1)).present = False
    vote.close(at.secretary, at.uuid)
    with transaction():
        gone = db.session.get_one(Attendance, (at.meeting_id, at.deputies[1].deputy_id, 1))
        db.session.delete(gone)
    assert reckoned(at.uuid).attended == 3
    assert find_ballot(at.uuid).present == 2


def take_back(at: Hall, place: int, reason: str = "发错了人") -> None:
    with transaction():
        paper_actions.take_back_paper(at.secretary, at.uuid, at.deputies[place].deputy_id or 0, reason=reason)


def test_a_paper_given_out_by_mistake_is_taken_back_by_name_and_he_draws_again(
    app: Flask, city: Place
) -> None:
    at = open_ballot(city)
    give(at, 1)
    desk = sign_in(app.test_client(), at.secretary)
    page = asked(app, desk, path(at))[1]
    assert "收回代表002的纸质票" in page
    assert "代表001" not in page
    form = {"number": "002", "reason": "本人要用平板"}
    assert asked(app, desk, f"{path(at)}/take-back", form)[0] == 303
    assert "代表 002 代表002 的纸质票已收回" in asked(app, desk, path(at))[1]
    assert roll_facts.issued_by_means(at.uuid)[Means.PAPER] == 0
    assert Tablet(app, at.uuid, at.deputies[1]).draw()[0] == 200
    asked_for = select(Entry.facts).where(Entry.event == "ballot:paper:taken_back")
    assert [facts["reason"] for facts in db.session.scalars(asked_for)] == ["本人要用平板"]


def test_only_paper_and_only_until_the_close_is_taken_back_and_with_a_reason(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    vote.draw(at.uuid, at.deputies[0])
    give(at, 1)
    for place in (0, 2):
        with pytest.raises(WrongMoment, match="没有领纸质票"):
            take_back(at, place)
    with pytest.raises(RuleBroken, match="理由"):
        take_back(at, 1, " ")
    desk = sign_in(app.test_client(), at.secretary)
    status, page = asked(app, desk, f"{path(at)}/take-back", {"number": "002", "reason": ""})
    assert (status, "请写明理由" in page) == (422, True)
    vote.close(at.secretary, at.uuid)
    with pytest.raises(WrongMoment, match="已经封存"):
        take_back(at, 1)
    assert roll_facts.issued_by_means(at.uuid) == {Means.TABLET: 1, Means.CARD: 0, Means.PAPER: 1}


def test_paper_is_taken_back_at_the_desk_of_this_congress_alone(
    app: Flask, city: Place, county: Place
) -> None:
    at = open_ballot(city)
    give(at, 0)
    form = {"number": "001", "reason": "发错"}
    for who, status in ((account(city, Role.CHAIR), 403), (account(county, Role.SECRETARIAT), 404)):
        assert asked(app, sign_in(app.test_client(), who), f"{path(at)}/take-back", form)[0] == status
    assert roll_facts.issued_by_means(at.uuid)[Means.PAPER] == 1
