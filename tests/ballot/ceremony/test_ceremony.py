import pytest
from flask import Flask

from tests.ballot.factories import appoint, confirm_quorum, hall, ready
from tests.ballot.play import Device, call
from tests.factories import account, deputies, meeting, sign_in, term
from voting.ballot.ceremony import actions as ceremony_actions
from voting.ballot.ceremony.facts import LIST_STANDS, Seat
from voting.ballot.ceremony.models import find_ceremony
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.order.models import find_ballot
from voting.belenios import trustees
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.congress.place.rules import Post
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.database


def begun(at: Place, size: int = 3, threshold: int = 2) -> tuple[int, list[Actor], Actor]:
    in_term = term(at)
    deputies(at, 1, in_term=in_term)
    row = meeting(at, in_term=in_term)
    meeting_id = row.id
    confirm_quorum(at, meeting_id)
    scrutineers = [account(at, Role.SCRUTINEER) for _ in range(size)]
    appoint(at, meeting_id, Post.SCRUTINEER, *scrutineers)
    secretary = account(at, Role.SECRETARIAT)
    with transaction():
        seats = [Seat(one.account_id or 0, one.name) for one in scrutineers]
        ceremony = ceremony_actions.begin(secretary, meeting_id, seats, threshold)
    return ceremony, scrutineers, secretary


def devices(app: Flask, ceremony: int, scrutineers: list[Actor]) -> list[Device]:
    return [Device(app, ceremony, who) for who in scrutineers]


def rounds(made: list[Device], *steps: str) -> None:
    for step in steps:
        for device in made:
            status, body = getattr(device, step)()
            assert status == 200, body


def test_three_devices_make_one_key_through_the_relay(app: Flask, city: Place) -> None:
    ceremony, scrutineers, _ = begun(city)
    made = devices(app, ceremony, scrutineers)
    assert made[0].state()["round"] == 1
    assert [device.seat.index for device in made] == [1, 2, 3]
    rounds(made, "certify")
    assert made[2].state()["round"] == 2
    rounds(made, "deal")
    assert made[1].state()["round"] == 3
    rounds(made, "finish")
    state = made[0].state()
    assert (state["round"], state["counts"]) == ("done", False)
    assert state["fingerprint"] == trustees.fingerprint(state["trustees"])
    record = trustees.parse(state["trustees"])
    assert (len(record.verification_keys), record.threshold) == (3, 2)
    rounds(made, "confirm")
    assert made[0].state()["counts"]
    assert find_ceremony(ceremony, city.id).state is CeremonyState.DONE


def test_a_device_may_send_its_part_again_while_the_round_lasts(app: Flask, city: Place) -> None:
    ceremony, scrutineers, _ = begun(city)
    made = devices(app, ceremony, scrutineers)
    rounds(made[:1], "certify", "certify")
    rounds(made[1:], "certify")
    assert made[0].certify()[0] == 409
    rounds(made[:2], "deal")
    assert made[0].post("round/3", {"verification_key": {}})[0] == 409


def test_everybody_sees_only_the_shares_meant_for_him(app: Flask, city: Place) -> None:
    ceremony, scrutineers, _ = begun(city)
    made = devices(app, ceremony, scrutineers)
    rounds(made, "certify", "deal")
    seen = [device.state()["sealed_shares"] for device in made]
    assert all(len(shares) == 3 for shares in seen)
    assert len({share for shares in seen for share in shares}) == 9


def test_what_does_not_hold_is_refused_by_name(app: Flask, city: Place) -> None:
    ceremony, scrutineers, _ = begun(city)
    made = devices(app, ceremony, scrutineers)
    elsewhere = trustees.Seat(str(ceremony), 3, 2, 2)
    _, cert = trustees.certify(elsewhere)
    status, body = made[0].post("round/1", {"cert": cert})
    assert status == 422
    assert "certificate 1" in body["error"]["reason"]
    rounds(made, "certify")
    keys = made[0].keys
    assert keys is not None
    dealt = trustees.deal(made[0].seat, keys, made[0].state()["certs"])
    dealt["signature"] = {"challenge": "1", "response": "1"}
    status, body = made[0].post("round/2", dealt)
    assert status == 422
    assert "scrutineer 1" in body["error"]["reason"]
    assert made[0].state()["deals"] == [None, None, None]


@pytest.mark.parametrize(
    "body", [None, {}, {"cert": 1}, {"cert": {"message": "{}", "signature": {}}}, {"cert": [], "x": 1}]
)
def test_a_malformed_part_is_refused(app: Flask, city: Place, body: object) -> None:
    ceremony, scrutineers, _ = begun(city, 1, 1)
    (device,) = devices(app, ceremony, scrutineers)
    assert device.post("round/1", body)[0] in {400, 422}
    assert device.state()["certs"] == [None]


def test_another_fingerprint_is_not_confirmed(app: Flask, city: Place) -> None:
    ceremony, scrutineers, _ = begun(city, 1, 1)
    (device,) = devices(app, ceremony, scrutineers)
    rounds([device], "certify", "deal", "finish")
    assert device.post("confirm", {"fingerprint": "1" * 24, "compared_with": 0})[0] == 422
    assert device.post("confirm", {"fingerprint": 7, "compared_with": 0})[0] == 400
    assert not device.state()["counts"]
    rounds([device], "confirm", "confirm")
    assert device.state()["counts"]


