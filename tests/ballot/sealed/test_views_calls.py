import re
from sqlite3 import connect

import pytest
from flask import Flask

from tests.ballot.factories import choices, hall, open_ballot, ordered, ready
from tests.ballot.play import Tablet, call
from tests.factories import account, sign_in
from voting.app import create_app
from voting.ballot.close import actions as close_actions
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box, keys
from voting.belenios import statements
from voting.belenios.canonical import hex_sha256, load
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database

TURNOUT = {"state", "due", "present", "issued", "cast"}


def test_the_exact_texts_are_served_from_set_up_on(app: Flask, city: Place) -> None:
    at = hall(city)
    uuid = ordered(at)
    client = app.test_client()
    assert call(client, "GET", f"/ballots/{uuid}/election.json")[0] == 404
    vote.set_up(at.secretary, uuid)
    for name in ("election", "rules", "trustees", "issuer"):
        answer = client.get(f"/ballots/{uuid}/{name}.json")
        assert answer.status_code == 200
        assert answer.content_type == "application/json"
        again = client.get(f"/ballots/{uuid}/{name}.json", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    rules = client.get(f"/ballots/{uuid}/rules.json").get_data(as_text=True)
    _, election = call(client, "GET", f"/ballots/{uuid}/election.json")
    assert election["description"] == "sha256:" + hex_sha256(rules)


def test_the_status_tells_turnout_and_nothing_else(app: Flask, city: Place) -> None:
    at = hall(city, 3)
    ready(at)
    client = app.test_client()
    path = f"/ballots/{at.uuid}/status.json"
    assert call(client, "GET", path) == (
        200,
        {"state": "ready", "due": 3, "present": 3, "issued": 0, "cast": 0},
    )
    vote.open_voting(at.secretary, at.uuid)
    vote.vote(at.uuid, at.deputies[0], choices())
    vote.draw(at.uuid, at.deputies[1])
    _, told = call(client, "GET", path)
    assert set(told) == TURNOUT
    assert (told["state"], told["issued"], told["cast"]) == ("open", 2, 1)
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    vote.cast(at.uuid, vote.draw(at.uuid, at.deputies[2]), choices())
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200
    vote.close(at.secretary, at.uuid)
    assert call(client, "GET", path)[1] == {"state": "closed", "due": 3, "present": 3, "issued": 3, "cast": 2}


def test_an_unknown_ballot_is_not_found_everywhere(app: Flask, city: Place) -> None:
    client = sign_in(app.test_client(), account(city, Role.SCRUTINEER))
    for name in ("election", "rules", "trustees", "issuer", "status", "sealed", "roll", "tokens"):
        assert call(client, "GET", f"/ballots/NoSuchBallot11/{name}.json")[0] == 404


def test_sealed_ballots_are_the_scrutineers_after_close(app: Flask, city: Place, county: Place) -> None:
    at = open_ballot(city)
    for deputy in at.deputies:
        vote.vote(at.uuid, deputy, choices())
    path = f"/ballots/{at.uuid}/sealed.json"
    scrutineer = sign_in(app.test_client(), at.scrutineers[0])
    neighbour = sign_in(app.test_client(), account(county, Role.SCRUTINEER))
    assert call(scrutineer, "GET", path)[0] == 409
    vote.close(at.secretary, at.uuid)
    status, told = call(scrutineer, "GET", path)
    assert status == 200
    assert told["list"] == sorted(told["list"])
    assert len(told["list"]) == 3
    assert call(neighbour, "GET", path)[0] == 404
    assert call(sign_in(app.test_client(), at.secretary), "GET", path)[0] == 403
    assert call(app.test_client(), "GET", path)[0] == 401


def test_a_sweep_that_did_not_happen_is_made_up_for(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    vote.vote(at.uuid, at.deputies[0], choices())
    with transaction():
        close_actions.close(at.secretary, at.uuid)  # and here the program died
    assert keys.has_file_key(at.uuid)
    scrutineer = sign_in(app.test_client(), at.scrutineers[0])
    assert call(scrutineer, "GET", f"/ballots/{at.uuid}/sealed.json")[0] == 200
    assert (keys.has_file_key(at.uuid), at.uuid in keys.unswept()) == (False, False)


def test_pages_that_could_not_be_rewritten_are_rewritten_later(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is gone at once; the mark stays until a later call or the next start has rewritten the pages."""
    at = open_ballot(city)
    vote.vote(at.uuid, at.deputies[0], choices())
    with monkeypatch.context() as full:
        full.setattr(box, "rewriting", lambda _tables: ["VACUUM nowhere"])
        vote.close(at.secretary, at.uuid)
        assert (keys.has_file_key(at.uuid), at.uuid in keys.unswept()) == (False, True)
        create_app(app.extensions["settings"])
        assert at.uuid in keys.unswept()
    create_app(app.extensions["settings"])
    assert at.uuid not in keys.unswept()
    keys.mark_unswept(at.uuid)
    neighbour = sign_in(app.test_client(), account(city, Role.SECRETARIAT))
    scrutineer = sign_in(app.test_client(), at.scrutineers[0])
    for name in ("sealed", "roll"):
        path = f"/ballots/{at.uuid}/{name}.json"
        keys.mark_unswept(at.uuid)
        assert call(neighbour, "GET", path)[0] == 403
        assert at.uuid in keys.unswept()
        assert call(scrutineer, "GET", path)[0] == 200
        assert at.uuid not in keys.unswept()


def test_a_stranger_cannot_have_the_pages_rewritten(app: Flask, city: Place, county: Place) -> None:
    at = open_ballot(city)
    vote.close(at.secretary, at.uuid)
    keys.mark_unswept(at.uuid)
    neighbour = sign_in(app.test_client(), account(county, Role.SCRUTINEER))
    for name in ("sealed", "roll"):
        assert call(neighbour, "GET", f"/ballots/{at.uuid}/{name}.json")[0] == 404
    assert at.uuid in keys.unswept()


def test_a_log_that_somebody_still_reads_is_not_taken_for_swept(
    city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL rewrites the tables themselves")
    at = open_ballot(city)
    statements = ["PRAGMA busy_timeout=10", "VACUUM", box.CHECKPOINT]
    monkeypatch.setattr(box, "rewriting", lambda _tables: statements)
    with transaction():
        close_actions.close(at.secretary, at.uuid)
    reader = connect(str(db.engine.url.database), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ballot").fetchone()
    close_actions.sweep(at.uuid)
    assert at.uuid in keys.unswept()
    reader.close()
    close_actions.sweep(at.uuid)
    assert at.uuid not in keys.unswept()


def test_a_crash_before_the_closing_commit_sweeps_nothing(city: Place) -> None:
    at = open_ballot(city)
    keys.mark_unswept(at.uuid)
    close_actions.ensure_swept(at.uuid)
    assert (keys.has_file_key(at.uuid), at.uuid in keys.unswept()) == (True, True)
    vote.close(at.secretary, at.uuid)
    assert at.uuid not in keys.unswept()


def test_a_scrutineer_signs_the_roll_over_http(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    vote.vote(at.uuid, at.deputies[0], choices())
    scrutineer = sign_in(app.test_client(), at.scrutineers[0])
    path, tokens = f"/ballots/{at.uuid}/roll.json", f"/ballots/{at.uuid}/tokens.json"
    for one in (path, tokens):
        assert call(scrutineer, "GET", one)[0] == 409
    vote.close(at.secretary, at.uuid)
    status, told = call(scrutineer, "GET", path)
    assert (status, told) == (200, load(roll_facts.roll_raw(at.uuid)))
    assert len(told["drawn"]) == 1
    status, listed = call(scrutineer, "GET", tokens)
    assert (status, [sorted(one) for one in listed["tokens"]]) == (200, [["credential", "token"]])
    signing, post = at.holders[0].keys.signing, f"/ballots/{at.uuid}/statement"

    def body(digest: str, names: int, uuid: str = at.uuid) -> dict[str, object]:
        text = statements.roll_message(uuid, statements.RollClaim(digest, names))
        return {"text": text, "signature": statements.sign_message(signing, text)}

    digest = roll_facts.digest(at.uuid)
    for wrong in (body("0" * 64, 1), body(digest, 2), body(digest, 1, "1" * 14)):
        assert call(scrutineer, "POST", post, wrong)[0] == 422
    assert call(scrutineer, "POST", post, body("", 1))[0] == 400
    assert call(scrutineer, "POST", post, {"text": "share|x|y", "signature": {}})[0] == 400
    assert call(scrutineer, "POST", post, body(digest, 1)) == (200, {"signed": True})
    stranger = sign_in(app.test_client(), account(city, Role.SCRUTINEER))
    assert call(stranger, "POST", post, body(digest, 1))[0] == 403
    for one in (path, tokens):
        assert call(sign_in(app.test_client(), at.deputies[0]), "GET", one)[0] == 403
        assert call(app.test_client(), "GET", one)[0] == 401


def every_address(at_uuid: str, code: str) -> list[str]:
    """Everything that anybody may GET about a ballot, by address."""
    paths = [
        f"/ballots/{at_uuid}/{name}.json"
        for name in ("status", "sealed", "roll", "tokens", "partials", "outcome", "election")
    ]
    paths += [f"/j/{code}/ballots", f"/j/{code}/challenge", f"/j/{code}/ballots/{at_uuid}/opening"]
    paths += [f"/booth/{at_uuid}", f"/booth/{at_uuid}/challenge", f"/ballots/{at_uuid}/bundle.zip"]
    return paths


def test_while_a_ballot_is_open_no_address_tells_more_than_turnout(app: Flask, city: Place) -> None:
    at = open_ballot(city, 4)
    trackers = [vote.vote(at.uuid, deputy, choices((0, 1))).tracker for deputy in at.deputies[:3]]
    actors = [
        None,
        at.deputies[0],
        at.deputies[3],
        at.secretary,
        at.scrutineers[0],
        account(city, Role.AUDITOR),
    ]
    for actor in actors:
        client = app.test_client() if actor is None else sign_in(app.test_client(), actor)
        for path in every_address(at.uuid, city.code):
            with app.app_context():
                answer = client.get(path)
            text = answer.get_data(as_text=True)
            assert answer.status_code < 500, path
            assert not any(tracker in text for tracker in trackers), path
            assert "beta" not in text, path
            assert not re.search(r"赞成|得票", text) or "json" in path, path
            for deputy in at.deputies:
                assert deputy.name not in text or actor == deputy, path


@pytest.mark.parametrize("what", ["set-up", "withdraw-set-up"])
def test_a_ballot_is_prepared_by_the_secretariat_of_its_own_place(
    app: Flask, city: Place, county: Place, what: str
) -> None:
    at = hall(city)
    uuid = ordered(at)
    path = f"/j/{city.code}/ballots/{uuid}/{what}"
    neighbour = sign_in(app.test_client(), account(county, Role.SECRETARIAT))
    deputy = sign_in(app.test_client(), at.deputies[0])
    for client, expected in ((neighbour, 404), (deputy, 403)):
        with app.app_context():
            assert client.post(path, data={"reason": "x"}).status_code == expected
    foreign = sign_in(app.test_client(), account(county, Role.SECRETARIAT))
    with app.app_context():
        assert (
            foreign.post(f"/j/{county.code}/ballots/{uuid}/{what}", data={"reason": "x"}).status_code == 404
        )


def test_the_rooms_page_leads_from_the_order_to_the_box(app: Flask, city: Place) -> None:
    at = hall(city)
    desk = sign_in(app.test_client(), at.secretary)
    uuid = ordered(at)
    with app.app_context():
        page = desk.get(f"/j/{city.code}/ballots").get_data(as_text=True)
    assert f"/j/{city.code}/ballots/{uuid}/set-up" in page
    with app.app_context():
        assert desk.post(f"/j/{city.code}/ballots/{uuid}/set-up").status_code == 303
        assert desk.post(f"/j/{city.code}/ballots/{uuid}/set-up").status_code == 409
        assert desk.post(f"/j/{city.code}/ballots/{uuid}/withdraw-set-up", data={}).status_code == 422
        assert (
            desk.post(f"/j/{city.code}/ballots/{uuid}/withdraw-set-up", data={"reason": "x"}).status_code
            == 303
        )
    with app.app_context():
        page = app.test_client().get(f"/j/{city.code}/ballots").get_data(as_text=True)
    assert "民生实事项目票决" in page
    assert "set-up" not in page


def test_a_scrutineers_pages_open_for_him_alone(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    vote.close(at.secretary, at.uuid)
    scrutineer = sign_in(app.test_client(), at.scrutineers[0])
    stranger = sign_in(app.test_client(), account(city, Role.SCRUTINEER))
    with app.app_context():
        assert scrutineer.get(f"/j/{city.code}/ceremony/1").status_code == 200
        assert scrutineer.get(f"/j/{city.code}/ballots/{at.uuid}/opening").status_code == 200
    with app.app_context():
        assert stranger.get(f"/j/{city.code}/ballots/{at.uuid}/opening").status_code == 403


def test_a_tablet_can_vote_with_what_the_documents_say(app: Flask, city: Place) -> None:
    at = open_ballot(city)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    assert tablet.vote(choices((0, 2)))[0] == 201
