"""A set-up that was withdrawn is a tombstone: whatever still carries its UUID is told so and marks nothing.

Each order of the draw, the withdrawal and the new set-up is forced, none is a matter of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.ballot.factories import Hall, choices, hall, make_cards, ordered, ready, withdrawn
from tests.ballot.play import Tablet, call, in_path
from tests.conftest import rows
from tests.factories import sign_in
from tests.tally.factories_count import confirmed
from voting.audit.journal import first_broken_line
from voting.ballot.card import actions as card_actions
from voting.ballot.ceremony import actions as ceremony_actions
from voting.ballot.close import actions as close_actions
from voting.ballot.order.models import Ballot, Withdrawn, find_ballot, lines_of, lock_ballot, share_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.paper.actions import hand_out_paper
from voting.ballot.roll import actions as roll_actions
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box, keys
from voting.ballot.set_up import actions as set_up_actions
from voting.belenios.canonical import b64url
from voting.congress.ballot_rules.choices import Kind
from voting.congress.place.rules import Body
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import WrongMoment
from voting.demonstration import vote
from voting.people.rules import Place
from voting.supervision.evaluation.models import EvaluationOrder
from voting.tally.next_ballot import actions as next_ballot_actions
from voting.tally.next_ballot.facts import owing
from voting.tally.run.models import find_run

pytestmark = pytest.mark.database
TIED = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))


def made_anew(at: Hall) -> str:
    """Withdraw the set-up and make it anew; returns the old UUID."""
    old = at.uuid
    at.uuid = withdrawn(at)
    vote.set_up(at.secretary, at.uuid)
    return old


def expect_told(answer: tuple[int, dict[str, object]], at: Hall) -> None:
    status, body = answer
    error = body["error"]
    assert isinstance(error, dict)
    assert (status, error["code"], error["next"]) == (409, "Withdrawn", at.uuid)
    assert error["message"]


def marks(uuid: str) -> int:
    """How much anything has left behind under a UUID."""
    tables = ("roll_entry", "sealed_ballot", "challenged_ballot", "card_signature", "void_credential")
    return sum(len(rows(f"SELECT 1 FROM {table} WHERE ballot_uuid = '{uuid}'")) for table in tables)


def test_a_set_up_that_is_made_anew_is_another_ballot_of_the_same_order(app: Flask, city: Place) -> None:
    at = hall(city)
    ready(at)
    before = find_ballot(at.uuid)
    same = (before.title, before.kind, before.seats, before.rules, before.challengeable, before.meeting_id)
    printed = before.fingerprint
    lines = [(one.ordinal, one.project_id, one.title) for one in lines_of(at.uuid)]
    old = made_anew(at)
    new = find_ballot(at.uuid)
    assert at.uuid != old
    assert (new.title, new.kind, new.seats, new.rules, new.challengeable, new.meeting_id) == same
    assert [(one.ordinal, one.project_id, one.title) for one in lines_of(at.uuid)] == lines
    assert lines_of(old) == []
    tomb = db.session.get_one(Ballot, old)
    assert (tomb.state, tomb.successor_uuid, tomb.fingerprint) == (BallotState.WITHDRAWN, at.uuid, printed)
    assert (tomb.issuing_key, tomb.rules_raw, tomb.election_raw, tomb.trustees_raw, tomb.issuer_raw) == (
        None,
    ) * 5
    assert not keys.has_file_key(old)
    assert old not in keys.unswept()
    assert first_broken_line(city.id) is None


def test_a_crash_right_after_the_withdrawal_leaves_no_key_for_long(city: Place) -> None:
    at = hall(city)
    ready(at)
    with transaction():
        set_up_actions.withdraw_set_up(at.secretary, at.uuid, reason="名称有误")
    assert (keys.has_file_key(at.uuid), at.uuid in keys.unswept()) == (True, True)
    close_actions.sweep_what_was_left()  # as at the next start
    assert (keys.has_file_key(at.uuid), at.uuid in keys.unswept()) == (False, False)


def test_a_draw_that_comes_after_the_new_set_up_marks_nothing_and_costs_no_vote(
    app: Flask, city: Place
) -> None:
    at = hall(city)
    ready(at)
    late = Tablet(app, at.uuid, at.deputies[0])
    old = made_anew(at)
    expect_told(late.draw(), at)
    expect_told(late.draw(), at)  # a retry, and a reload that sends the same again
    assert (marks(old), roll_facts.issued(at.uuid)) == (0, 0)
    vote.open_voting(at.secretary, at.uuid)
    expect_told(late.draw(), at)
    fresh = Tablet(app, at.uuid, at.deputies[0])
    assert fresh.vote(choices())[0] == 201
    assert (box.count(at.uuid), roll_facts.issued(at.uuid), marks(old)) == (1, 1, 0)


def test_a_draw_between_the_withdrawal_and_the_new_set_up_marks_nothing(app: Flask, city: Place) -> None:
    at = hall(city)
    ready(at)
    late, old = Tablet(app, at.uuid, at.deputies[0]), at.uuid
    at.uuid = withdrawn(at)
    expect_told(late.draw(), at)
    status, _ = call(late.client, "POST", f"/ballots/{at.uuid}/draw", {"blinded": b64url(bytes(384))})
    assert status == 409  # the new one is a draft
    assert (marks(old), marks(at.uuid)) == (0, 0)


def test_a_draw_whose_answer_was_lost_forbids_the_withdrawal(app: Flask, city: Place) -> None:
    at = hall(city)
    ready(at)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    first = tablet.draw()  # the server did it, the tablet never hears
    with pytest.raises(WrongMoment, match="领票"):
        withdrawn(at)
    assert find_ballot(at.uuid).state is BallotState.READY
    assert tablet.draw() == first
    vote.open_voting(at.secretary, at.uuid)
    assert tablet.hand_in(tablet.seal(choices()))[0] == 201


class Held:
    """A deed that stops inside its transaction until it is let go."""

    def __init__(self) -> None:
        self.inside, self.go = Event(), Event()

    def wait(self) -> None:
        self.inside.set()
        assert self.go.wait(30)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def begun(app: Flask, at: Hall, held: Held, threads: ThreadPoolExecutor) -> Future[str]:
    """Begin a withdrawal and stop it before its commit, with the ballot locked."""

    def withdraw() -> str:
        with app.app_context(), transaction():
            successor = set_up_actions.withdraw_set_up(at.secretary, at.uuid, reason="名称有误")
            held.wait()
            return successor

    db.session.rollback()
    running = threads.submit(withdraw)
    assert held.inside.wait(30)
    return running


def test_a_draw_that_waits_for_a_withdrawal_to_end_is_told(
    app: Flask, city: Place, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = hall(city)
    ready(at)
    tablet, old, asked, held = Tablet(app, at.uuid, at.deputies[0]), at.uuid, Event(), Held()
    running = begun(app, at, held, threads)
    share = share_ballot

    def sharing(uuid: str, jurisdiction_id: int | None = None) -> Ballot:
        asked.set()
        return share(uuid, jurisdiction_id)

    monkeypatch.setattr(roll_actions, "share_ballot", sharing)
    drawing = threads.submit(tablet.draw)
    if db.engine.dialect.name == "postgresql":
        assert asked.wait(30)  # it stands at the row that the withdrawal holds; on SQLite it waits to begin
    held.go.set()
    at.uuid = running.result()
    expect_told(drawing.result(), at)
    assert (marks(old), marks(at.uuid)) == (0, 0)


def test_a_withdrawal_that_waits_for_a_draw_to_end_is_refused(
    app: Flask, city: Place, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = hall(city)
    ready(at)
    tablet, asked, held = Tablet(app, at.uuid, at.deputies[0]), Event(), Held()
    mark, lock = roll_actions.mark_roll, lock_ballot

    def marking(*args: object) -> bool:
        done = mark(*args)  # type: ignore[arg-type]
        held.wait()
        return done

    def locking(uuid: str, jurisdiction_id: int | None = None) -> Ballot:
        asked.set()
        return lock(uuid, jurisdiction_id)

    monkeypatch.setattr(roll_actions, "mark_roll", marking)
    monkeypatch.setattr(set_up_actions, "lock_ballot", locking)

    def withdraw() -> str:
        with app.app_context():
            return withdrawn(at)

    db.session.rollback()
    drawing = threads.submit(tablet.draw)
    assert held.inside.wait(30)
    refused = threads.submit(withdraw)
    if db.engine.dialect.name == "postgresql":
        assert asked.wait(30)
    held.go.set()
    assert drawing.result()[0] == 200
    with pytest.raises(WrongMoment, match="领票"):
        refused.result()
    assert (find_ballot(at.uuid).state, roll_facts.issued(at.uuid)) == (BallotState.READY, 1)


def test_every_call_and_deed_with_the_old_uuid_is_told_and_marks_nothing(app: Flask, city: Place) -> None:
    at = hall(city, size=3, threshold=2)
    ready(at)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    tablet.credential.token = bytes(384)
    raw = tablet.seal(choices())
    old = made_anew(at)
    desk, key_holder = sign_in(app.test_client(), at.secretary), sign_in(app.test_client(), at.scrutineers[0])
    nobody = app.test_client(use_cookies=False)
    opening = {**tablet.body(raw), "choices": choices(), "randomness": [["1", "2", "3"]]}
    card = {"cards": [{"lookup": "a" * 22, "blinded": b64url(bytes(384))}]}
    void = {"lookup": "a" * 22, "credential": "4", "inverse": "1"}
    calls: tuple[tuple[FlaskClient, str, str, object], ...] = (
        (nobody, "GET", f"/ballots/{old}/election.json", None),
        (nobody, "GET", f"/ballots/{old}/issuer.json", None),
        (nobody, "GET", f"/ballots/{old}/status.json", None),
        (nobody, "POST", f"/booth/{old}", tablet.body(raw)),
        (nobody, "POST", f"/booth/{old}/challenge", opening),
        (nobody, "GET", f"/booth/{old}/card/{'a' * 22}", None),
        (desk, "POST", f"/ballots/{old}/cards", card),
        (desk, "POST", f"/ballots/{old}/cards/hand-out", {"number": "001"}),
        (desk, "POST", f"/ballots/{old}/cards/void", void),
        (key_holder, "POST", f"/ballots/{old}/spot-check", {}),
        (key_holder, "GET", f"/ballots/{old}/sealed.json", None),
        (key_holder, "GET", f"/ballots/{old}/roll.json", None),
        (key_holder, "GET", f"/ballots/{old}/tokens.json", None),
        (
            key_holder,
            "POST",
            f"/ballots/{old}/statement",
            {"text": f"roll|{old}|{'0' * 64}|1", "signature": {}},
        ),
    )
    for client, method, path, body in calls:
        expect_told(call(client, method, path, body), at)
    expect_told(tablet.draw(), at)
    tracker = in_path("A" * 43)
    for path in (f"/booth/{old}/{tracker}", f"/booth/{old}/challenge/{tracker}"):
        assert call(nobody, "GET", path)[0] == 404  # nothing lies there, and never did
    deputy_id = at.deputies[0].deputy_id or 0
    for step in (
        lambda: set_up_actions.open_voting(at.secretary, old),
        lambda: hand_out_paper(at.secretary, old, deputy_id),
        lambda: close_actions.close(at.secretary, old),
        lambda: set_up_actions.void(at.secretary, old, reason="名称有误"),
        lambda: set_up_actions.withdraw_set_up(at.secretary, old, reason="名称有误"),
        lambda: vote.set_up(at.secretary, old),
        lambda: ordered(at, parent_uuid=old),
    ):
        with pytest.raises(Withdrawn), transaction():
            step()
    assert (marks(old), marks(at.uuid)) == (0, 0)
    assert roll_facts.listed(old) == roll_facts.listed(at.uuid) == ()
    assert find_ballot(at.uuid).state is BallotState.READY


def test_a_neighbour_is_not_even_told_that_there_was_one(app: Flask, city: Place, county: Place) -> None:
    at, elsewhere = hall(city), hall(county)
    ready(at)
    old = made_anew(at)
    stranger = sign_in(app.test_client(), elsewhere.deputies[0])
    status, body = call(stranger, "POST", f"/ballots/{old}/draw", {"blinded": b64url(bytes(384))})
    assert (status, body["error"]["code"]) == (404, "NotFound")


def test_pages_with_the_old_uuid_say_what_became_of_it_and_lists_show_the_new_one(
    app: Flask, city: Place
) -> None:
    at = hall(city)
    ready(at)
    printed = find_ballot(at.uuid).fingerprint or ""
    old = made_anew(at)
    desk = sign_in(app.test_client(), at.secretary)
    for path in (f"{old}/cards", f"{old}/cards/print", f"{old}/paper"):
        with app.app_context():
            answer = desk.get(f"/j/{city.code}/ballots/{path}")
        assert (answer.status_code, "已经撤回" in answer.text) == (409, True), path
    with app.app_context():
        home = desk.get(f"/j/{city.code}/ballots").text
    assert f"/ballots/{old}/" not in home
    assert home.count("<h3><bdi>民生实事项目票决") == 1
    assert printed in home  # by it people know what was printed for the old one


def test_cards_of_the_old_set_up_are_worthless_and_are_printed_anew(app: Flask, city: Place) -> None:
    at = hall(city)
    ready(at)
    (printed,) = make_cards(app, at, 1)
    old = made_anew(at)
    nobody = app.test_client(use_cookies=False)
    expect_told(call(nobody, "GET", f"/booth/{old}/card/{printed.lookup}"), at)
    status, body = call(nobody, "GET", f"/booth/{at.uuid}/card/{printed.lookup}")
    assert (status, body["error"]["code"]) == (404, "NoCard")
    assert (marks(old), find_ballot(at.uuid).cards_made) == (0, 0)
    desk = sign_in(app.test_client(), at.secretary)
    with app.app_context():
        page = desk.get(f"/j/{city.code}/ballots/{at.uuid}/cards").text
    assert "票箱撤回以前印的 1 张票卡不再有效" in page
    (fresh,) = make_cards(app, at, 1)
    assert call(nobody, "GET", f"/booth/{at.uuid}/card/{fresh.lookup}")[0] == 200
    with transaction():
        card_actions.hand_out_card(at.secretary, at.uuid, "001")
    with pytest.raises(WrongMoment, match="领票"):
        withdrawn(at)


def test_set_ups_withdrawn_twice_both_lead_to_the_ballot_in_their_place(app: Flask, city: Place) -> None:
    at = hall(city)
    ready(at)
    first = made_anew(at)
    second = made_anew(at)
    nobody = app.test_client(use_cookies=False)
    for old in (first, second):
        expect_told(call(nobody, "GET", f"/ballots/{old}/status.json"), at)


def test_the_rounds_before_and_behind_follow(city: Place) -> None:
    found = confirmed(city, votes=TIED)
    with transaction():
        found.hall.uuid = next_ballot_actions.order_next(found.secretary, found.uuid)
    vote.set_up(found.secretary, found.hall.uuid)
    made_anew(found.hall)
    assert find_run(found.uuid, city.id).next_uuid == found.hall.uuid
    assert find_ballot(found.hall.uuid).parent_uuid == found.uuid
    assert owing(found.hall.meeting_id) == ()
    vote.open_voting(found.secretary, found.hall.uuid)


def test_a_round_behind_that_is_a_draft_follows_and_one_that_is_set_up_forbids(city: Place) -> None:
    at = hall(city)
    parent = ready(at)
    behind = ordered(at, parent_uuid=parent)
    at.uuid = parent
    made_anew(at)
    assert find_ballot(behind).parent_uuid == at.uuid
    vote.set_up(at.secretary, behind)
    with pytest.raises(WrongMoment, match="接在后面"):
        withdrawn(at)
    assert find_ballot(at.uuid).state is BallotState.READY


def test_an_evaluation_keeps_its_order(city: Place) -> None:
    at = hall(city)
    ready(at, kind=Kind.EVALUATE)
    with transaction():
        db.session.add(
            EvaluationOrder(
                jurisdiction_id=city.id,
                year=2026,
                ballot_uuid=at.uuid,
                body=Body.CONGRESS,
                ordered_at=now(),
            )
        )
    made_anew(at)
    assert db.session.scalars(select(EvaluationOrder.ballot_uuid)).all() == [at.uuid]


def test_a_rehearsal_is_withdrawn_like_any_other(app: Flask, city: Place) -> None:
    at = hall(city, rehearsal=True)
    ready(at, rehearsal=True)
    late = Tablet(app, at.uuid, at.deputies[0])
    old = made_anew(at)
    expect_told(late.draw(), at)
    assert (find_ballot(at.uuid).rehearsal, find_ballot(at.uuid).challengeable) == (True, True)
    assert marks(old) == 0


def test_the_key_of_a_withdrawn_set_up_may_be_given_up(city: Place) -> None:
    at = hall(city)
    ready(at)
    ceremony_id = find_ballot(at.uuid).ceremony_id or 0
    at.uuid = withdrawn(at)
    with transaction():
        ceremony_actions.fail(at.secretary, ceremony_id, reason="换监票人")


def test_the_withdrawal_is_one_line_of_the_journal(city: Place) -> None:
    at = hall(city)
    ready(at)
    at.uuid = withdrawn(at)
    written = [row[0] for row in rows("SELECT event FROM audit_entry ORDER BY number DESC LIMIT 2")]
    assert written == ["ballot:ballot:set_up_withdrawn", "ballot:ballot:set_up"]


def test_a_tablet_is_told_which_set_ups_it_may_forget(app: Flask, city: Place) -> None:
    at = hall(city)
    ready(at)
    printed = find_ballot(at.uuid).fingerprint
    old = made_anew(at)
    path = f"/j/{city.code}/tablet/{at.meeting_id}/state.json"
    _, body = call(app.test_client(), "GET", path)
    assert [one["uuid"] for one in body["ballots"]] == [at.uuid]
    assert body["withdrawn"] == [{"uuid": old, "fingerprint": printed}]
