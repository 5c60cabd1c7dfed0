import json
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask, request, request_started

from tests.ballot.factories import Hall, choices, hall, open_ballot, opened, ready
from tests.ballot.play import Tablet, call, in_path
from tests.queries_counted import counted
from voting.ballot.card import actions as card_actions
from voting.ballot.order.models import find_ballot
from voting.ballot.sealed import booth, booth_caller, box, shortlived, verifiers
from voting.ballot.sealed.shortlived import OwnMemory
from voting.ballot.sealed.verifiers import Checked, Still, Verifiers, check
from voting.belenios import ballot as sealed
from voting.belenios import blindrsa, receipt
from voting.belenios.canonical import b64url, dump
from voting.core import db as database
from voting.core.db import transaction
from voting.demonstration import vote
from voting.people.rules import Place

pytestmark = pytest.mark.database


def drawn(app: Flask, at: Hall, who: int = 0) -> Tablet:
    tablet = Tablet(app, at.uuid, at.deputies[who])
    assert tablet.draw()[0] == 200
    return tablet


def test_a_ballot_is_stored_once_and_answered_with_a_signed_receipt(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    tablet = drawn(app, at)
    raw = tablet.seal(choices())
    first = tablet.hand_in(raw)
    again = tablet.hand_in(raw)
    assert (first[0], again[0]) == (201, 200)
    assert first[1] == again[1]
    assert set(first[1]) == {"tracker", "receipt"}
    assert box.count(at.uuid) == 1


def test_no_receipt_is_given_for_a_ballot_that_was_not_committed(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_ballot(city)
    tablet = drawn(app, at)
    raw = tablet.seal(choices())
    with monkeypatch.context() as cut:
        cut.setattr(database, "_commit", lost_power)
        status, told = tablet.hand_in(raw)
    assert (status, "receipt" in told, box.count(at.uuid)) == (500, False, 0)
    status, told = tablet.hand_in(raw)
    assert (status, "receipt" in told, box.count(at.uuid)) == (201, True, 1)


def lost_power(_written: database.Written) -> None:
    """Stand for a commit that does not come to pass."""
    raise OSError("no power")


def test_another_ballot_for_a_spent_credential_is_refused_with_the_receipt_of_the_first(
    app: Flask, city: Place
) -> None:
    tablet = drawn(app, open_ballot(city))
    status, told = tablet.hand_in(tablet.seal(choices((0,))))
    assert status == 201
    status, body = tablet.hand_in(tablet.seal(choices((1,))))
    assert (status, body["error"]["code"]) == (409, "Spent")
    assert {name: body["error"][name] for name in told} == told
    assert box.count(tablet.uuid) == 1


def test_without_its_token_nobody_learns_what_a_spent_credential_has_cast(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    assert tablet.hand_in(tablet.seal(choices((0,))))[0] == 201
    tablet.credential.token = bytes(384)
    status, body = tablet.hand_in(tablet.seal(choices((1,))))
    assert (status, set(body["error"])) == (422, {"code", "message"})


def test_a_shared_credential_with_two_tokens_counts_once(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    one, other = Tablet(app, at.uuid, at.deputies[0]), Tablet(app, at.uuid, at.deputies[1])
    shared = one.credential
    other.credential.secret, other.credential.public = shared.secret, shared.public
    message = blindrsa.token_message(at.uuid, shared.public)
    other.credential.blinded, other.credential.inverse = blindrsa.blind(other.issuer, message)
    assert one.draw()[0] == other.draw()[0] == 200
    assert one.credential.token != other.credential.token
    assert one.hand_in(one.seal(choices((0,))))[0] == 201
    assert other.hand_in(other.seal(choices((1,))))[0] == 409
    assert box.count(at.uuid) == 1


def test_a_token_that_was_not_issued_is_refused(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    tablet.credential = tablet.new_credential()
    tablet.credential.token = bytes(384)
    status, body = tablet.hand_in(tablet.seal(choices()))
    assert (status, body["error"]["code"]) == (422, "DoesNotHold")


def test_a_token_for_one_credential_carries_no_other(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    token = tablet.credential.token
    tablet.credential = tablet.new_credential()
    tablet.credential.token = token
    assert tablet.hand_in(tablet.seal(choices()))[0] == 422


def test_a_credential_of_one_or_outside_the_group_is_refused(app: Flask, city: Place) -> None:
    from voting.belenios.group import P

    at = open_ballot(city)
    for who, bad in enumerate(("1", str(P - 1))):
        tablet = Tablet(app, at.uuid, at.deputies[who])
        raw = tablet.seal(choices()).replace(
            f'"credential":"{tablet.credential.public}"', f'"credential":"{bad}"'
        )
        tablet.credential.public = bad
        message = blindrsa.token_message(at.uuid, bad)
        tablet.credential.blinded, tablet.credential.inverse = blindrsa.blind(tablet.issuer, message)
        assert tablet.draw()[0] == 200
        assert tablet.hand_in(raw)[0] == 422
    assert box.count(at.uuid) == 0


def test_a_ballot_of_another_round_or_congress_is_refused(app: Flask, city: Place, county: Place) -> None:
    at, elsewhere = open_ballot(city), open_ballot(county)
    here, there = drawn(app, at), drawn(app, elsewhere)
    raw = sealed.seal(there.election, here.credential.secret, choices())
    assert here.hand_in(raw)[0] == 422
    first = at.uuid
    opened(at, parent_uuid=first)
    later = Tablet(app, at.uuid, at.deputies[0])
    assert later.draw()[0] == 200
    later.credential.token, kept = here.credential.token, later.credential.token
    later.credential.public, later.credential.secret = here.credential.public, here.credential.secret
    assert later.hand_in(later.seal(choices()))[0] == 422  # a token of the round before
    assert kept != here.credential.token
    assert box.count(at.uuid) == box.count(first) == box.count(elsewhere.uuid) == 0


def test_a_rehearsals_ballot_never_enters_the_real_box(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    real = Tablet(app, at.uuid, at.deputies[1])
    vote.hold_ceremony(at.secretary, at.meeting_id, at.scrutineers, 1, rehearsal=True)
    rehearsal = opened(at, rehearsal=True)
    practice = Tablet(app, rehearsal, at.deputies[0])
    assert practice.draw()[0] == 200
    raw = practice.seal(choices())
    status, _ = call(real.booth, "POST", f"/booth/{real.uuid}", practice.body(raw))
    assert status == 422
    assert find_ballot(rehearsal).trustees_raw != find_ballot(real.uuid).trustees_raw
    assert find_ballot(rehearsal).issuer_raw != find_ballot(real.uuid).issuer_raw
    assert practice.receipt_key != real.receipt_key
    assert practice.hand_in(raw)[0] == 201
    assert (box.count(real.uuid), box.count(rehearsal)) == (0, 1)


def test_too_early_and_too_late_are_told_apart_and_a_retry_still_gets_its_receipt(
    app: Flask, city: Place
) -> None:
    at = hall(city)
    ready(at)
    tablet, late = drawn(app, at, 0), drawn(app, at, 1)
    raw = tablet.seal(choices())
    assert tablet.hand_in(raw)[1]["error"]["code"] == "TooEarly"
    vote.open_voting(at.secretary, at.uuid)
    first = tablet.hand_in(raw)
    vote.close(at.secretary, at.uuid)
    assert tablet.hand_in(raw) == (200, first[1])
    status, body = late.hand_in(late.seal(choices()))
    assert (status, body["error"]["code"]) == (409, "Closed")
    assert box.count(at.uuid) == 1


def test_a_body_over_twice_the_honest_size_is_cut_off(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    limit = 2 * sealed.most_bytes(tablet.election)
    body = {**tablet.body(tablet.seal(choices())), "more": "x" * limit}
    status, answer = call(tablet.booth, "POST", f"/booth/{tablet.uuid}", body)
    assert (status, answer["error"]["code"]) == (413, "TooLarge")


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"null", b"[]", b"{}", b"\xff\xfe", b'{"token":1,"ballot":"x"}', b'{"token":"a","ballot":{}}',
        b'{"token":"a","token":"a","ballot":"x"}', b'{"token":"AA","ballot":"x"}', b"[" * 5000, b"1e999",
        b'{"token":"AA","ballot":"x","more":1}', b'{"token":"AA==","ballot":"x"}',
    ],
)  # fmt: skip
def test_what_is_no_ballot_gets_a_reason_and_stores_nothing(app: Flask, city: Place, raw: bytes) -> None:
    tablet = drawn(app, open_ballot(city, 1))
    status, body = call(tablet.booth, "POST", f"/booth/{tablet.uuid}", raw=raw)
    assert status == 400
    assert body["error"]["message"]
    assert box.count(tablet.uuid) == 0


def test_twenty_failures_end_the_tries_of_a_credential_but_not_of_another(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    tablet, other = drawn(app, at, 0), drawn(app, at, 1)
    raw = tablet.seal(choices())
    bad = raw[:-12] + ("1" if raw[-12] != "1" else "2") + raw[-11:]
    told = [tablet.hand_in(bad)[0] for _ in range(21)]
    assert told[:20] == [422] * 20
    assert told[20] == 429
    assert tablet.hand_in(raw)[0] == 429
    assert other.hand_in(other.seal(choices()))[0] == 201


def test_a_full_queue_asks_to_try_again(app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    tablet = drawn(app, open_ballot(city))
    raw = tablet.seal(choices())
    monkeypatch.setitem(app.extensions, "verifiers", Verifiers(1, waiting=0))
    answer = tablet.booth.post(f"/booth/{tablet.uuid}", data=dump(tablet.body(raw)))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    monkeypatch.undo()
    assert tablet.hand_in(raw)[0] == 201


def test_one_credential_is_verified_once_at_a_time(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    with app.app_context(), booth.Turn(tablet.uuid, tablet.credential.public):
        assert tablet.hand_in(tablet.seal(choices()))[0] == 503
    assert tablet.hand_in(tablet.seal(choices()))[0] == 201


def test_a_turn_is_renewed_while_its_ballot_is_checked(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check takes a minute here, and nobody else gets the turn; afterwards it is given back."""
    moment = [0.0]
    monkeypatch.setattr(shortlived, "monotonic", lambda: moment[0])
    memory = OwnMemory()
    monkeypatch.setitem(app.extensions, "booth_memory", memory)
    at = open_ballot(city, 1)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    tablet.draw()
    raw = tablet.seal(choices())
    held = []

    class Slow(Verifiers):
        def check(self, election_raw: str, raw: str, still: Still = lambda: None) -> Checked:
            for _ in range(30):
                moment[0] += verifiers.STILL_SECONDS
                still()
                held.append(call(tablet.booth, "POST", f"/booth/{at.uuid}", tablet.body(raw))[0])
            return check(election_raw, raw)

    slow = Slow(1)
    monkeypatch.setitem(app.extensions, "verifiers", slow)
    assert tablet.hand_in(raw)[0] == 201
    assert held == [503] * 30
    monkeypatch.undo()


def test_the_turn_of_a_dead_host_is_free_within_ten_seconds(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    monkeypatch.setattr(shortlived, "monotonic", lambda: moment[0])
    monkeypatch.setitem(app.extensions, "booth_memory", OwnMemory())
    at = open_ballot(city, 1)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    tablet.draw()
    raw = tablet.seal(choices())
    with app.app_context():
        booth.Turn(at.uuid, tablet.credential.public).__enter__()  # and the host dies here
    assert tablet.hand_in(raw)[0] == 503
    moment[0] = 10.0
    assert tablet.hand_in(raw)[0] == 201


def test_a_verifier_that_dies_is_replaced(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    app.extensions["verifiers"].running().submit(json.dumps, {}).result()
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    assert tablet.hand_in(tablet.seal(choices()))[0] == 201


def test_a_hundred_threads_with_one_token_store_one_ballot(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    papers = [tablet.seal(choices((n % 3,))) for n in range(4)]
    start = Barrier(100)

    def throw(n: int) -> tuple[int, str]:
        client = app.test_client(use_cookies=False)
        start.wait()
        status, body = call(client, "POST", f"/booth/{tablet.uuid}", tablet.body(papers[n % 4]))
        return status, body.get("receipt", "")

    with ThreadPoolExecutor(100) as threads:
        told = list(threads.map(throw, range(100)))
    assert [status for status, _ in told].count(201) == 1
    assert {status for status, _ in told} <= {200, 201, 409, 503}
    assert len({receipt for status, receipt in told if status in {200, 201}}) == 1
    assert box.count(tablet.uuid) == 1


def test_a_tracker_is_found_in_the_box_and_nothing_else_is(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    _, body = tablet.hand_in(tablet.seal(choices()))
    path = f"/booth/{tablet.uuid}/{in_path(body['tracker'])}"
    assert call(tablet.booth, "GET", path) == (200, {"stored": True})
    other = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert call(tablet.booth, "GET", other)[0] == 404
    assert call(tablet.booth, "GET", f"/booth/{tablet.uuid}/not-a-tracker")[0] == 404


def test_the_eight_characters_of_a_receipt_find_its_ballot(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    _, body = tablet.hand_in(tablet.seal(choices()))
    short = in_path(body["tracker"])[:8]
    assert call(tablet.booth, "GET", f"/booth/{tablet.uuid}/{short}") == (200, {"stored": True})
    for other in (short[:7] + ("A" if short[7] != "A" else "B"), short[:7], short.swapcase()):
        assert call(tablet.booth, "GET", f"/booth/{tablet.uuid}/{other}")[0] == 404, other


def test_the_ten_characters_of_a_receipt_find_its_ballot_however_they_are_written(
    app: Flask, city: Place
) -> None:
    tablet = drawn(app, open_ballot(city))
    _, body = tablet.hand_in(tablet.seal(choices()))
    ten = receipt.short(body["tracker"])
    for written in (ten, ten.lower(), f"{ten[:5]}-{ten[5:]}", ten.replace("0", "O").replace("1", "l")):
        assert call(tablet.booth, "GET", f"/booth/{tablet.uuid}/{written}") == (200, {"stored": True})
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    neighbour = alphabet[alphabet.index(ten[9]) ^ 1]  # the same first 49 bits
    for other in (ten[:9] + neighbour, ten[:9], ten[:9] + "U", f"{ten}0"):
        assert call(tablet.booth, "GET", f"/booth/{tablet.uuid}/{other}")[0] == 404, other


def test_the_booth_reads_and_sets_no_cookie(app: Flask, city: Place) -> None:
    tablet = drawn(app, open_ballot(city))
    raw = tablet.seal(choices())
    assert isinstance(app.wsgi_app, booth_caller.WithoutCaller)
    seen: list[str] = []

    def program(environ: dict[str, object], _start: object) -> list[bytes]:
        seen.extend(name for name in environ if name in booth_caller.WithoutCaller.DROPPED)
        seen.append(str(environ["REMOTE_ADDR"]))
        return []

    caller = {"PATH_INFO": "/booth/x", "HTTP_COOKIE": "a=b", "REMOTE_ADDR": "10.0.0.1"}
    booth_caller.WithoutCaller(program)(caller, print)
    assert seen == [""]
    answer = tablet.client.post(
        f"/booth/{tablet.uuid}", data=dump(tablet.body(raw)), headers={"Cookie": "locale=en"}
    )
    assert answer.status_code == 201
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_ballot_that_comes_with_a_session_is_nobodys(app: Flask, city: Place) -> None:
    """Whatever a browser sends along, the program neither sees it nor looks up whose it is."""
    tablet = drawn(app, open_ballot(city))
    raw = tablet.seal(choices())
    cookie = tablet.client.get_cookie("signed_in")
    assert cookie is not None
    headers = {
        "Cookie": f"signed_in={cookie.value}; session=x",
        "X-Forwarded-For": "10.0.0.1",
        "User-Agent": "tablet 7",
    }
    seen: list[tuple[object, ...]] = []

    def note(_app: Flask, **_named: object) -> None:
        seen.append(
            (
                dict(request.cookies),
                request.remote_addr,
                request.headers.get("User-Agent"),
                [*request.access_route],
            )
        )

    with request_started.connected_to(note, app), counted() as sent:
        answer = tablet.booth.post(f"/booth/{tablet.uuid}", data=dump(tablet.body(raw)), headers=headers)
    assert answer.status_code == 201
    assert seen == [({}, "", None, [""])]
    assert not [statement for statement in sent if "signed_in" in statement or "account" in statement]


def test_the_booth_leaves_no_line_in_the_log(
    app: Flask, city: Place, caplog: pytest.LogCaptureFixture
) -> None:
    tablet = drawn(app, open_ballot(city))
    caplog.clear()
    caplog.set_level("DEBUG")
    tablet.hand_in(tablet.seal(choices()))
    call(tablet.booth, "POST", f"/booth/{tablet.uuid}", raw=b"nonsense")
    assert [record for record in caplog.records if record.name != "asyncio"] == []


def test_a_fault_inside_is_answered_without_a_log_line(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tablet = drawn(app, open_ballot(city))
    raw = tablet.seal(choices())

    def broken(*_: object) -> box.Stored:
        raise ZeroDivisionError

    monkeypatch.setattr(box, "store", broken)
    status, body = tablet.hand_in(raw)
    assert (status, body["error"]["code"]) == (500, "Fault")
    assert caplog.records == []
    monkeypatch.undo()
    assert tablet.hand_in(raw)[0] == 201


def opening(tablet: Tablet, chosen: tuple[int, ...] = (0,)) -> dict[str, object]:
    made = sealed.seal_openly(tablet.election, tablet.credential.secret, choices(chosen))
    return {**tablet.body(made.raw), "choices": choices(chosen), "randomness": made.randomness}


def test_a_test_opens_a_sealed_ballot_that_can_never_be_cast(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_ballot(city, challenge_allowed=True)
    tablet = drawn(app, at)
    wanted = opening(tablet)
    status, body = call(tablet.booth, "POST", f"/booth/{at.uuid}/challenge", wanted)
    assert status == 201
    path = f"/booth/{at.uuid}/challenge/{in_path(body['tracker'])}"
    status, shown = call(tablet.booth, "GET", path)
    assert (status, shown["choices"], shown["ballot"]) == (200, [[1, 0, 0]], wanted["ballot"])
    assert tablet.hand_in(str(wanted["ballot"]))[1]["error"]["code"] == "Challenged"
    assert box.count(at.uuid) == 0
    monkeypatch.setitem(app.extensions, "booth_memory", OwnMemory())  # ten minutes later
    assert call(tablet.booth, "GET", path) == (200, {"tracker": body["tracker"], "challenged": True})
    assert tablet.hand_in(tablet.seal(choices()))[0] == 201  # credential and token are unspent


def test_a_tablet_that_seals_another_choice_is_caught_by_the_test(app: Flask, city: Place) -> None:
    at = open_ballot(city, challenge_allowed=True)
    tablet = drawn(app, at)
    lie = {**opening(tablet, (1,)), "choices": choices((0,))}
    status, body = call(tablet.booth, "POST", f"/booth/{at.uuid}/challenge", lie)
    assert (status, body["error"]["code"]) == (422, "DoesNotHold")


def test_deputies_test_only_where_the_rules_say_so_or_a_scrutineer_gave_a_pass(
    app: Flask, city: Place
) -> None:
    from tests.factories import sign_in

    at = open_ballot(city)
    tablet = drawn(app, at)
    wanted = opening(tablet)
    assert call(tablet.booth, "POST", f"/booth/{at.uuid}/challenge", wanted)[0] == 409
    scrutineer = sign_in(app.test_client(), at.scrutineers[0])
    _, given = call(scrutineer, "POST", f"/ballots/{at.uuid}/spot-check")
    assert call(tablet.booth, "POST", f"/booth/{at.uuid}/challenge", {**wanted, **given})[0] == 201


def test_a_cast_ballot_cannot_be_opened_as_a_test(app: Flask, city: Place) -> None:
    at = open_ballot(city, challenge_allowed=True)
    tablet = drawn(app, at)
    wanted = opening(tablet)
    assert tablet.hand_in(str(wanted["ballot"]))[0] == 201
    status, body = call(tablet.booth, "POST", f"/booth/{at.uuid}/challenge", wanted)
    assert (status, body["error"]["code"]) == (409, "Spent")


def test_a_printed_card_votes_and_a_voided_one_does_not(app: Flask, city: Place) -> None:
    from voting.belenios import card

    at = open_ballot(city)
    tablet = Tablet(app, at.uuid)
    cards = [card.derive(card.new_seed(), at.uuid, tablet.issuer) for _ in range(2)]
    batch = [card_actions.CardRequest(one.lookup, card.blinded(one, at.uuid, tablet.issuer)) for one in cards]
    with transaction():
        card_actions.make_cards(at.secretary, at.uuid, batch)
    with transaction():
        card_actions.hand_out_card(at.secretary, at.uuid, at.rows[0].number)
    with transaction():
        card_actions.void_card(at.secretary, at.uuid, cards[1].lookup, cards[1].credential, cards[1].inverse)
    tokens = []
    for one in cards:
        status, body = call(tablet.booth, "GET", f"/booth/{at.uuid}/card/{one.lookup}")
        tokens.append(body.get("signature"))
    assert tokens[1] is None
    from voting.belenios.canonical import unb64url

    message = blindrsa.token_message(at.uuid, cards[0].credential)
    token = blindrsa.finalize(tablet.issuer, message, unb64url(tokens[0] or ""), cards[0].inverse)
    raw = sealed.seal(tablet.election, cards[0].secret, choices())
    assert call(tablet.booth, "POST", f"/booth/{at.uuid}", {"token": b64url(token), "ballot": raw})[0] == 201
    assert box.count(at.uuid) == 1
    assert status == 404


def test_closing_waits_for_nobody_and_leaves_nobody_in_doubt(app: Flask, city: Place) -> None:
    at = open_ballot(city, 6)
    tablets = [drawn(app, at, n) for n in range(6)]
    papers = [tablet.seal(choices()) for tablet in tablets]

    def hand(n: int) -> tuple[int, dict[str, object]]:
        return tablets[n].hand_in(papers[n])

    def shut(_: int) -> None:
        with app.app_context():
            vote.close(at.secretary, at.uuid)

    with ThreadPoolExecutor(7) as threads:
        told = [threads.submit(hand, n) for n in range(3)]
        closing = threads.submit(shut, 0)
        told += [threads.submit(hand, n) for n in range(3, 6)]
        closing.result()
        answers = [one.result() for one in told]
    got = [body["tracker"] for status, body in answers if status == 201]
    assert all(status in {201, 409} for status, _ in answers)
    assert len(got) == box.count(at.uuid) == find_ballot(at.uuid).cast
    assert all(box.is_stored(at.uuid, str(tracker)) for tracker in got)
