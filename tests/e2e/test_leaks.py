"""During voting every address is asked by every role: nothing but the turnout is told, and every answer is guarded.

The same addresses are asked before the first and after the thirteenth ballot at one frozen moment. The figures that
are new may be figures of the turnout alone; nothing of what lies in the box may stand anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import Headers

from tests.ballot import factories
from tests.caller import Browser
from tests.e2e import everywhere
from tests.e2e.everywhere import CAST, DRAWN, PRESENT, RESULT, Voting
from tests.factories import account, place, sign_in
from voting.ballot.sealed.verifiers import Checked, Still
from voting.belenios import ballot as sealed
from voting.core.access import EVERYBODY, rule_of
from voting.core.clock import now
from voting.core.db import db
from voting.demonstration import vote
from voting.people.rules import Level, Role

pytestmark = pytest.mark.slow

TURNOUT = {CAST, PRESENT - CAST, DRAWN - CAST, 100 * CAST // PRESENT, 100 * CAST // DRAWN}
"""Cast, not yet cast, and both in per cent of the present and of the drawn."""


@dataclass(frozen=True)
class Told:
    """One answer. who: the role; text: unpacked."""

    who: str
    path: str
    endpoint: str
    status: int
    headers: Headers
    text: str


@pytest.fixture
def voting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Voting]:
    app.test_client_class = Browser
    factories.share_keys(monkeypatch)
    monkeypatch.setattr(app.extensions["verifiers"], "check", trusting)  # proofs would only take time here
    yield everywhere.everybody()
    app.extensions["verifiers"].stop()


def trusting(_election: str, raw: str, _still: Still) -> Checked:
    return Checked(sealed.credential_in(raw), sealed.tracker(raw))


ASKS_ALL = {"nobody", "deputy"}
"""Who asks what the gate refuses, too. The others' refusals, walked in test_roles, are one page without content: see below."""


def everything(
    app: Flask, voting: Voting, people: Mapping[str, FlaskClient], values: Mapping[str, object]
) -> Iterator[Told]:
    """Ask every address that the gate lets each of them ask, and as two of them every address; of a stream take the first words."""
    for rule, path in everywhere.addresses(app, "GET", values):
        for who, client in people.items():
            if who not in ASKS_ALL and everywhere.is_shut(app, rule.endpoint, voting.actors[who].roles):
                continue
            answer = client.get(path, buffered=False)
            streams = answer.mimetype == "text/event-stream"
            raw = next(answer.iter_encoded()) if streams else answer.get_data()
            answer.close()
            text = everywhere.text_of(answer.content_type or "", raw)
            yield Told(who, path, rule.endpoint, answer.status_code, answer.headers, text)


def figures(told: Told) -> Counter[int]:
    """Return the figures of an answer; an address, a token or a digest is none, nor the drawing of a new secret."""
    if told.endpoint == "people.factor_page":
        return Counter()
    return everywhere.figures_in(told.text)


def guarded(told: Told) -> None:
    """Every answer carries the safety headers; the booth sets no cookie."""
    policy = told.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, told.path
    assert "frame-ancestors 'none'" in policy, told.path
    assert "unsafe" not in policy, told.path
    assert told.headers["X-Content-Type-Options"] == "nosniff", told.path
    assert told.headers["X-Frame-Options"] == "DENY", told.path
    assert told.headers["Referrer-Policy"] == "same-origin", told.path
    cookies = told.headers.getlist("Set-Cookie")
    if told.path.startswith("/booth/"):
        assert cookies == [], told.path
    assert all("HttpOnly" in cookie for cookie in cookies), (told.path, cookies)


def test_during_voting_nobody_is_told_anything_but_the_turnout(app: Flask, voting: Voting) -> None:
    values = voting.values | {"tracker": "A" * 43}
    moment = now()
    with time_machine.travel(moment, tick=False):
        people = everywhere.clients(
            app, voting
        )  # /me shows when one signed in, and when he last sent something
        before = {(told.who, told.path): figures(told) for told in everything(app, voting, people, values)}
    secrets = everywhere.cast(voting)
    secrets += everywhere.parts_of_ballots(voting.uuid)
    db.session.rollback()
    assert len(secrets) == 6 * CAST
    shown = Counter[str]()
    with time_machine.travel(moment, tick=False):
        for told in everything(app, voting, people, values | {"tracker": everywhere.in_path(secrets[1])}):
            guarded(told)
            assert told.status < 500, (told.who, told.path)
            assert not [one for one in secrets if one in told.text], (told.who, told.path)
            new = set(figures(told) - before.get((told.who, told.path), Counter()))
            assert new <= TURNOUT, (told.who, told.path, new)
            assert not new & set(RESULT), (told.who, told.path, new)
            shown.update({told.endpoint} if CAST in new else ())
    assert "ballot.status" in shown  # the search sees a new figure
    assert len(before) > 12 * 80


