from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask

from tests.ballot.factories import choices, hall, open_ballot, opened, ready
from tests.ballot.play import Tablet, call
from tests.factories import account, sign_in
from voting.ballot.card import actions as card_actions
from voting.ballot.order.rules import Means
from voting.ballot.roll import actions as roll_actions
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import keys, tokens
from voting.belenios import blindrsa, card
from voting.belenios.canonical import b64url
from voting.congress.attendance.models import Attendance
from voting.congress.term.models import Deputy
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.demonstration import vote
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


def test_the_exact_same_request_gets_the_same_answer(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    first, again = tablet.draw(), tablet.draw()
    assert first == again
    assert first[0] == 200
    assert roll_facts.issued(at.uuid) == 1


def test_a_second_token_for_the_same_deputy_is_refused(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    assert tablet.draw()[0] == 200
    other = Tablet(app, at.uuid, at.deputies[0])
    assert other.draw()[0] == 409
    assert roll_facts.issued(at.uuid) == 1


def test_a_hundred_threads_of_one_deputy_draw_one_token(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    tablets = [Tablet(app, at.uuid, at.deputies[0]) for _ in range(4)]
    start = Barrier(100)
    session = sign_in(app.test_client(), at.deputies[0]).get_cookie("signed_in")
    assert session is not None

    def throw(n: int) -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie("signed_in", session.value)
        start.wait()
        blinded = b64url(tablets[n % 4].credential.blinded)
        status, body = call(client, "POST", f"/ballots/{at.uuid}/draw", {"blinded": blinded})
        return status, body.get("signature", "")

    with ThreadPoolExecutor(100) as threads:
        told = list(threads.map(throw, range(100)))
    assert {status for status, _ in told} == {200, 409}
    assert len({signature for status, signature in told if status == 200}) == 1
    assert roll_facts.issued(at.uuid) == 1


def test_who_has_not_checked_in_draws_nothing(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    with transaction():
        row = db.session.get_one(Attendance, (at.meeting_id, at.deputies[0].deputy_id, 1))
        row.present = False
    status, body = Tablet(app, at.uuid, at.deputies[0]).draw()
    assert status == 409
    assert "签到" in body["error"]["message"]


def test_a_session_from_home_draws_nothing_however_it_asks(app: Flask, city: Place) -> None:
    """He is checked in, the ballot is handed out, and the very same deputy draws at a tablet afterwards."""
    at = open_ballot(city)
    tablet = Tablet(app, at.uuid)
    sign_in(tablet.client, at.deputies[0], home=True)
    status, body = tablet.draw()
    assert status == 403
    assert "在家登录的不能领票" in body["error"]["message"]
    blinded = b64url(tablet.credential.blinded)
    both = {"draws": [{"uuid": at.uuid, "blinded": blinded}]}
    assert call(tablet.client, "POST", "/ballots/draw", both)[0] == 403
    with pytest.raises(NotAllowed, match="在家登录"), transaction():
        roll_actions.draw(replace(at.deputies[0], from_home=True), at.uuid, tablet.credential.blinded)
    assert roll_facts.issued(at.uuid) == 0
    tablet.sign_in_again(at.deputies[0])
    assert tablet.draw()[0] == 200


def test_who_left_office_draws_nothing(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    with transaction():
        db.session.get_one(Deputy, at.deputies[0].deputy_id).in_office = False
    assert Tablet(app, at.uuid, at.deputies[0]).draw()[0] == 403


def test_a_deputy_of_another_congress_gets_not_found(app: Flask, city: Place, county: Place) -> None:
    at, elsewhere = open_ballot(city), hall(county)
    assert Tablet(app, at.uuid, elsewhere.deputies[0]).draw()[0] == 404


def test_a_person_who_is_no_deputy_draws_nothing(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    assert Tablet(app, at.uuid, account(city, Role.STAFF)).draw()[0] == 403
    assert Tablet(app, at.uuid).draw()[0] == 401


def test_tokens_are_drawn_from_set_up_until_close(app: Flask, city: Place) -> None:
    at = hall(city)
    ready(at)
    assert Tablet(app, at.uuid, at.deputies[0]).draw()[0] == 200
    vote.open_voting(at.secretary, at.uuid)
    late = Tablet(app, at.uuid, at.deputies[1])
    assert late.draw()[0] == 200
    vote.close(at.secretary, at.uuid)
    assert late.draw()[0] == 409  # nothing is kept for retries any more
    assert Tablet(app, at.uuid, at.deputies[2]).draw()[0] == 409


@pytest.mark.parametrize("blinded", [b"", b"\x01", bytes([255]) * 384, bytes(383), bytes(385)])
def test_what_cannot_be_signed_is_refused_and_leaves_the_roll_clean(
    app: Flask, city: Place, blinded: bytes
) -> None:
    at = open_ballot(city, 1)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    tablet.credential.blinded = blinded
    assert tablet.draw()[0] == 422
    assert roll_facts.issued(at.uuid) == 0


def test_at_close_the_roll_forgets_what_was_signed(city: Place) -> None:
    at = open_ballot(city)
    vote.vote(at.uuid, at.deputies[0], choices())
    vote.close(at.secretary, at.uuid)
    entry = roll_facts.entry_of(at.uuid, at.deputies[0].deputy_id or 0)
    assert entry is not None
    assert (entry.blinded, entry.signature) == (None, None)


@pytest.mark.parametrize("asks", ["status", "draw"])
def test_a_process_forgets_the_open_key_of_a_ballot_that_another_closed(
    app: Flask, city: Place, asks: str
) -> None:
    at = open_ballot(city)
    tablet, late = Tablet(app, at.uuid, at.deputies[0]), Tablet(app, at.uuid, at.deputies[1])
    assert tablet.draw()[0] == 200
    assert at.uuid in tokens.open_keys.ballots()
    (keys.folder() / f"{at.uuid}.key").unlink()  # as another process does at close
    assert tablet.text("status") if asks == "status" else late.draw()[0] == 409
    assert at.uuid not in tokens.open_keys.ballots()


def batch(app: Flask, uuid: str, count: int) -> tuple[list[card.Card], list[card_actions.CardRequest]]:
    issuer = Tablet(app, uuid).issuer
    cards = [card.derive(card.new_seed(), uuid, issuer) for _ in range(count)]
    return cards, [card_actions.CardRequest(one.lookup, card.blinded(one, uuid, issuer)) for one in cards]


def test_no_more_cards_than_deputies_present(app: Flask, city: Place) -> None:
    at = open_ballot(city, 2)
    _, wanted = batch(app, at.uuid, 3)
    with pytest.raises(RuleBroken, match="实到"), transaction():
        card_actions.make_cards(at.secretary, at.uuid, wanted)


def test_who_has_a_token_gets_no_card_and_the_other_way_round(app: Flask, city: Place) -> None:
    at = open_ballot(city, 3)
    _, wanted = batch(app, at.uuid, 2)
    with transaction():
        card_actions.make_cards(at.secretary, at.uuid, wanted)
    vote.draw(at.uuid, at.deputies[0])
    with pytest.raises(WrongMoment, match="已经领过"), transaction():
        card_actions.hand_out_card(at.secretary, at.uuid, "001")
    with transaction():
        card_actions.hand_out_card(at.secretary, at.uuid, "002")
    assert Tablet(app, at.uuid, at.deputies[1]).draw()[0] == 409
    assert roll_facts.issued_by_means(at.uuid) == {Means.TABLET: 1, Means.CARD: 1, Means.PAPER: 0}
    assert roll_facts.issued(at.uuid) == 2


def test_a_box_is_not_handed_over_before_every_card_is_accounted_for(app: Flask, city: Place) -> None:
    from voting.ballot.handover import sealed_box

    at = open_ballot(city, 3)
    cards, wanted = batch(app, at.uuid, 3)
    with transaction():
        card_actions.make_cards(at.secretary, at.uuid, wanted)
    with transaction():
        card_actions.hand_out_card(at.secretary, at.uuid, "001")
    with pytest.raises(NotFound), transaction():
        card_actions.void_card(at.secretary, at.uuid, "A" * 22, cards[0].credential, cards[0].inverse)
    vote.close(at.secretary, at.uuid)
    with pytest.raises(WrongMoment, match="票卡"):
        sealed_box(at.uuid)
    with transaction():
        card_actions.void_card(at.secretary, at.uuid, cards[1].lookup, cards[1].credential, cards[1].inverse)
    with transaction():
        card_actions.write_off_cards(at.secretary, at.uuid, reason="打印后破损")
    assert sealed_box(at.uuid).issued == 1
    with pytest.raises(WrongMoment), transaction():
        card_actions.void_card(at.secretary, at.uuid, cards[0].lookup, cards[0].credential, cards[0].inverse)


def test_only_who_holds_a_card_voids_it_and_it_alone(app: Flask, city: Place) -> None:
    """Lookup and credential must be one card's: otherwise one card would be booked and another one voided."""
    at = open_ballot(city, 3)
    cards, wanted = batch(app, at.uuid, 2)
    with transaction():
        card_actions.make_cards(at.secretary, at.uuid, wanted)
    first, other = cards
    own = Tablet(app, at.uuid, at.deputies[0])
    assert own.draw()[0] == 200
    drawn = own.credential
    for lookup, credential, inverse in (
        (first.lookup, other.credential, other.inverse),
        (first.lookup, other.credential, first.inverse),
        (first.lookup, drawn.public, drawn.inverse),
        (first.lookup, first.credential, 1),
        (first.lookup, "4", first.inverse),
    ):
        with pytest.raises(RuleBroken, match="同一张"), transaction():
            card_actions.void_card(at.secretary, at.uuid, lookup, credential, inverse)
    with transaction():
        card_actions.void_card(at.secretary, at.uuid, first.lookup, first.credential, first.inverse)
    desk = Tablet(app, at.uuid).booth
    assert call(desk, "GET", f"/booth/{at.uuid}/card/{first.lookup}")[0] == 404
    assert call(desk, "GET", f"/booth/{at.uuid}/card/{other.lookup}")[0] == 200


def test_a_card_that_was_cast_cannot_be_voided(app: Flask, city: Place) -> None:
    from voting.belenios import ballot as sealed
    from voting.belenios.canonical import unb64url

    at = open_ballot(city, 2)
    tablet = Tablet(app, at.uuid)
    (one,), wanted = batch(app, at.uuid, 1)
    with transaction():
        card_actions.make_cards(at.secretary, at.uuid, wanted)
    _, body = call(tablet.booth, "GET", f"/booth/{at.uuid}/card/{one.lookup}")
    message = blindrsa.token_message(at.uuid, one.credential)
    token = blindrsa.finalize(tablet.issuer, message, unb64url(body["signature"]), one.inverse)
    raw = sealed.seal(tablet.election, one.secret, choices())
    assert call(tablet.booth, "POST", f"/booth/{at.uuid}", {"token": b64url(token), "ballot": raw})[0] == 201
    with pytest.raises(WrongMoment, match="已经投过"), transaction():
        card_actions.void_card(at.secretary, at.uuid, one.lookup, one.credential, one.inverse)


def test_the_cards_calls_are_the_secretariats(app: Flask, city: Place) -> None:
    at = open_ballot(city, 2)
    cards, wanted = batch(app, at.uuid, 2)
    body = {"cards": [{"lookup": one.lookup, "blinded": b64url(one.blinded)} for one in wanted]}
    deputy = sign_in(app.test_client(), at.deputies[0])
    assert call(deputy, "POST", f"/ballots/{at.uuid}/cards", body)[0] == 403
    desk = sign_in(app.test_client(), at.secretary)
    assert call(desk, "POST", f"/ballots/{at.uuid}/cards", body) == (201, {"cards": 2})
    assert call(desk, "POST", f"/ballots/{at.uuid}/cards", body)[0] == 422
    assert call(desk, "POST", f"/ballots/{at.uuid}/cards/hand-out", {"number": "001"})[0] == 201
    void = {"lookup": cards[0].lookup, "credential": cards[0].credential}
    assert call(desk, "POST", f"/ballots/{at.uuid}/cards/void", void)[0] == 400
    void["inverse"] = str(cards[0].inverse)
    assert call(desk, "POST", f"/ballots/{at.uuid}/cards/void", void)[0] == 200


def test_a_second_round_has_tokens_and_a_roll_of_its_own(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    first = at.uuid
    assert Tablet(app, first, at.deputies[0]).draw()[0] == 200
    opened(at, parent_uuid=first)
    assert Tablet(app, at.uuid, at.deputies[0]).draw()[0] == 200
    assert (roll_facts.issued(first), roll_facts.issued(at.uuid)) == (1, 1)
