"""The two documents at the ends of a ballot: the order that comes in, the sealed box that goes out.

Other stages meet a ballot here and nowhere else. Never carries a vote, only sealed ballots after close.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from voting.audit.journal import Event, record
from voting.ballot.ceremony.facts import scrutineer_index
from voting.ballot.ceremony.models import ceremony_done, trustees_of
from voting.ballot.order.models import Ballot, BallotLine, find_ballot, lines_of
from voting.ballot.order.rules import BallotState, Means, expect_ballot
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box
from voting.belenios import ballot_rules
from voting.belenios.canonical import hex_sha256
from voting.belenios.election import new_uuid
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules, from_document
from voting.congress.meeting.facts import meeting_of
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor

__all__ = [
    "BallotOrder",
    "BallotOrdered",
    "BallotQuestion",
    "SealedBox",
    "key_holders",
    "keys_made",
    "order",
    "question_of",
    "questions",
    "scrutineer_index",
    "sealed_box",
]


@dataclass(frozen=True, kw_only=True)
class BallotQuestion:
    """A project as it stands on the ballot. text_sha256: hex digest of its dossier as voted; "" takes the title's."""

    project_id: int
    ordinal: int
    title: str
    summary: str = ""
    text_sha256: str = ""


class Printed(Protocol):
    """Whatever has of a project what a ballot prints."""

    @property
    def project_id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def text_sha256(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class BallotOrder:
    """The order for one ballot, of whichever stage. parent_uuid: the round that this one follows."""

    jurisdiction_id: int
    meeting_id: int
    year: int
    kind: Kind
    title: str
    questions: tuple[BallotQuestion, ...]
    seats: int
    rules: BallotRules
    parent_uuid: str | None = None
    rehearsal: bool = False


@dataclass(frozen=True, kw_only=True)
class SealedBox:
    """A closed box as the tally takes it over.

    ballots: sorted as texts; digest: that of belenios.tally. register: credential and token
    signature of each, sorted. roll_raw: the list of who drew as it was fixed, roll_digest: its digest. protocol: under which it was set up. due, present, issued, cast: 应到 实到 发出 收回.
    """

    uuid: str
    jurisdiction_id: int
    meeting_id: int
    year: int
    kind: Kind
    title: str
    seats: int
    parent_uuid: str | None
    rehearsal: bool
    due: int
    present: int
    issued: int
    cast: int
    rules_raw: str
    election_raw: str
    trustees_raw: str
    issuer_raw: str
    ballots: tuple[str, ...]
    register: tuple[tuple[str, bytes], ...]
    digest: str
    roll_digest: str
    roll_raw: str
    lines: tuple[BallotQuestion, ...]

    @property
    def rules(self) -> BallotRules:
        """Return the rules as ordered."""
        return from_document(ballot_rules.parse(self.rules_raw).values)

    @property
    def protocol(self) -> int:
        return ballot_rules.parse(self.rules_raw).protocol


@dataclass(frozen=True, kw_only=True)
class BallotOrdered(Event):
    name: ClassVar[str] = "ballot:ballot:ordered"
    ballot: str
    kind: str
    title: str
    projects: int
    seats: int
    rehearsal: bool


def order(actor: Actor | None, wanted: BallotOrder) -> str:
    """Take in the order for a ballot and return its new UUID.

    Errors: NotFound for another's meeting; RuleBroken for lines or seats that make no ballot, for an earlier round
    that is not this congress's, or when rehearsal and reality are mixed.
    """
    meeting = meeting_of(wanted.jurisdiction_id, wanted.meeting_id)
    if actor is not None and actor.jurisdiction_id != wanted.jurisdiction_id:
        raise NotFound("没有这次会议。")
    _check(wanted, meeting_rehearses=meeting.rehearsal)
    ballot = _ballot(wanted)
    db.session.add(ballot)
    db.session.flush()
    db.session.add_all(_line(ballot, question) for question in wanted.questions)
    ordered = BallotOrdered(
        ballot=ballot.uuid,
        kind=wanted.kind,
        title=wanted.title,
        projects=len(wanted.questions),
        seats=wanted.seats,
        rehearsal=wanted.rehearsal,
    )
    record(ordered, actor, wanted.jurisdiction_id)
    return ballot.uuid


def _ballot(wanted: BallotOrder) -> Ballot:
    return Ballot(
        uuid=new_uuid(),
        jurisdiction_id=wanted.jurisdiction_id,
        meeting_id=wanted.meeting_id,
        year=wanted.year,
        kind=wanted.kind,
        title=wanted.title,
        seats=wanted.seats,
        parent_uuid=wanted.parent_uuid,
        rehearsal=wanted.rehearsal,
        challengeable=wanted.rehearsal or wanted.rules.challenge_allowed,
        rules=dict(wanted.rules.for_ballot(wanted.kind, wanted.seats).as_document()),
    )


def _line(ballot: Ballot, question: BallotQuestion) -> BallotLine:
    return BallotLine(
        ballot_uuid=ballot.uuid,
        jurisdiction_id=ballot.jurisdiction_id,
        ordinal=question.ordinal,
        project_id=question.project_id,
        title=question.title,
        summary=question.summary,
        text_sha256=question.text_sha256 or hex_sha256(question.title),
    )


def _check(wanted: BallotOrder, *, meeting_rehearses: bool) -> None:
    projects = len(wanted.questions)
    expect_ballot(wanted.kind, projects, wanted.seats)
    if {line.ordinal for line in wanted.questions} != set(range(1, projects + 1)):
        raise RuleBroken("候选项目的序号应当从 1 起连续。")
    if len({line.project_id for line in wanted.questions}) != projects:
        raise RuleBroken("同一个项目不能在票上出现两次。")
    if meeting_rehearses and not wanted.rehearsal:
        raise RuleBroken("演练会议上只能进行演练票决。")
    if wanted.parent_uuid is not None:
        parent = find_ballot(wanted.parent_uuid, wanted.jurisdiction_id)
        if parent.rehearsal != wanted.rehearsal:
            raise RuleBroken("演练票决与正式票决不能前后相接。")


def sealed_box(uuid: str) -> SealedBox:
    """Return the closed box. Errors: NotFound; WrongMoment before close, while cards are unaccounted for, or when void.

    Recomputes the digest over what lies in the box and refuses a box that no longer has the digest of its closing.
    """
    ballot = find_ballot(uuid)
    if ballot.state is not BallotState.CLOSED:
        raise WrongMoment("票箱还没有关闭。")
    handed_out = roll_facts.issued_by_means(uuid)[Means.CARD]
    if ballot.cards_made - ballot.cards_voided - ballot.cards_lost > handed_out:
        raise WrongMoment("还有未发出的票卡没有作废登记。")
    ballots = box.ballots(uuid)
    if box.digest_of(ballots) != ballot.digest:
        raise WrongMoment("票箱内容与关闭时公布的摘要不符，不能开箱，请立即报告总监票人。")
    return _box(ballot, ballots)


def _box(ballot: Ballot, ballots: tuple[str, ...]) -> SealedBox:
    """Put the document together from the row of a closed ballot, whose figures and texts are all there."""
    return SealedBox(
        uuid=ballot.uuid,
        jurisdiction_id=ballot.jurisdiction_id,
        meeting_id=ballot.meeting_id,
        year=ballot.year,
        kind=ballot.kind,
        title=ballot.title,
        seats=ballot.seats,
        parent_uuid=ballot.parent_uuid,
        rehearsal=ballot.rehearsal,
        due=ballot.due or 0,
        present=ballot.present or 0,
        issued=ballot.issued or 0,
        cast=ballot.cast or 0,
        rules_raw=ballot.rules_raw or "",
        election_raw=ballot.election_raw or "",
        trustees_raw=ballot.trustees_raw or "",
        issuer_raw=ballot.issuer_raw or "",
        ballots=ballots,
        register=box.register(ballot.uuid),
        digest=ballot.digest or "",
        roll_digest=roll_facts.digest(ballot.uuid),
        roll_raw=roll_facts.roll_raw(ballot.uuid),
        lines=questions(ballot.uuid),
    )


def questions(uuid: str) -> tuple[BallotQuestion, ...]:
    """Return the printed lines of a ballot."""
    return tuple(question_of(line, line.ordinal) for line in lines_of(uuid))


def question_of(one: Printed, ordinal: int) -> BallotQuestion:
    """Return a project as it stands on the ballot in this place."""
    return BallotQuestion(
        project_id=one.project_id,
        ordinal=ordinal,
        title=one.title,
        summary=one.summary,
        text_sha256=one.text_sha256,
    )


def meeting_id_of(uuid: str) -> int:
    """Return the meeting of a ballot. Errors: NotFound."""
    return find_ballot(uuid).meeting_id


def key_holders(uuid: str) -> tuple[str, ...]:
    """Return the names of who holds the key, seat 1 first."""
    ceremony_id = find_ballot(uuid).ceremony_id
    return () if ceremony_id is None else tuple(seat.name for seat in trustees_of(ceremony_id))


def keys_made(meeting_id: int, *, rehearsal: bool) -> bool:
    """Tell whether the meeting's scrutineers hold a key that counts."""
    return ceremony_done(meeting_id, rehearsal=rehearsal) is not None