@pytest.mark.parametrize("cast", [False, True])
def test_what_the_gate_refuses_is_one_page_that_holds_no_figure(
    app: Flask, voting: Voting, cast: bool
) -> None:
    if cast:
        everywhere.cast(voting)
    readers = {who: voting.actors[who] for who in ("station", "teller")}
    shut = [
        path
        for rule, path in everywhere.addresses(app, "GET", voting.values)
        if path.startswith("/j/")
        and all(everywhere.is_shut(app, rule.endpoint, actor.roles) for actor in readers.values())
    ]
    asked = min(shut), max(shut)
    said = set()
    with time_machine.travel(now(), tick=False):
        for actor in readers.values():
            client = sign_in(app.test_client(), actor)
            for path in asked:
                answer = client.get(path)
                assert answer.status_code == 403, path
                said.add(refusal(answer.text))
    assert asked[0] != asked[1]
    assert len(said) == 1, said
    assert set(everywhere.figures_in(said.pop()[1])) == {403}


def refusal(text: str) -> tuple[str, str]:
    """Return what a page says without what names its reader (name, bell), and its content with all that the markup holds."""
    page = html.fromstring(text)
    for own in page.xpath("//a[@class='who'] | //a[@class='bell']"):
        own.drop_tree()
    (content,) = page.xpath("//main")
    content.attrib.pop("tabindex")  # a figure of the frame's
    return " ".join(page.text_content().split()), html.tostring(content, encoding="unicode")


def test_a_challenge_drawn_anew_is_no_figure() -> None:
    tail = "TotrHOZHAt8JyzgXEP1M9gAAE6sTN6jaOht6JHEr2Ol9mqGYaayVMVx6ZM"
    for drawn in (f"AAAAAGsK_pjxU6Ri-6-{tail}", f"6-{tail}", f"{tail}-6", f"IjY.{tail}.-6-{tail}"):
        told = f'还有 76 人没有投票 <form data-asked=\'{{"challenge": "{drawn}", "timeout": 60000}}\'>'
        assert everywhere.figures_in(told) == {76: 1, 60000: 1}, drawn


def test_after_closing_the_search_finds_the_ballots_where_they_are_shown(app: Flask, voting: Voting) -> None:
    """The control: what must not be found during voting is found once it is published to the scrutineers."""
    secrets = everywhere.cast(voting) + everywhere.parts_of_ballots(voting.uuid)
    vote.close(voting.staffed.actors["chair"], voting.uuid)
    scrutineer = sign_in(app.test_client(), voting.actors["scrutineer"])
    text = scrutineer.get(f"/ballots/{voting.uuid}/sealed.json").text
    found = [one for one in secrets if one in text]
    assert len(found) >= 2 * CAST  # credentials and ciphertexts


def test_a_neighbour_finds_nothing_here(app: Flask, voting: Voting) -> None:
    """Somebody who holds every role in a neighbouring congress is told that there is no such page."""
    beside = place(code="140981", name="原平市", level=Level.COUNTY)
    strangers = {
        "staff": sign_in(app.test_client(), account(beside, Role.STAFF)),
        "every role": sign_in(app.test_client(), account(beside, *Role)),
    }
    values = voting.values | {"tracker": "A" * 43}
    tried = Counter[str]()
    for method in ("GET", "POST"):
        for rule, path in everywhere.addresses(app, method, values):
            if rule_of(app, rule.endpoint) == EVERYBODY or not path.startswith(
                ("/j/", "/ballots/", "/ceremony/")
            ):
                continue
            for who, client in strangers.items():
                status = client.open(path, method=method).status_code
                tried[method] += 1
                if path.startswith("/j/"):
                    assert status == 404, (who, method, path, status)
                else:
                    assert status in {400, 403, 404, 422}, (who, method, path, status)
    assert tried["GET"] > 100
    assert tried["POST"] > 150