@pytest.mark.parametrize("other", [0, 1, 4])
def test_only_another_s_device_is_compared_never_one_s_own(app: Flask, city: Place, other: int) -> None:
    ceremony, scrutineers, _ = begun(city)
    made = devices(app, ceremony, scrutineers)
    rounds(made, "certify", "deal", "finish")
    shown = made[0].state()["fingerprint"]
    status, body = made[0].post("confirm", {"fingerprint": shown, "compared_with": other})
    assert (status, "另一位监票人的设备" in body["error"]["message"]) == (422, True)
    assert made[0].state()["confirmed"] == [False, False, False]


def test_only_its_scrutineers_take_part(app: Flask, city: Place, county: Place) -> None:
    ceremony, _, secretary = begun(city)
    path = f"/ceremony/{ceremony}/state.json"
    stranger = sign_in(app.test_client(), account(city, Role.SCRUTINEER))
    neighbour = sign_in(app.test_client(), account(county, Role.SCRUTINEER))
    desk = sign_in(app.test_client(), secretary)
    assert call(stranger, "GET", path)[0] == 403
    assert call(neighbour, "GET", path)[0] == 404
    assert call(desk, "GET", path)[0] == 403
    assert call(app.test_client(), "GET", path)[0] == 401


def test_a_key_for_less_than_more_than_half_is_refused(city: Place) -> None:
    with pytest.raises(RuleBroken, match="一半"):
        begun(city, 4, 2)


def test_an_account_that_is_no_scrutineers_holds_no_share(city: Place) -> None:
    at = hall(city, 1)
    staff = account(city, Role.STAFF)
    with pytest.raises(RuleBroken, match="监票人账号"), transaction():
        ceremony_actions.begin(at.secretary, at.meeting_id, [Seat(staff.account_id or 0, staff.name)], 1)


@pytest.mark.parametrize(
    "post", [None, Post.TELLER, Post.CHIEF_TELLER], ids=["not on the list", "teller", "chief teller"]
)
def test_a_scrutineer_whom_the_meeting_did_not_appoint_holds_no_share(city: Place, post: Post | None) -> None:
    at = hall(city, 1)
    stranger = account(city, Role.SCRUTINEER)
    if post is not None:
        appoint(city, at.meeting_id, post, stranger)
    seats = [Seat(one.account_id or 0, one.name) for one in (*at.scrutineers, stranger)]
    with pytest.raises(RuleBroken, match="名单"), transaction():
        ceremony_actions.begin(at.secretary, at.meeting_id, seats, 2)


def test_a_scrutineer_of_another_meeting_holds_no_share_in_this_one(city: Place) -> None:
    at = hall(city, 1)
    first = meeting_of(city.id, at.meeting_id)
    with transaction():
        other = Meeting(
            jurisdiction_id=city.id,
            term_id=first.term_id,
            year=first.year,
            number=7,
            title="另一次会议",
            opens_on=first.opens_on,
            body=first.body,
            state=MeetingState.SCRUTINEERS_ADOPTED,
        )
        db.session.add(other)
    seats = [Seat(one.account_id or 0, one.name) for one in at.scrutineers]
    with pytest.raises(RuleBroken, match="名单"), transaction():
        ceremony_actions.begin(at.secretary, other.id, seats, 1)


@pytest.mark.parametrize("state", sorted(set(MeetingState) - LIST_STANDS))
def test_nobody_begins_before_the_list_is_adopted_or_after_the_meeting(
    city: Place, state: MeetingState
) -> None:
    at = hall(city, 1)
    with transaction():
        meeting_of(city.id, at.meeting_id).state = state
    seats = [Seat(one.account_id or 0, one.name) for one in at.scrutineers]
    with pytest.raises(WrongMoment, match="名单"), transaction():
        ceremony_actions.begin(at.secretary, at.meeting_id, seats, 1)


def test_nobody_takes_a_place_in_a_ceremony_to_whom_it_was_not_given(app: Flask, city: Place) -> None:
    ceremony, _, secretary = begun(city)
    stranger = account(city, Role.SCRUTINEER)
    with pytest.raises(RuleBroken, match="名单"), transaction():
        seat = Seat(stranger.account_id or 0, stranger.name)
        ceremony_actions.replace_scrutineer(secretary, ceremony, 3, seat, reason="设备损坏")
    assert find_ceremony(ceremony, city.id).state is CeremonyState.CERTIFYING


def test_a_scrutineer_is_replaced_before_the_first_ballot_only(app: Flask, city: Place) -> None:
    ceremony, scrutineers, secretary = begun(city)
    made = devices(app, ceremony, scrutineers)
    rounds(made[:2], "certify")
    substitute = account(city, Role.SCRUTINEER)
    appoint(city, find_ceremony(ceremony, city.id).meeting_id, Post.SCRUTINEER, substitute)
    with transaction():
        seat = Seat(substitute.account_id or 0, substitute.name)
        again = ceremony_actions.replace_scrutineer(secretary, ceremony, 3, seat, reason="设备损坏")
    assert made[0].state()["round"] == "failed"
    assert made[0].certify()[0] == 409
    rounds(devices(app, again, [*scrutineers[:2], substitute]), "certify")


def test_a_key_that_a_ballot_uses_cannot_be_given_up(city: Place) -> None:
    at = hall(city, 1)
    ready(at)
    ceremony_id = find_ballot(at.uuid).ceremony_id
    assert ceremony_id is not None
    with pytest.raises(WrongMoment, match="票决"), transaction():
        ceremony_actions.fail(at.secretary, ceremony_id, reason="x")
