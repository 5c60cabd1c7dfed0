"""What the JSON calls of a ballot answer. While a ballot is open: turnout, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from voting.ballot.figures.facts import figures_of
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box
from voting.belenios.canonical import b64url, dump
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import Actor

TEXTS = {
    "election": "election_raw",
    "rules": "rules_raw",
    "trustees": "trustees_raw",
    "issuer": "issuer_raw",
}


@dataclass(frozen=True)
class Status:
    """Turnout: 应到 实到, 发出 and 收回 of tokens, and the state as tablets know it (a void ballot is closed to them)."""

    state: str
    due: int
    present: int
    issued: int
    cast: int


def status(uuid: str) -> Status:
    """Return the turnout of a ballot; raise NotFound. After close the figures fixed then."""
    ballot = find_ballot(uuid)
    state = BallotState.CLOSED if ballot.state is BallotState.VOID else ballot.state
    figures = figures_of(ballot)
    return Status(state, figures.due, figures.present, figures.tokens, figures.cast)


def text(uuid: str, name: str) -> str:
    """Return one of the four exact texts; raise NotFound before set-up."""
    raw: str | None = getattr(find_ballot(uuid), TEXTS[name])
    if raw is None:
        raise NotFound("这次票决还没有准备好。")
    return raw


def sealed(actor: Actor, uuid: str) -> tuple[str, ...]:
    """Return all sealed ballots, sorted, to a scrutineer of the congress, after close.

    Errors: NotFound; WrongMoment before close, or when the box no longer has the digest of its closing.
    """
    ballot = find_ballot(uuid, actor.jurisdiction_id)
    if ballot.state is not BallotState.CLOSED:
        raise WrongMoment("票箱还没有关闭。")
    ballots = box.ballots(uuid)
    if box.digest_of(ballots) != ballot.digest:
        raise WrongMoment("票箱内容与关闭时公布的摘要不符，不能开箱，请立即报告总监票人。")
    return ballots


def roll_text(actor: Actor, uuid: str) -> str:
    """Return the exact text of the list of who drew, after close. Errors: NotFound, WrongMoment."""
    _expect_closed(actor, uuid)
    return roll_facts.roll_raw(uuid)


def tokens(actor: Actor, uuid: str) -> str:
    """Return the token of every ballot in the box, sorted by credential, after close. Errors: NotFound, WrongMoment."""
    _expect_closed(actor, uuid)
    listed = [{"credential": one, "token": b64url(token)} for one, token in box.register(uuid)]
    return dump({"tokens": listed})


def _expect_closed(actor: Actor, uuid: str) -> None:
    if find_ballot(uuid, actor.jurisdiction_id).state is not BallotState.CLOSED:
        raise WrongMoment("票箱还没有关闭。")
