"""docs/protocol.md: every call stands on it, and a client written from it alone can vote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.ballot import plain_client
from tests.ballot.factories import choices, hall, open_ballot, ready, withdrawn
from tests.factories import sign_in
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box
from voting.ballot.sealed.booth_refusal import SENTENCES
from voting.belenios import tally
from voting.congress.ballot_rules.choices import Kind
from voting.core.db import db
from voting.demonstration import vote
from voting.people.rules import Actor, Place

PAGE = (Path(__file__).parents[3] / "docs/protocol.md").read_text(encoding="utf-8")


def asking(app: Flask, deputy: Actor) -> plain_client.Ask:
    """How a client of this deputy speaks to the program."""
    signed, nobody = sign_in(app.test_client(), deputy), app.test_client(use_cookies=False)

    def ask(method: str, path: str, body: dict[str, Any] | None, signed_in: bool) -> tuple[int, str]:
        client = signed if signed_in else nobody
        with app.app_context():
            answer = client.open(path, method=method, data=json.dumps(body) if body else None)
            return answer.status_code, answer.get_data(as_text=True)

    return ask


@pytest.mark.parametrize("kind", [Kind.CHOOSE, Kind.EVALUATE])
def test_a_client_written_from_the_page_alone_can_vote(app: Flask, city: Place, kind: Kind) -> None:
    at = open_ballot(city, 1, kind=kind)
    wanted = choices((0, 2)) if kind is Kind.CHOOSE else vote.marks([0, 1, 3], 4)
    told = plain_client.vote(asking(app, at.deputies[0]), at.uuid, wanted)
    db.session.rollback()
    assert box.is_stored(at.uuid, told["tracker"])


def test_such_a_client_votes_although_its_draw_finds_the_set_up_withdrawn(app: Flask, city: Place) -> None:
    at = hall(city, 1)
    old = ready(at)
    plain = asking(app, at.deputies[0])

    def ask(method: str, path: str, body: dict[str, Any] | None, signed_in: bool) -> tuple[int, str]:
        if path == f"/ballots/{old}/draw":  # on its way, while this happens
            with app.app_context():
                at.uuid = withdrawn(at)
                vote.set_up(at.secretary, at.uuid)
                vote.open_voting(at.secretary, at.uuid)
        return plain(method, path, body, signed_in)

    told = plain_client.vote(ask, old, choices((0, 2)))
    db.session.rollback()
    assert (at.uuid != old, box.is_stored(at.uuid, told["tracker"]), roll_facts.listed(old)) == (
        True,
        True,
        (),
    )


def test_every_call_stands_on_the_page(app: Flask) -> None:
    rules = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if str(rule).startswith(("/ballots/", "/booth/", "/ceremony/"))
    ]
    assert len(rules) > 15
    for rule in rules:
        shown = rule.replace("/<any(election, rules, trustees, issuer):name>.json", "/election.json")
        for name, word in (
            ("uuid", "UUID"),
            ("tracker", "TRACKER"),
            ("lookup", "LOOKUP"),
            ("int:ceremony_id", "ID"),
        ):
            shown = shown.replace(f"<{name}>", word)
        short = shown.split("UUID/", 1)[-1]
        assert shown in PAGE or f"`{short}`" in PAGE or f"{short} " in PAGE, rule


def test_every_code_of_the_booth_that_a_voter_meets_stands_on_the_page() -> None:
    unlisted = {"NotStored", "NoCard", "NotChallenged", "NoChallenge"}
    assert [code for code in SENTENCES if code not in unlisted and f"`{code}`" not in PAGE] == []


def test_the_numbers_of_the_group_are_the_programs() -> None:
    from voting.belenios import group

    assert (plain_client.P, plain_client.G, plain_client.Q) == (group.P, group.G, group.Q)


def test_the_digest_of_a_box_is_the_one_of_the_page() -> None:
    digest = tally.digest(['{"b":2}', '{"a":1}'])
    assert f"`{digest}`" in PAGE
