"""What waits in supervision, of every year: nothing is lost when a year ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Select, func, or_, select

from voting.congress.meeting.facts import last_day
from voting.congress.meeting.models import Meeting
from voting.core.clock import day_of, today
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Actor, Place
from voting.people.to_do import ToDo
from voting.supervision.change.facts import awaiting_revision, sessions_of, since_notice
from voting.supervision.change.models import Change
from voting.supervision.change.rules import CHANGE_KINDS, ChangeState, approval
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ENDED, CommitmentState
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.finding.queries import TO_BE_MENDED
from voting.supervision.finding.rules import FindingState
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.ladder.facts import steps_in
from voting.supervision.ladder.rules import ACTS, OF_UNIT, RUNGS
from voting.supervision.look_back.facts import unanswered
from voting.supervision.pages.desk.queries import waiting_outcomes
from voting.supervision.pages.to_do.evaluations import evaluations
from voting.supervision.pages.to_do.facts import (
    FOR_ACCEPTANCE,
    GROUP,
    ROOM,
    STAFF,
    UNIT,
    by_id,
    lights,
    of_staff,
    of_unit,
    of_work,
    to_confirm,
)
from voting.supervision.pages.to_do.opinions import activities, opinions
from voting.supervision.pages.to_do.ratings import ratings
from voting.supervision.pages.to_do.remarks import remarks
from voting.supervision.report.facts import Loaded, load
from voting.supervision.report.lighting import reading_days
from voting.tally.handover import Outcome, outcomes

ROLES = GROUP | UNIT
OVER = ENDED - {CommitmentState.UNFINISHED}
ANSWERS = {
    FindingState.RAISED: N_("答复或者整改：%(title)s"),
    FindingState.ANSWERED: N_("提交整改情况：%(title)s"),
    FindingState.RECTIFIED: N_("复查：%(title)s"),
}


def to_dos(place: Place, actor: Actor) -> list[ToDo]:
    """Return what waits in supervision here; as many queries whatever the number of projects and years."""
    announced = outcomes(place.id)
    owed = or_(Commitment.state.not_in(OVER), Commitment.id.in_(_still_owed(place)))
    works = load(Commitment.jurisdiction_id == place.id, owed, figures_only=True)
    known = by_id(works)
    findings = list(_findings(place, known))
    found = {int(to_do.args["commitment_id"]) for to_do in findings if to_do.kind == "supervision:finding"}
    revising = awaiting_revision(place.id, list(known))
    second = list(to_confirm(place, actor, known))
    entered = {one.subject for one in second}
    return [
        *(
            one
            for work in works
            if work.row.state not in OVER
            for one in of_work(work, revises=work.row.id in revising, findings=work.row.id in found)
            if one.kind not in FOR_ACCEPTANCE or one.subject not in entered
        ),
        *second,
        *(
            lights([work for work in works if work.row.state not in ENDED], reading_days(place).newest)
            if works
            else ()
        ),
        *(replace(one, args={"finding_id": int(one.subject)}) for one in findings),
        *_overdue(place, known),
        *_letters(place, known),
        *_ladders(place, known),
        *_changes(place, known),
        *_outcomes(place, announced),
        *evaluations(place, announced),
        *_voices(place),
        *activities(place),
        *opinions(place),
        *remarks(place),
        *ratings(place),
    ]


def _voices(place: Place) -> Iterator[ToDo]:
    """Yield the finished projects of which suggesters say that their problem is not solved, until they are answered."""
    for one in unanswered(place):
        yield ToDo(
            kind="supervision:voice",
            subject=str(one.commitment_id),
            room=ROOM,
            year=one.year,
            what=N_("答复提建议的人：%(count)s 人说还没有解决"),
            values={"count": one.count},
            of=one.title,
            endpoint="supervision.voices",
            args={"commitment_id": one.commitment_id},
            roles=STAFF,
            since=day_of(one.since),
        )


def _findings(place: Place, known: Mapping[int, Loaded]) -> Iterator[ToDo]:
    """Yield the findings that are not closed; each names its project until its own address is given."""
    last = select(FindingPost.finding_id, func.max(FindingPost.at).label("at")).where(
        FindingPost.jurisdiction_id == place.id
    )
    latest = last.group_by(FindingPost.finding_id).subquery()
    asked = (
        select(Finding, latest.c.at)
        .outerjoin(latest, latest.c.finding_id == Finding.id)
        .where(Finding.jurisdiction_id == place.id, Finding.state != FindingState.CLOSED)
    )
    for row, at in db.session.execute(asked.order_by(Finding.id)):
        work = known.get(row.commitment_id)
        if work is None:
            continue
        checked = row.state is FindingState.RECTIFIED
        base = (
            of_staff(work, "finding", "", "finding", GROUP)
            if checked
            else of_unit(work, "finding", "", "finding")
        )
        yield replace(
            base,
            subject=str(row.id),
            what=ANSWERS[row.state],
            values={"title": row.title},
            unit_id=None if checked else row.unit_id,
            since=day_of(at or row.raised_at),
            due_on=None if checked else row.due_on,
        )


def _still_owed(place: Place) -> Select[int]:
    """Return the ids of the commitments with a finding or letter that is open, whether they have ended or not."""
    findings = select(Finding.commitment_id).where(
        Finding.jurisdiction_id == place.id, Finding.state != FindingState.CLOSED
    )
    letters = select(FollowUp.commitment_id).where(
        FollowUp.jurisdiction_id == place.id, FollowUp.answered_at.is_(None)
    )
    both = findings.union(letters).subquery()
    return select(both.c.commitment_id)


def _overdue(place: Place, known: Mapping[int, Loaded]) -> Iterator[ToDo]:
    """Yield the findings whose limit is over: who supervises urges the unit by a letter, once for each limit."""
    sent: dict[int, date] = {}
    asked = select(FollowUp.commitment_id, func.max(FollowUp.sent_at)).where(
        FollowUp.jurisdiction_id == place.id
    )
    for commitment_id, at in db.session.execute(asked.group_by(FollowUp.commitment_id)):
        sent[commitment_id] = day_of(at)
    late = select(Finding).where(
        Finding.jurisdiction_id == place.id, Finding.state.in_(TO_BE_MENDED), Finding.due_on < today()
    )
    for row in db.session.scalars(late.order_by(Finding.id)):
        work = known.get(row.commitment_id)
        if work is not None and sent.get(row.commitment_id, date.min) <= row.due_on:
            to_do = of_staff(
                work, "finding_overdue", N_("逾期没有整改，发督办函：%(title)s"), "new_letter_page", GROUP
            )
            since = row.due_on + timedelta(days=1)
            yield replace(to_do, subject=str(row.id), values={"title": row.title}, since=since)


def _letters(place: Place, known: Mapping[int, Loaded]) -> Iterator[ToDo]:
    asked = select(FollowUp).where(FollowUp.jurisdiction_id == place.id, FollowUp.answered_at.is_(None))
    for row in db.session.scalars(asked.order_by(FollowUp.id)):
        work = known.get(row.commitment_id)
        if work is None:
            continue
        to_do = of_unit(work, "letter", N_("答复督办函第 %(number)s 号"), "letter")
        yield replace(
            to_do,
            subject=str(row.id),
            values={"number": row.number},
            args={"letter_id": row.id},
            unit_id=row.unit_id,
            since=day_of(row.sent_at),
            due_on=row.due_on,
        )


def _ladders(place: Place, known: Mapping[int, Loaded]) -> Iterator[ToDo]:
    """Yield the rungs of burning lights on which somebody has to say what was done."""
    for row in steps_in(place.id, only_open=True):
        work = known.get(row.commitment_id)
        if work is None:
            continue
        make = of_unit if row.rung in OF_UNIT else of_staff
        yield replace(
            make(work, "ladder", RUNGS[row.rung], "ladder"),
            subject=f"{row.commitment_id}:{row.month}:{row.light}:{row.rung}",
            roles=ACTS[row.rung],
            since=row.reached_on,
            due_on=row.due_on,
        )


def _changes(place: Place, known: Mapping[int, Loaded]) -> Iterator[ToDo]:
    waits = (ChangeState.REQUESTED, ChangeState.APPROVED, ChangeState.PROCLAIMED)
    asked = (
        select(Change, Commitment.year, Commitment.title)
        .join(Commitment, Commitment.id == Change.commitment_id)
        .where(Change.jurisdiction_id == place.id, Change.state.in_(waits))
        .order_by(Change.id)
    )
    rows = db.session.execute(asked).all()
    sessions = [one for one in sessions_of(place.id) if one.opens_on <= today()] if rows else []
    for row, year, title in rows:
        owed = approval(row.kind, place.level).reported_to_congress
        session = next(iter(since_notice(row, sessions)), None) if owed else None
        if row.state is ChangeState.PROCLAIMED and session is None:
            continue
        if row.state is not ChangeState.PROCLAIMED and row.commitment_id not in known:
            continue
        what, since, due_on = _next_of(row, session)
        yield ToDo(
            kind=f"supervision:change:{row.state.value}",
            subject=str(row.id),
            room=ROOM,
            year=year,
            what=what,
            values={"kind": CHANGE_KINDS[row.kind]},
            of=title,
            endpoint="supervision.change",
            args={"change_id": row.id},
            roles=STAFF,
            since=since,
            due_on=due_on,
        )


def _next_of(row: Change, session: Meeting | None) -> tuple[str, date | None, date | None]:
    """Return what a change waits for, since when, and until when. session: at which it is reported to the congress."""
    if row.state is ChangeState.REQUESTED:
        return N_("登记对%(kind)s的决定"), day_of(row.requested_at), None
    if row.state is ChangeState.APPROVED:
        return N_("公告已同意的%(kind)s"), row.decided_on, None
    at = row.proclaimed_at
    return N_("向代表大会报告%(kind)s"), day_of(at) if at else None, last_day(session) if session else None


def _outcomes(place: Place, announced: Sequence[Outcome]) -> Iterator[ToDo]:
    for outcome in waiting_outcomes(place, announced):
        yield ToDo(
            kind="supervision:take_in",
            subject=outcome.ballot_uuid,
            room=ROOM,
            year=outcome.year,
            what=N_("接收票决结果，交办通过的项目"),
            endpoint="supervision.desk",
            args={"year": outcome.year},
            roles=STAFF,
            since=day_of(outcome.announced_at),
        )
