"""Ordering the meeting's main ballot from the presidium's list, a ceremony from its scrutineers, and what is drawn together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select

from voting.audit.journal import Event, record
from voting.ballot import handover as ballot_handover
from voting.ballot.ceremony import actions as ceremony_actions
from voting.ballot.ceremony.facts import adopted_scrutineers
from voting.ballot.ceremony.models import find_ceremony
from voting.ballot.handover import BallotOrder, question_of
from voting.ballot.order.models import Ballot, drawn_together, find_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.set_up.facts import expect_method, is_ordered
from voting.ballot.set_up.rules import ORDERED
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import from_document
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.place.queries import place_by_id
from voting.congress.rule_set.facts import rule_set
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.screening.handover import shortlist


def order_from_shortlist(actor: Actor, meeting_id: int, title: str) -> str:
    """Order the vote on the year's formal candidates and return its UUID.

    Errors: NotFound; WrongMoment until the meeting has adopted its method and the presidium has decided the list, and
    for a second main ballot of the meeting; RuleBroken.
    """
    meeting = _locked(actor, meeting_id)
    expect_method(meeting)
    if is_ordered(meeting.id):
        raise WrongMoment(ORDERED)
    decided = shortlist(actor.jurisdiction_id, meeting.year)
    rules = rule_set(place_by_id(actor.jurisdiction_id), meeting.year)
    questions = tuple(question_of(one, one.ordinal) for one in decided.candidates)
    wanted = BallotOrder(
        jurisdiction_id=actor.jurisdiction_id,
        meeting_id=meeting.id,
        year=meeting.year,
        kind=rules.kind,
        title=title,
        questions=questions,
        seats=decided.seats,
        rules=rules,
        rehearsal=meeting.rehearsal,
    )
    return ballot_handover.order(actor, wanted)


def _locked(actor: Actor, meeting_id: int) -> Meeting:
    """Return the meeting as it is now, locked, so that two orders or two ceremonies come one after the other."""
    meeting = meeting_of(actor.jurisdiction_id, meeting_id)
    db.session.refresh(meeting, with_for_update=True)
    return meeting


@dataclass(frozen=True, kw_only=True)
class DrawnTogether(Event):
    """ballots: in the order in which they are cast."""

    name: ClassVar[str] = "ballot:draw:joined"
    meeting: int
    ballots: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DrawnApart(Event):
    name: ClassVar[str] = "ballot:draw:parted"
    meeting: int
    ballots: tuple[str, ...]


def draw_together(actor: Actor, meeting_id: int) -> None:
    """Hand out all ballots of the meeting that are not set up in one draw, an evaluation of last year's projects first.

    Errors: NotFound; WrongMoment with fewer than two; RuleBroken where one rehearses and another does not, or some
    alone allow paper: who is given paper is given that of all.
    """
    meeting = _locked(actor, meeting_id)
    drafts = drafts_of(meeting.id)
    if len(drafts) < 2:  # noqa: PLR2004
        raise WrongMoment("还没有封闭票箱的票不足两张，不能合并领取。")
    if len({one.rehearsal for one in drafts}) > 1:
        raise RuleBroken("演练票决与正式票决不能合并领取。")
    if len({from_document(one.rules).paper_allowed for one in drafts}) > 1:
        raise RuleBroken("几张票中有的使用纸质票、有的不使用，不能合并领取；请先把规则改成一致。")
    last = db.session.scalar(select(func.max(Ballot.joint_draw)).where(Ballot.meeting_id == meeting.id)) or 0
    _put(drafts, last + 1)
    _note(actor, meeting, DrawnTogether, drafts)


def cast_first(actor: Actor, uuid: str) -> None:
    """Lay this ballot before the others that are drawn with it. Errors: NotFound; WrongMoment once one is set up."""
    first = find_ballot(uuid, actor.jurisdiction_id)
    meeting = _locked(actor, first.meeting_id)
    others = [one for one in _joined(first) if one.uuid != uuid]
    _put([first, *others], first.joint_draw)
    _note(actor, meeting, DrawnTogether, [first, *others])


def draw_apart(actor: Actor, uuid: str) -> None:
    """Have each of the ballots that are drawn with this one drawn by itself. Errors: as above."""
    ballot = find_ballot(uuid, actor.jurisdiction_id)
    meeting = _locked(actor, ballot.meeting_id)
    rows = _joined(ballot)
    for one in rows:
        one.joint_draw = one.draw_place = None
    _note(actor, meeting, DrawnApart, rows)


def drafts_of(meeting_id: int) -> list[Ballot]:
    """Return the ballots of a meeting that are ordered and not set up, evaluations first."""
    asked = select(Ballot).where(Ballot.meeting_id == meeting_id, Ballot.state == BallotState.DRAFT)
    rows = db.session.scalars(asked.order_by(Ballot.title, Ballot.uuid))
    return sorted(rows, key=lambda row: row.kind is not Kind.EVALUATE)


def _joined(ballot: Ballot) -> list[Ballot]:
    rows = drawn_together(ballot)
    if ballot.joint_draw is None:
        raise WrongMoment("这张票没有与别的票合并领取。")
    if any(one.state is not BallotState.DRAFT for one in rows):
        raise WrongMoment("票箱已经封闭，领票的办法不能再改；可以先收回封闭票箱。")
    return rows


def _put(rows: Sequence[Ballot], number: int | None) -> None:
    for place, row in enumerate(rows, 1):
        row.joint_draw, row.draw_place = number, place


def _note(
    actor: Actor, meeting: Meeting, line: type[DrawnTogether | DrawnApart], rows: Sequence[Ballot]
) -> None:
    db.session.flush()
    record(line(meeting=meeting.id, ballots=tuple(one.uuid for one in rows)), actor, meeting.jurisdiction_id)


def begin_ceremony(actor: Actor, meeting_id: int) -> int:
    """Begin the ceremony with the meeting's scrutineers, as many as the year's rules ask for; returns its id.

    Errors: NotFound; WrongMoment until the meeting has adopted the list, and while fewer scrutineers with an account
    stand on it than the rules ask for.
    """
    meeting = _locked(actor, meeting_id)
    rules = rule_set(place_by_id(actor.jurisdiction_id), meeting.year)
    seats = adopted_scrutineers(meeting)[: rules.key_holders]
    if len(seats) < rules.key_holders:
        raise WrongMoment("监票人不足 %(holders)s 人，或者还没有账号。", holders=rules.key_holders)
    return ceremony_actions.begin(actor, meeting.id, seats, rules.key_threshold, rehearsal=meeting.rehearsal)


def replace_scrutineer(actor: Actor, ceremony_id: int, index: int, account_id: int, *, reason: str) -> int:
    """Put another of the meeting's scrutineers at place `index` of a ceremony that no ballot uses; returns the new id.

    Errors: NotFound for an account that is not on the list which the meeting has adopted; WrongMoment; RuleBroken.
    """
    ceremony = find_ceremony(ceremony_id, actor.jurisdiction_id)
    meeting = _locked(actor, ceremony.meeting_id)
    seat = next((one for one in adopted_scrutineers(meeting) if one.account_id == account_id), None)
    if seat is None:
        raise NotFound("名单上没有这位监票人。")
    return ceremony_actions.replace_scrutineer(actor, ceremony_id, index, seat, reason=reason)
