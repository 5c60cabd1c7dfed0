"""Ordering the meeting's main ballot from the presidium's list, and a ceremony from its scrutineers."""

from __future__ import annotations

from voting.ballot import actions_ceremony, handover
from voting.ballot.actions_ceremony import Seat
from voting.ballot.handover import BallotOrder, Question
from voting.ballot.queries import scrutineers_of
from voting.congress.queries import meeting_of, place_by_id, rule_set
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.people.models import Account
from voting.people.rules import Actor
from voting.screening.handover import shortlist


def order_from_shortlist(actor: Actor, meeting_id: int, title: str) -> str:
    """Order the vote on the year's formal candidates and return its UUID.

    Errors: NotFound; WrongMoment until the presidium has decided the list; RuleBroken.
    """
    meeting = meeting_of(actor.jurisdiction_id, meeting_id)
    decided = shortlist(actor.jurisdiction_id, meeting.year)
    rules = rule_set(place_by_id(actor.jurisdiction_id), meeting.year)
    questions = tuple(
        Question(
            project_id=one.project_id,
            ordinal=one.ordinal,
            title=one.title,
            summary=one.summary,
            text_sha256=one.text_sha256,
        )
        for one in decided.candidates
    )
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
    return handover.order(actor, wanted)


def begin_ceremony(actor: Actor, meeting_id: int) -> int:
    """Begin the ceremony with the meeting's scrutineers, as many as the year's rules ask for; returns its id.

    Errors: NotFound; WrongMoment while fewer scrutineers with an account are appointed than the rules ask for.
    """
    meeting = meeting_of(actor.jurisdiction_id, meeting_id)
    rules = rule_set(place_by_id(actor.jurisdiction_id), meeting.year)
    seats = [Seat(one.account_id or 0, one.name) for one in scrutineers_of(meeting)][: rules.key_holders]
    if len(seats) < rules.key_holders:
        raise WrongMoment("监票人不足 %(holders)s 人，或者还没有账号。", holders=rules.key_holders)
    return actions_ceremony.begin(actor, meeting.id, seats, rules.key_threshold, rehearsal=meeting.rehearsal)


def replace_scrutineer(actor: Actor, ceremony_id: int, index: int, account_id: int, *, reason: str) -> int:
    """Put another scrutineer of the congress at place `index` of a ceremony that no ballot uses; returns the new id."""
    account = db.session.get(Account, account_id)
    if account is None or account.jurisdiction_id != actor.jurisdiction_id:
        raise NotFound("没有这个账号。")
    seat = Seat(account.id, account.name)
    return actions_ceremony.replace_scrutineer(actor, ceremony_id, index, seat, reason=reason)
