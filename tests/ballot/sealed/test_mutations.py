"""Single mutations of an honest ballot over HTTP: each a 4xx with a reason, none stored, none a fault."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.ballot.factories import choices, open_ballot
from tests.ballot.play import Tablet, call
from tests.belenios import mutations
from voting.ballot.sealed import box
from voting.ballot.sealed.shortlived import OwnMemory
from voting.congress.ballot_rules.choices import Kind
from voting.demonstration import vote
from voting.people.rules import Place

REFUSED = {400, 413, 422}


@pytest.mark.parametrize("kind", [Kind.CHOOSE, Kind.EACH])
def test_no_mutation_enters_the_box_and_the_honest_ballot_still_does(
    app: Flask, city: Place, kind: Kind
) -> None:
    at = open_ballot(city, 1, kind=kind, projects=3 if kind is Kind.CHOOSE else 2)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    assert tablet.draw()[0] == 200
    raw = tablet.seal(choices() if kind is Kind.CHOOSE else vote.marks([0, 2]))
    seen = set()
    for n, one in enumerate(mutations.stratified([raw], 60)):
        if n % 15 == 0:  # else the tries of this credential end after twenty
            app.extensions["booth_memory"] = OwnMemory()
        status, body = tablet.hand_in(one.raw)
        assert status in REFUSED, (one.stratum, status, body)
        assert body["error"]["message"], one.stratum
        seen.add(status)
    assert seen >= {400, 422}
    assert box.count(at.uuid) == 0
    app.extensions["booth_memory"] = OwnMemory()
    assert tablet.hand_in(raw)[0] == 201


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t[:-1],
        lambda t: t + "A",
        lambda t: t + "=",
        lambda t: t.replace(t[5], "*", 1),
        lambda _: "",
        lambda t: t[::-1],
        lambda t: ("B" if t[0] != "B" else "C") + t[1:],
        lambda t: [t],
        lambda _: None,
        lambda _: 7,
    ],
)
def test_no_changed_token_opens_the_box(app: Flask, city: Place, change: object) -> None:
    at = open_ballot(city, 1)
    tablet = Tablet(app, at.uuid, at.deputies[0])
    assert tablet.draw()[0] == 200
    raw = tablet.seal(choices())
    body = tablet.body(raw)
    assert callable(change)
    status, told = call(tablet.booth, "POST", f"/booth/{at.uuid}", {**body, "token": change(body["token"])})
    assert status in {400, 422}
    assert told["error"]["message"]
    assert tablet.hand_in(raw)[0] == 201
