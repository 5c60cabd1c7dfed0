"""Cheap ballots for tests: three options, one ceremony and a few RSA keys made once for all tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask

from tests.factories import account, actor_of, check_in, deputies, meeting, term
from tests.remembered import remembered
from voting.ballot.card import actions as card_actions
from voting.ballot.card.actions import CardRequest
from voting.ballot.close import actions as close_actions
from voting.ballot.handover import BallotOrder, BallotQuestion, order
from voting.ballot.sealed import tokens
from voting.ballot.set_up import actions as set_up_actions
from voting.ballot.set_up import ordering
from voting.belenios import blindrsa, card
from voting.congress.attendance.facts import members, present
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules
from voting.congress.meeting.facts import meeting_of, plenary_of
from voting.congress.meeting.models import Appointment
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.congress.place.rules import Post
from voting.congress.rule_set.facts import rule_set
from voting.congress.term.models import Deputy
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Actor, Place, Role


@cache
def issuing_keys() -> tuple[rsa.RSAPrivateKey, ...]:
    """Two keys, so that another ballot's key is another key."""
    return tokens.new_issuing_key(), tokens.new_issuing_key()


class Shared:
    """Stands in for the key that is made ahead: takes turns with the shared ones."""

    def __init__(self) -> None:
        self.turn = 0

    def start(self, keys: int = 1) -> None: ...

    def ready(self, keys: int = 1) -> None: ...

    def take(self) -> rsa.RSAPrivateKey:
        self.turn += 1
        return issuing_keys()[self.turn % 2]


@dataclass
class Hall:
    """A meeting with people, keys and a ballot."""

    place: Place
    meeting_id: int
    deputies: list[Actor]
    secretary: Actor
    scrutineers: list[Actor]
    holders: tuple[vote.Holder, ...]
    uuid: str = ""
    rows: tuple[Deputy, ...] = ()


@remembered()
def hall(at: Place, people: int = 3, *, size: int = 1, threshold: int = 1, rehearsal: bool = False) -> Hall:
    """A meeting in session, everybody checked in, scrutineers with a key."""
    in_term = term(at)
    rows = deputies(at, people, in_term=in_term)
    row = meeting(at, in_term=in_term, rehearsal=rehearsal)
    meeting_id = row.id
    check_in(row, rows)
    confirm_quorum(at, meeting_id)
    secretary = account(at, Role.SECRETARIAT)
    scrutineers = [account(at, Role.SCRUTINEER) for _ in range(size)]
    appoint(at, meeting_id, Post.SCRUTINEER, *scrutineers)
    holders = vote.hold_ceremony(secretary, meeting_id, scrutineers, threshold, rehearsal=rehearsal)
    actors = [actor_of(one) for one in rows]
    return Hall(at, meeting_id, actors, secretary, scrutineers, holders, rows=tuple(rows))


def appoint(at: Place, meeting_id: int, post: Post, *who: Actor) -> None:
    """Put accounts on the meeting's list, whatever its state."""
    with transaction():
        db.session.add_all(
            Appointment(
                jurisdiction_id=at.id,
                meeting_id=meeting_id,
                post=post,
                name=one.name,
                account_id=one.account_id,
            )
            for one in who
        )


def confirm_quorum(at: Place, meeting_id: int) -> None:
    with transaction():
        row = meeting_of(at.id, meeting_id)
        row.state = MeetingState.SCRUTINEERS_ADOPTED
        plenary = plenary_of(row)
        plenary.state, plenary.due, plenary.present = PlenaryState.SITTING, len(members(row)), present(row.id)


def rules_for(at: Place, **changed: object) -> BallotRules:
    from dataclasses import replace

    return replace(rule_set(at, 2026), **changed)  # type: ignore[arg-type]


def questions(count: int = 3) -> tuple[BallotQuestion, ...]:
    return tuple(
        BallotQuestion(project_id=n, ordinal=n, title=f"项目{n}", summary="", text_sha256="")
        for n in range(1, count + 1)
    )


def ordered(at: Hall, *, kind: Kind = Kind.CHOOSE, projects: int = 3, seats: int = 2, **more: object) -> str:
    """Order a ballot; returns its UUID. more: fields of the order, or rules by name."""
    own = {key: more.pop(key) for key in ("parent_uuid", "rehearsal") if key in more}
    title = str(more.pop("title", "民生实事项目票决"))
    wanted = BallotOrder(
        jurisdiction_id=at.place.id,
        meeting_id=at.meeting_id,
        year=2026,
        kind=kind,
        title=title,
        questions=questions(projects),
        seats=seats,
        rules=rules_for(at.place, **more),
        **own,  # type: ignore[arg-type]
    )
    with transaction():
        return order(at.secretary, wanted)


def ready(at: Hall, **more: object) -> str:
    at.uuid = ordered(at, **more)  # type: ignore[arg-type]
    vote.set_up(at.secretary, at.uuid)
    return at.uuid


def withdrawn(at: Hall) -> str:
    """Take the set-up back; returns the UUID of the draft in its place."""
    with transaction():
        successor = set_up_actions.withdraw_set_up(at.secretary, at.uuid, reason="名称有误")
    close_actions.sweep(at.uuid)
    return successor


def opened(at: Hall, **more: object) -> str:
    ready(at, **more)
    vote.open_voting(at.secretary, at.uuid)
    return at.uuid


def joined(at: Hall, *, rehearsal: bool = False) -> tuple[str, str]:
    """Order an evaluation and a vote that are drawn together; returns their UUIDs in the order of casting."""
    title = "2025 年民生实事项目满意度测评"
    ordered(at, kind=Kind.EVALUATE, seats=3, title=title, rehearsal=rehearsal)
    ordered(at, rehearsal=rehearsal)
    with transaction():
        ordering.draw_together(at.secretary, at.meeting_id)
    first, second = ordering.drafts_of(at.meeting_id)
    at.uuid = first.uuid
    return first.uuid, second.uuid


def joint(at: Hall, *, voting: bool = True, rehearsal: bool = False) -> tuple[str, str]:
    """Two ballots that are drawn together, set up and, unless only tokens are drawn, open."""
    pair = joined(at, rehearsal=rehearsal)
    with transaction():
        set_up_actions.set_up_all(at.secretary, pair[0], tokens.ahead.take)
    for uuid in pair if voting else ():
        vote.open_voting(at.secretary, uuid)
    return pair


@remembered(lambda: questions)
def open_ballot(at: Place, people: int = 3, **more: object) -> Hall:
    """A hall with an open ballot of three options, two to choose."""
    made = hall(at, people)
    opened(made, **more)
    return made


def make_cards(app: Flask, at: Hall, count: int, seeds: Sequence[str] = ()) -> list[card.Card]:
    """Make token cards as the printing browser does; seeds: those of the cards, else fresh ones."""
    issuer = blindrsa.load_issuer(app.test_client().get(f"/ballots/{at.uuid}/issuer.json").text)
    cards = [card.derive(seed, at.uuid, issuer) for seed in seeds or [card.new_seed() for _ in range(count)]]
    wanted = [CardRequest(one.lookup, card.blinded(one, at.uuid, issuer)) for one in cards]
    with transaction():
        card_actions.make_cards(at.secretary, at.uuid, wanted)
    return cards


def choices(chosen: Sequence[int] = (0,), answers: int = 3) -> list[list[int]]:
    return vote.paper(chosen, answers)


def share_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "ahead", Shared())


def forget(*rows: object) -> None:
    """Forget what the session knows, so that the next read asks the database."""
    db.session.rollback()
