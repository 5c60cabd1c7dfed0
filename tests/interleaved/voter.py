"""A deputy with a tablet, a card or paper, and what he knows: never more than a client of the wire can know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from tests.ballot.factories import choices
from tests.ballot.play import Answer, Credential, Tablet, call
from tests.interleaved.spare import derived, new_code
from voting.belenios import ballot as sealed
from voting.belenios import blindrsa, card
from voting.belenios.canonical import unb64url
from voting.people.rules import Actor

PROJECTS = 3


@dataclass
class Paper:
    """A ballot that a tablet has sealed. choices: as its deputy made them; tested: opened as a test, as far as he knows."""

    raw: str
    chosen: tuple[int, ...]
    randomness: list[list[str]]
    tested: bool = False

    @property
    def tracker(self) -> str:
        return sealed.tracker(self.raw)


@dataclass
class Voter:
    """tablet: with his credential, kept before anything leaves; papers: all that he ever sealed; credentials: all his.

    receipts: by UUID; slip: the UUID and spare code of what he drew, as he wrote it down; told: the codes and sentences with which he was refused.
    """

    actor: Actor
    number: str
    tablet: Tablet | None = None
    papers: list[Paper] = field(default_factory=list)
    now: Paper | None = None
    credentials: set[str] = field(default_factory=set)
    receipts: set[tuple[str, str]] = field(default_factory=set)
    slip: tuple[str, str] | None = None
    told: list[str] = field(default_factory=list)

    @property
    def has_token(self) -> bool:
        return self.tablet is not None and bool(self.tablet.credential.token)

    @property
    def deputy_id(self) -> int:
        return self.actor.deputy_id or 0

    def lies_in(self, sealed: tuple[str, ...]) -> bool:
        """Tell whether a ballot of his lies in the box."""
        return any(paper.raw in sealed for paper in self.papers)

    def sit_down(self, app: Flask, uuid: str) -> Tablet:
        """Come to a tablet, which makes a credential from a spare code and keeps it; the deputy writes the code down."""
        if self.tablet is None:
            self.slip = (uuid, new_code())
            self.go_on(app)
        assert self.tablet is not None
        return self.tablet

    def go_on(self, app: Flask) -> None:
        """Come to a tablet that knows nothing, with what is on the slip: the same credential and the same request follow."""
        assert self.slip is not None
        uuid, code = self.slip
        self.tablet, self.now = Tablet(app, uuid, self.actor), None
        self.tablet.credential = derived(code, uuid, self.tablet.issuer)
        self.credentials.add(self.tablet.credential.public)

    def lose_tablet(self) -> None:
        """The tablet dies, and what it kept with it."""
        self.tablet = self.now = None

    def lose_slip(self) -> None:
        self.slip = None

    def take_card(self, app: Flask, uuid: str, drawn: card.Card) -> None:
        """Let a tablet read a printed card."""
        tablet = Tablet(app, uuid)
        message = blindrsa.token_message(uuid, drawn.credential)
        blinded = card.blinded(drawn, uuid, tablet.issuer)
        tablet.credential = Credential(drawn.secret, drawn.credential, blinded, drawn.inverse)
        status, body = call(tablet.booth, "GET", f"/booth/{uuid}/card/{drawn.lookup}")
        assert status == 200, body
        token = blindrsa.finalize(tablet.issuer, message, unb64url(body["signature"]), drawn.inverse)
        tablet.credential.token = token
        self.tablet, self.now, self.slip = tablet, None, None
        self.credentials.add(drawn.credential)

    def draw(self) -> Answer:
        assert self.tablet is not None
        return self.tablet.draw()

    def seal(self, chosen: tuple[int, ...]) -> Paper:
        """Seal choices; the tablet keeps the ballot until a receipt is there."""
        assert self.tablet is not None
        made = sealed.seal_openly(
            self.tablet.election, self.tablet.credential.secret, choices(chosen, PROJECTS)
        )
        self.now = Paper(made.raw, chosen, made.randomness)
        self.papers.append(self.now)
        return self.now

    def hand_in(self, paper: Paper) -> Answer:
        assert self.tablet is not None
        return self.tablet.hand_in(paper.raw)

    def test(self, paper: Paper) -> Answer:
        """Open a sealed ballot as a test."""
        assert self.tablet is not None
        opening: dict[str, Any] = self.tablet.body(paper.raw)
        opening |= {"choices": choices(paper.chosen, PROJECTS), "randomness": paper.randomness}
        return call(self.tablet.booth, "POST", f"/booth/{self.tablet.uuid}/challenge", opening)

    def refused(self, status: int, body: dict[str, Any]) -> str:
        """Hear a refusal, which always has a code and a sentence; returns the code."""
        assert status >= 400, body
        assert body["error"]["message"], body
        self.told.append(body["error"]["code"])
        return self.told[-1]
