"""Tablets and scrutineers' devices that speak HTTP and nothing else: they know only what docs/protocol.md says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient

from tests.factories import sign_in
from voting.belenios import ballot as sealed
from voting.belenios import blindrsa, receipt, trustees
from voting.belenios.canonical import b64url, dump, load, unb64url
from voting.belenios.election import Election
from voting.core.db import db
from voting.people.rules import Actor

Answer = tuple[int, dict[str, Any]]


def call(
    client: FlaskClient, method: str, path: str, body: object = None, raw: bytes | None = None
) -> Answer:
    """Send JSON (or raw bytes) and return status and JSON."""
    content = raw if raw is not None else (dump(body).encode() if body is not None else None)
    with client.application.app_context():  # a request of its own: nothing is shared with the test's context
        answer = client.open(path, method=method, data=content, content_type="application/json")
        text = answer.get_data(as_text=True)
    if has_app_context():
        db.session.rollback()  # so that the test sees what the request stored
    found = load(text) if text else {}
    return answer.status_code, found if isinstance(found, dict) else {"list": found}


@dataclass
class Credential:
    """What a tablet stores before its request leaves."""

    secret: int
    public: str
    blinded: bytes
    inverse: int
    token: bytes = b""


class Tablet:
    """A tablet at which one deputy is signed in; the booth gets another client, without any cookie."""

    def __init__(self, app: Flask, uuid: str, deputy: Actor | None = None) -> None:
        self.uuid = uuid
        self.client = app.test_client()
        self.booth = app.test_client(use_cookies=False)
        if deputy is not None:
            self.sign_in_again(deputy)
        self.election = Election.parse(self.text("election"))
        self.issuer = blindrsa.load_issuer(self.text("issuer"))
        rules = load(self.text("rules"))
        assert isinstance(rules, dict)
        self.receipt_key = str(rules["receipt_key"])
        self.credential = self.new_credential()

    def sign_in_again(self, deputy: Actor) -> None:
        sign_in(self.client, deputy)

    def text(self, name: str) -> str:
        answer = self.booth.get(f"/ballots/{self.uuid}/{name}.json")
        assert answer.status_code == 200, answer.text
        return answer.get_data(as_text=True)

    def new_credential(self) -> Credential:
        secret, public = sealed.new_credential()
        blinded, inverse = blindrsa.blind(self.issuer, blindrsa.token_message(self.uuid, public))
        return Credential(secret, public, blinded, inverse)

    def draw(self) -> Answer:
        """Draw with the stored credential and unblind the answer."""
        path = f"/ballots/{self.uuid}/draw"
        status, body = call(self.client, "POST", path, {"blinded": b64url(self.credential.blinded)})
        if status == 200:
            message = blindrsa.token_message(self.uuid, self.credential.public)
            signature = unb64url(body["signature"])
            self.credential.token = blindrsa.finalize(
                self.issuer, message, signature, self.credential.inverse
            )
        return status, body

    def seal(self, choices: list[list[int]]) -> str:
        return sealed.seal(self.election, self.credential.secret, choices)

    def body(self, raw: str) -> dict[str, object]:
        return {"token": b64url(self.credential.token), "ballot": raw}

    def hand_in(self, raw: str) -> Answer:
        """Post a sealed ballot and check the receipt."""
        status, body = call(self.booth, "POST", f"/booth/{self.uuid}", self.body(raw))
        if status in {200, 201}:
            receipt.verify(self.receipt_key, self.uuid, body["tracker"], body["receipt"])
        return status, body

    def vote(self, choices: list[list[int]]) -> Answer:
        assert self.draw()[0] == 200
        return self.hand_in(self.seal(choices))


def in_path(tracker: str) -> str:
    """Write a tracker as paths carry it."""
    return tracker.replace("+", "-").replace("/", "_")


class Device:
    """A scrutineer's own device in a ceremony."""

    def __init__(self, app: Flask, ceremony: int, who: Actor) -> None:
        self.client = sign_in(app.test_client(), who)
        self.path = f"/ceremony/{ceremony}"
        state = self.state()
        place = (str(state["ceremony"]), state["size"], state["threshold"], state["index"])
        self.seat = trustees.Seat(*place, name=f"监票人{state['index']}")
        self.keys: trustees.Keys | None = None
        self.share = 0

    def state(self) -> dict[str, Any]:
        status, body = call(self.client, "GET", f"{self.path}/state.json")
        assert status == 200, body
        return body

    def post(self, where: str, body: object) -> Answer:
        return call(self.client, "POST", f"{self.path}/{where}", body)

    def certify(self) -> Answer:
        self.keys, cert = trustees.certify(self.seat, self.keys)
        return self.post("round/1", {"cert": cert})

    def deal(self) -> Answer:
        assert self.keys is not None
        return self.post("round/2", trustees.deal(self.seat, self.keys, self.state()["certs"]))

    def finish(self) -> Answer:
        assert self.keys is not None
        state = self.state()
        self.share, key = trustees.finish(
            self.seat, self.keys, state["certs"], state["deals"], state["sealed_shares"]
        )
        return self.post("round/3", {"verification_key": key})

    def confirm(self) -> Answer:
        raw = self.state()["trustees"]
        other = self.seat.index % self.seat.size + 1 if self.seat.size > 1 else 0
        return self.post("confirm", {"fingerprint": trustees.fingerprint(raw), "compared_with": other})
