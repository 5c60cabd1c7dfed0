"""The desk of token cards: who may use it, when, and what it marks."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.ballot.factories import Hall, hall, make_cards, open_ballot, ordered, ready
from tests.ballot.play import Tablet
from tests.factories import account, sign_in
from voting.ballot.card import actions as card_actions
from voting.ballot.card import queries as card_queries
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import Means
from voting.ballot.roll import facts as roll_facts
from voting.congress.attendance.models import Attendance
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database
PAGES = ("cards", "cards/print")
DEEDS = {"cards/hand-out": {"text": "001"}}


def path(at: Hall, page: str) -> str:
    return f"/j/{at.place.code}/ballots/{at.uuid}/{page}"


def asked(app: Flask, client: FlaskClient, where: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    with app.app_context():
        answer = client.get(where) if form is None else client.post(where, data=form)
        return answer.status_code, answer.get_data(as_text=True)


def figures(at: Hall) -> card_queries.CardFigures:
    db.session.rollback()
    return card_queries.figures_of(find_ballot(at.uuid))


def test_a_number_marks_the_roll_and_the_figures_follow(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    make_cards(app, at, 2)
    desk = sign_in(app.test_client(), at.secretary)
    assert asked(app, desk, path(at, "cards/hand-out"), {"text": "002"})[0] == 303
    status, page = asked(app, desk, path(at, "cards"))
    assert status == 200
    assert "代表 002 已登记领卡" in page
    assert roll_facts.numbers(at.uuid) == ["002"]
    assert roll_facts.issued_by_means(at.uuid) == {Means.TABLET: 0, Means.CARD: 1, Means.PAPER: 0}
    assert (figures(at).made, figures(at).handed_out, figures(at).left) == (2, 1, 1)
    assert Tablet(app, at.uuid, at.deputies[1]).draw()[0] == 409


def test_a_badge_means_its_number_and_a_badge_from_elsewhere_nobody(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    make_cards(app, at, 1)
    desk = sign_in(app.test_client(), at.secretary)
    status, page = asked(app, desk, path(at, "cards/hand-out"), {"text": "149999:001"})
    assert status == 422
    assert "属于其他地方" in page
    assert asked(app, desk, path(at, "cards/hand-out"), {"text": f"{city.code}:001"})[0] == 303
    assert roll_facts.numbers(at.uuid) == ["001"]


def test_a_name_is_offered_and_marks_nobody_by_itself(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    make_cards(app, at, 2)
    vote.draw(at.uuid, at.deputies[0])
    with transaction():
        db.session.get_one(Attendance, (at.meeting_id, at.deputies[2].deputy_id, 1)).present = False
    desk = sign_in(app.test_client(), at.secretary)
    status, _ = asked(app, desk, path(at, "cards/hand-out"), {"text": "代表"})
    assert (status, roll_facts.issued(at.uuid)) == (303, 1)
    _, page = asked(app, desk, path(at, "cards?q=代表"))
    assert page.count('name="text" value="002"') == 1
    assert 'name="text" value="001"' not in page
    assert 'name="text" value="003"' not in page
    assert "已领票" in page
    assert "没有签到" in page


def test_who_means_nobody_keeps_what_was_typed(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    desk = sign_in(app.test_client(), at.secretary)
    status, page = asked(app, desk, path(at, "cards/hand-out"), {"text": "查无此人"})
    assert status == 422
    assert "没有找到" in page
    assert 'value="查无此人"' in page
    assert asked(app, desk, path(at, "cards/hand-out"), {"text": ""})[0] == 422


def test_a_second_card_and_a_card_too_many_are_refused_on_the_page(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    make_cards(app, at, 1)
    desk = sign_in(app.test_client(), at.secretary)
    asked(app, desk, path(at, "cards/hand-out"), {"text": "001"})
    status, page = asked(app, desk, path(at, "cards/hand-out"), {"text": "002"})
    assert (status, "没有可发的票卡" in page) == (409, True)
    with transaction():
        db.session.get_one(Attendance, (at.meeting_id, at.deputies[1].deputy_id, 1)).present = False
    status, page = asked(app, desk, path(at, "cards/hand-out"), {"text": "002"})
    assert (status, "请先签到" in page) == (409, True)
    assert roll_facts.numbers(at.uuid) == ["001"]


def test_cards_that_nobody_can_account_for_are_pointed_out_until_they_are_written_off(
    app: Flask, city: Place
) -> None:
    at = open_ballot(city)
    make_cards(app, at, 2)
    desk = sign_in(app.test_client(), at.secretary)
    vote.close(at.secretary, at.uuid)
    status, page = asked(app, desk, path(at, "cards"))
    assert (status, "还有 2 张票卡没有交代" in page) == (200, True)
    assert f"/j/{city.code}/hall/console" in page
    with transaction():
        card_actions.write_off_cards(at.secretary, at.uuid, reason="找不到")
    assert (figures(at).lost, figures(at).left) == (2, 0)
    status, page = asked(app, desk, path(at, "cards"))
    assert "所有票卡都有着落" in page
    assert f"/j/{city.code}/tally" in page


def test_no_more_cards_are_offered_than_deputies_present(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    make_cards(app, at, 2)
    desk = sign_in(app.test_client(), at.secretary)
    assert "现在还可以制作 1 张" in asked(app, desk, path(at, "cards"))[1]
    assert 'data-most="1"' in asked(app, desk, path(at, "cards/print"))[1]


def test_the_printing_page_holds_nothing_of_a_card(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    (one,) = make_cards(app, at, 1)
    desk = sign_in(app.test_client(), at.secretary)
    for page in PAGES:
        text = asked(app, desk, path(at, page))[1]
        assert one.lookup not in text
        assert one.credential not in text


def test_the_desk_is_the_secretariats_of_this_congress(app: Flask, city: Place, county: Place) -> None:
    at = open_ballot(city)
    make_cards(app, at, 1)
    neighbour = sign_in(app.test_client(), account(county, Role.SECRETARIAT))
    people = [
        (app.test_client(), {401, 302, 303}),
        (sign_in(app.test_client(), at.deputies[0]), {403}),
        (sign_in(app.test_client(), account(city, Role.CHAIR)), {403}),
        (sign_in(app.test_client(), at.scrutineers[0]), {403}),
        (neighbour, {404}),
    ]
    for client, expected in people:
        for page in PAGES:
            assert asked(app, client, path(at, page))[0] in expected
        for deed, form in DEEDS.items():
            assert asked(app, client, path(at, deed), form)[0] in expected
    for deed, form in DEEDS.items():
        foreign = f"/j/{county.code}/ballots/{at.uuid}/{deed}"
        assert asked(app, neighbour, foreign, form)[0] == 404
    assert (roll_facts.issued(at.uuid), figures(at).lost) == (0, 0)


def test_before_set_up_and_after_close_nothing_is_handed_out(app: Flask, city: Place) -> None:
    at = hall(city)
    at.uuid = ordered(at)
    desk = sign_in(app.test_client(), at.secretary)
    for page in PAGES:
        assert asked(app, desk, path(at, page))[0] == 409
    assert asked(app, desk, path(at, "cards/hand-out"), {"text": "001"})[0] == 409
    ready(at)
    assert asked(app, desk, path(at, "cards/print"))[0] == 200
    vote.open_voting(at.secretary, at.uuid)
    make_cards(app, at, 1)
    vote.close(at.secretary, at.uuid)
    assert asked(app, desk, path(at, "cards/print"))[0] == 409
    status, page = asked(app, desk, path(at, "cards/hand-out"), {"text": "001"})
    assert (status, "现在不能发票卡" in page) == (409, True)
    assert roll_facts.issued(at.uuid) == 0


def test_the_rooms_page_leads_the_secretariat_to_the_cards(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    home = f"/j/{city.code}/ballots"
    assert path(at, "cards") in asked(app, sign_in(app.test_client(), at.secretary), home)[1]
    assert path(at, "cards") not in asked(app, sign_in(app.test_client(), account(city, Role.CHAIR)), home)[1]
