"""Ordering the meeting's main ballot from the presidium's list, and a ceremony from its scrutineers."""

from __future__ import annotations

from sqlalchemy import or_, select

from voting.ballot import handover as ballot_handover
from voting.ballot.ceremony import actions as ceremony_actions
from voting.ballot.ceremony.facts import adopted_scrutineers
from voting.ballot.ceremony.models import find_ceremony
from voting.ballot.handover import BallotOrder, question_of
from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import GONE
from voting.ballot.set_up.facts import expect_method
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.place.queries import place_by_id
from voting.congress.rule_set.facts import rule_set
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import Actor
from voting.screening.handover import shortlist


def order_from_shortlist(actor: Actor, meeting_id: int, title: str) -> str:
    """Order the vote on the year's formal candidates and return its UUID.

    Errors: NotFound; WrongMoment until the meeting has adopted its method and the presidium has decided the list, and
    for a second main ballot of the meeting; RuleBroken.
    """
    meeting = _locked(actor, meeting_id)
    expect_method(meeting)
    _expect_no_other(meeting)
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


def _expect_no_other(meeting: Meeting) -> None:
    """Raise WrongMoment when the meeting has a ballot on its own projects that is not void.

    A vote that the session before has left to this one is another.
    """
    before = select(Ballot.uuid).where(Ballot.meeting_id != meeting.id)
    asked = select(Ballot.uuid).where(
        Ballot.meeting_id == meeting.id,
        Ballot.state.not_in(GONE),
        Ballot.kind != Kind.EVALUATE,
        or_(Ballot.parent_uuid.is_(None), Ballot.parent_uuid.not_in(before)),
    )
    if db.session.scalars(asked).first() is not None:
        raise WrongMoment("这次会议已有选票；另行票决由计票室发起。")


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
