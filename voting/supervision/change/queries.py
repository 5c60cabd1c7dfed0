"""What the pages of changes of what was voted show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.congress.meeting.models import Meeting
from voting.congress.place.queries import place_by_id
from voting.core.clock import today
from voting.core.db import db
from voting.core.lifecycle import Missing, OpenSteps
from voting.people.rules import Actor, Place, Role
from voting.supervision.change.facts import (
    missing_before_proclaim,
    missing_before_request_change,
    sessions_of,
    since_notice,
)
from voting.supervision.change.models import Change
from voting.supervision.change.rules import (
    CHANGE,
    CHANGE_KINDS,
    CHANGE_STEPS,
    ChangedText,
    ChangeKind,
    ChangeState,
    approval,
    compare,
)
from voting.supervision.commitment.facts import commitment_for, commitment_to_write, of, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT


@dataclass(frozen=True)
class NewChangePage:
    """The request form. kinds: with who decides each at this level and why."""

    place: Place
    commitment: Commitment
    kinds: Sequence[ChangeKind]
    deciders: Sequence[tuple[str, str, str]]
    missing: Sequence[Missing]
    of_unit: bool


@dataclass(frozen=True)
class Session:
    """A meeting of the congress: its title and the day on which it opens."""

    title: str
    opens_on: date


@dataclass(frozen=True)
class ChangePage:
    """A change request on its way. diff: the target as voted against the one asked for.

    local_rule: what this place's last notice cited. next_session: the one at which it is to be reported, while that is
    owed; sessions: those that have opened since the notice; reported_at: the one that heard it.
    """

    place: Place
    commitment: Commitment
    change: ChangeRow
    diff: Sequence[ChangedText]
    steps: OpenSteps
    may_manage: bool
    of_unit: bool
    missing: Sequence[Missing]
    local_rule: str
    next_session: Session | None
    sessions: Sequence[tuple[int, str]]
    reported_at: Session | None


def new_change_page(place: Place, actor: Actor, commitment_id: int) -> NewChangePage:
    """Return the request form with the kinds that the state allows."""
    row = commitment_to_write(actor, place.id, commitment_id)
    kinds = [kind for kind in ChangeKind if COMMITMENT.may(row.state, CHANGE_STEPS[kind])]
    who = {kind: approval(kind, place.level) for kind in kinds}
    return NewChangePage(
        place=place,
        commitment=row,
        kinds=kinds,
        deciders=[(CHANGE_KINDS[kind], who[kind].decider, who[kind].source) for kind in kinds],
        missing=missing_before_request_change(row),
        of_unit=Role.UNIT in actor.roles,
    )


def change_page(place: Place, actor: Actor, change_id: int) -> ChangePage:
    """Return a change request for its unit or staff; NotFound for anybody else."""
    row = one_of(Change, place.id, change_id)
    commitment = commitment_for(actor, place.id, row.commitment_id)
    shown = change_row(row, place)
    since = since_notice(row, sessions_of(place.id)) if shown.reported_to_congress else []
    opened = [meeting for meeting in since if meeting.opens_on <= today()]
    heard = db.session.get(Meeting, row.reported_at_id) if row.reported_at_id else None
    return ChangePage(
        place=place,
        commitment=commitment,
        change=shown,
        diff=compare(commitment.voted_target, row.target),
        steps=CHANGE.open_steps(CHANGE.steps_from(row.state)),
        may_manage=Role.STAFF in actor.roles,
        of_unit=Role.UNIT in actor.roles,
        missing=missing_before_proclaim(row),
        local_rule=last_local_rule(place),
        next_session=Session(since[0].title, since[0].opens_on) if since else None,
        sessions=[(meeting.id, meeting.title) for meeting in opened],
        reported_at=Session(heard.title, heard.opens_on) if heard else None,
    )


def last_local_rule(place: Place) -> str:
    """Return the rule of its own that the last notice of a place cited, for the next one to cite."""
    asked = select(Change.local_rule).where(Change.jurisdiction_id == place.id, Change.local_rule != "")
    return db.session.scalar(asked.order_by(Change.proclaimed_at.desc(), Change.id.desc()).limit(1)) or ""


PUBLIC = (ChangeState.PROCLAIMED, ChangeState.REPORTED)


@dataclass(frozen=True)
class ChangeRow:
    """A change with who decides it. source: the ground of that in the settings; law: the one that a notice cites."""

    row: Change
    kind: str
    word: str
    decider: str
    proclaimer: str
    source: str
    law: str
    reported_to_congress: bool


def change_rows(commitment: Commitment, place: Place | None = None) -> list[ChangeRow]:
    """Return all changes with who decides them, oldest first."""
    changes = db.session.scalars(of(Change, commitment).order_by(Change.id))
    return [change_row(row, place) for row in changes]


@dataclass(frozen=True)
class NoticeRow:
    """A change as everybody reads it. kind, word, decider, law: message ids; notice: its text, else its reason.

    local_rule: of the place, without its brackets. to_report: it is still to be reported to the congress.
    """

    kind: str
    word: str
    notice: str
    decider: str
    decided_on: date | None
    document: str
    law: str
    local_rule: str
    to_report: bool
    reported_on: date | None


def notices(changes: Sequence[ChangeRow]) -> list[NoticeRow]:
    """Return the changes that have a public notice."""
    return [
        NoticeRow(
            kind=change.kind,
            word=change.word,
            notice=change.row.notice or change.row.reason,
            decider=change.decider,
            decided_on=change.row.decided_on,
            document=change.row.document,
            law=change.law,
            local_rule=change.row.local_rule,
            to_report=change.reported_to_congress and change.row.reported_on is None,
            reported_on=change.row.reported_on,
        )
        for change in changes
        if change.row.state in PUBLIC
    ]


def change_row(row: Change, place: Place | None = None) -> ChangeRow:
    """Return a change with its words."""
    place = place or place_by_id(row.jurisdiction_id)
    who = approval(row.kind, place.level)
    return ChangeRow(
        row=row,
        kind=CHANGE_KINDS[row.kind],
        word=CHANGE.words[row.state],
        decider=who.decider,
        proclaimer=who.proclaimer,
        source=who.source,
        law=who.law,
        reported_to_congress=who.reported_to_congress,
    )
