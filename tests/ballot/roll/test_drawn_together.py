"""Several ballots in one draw: one call, one transaction, a token of each; paper and cards go out of all at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.ballot.factories import Hall, hall, joined, joint, make_cards, ordered, ready
from tests.ballot.play import Answer, Tablet, call
from tests.factories import account, sign_in
from voting.ballot.card import actions as card_actions
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import BallotState, Means
from voting.ballot.paper import actions as paper_actions
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box, tokens
from voting.ballot.set_up import actions as set_up_actions
from voting.ballot.set_up import ordering
from voting.belenios import blindrsa
from voting.belenios.canonical import b64url, unb64url
from voting.congress.ballot_rules.choices import Kind
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.demonstration import vote
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


def tablets(app: Flask, at: Hall, pair: tuple[str, str], deputy: int = 0) -> list[Tablet]:
    """One tablet, seen once for each ballot: the first is signed in and draws for both."""
    first, second = pair
    return [Tablet(app, first, at.deputies[deputy]), Tablet(app, second)]


def asked(of: list[Tablet]) -> dict[str, object]:
    return {"draws": [{"uuid": one.uuid, "blinded": b64url(one.credential.blinded)} for one in of]}


def draw(of: list[Tablet]) -> Answer:
    """Draw all with one call and unblind each answer."""
    status, body = call(of[0].client, "POST", "/ballots/draw", asked(of))
    for one, signature in zip(of, body.get("signatures", ()), strict=False):
        message = blindrsa.token_message(one.uuid, one.credential.public)
        one.credential.token = blindrsa.finalize(
            one.issuer, message, unb64url(signature), one.credential.inverse
        )
    return status, body


def issued(pair: tuple[str, str]) -> list[int]:
    return [roll_facts.issued(uuid) for uuid in pair]


def test_one_call_draws_a_token_of_each_and_each_box_takes_its_own(app: Flask, city: Place) -> None:
    at = hall(city)
    pair = joint(at)
    mine = tablets(app, at, pair)
    assert draw(mine)[0] == 200
    assert issued(pair) == [1, 1]
    evaluation, ballot = mine
    assert evaluation.hand_in(evaluation.seal(vote.marks([0, 1, 2], 4)))[0] == 201
    assert [box.count(uuid) for uuid in pair] == [1, 0], "what is not handed in is not returned, as paper"
    assert ballot.hand_in(ballot.seal([[1, 0, 1]]))[0] == 201
    assert mine[0].credential.public != mine[1].credential.public
    ballot.credential.token = evaluation.credential.token
    assert ballot.hand_in(ballot.seal([[1, 0, 1]]))[0] == 422, "a token opens the box of its own ballot alone"


def test_a_vote_project_by_project_is_drawn_beside_a_choice_and_each_box_takes_its_own_kind(
    app: Flask, city: Place
) -> None:
    at = hall(city)
    each = ordered(at, kind=Kind.EACH, title="民生实事项目逐项票决")
    choose = ordered(at)
    with transaction():
        ordering.draw_together(at.secretary, at.meeting_id)
    with transaction():
        set_up_actions.set_up_all(at.secretary, each, tokens.ahead.take)
    for uuid in (each, choose):
        vote.open_voting(at.secretary, uuid)
    by_project, by_choice = mine = tablets(app, at, (each, choose))
    assert draw(mine)[0] == 200
    assert by_project.hand_in(by_project.seal(vote.marks([0, 1, 2])))[0] == 201
    assert by_choice.hand_in(by_choice.seal([[1, 0, 1]]))[0] == 201
    assert [box.count(uuid) for uuid in (each, choose)] == [1, 1]


def test_the_same_requests_again_get_the_same_answers_and_others_nothing(app: Flask, city: Place) -> None:
    at = hall(city)
    pair = joint(at)
    mine = tablets(app, at, pair)
    assert draw(mine) == draw(mine)
    half = [mine[0], tablets(app, at, pair)[1]]
    assert call(mine[0].client, "POST", "/ballots/draw", asked(half))[0] == 409
    assert issued(pair) == [1, 1]


def test_nothing_is_marked_when_one_of_them_cannot_be_drawn(app: Flask, city: Place) -> None:
    at = hall(city)
    pair = joint(at)
    mine = tablets(app, at, pair)
    mine[1].credential.blinded = b"short"
    assert draw(mine)[0] == 422
    assert issued(pair) == [0, 0]
    mine[1].credential = mine[1].new_credential()
    vote.close(at.secretary, pair[1])
    assert draw(mine)[0] == 409
    assert issued(pair) == [0, 0]


def test_many_threads_of_one_deputy_draw_one_token_of_each(app: Flask, city: Place) -> None:
    at = hall(city)
    pair = joint(at)
    two = [tablets(app, at, pair) for _ in range(2)]
    session = two[0][0].client.get_cookie("signed_in")
    assert session is not None

    def throw(n: int) -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie("signed_in", session.value)
        body = asked(two[n % 2])
        draws = body["draws"]
        assert isinstance(draws, list)
        status, answer = call(client, "POST", "/ballots/draw", {"draws": draws[:: 1 if n % 4 < 2 else -1]})
        return status, str(answer.get("signatures", ""))

    with ThreadPoolExecutor(24) as threads:
        told = list(threads.map(throw, range(24)))
    assert {status for status, _ in told} == {200, 409}
    assert len({answer for status, answer in told if status == 200}) <= 2, "one pair, in two orders"
    db.session.rollback()
    assert issued(pair) == [1, 1]


def test_who_may_not_draw_is_refused_and_what_is_no_request_too(app: Flask, city: Place) -> None:
    at = hall(city)
    pair = joint(at)
    mine = tablets(app, at, pair)
    for actor in (at.secretary, account(city, Role.SCRUTINEER)):
        client = sign_in(app.test_client(), actor)
        assert call(client, "POST", "/ballots/draw", asked(mine))[0] == 403
    assert call(app.test_client(), "POST", "/ballots/draw", asked(mine))[0] == 401
    one = {"uuid": pair[0], "blinded": b64url(mine[0].credential.blinded)}
    for wrong in ([], [one, one]):
        status, body = call(mine[0].client, "POST", "/ballots/draw", {"draws": wrong})
        assert (status, body["error"]["message"]) == (422, "领票请求的格式不正确。")
    malformed: list[list[object]] = [[one] * 9, ["x"], [{**one, "more": "1"}]]
    for draws in malformed:
        assert call(mine[0].client, "POST", "/ballots/draw", {"draws": draws})[0] == 400
    assert issued(pair) == [0, 0]


def test_none_goes_out_before_all_are_set_up(app: Flask, city: Place) -> None:
    at = hall(city)
    pair = joined(at)
    vote.set_up(at.secretary, pair[0])
    state = app.test_client().get(f"/j/{city.code}/tablet/{at.meeting_id}/state.json").get_json()
    assert state["ballots"] == []
    assert Tablet(app, pair[0], at.deputies[0]).draw()[0] == 409
    with pytest.raises(WrongMoment), transaction():
        paper_actions.hand_out_paper(at.secretary, pair[0], at.deputies[0].deputy_id or 0)
    vote.set_up(at.secretary, pair[1])
    state = app.test_client().get(f"/j/{city.code}/tablet/{at.meeting_id}/state.json").get_json()
    assert [(one["uuid"], one["draw"]) for one in state["ballots"]] == [(pair[0], 1), (pair[1], 1)]


def test_who_is_given_paper_is_given_that_of_all_and_hands_all_back(city: Place) -> None:
    at = hall(city)
    pair = joint(at)
    deputy = at.deputies[0].deputy_id or 0
    with transaction():
        assert paper_actions.hand_out_paper(at.secretary, pair[1], deputy) == list(pair)
    assert [roll_facts.issued_by_means(uuid)[Means.PAPER] for uuid in pair] == [1, 1]
    with pytest.raises(WrongMoment, match="已经领过票"):
        vote.draw(pair[0], at.deputies[0])
    with transaction():
        paper_actions.take_back_paper(at.secretary, pair[0], deputy, reason="发错了")
    assert [roll_facts.issued_by_means(uuid)[Means.PAPER] for uuid in pair] == [0, 0]
    vote.draw(pair[0], at.deputies[0])
    with pytest.raises(WrongMoment, match="已经领过票"), transaction():
        paper_actions.hand_out_paper(at.secretary, pair[1], deputy)
    assert [roll_facts.issued_by_means(uuid)[Means.PAPER] for uuid in pair] == [0, 0]


def test_who_is_given_a_card_draws_one_of_each_heap(app: Flask, city: Place) -> None:
    at = hall(city)
    pair = joint(at)
    make_cards(app, at, 1)
    with pytest.raises(WrongMoment, match="没有可发的票卡"), transaction():
        card_actions.hand_out_card(at.secretary, pair[0], "001")
    assert issued(pair) == [0, 0]
    at.uuid = pair[1]
    make_cards(app, at, 1)
    with transaction():
        assert card_actions.hand_out_card(at.secretary, pair[0], "001") == list(pair)
    assert issued(pair) == [1, 1]


def test_a_set_up_that_is_taken_back_takes_its_companions_back_and_they_stay_together(
    app: Flask, city: Place
) -> None:
    at = hall(city)
    pair = joint(at, voting=False)
    mine = tablets(app, at, pair)
    with transaction():
        after = set_up_actions.withdraw_all(at.secretary, pair[1], reason="名称有误")
    status, body = draw(mine)
    assert (status, body["error"]["code"]) == (409, "Withdrawn")
    anew = tuple(after[uuid] for uuid in pair)
    rows = [find_ballot(uuid) for uuid in anew]
    assert [(row.state, row.joint_draw, row.draw_place) for row in rows] == [
        (BallotState.DRAFT, 1, 1),
        (BallotState.DRAFT, 1, 2),
    ]
    assert issued(pair) == [0, 0]


def test_the_secretariat_says_which_is_cast_first_until_a_box_is_closed(city: Place) -> None:
    at = hall(city)
    first, second = joined(at)
    with transaction():
        ordering.cast_first(at.secretary, second)
    assert [find_ballot(uuid).draw_place for uuid in (first, second)] == [2, 1]
    with pytest.raises(NotFound), transaction():
        ordering.cast_first(account(at.place, Role.STAFF), "nobody")
    vote.set_up(at.secretary, first)
    for deed in (ordering.cast_first, ordering.draw_apart):
        with pytest.raises(WrongMoment, match="票箱已经封闭"), transaction():
            deed(at.secretary, first)


def test_ballots_are_drawn_apart_again(city: Place) -> None:
    at = hall(city)
    first, second = joined(at)
    with transaction():
        ordering.draw_apart(at.secretary, first)
    assert [find_ballot(uuid).joint_draw for uuid in (first, second)] == [None, None]
    with pytest.raises(WrongMoment, match="没有与别的票合并"), transaction():
        ordering.draw_apart(at.secretary, first)


def test_one_ballot_alone_and_ballots_under_different_rules_are_not_joined(city: Place) -> None:
    at = hall(city)
    ordered(at)
    with pytest.raises(WrongMoment, match="不足两张"), transaction():
        ordering.draw_together(at.secretary, at.meeting_id)
    ordered(at, kind=Kind.EVALUATE, seats=3, paper_allowed=False)
    with pytest.raises(RuleBroken, match="纸质票"), transaction():
        ordering.draw_together(at.secretary, at.meeting_id)


def test_a_void_ballot_leaves_the_draw_and_the_other_goes_on(city: Place) -> None:
    at = hall(city)
    pair = joint(at)
    with transaction():
        set_up_actions.void(at.secretary, pair[0], reason="名称有误")
    vote.vote(pair[1], at.deputies[0], [[1, 0, 0]])
    assert box.count(pair[1]) == 1


def test_a_ballot_by_itself_is_drawn_with_the_same_call(app: Flask, city: Place) -> None:
    at = hall(city)
    ready(at)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    assert draw([tablet])[0] == 200
    db.session.rollback()
    assert roll_facts.issued(at.uuid) == 1
