"""Deeds of residents' ratings: rate, let a comment be public or not, close a 督查, set the rule. None commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now, today
from voting.core.db import db, is_added
from voting.core.errors import NotFound, TooManyTries
from voting.people.rules import Actor, Place
from voting.screening.handover import Traffic, wait_for
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.rating.facts import (
    check_of,
    counted,
    lately_from,
    low_origins,
    rateable,
    rating_of,
    thresholds_of,
)
from voting.supervision.rating.models import Rating, RatingCheck, RatingRule
from voting.supervision.rating.rules import (
    CHECK,
    COMMENT,
    LOW_ORIGINS,
    CheckState,
    RatingGrade,
    RatingThresholds,
    expect_comment,
    expect_no_contact,
    expect_open,
    expect_read,
    expect_rested,
)


@dataclass(frozen=True, kw_only=True)
class RatingGiven(Event):
    """A device rated a project for the first time: never who, with which device, what grade or in what words.

    That it changed its word has no line: one device would fill the journal.
    """

    name: ClassVar[str] = "supervision:rating:given"
    commitment: int


@dataclass(frozen=True, kw_only=True)
class RatingCommentJudged(Event):
    """Staff let a comment be public, or not. step: one of COMMENT."""

    name: ClassVar[str] = "supervision:rating:judged"
    commitment: int
    rating: int
    step: str


@dataclass(frozen=True, kw_only=True)
class RatingCheckOpened(Event):
    """A low mean set off a 督查. count, tenths: of the ratings then, after a closed 督查 of those that came since."""

    name: ClassVar[str] = "supervision:rating_check:opened"
    commitment: int
    count: int
    tenths: int


@dataclass(frozen=True, kw_only=True)
class RatingCheckClosed(Event):
    name: ClassVar[str] = "supervision:rating_check:closed"
    commitment: int


@dataclass(frozen=True, kw_only=True)
class RatingRuleSet(Event):
    name: ClassVar[str] = "supervision:rating_rule:set"
    shown_from: int
    check_from: int
    check_below: int


@dataclass(frozen=True, kw_only=True)
class NewRating:
    """What a device says. comment: may be empty; device, origin: digests (guard.py); careful: the form was open for a while."""

    commitment_id: int
    grade: RatingGrade
    comment: str
    device: str
    origin: str
    careful: bool


def rate(place: Place, new: NewRating) -> Rating:
    """Rate a project; said anew the last word of a device counts, the same said twice changes nothing.

    Errors: NotFound for another place's project; WrongMoment before works have begun and a year after acceptance;
    TooManyTries when more comes from one network than people tap, or a device changes its word at once; FieldRefused for a
    comment with a telephone number or the like.
    """
    commitment = db.session.get(Commitment, new.commitment_id, with_for_update=True, populate_existing=True)
    if commitment is None or commitment.jurisdiction_id != place.id:
        raise NotFound("没有这个项目。")
    expect_open(rateable(commitment), today())
    expect_no_contact(new.comment)
    row = rating_of(commitment, new.device, locked=True)
    if row is not None and (row.grade, row.comment) == (new.grade, new.comment):
        return row
    if row is not None:
        expect_rested(now() - row.at)
    _expect_calm(place, new)
    if row is None:
        row = _first_rating(commitment, new)
    else:
        _said_anew(row, new)
    _open_check(commitment)
    return row


def _expect_calm(place: Place, new: NewRating) -> None:
    """Raise TooManyTries where a network is too fast: a village behind one router waits some seconds at most, as with suggestions."""
    count, quiet = lately_from(place.id, new.origin)
    traffic = Traffic(count=count, quiet=quiet, same_nearby=0, same_anywhere=0)
    seconds = wait_for(traffic, careful=new.careful)
    if seconds:
        raise TooManyTries(
            "您这个网络上评价的人很多，请过 %(seconds)s 秒再提交。您选的和写的都在下面，没有丢失。",
            seconds=seconds,
        )


def _first_rating(commitment: Commitment, new: NewRating) -> Rating:
    """Store a device's first word. Its project is locked: no other request of the same device speaks it at this moment."""
    row = Rating(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        device=new.device,
        origin=new.origin,
        grade=new.grade,
        comment=new.comment,
        at=now(),
        state=COMMENT.start if new.comment else None,
    )
    db.session.add(row)
    record(RatingGiven(commitment=commitment.id), None, row.jurisdiction_id)
    return row


def _said_anew(row: Rating, new: NewRating) -> None:
    if row.comment != new.comment:
        rewritten = COMMENT.start if row.state is None else COMMENT.after(row.state, "rewrite")
        row.state = rewritten if new.comment else None
    row.grade, row.comment, row.origin, row.at = new.grade, new.comment, new.origin, now()
    db.session.flush()


def _open_check(commitment: Commitment) -> None:
    """Open a 督查 where the mean has become low by enough origins; after a closed one only what was said since counts."""
    last, rule = check_of(commitment), thresholds_of(commitment.jurisdiction_id)
    if last is not None and last.state is CheckState.OPENED:
        return
    since = last.closed_at if last else None
    found = counted(commitment, since=since)
    if not found.is_low(rule) or low_origins(commitment, rule, since=since) < LOW_ORIGINS:
        return
    row = RatingCheck(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        number=last.number + 1 if last else 1,
        count=found.count,
        tenths=found.tenths,
        opened_at=now(),
    )
    if is_added(row):
        event = RatingCheckOpened(commitment=commitment.id, count=found.count, tenths=found.tenths)
        record(event, None, commitment.jurisdiction_id)


def judge_comment(actor: Actor, rating_id: int, step: str, version: str) -> Rating:
    """Let a comment be public, or not. step: show or hide; version: of the words that were read, as `core.text.version_of`.

    Errors: NotFound for another place's; WrongMoment where it is so already, or was rewritten since; RuleBroken where nothing was written.
    """
    row = db.session.get(Rating, rating_id, with_for_update=True, populate_existing=True)
    if row is None or row.jurisdiction_id != actor.jurisdiction_id:
        raise NotFound("没有这条留言。")
    state = expect_comment(row.state)
    expect_read(version, row.comment)
    row.state = COMMENT.after(state, step)
    record(
        RatingCommentJudged(commitment=row.commitment_id, rating=row.id, step=step),
        actor,
        row.jurisdiction_id,
    )
    return row


def close_check(actor: Actor, commitment_id: int, result: str) -> RatingCheck:
    """Write down what a 督查 found. Errors: NotFound where there is none; WrongMoment once it is closed."""
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    row = check_of(commitment, locked=True)
    if row is None:
        raise NotFound("这个项目没有因群众评价开展的督查。")
    row.state = CHECK.after(row.state, "close")
    row.result, row.closed_at = result, now()
    record(RatingCheckClosed(commitment=commitment.id), actor, actor.jurisdiction_id)
    return row


def set_rating_rule(actor: Actor, new: RatingThresholds) -> RatingRule:
    """Set from how many ratings on they are told, and which mean of how many sets off 督查; holds from the next rating on."""
    key = actor.jurisdiction_id
    row = db.session.get(RatingRule, key, with_for_update=True)
    if row is None:
        row = RatingRule(jurisdiction_id=key, **asdict(new))
        if not is_added(row):
            row = db.session.get_one(RatingRule, key, with_for_update=True, populate_existing=True)
    row.shown_from, row.check_from, row.check_below = new.shown_from, new.check_from, new.check_below
    record(RatingRuleSet(**asdict(new)), actor, key)
    return row
