"""What the pages of changes of what was voted show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voting.congress.place.queries import place_by_id
from voting.core.db import db
from voting.core.lifecycle import Missing, OpenSteps
from voting.people.rules import Actor, Place, Role
from voting.supervision.change.facts import missing_before_proclaim, missing_before_request_change
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
class ChangePage:
    """A change request on its way. diff: the target as voted against the one asked for."""

    place: Place
    commitment: Commitment
    change: ChangeRow
    diff: Sequence[ChangedText]
    steps: OpenSteps
    may_manage: bool
    of_unit: bool
    missing: Sequence[Missing]


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
    return ChangePage(
        place=place,
        commitment=commitment,
        change=change_row(row, place),
        diff=compare(commitment.voted_target, row.target),
        steps=CHANGE.open_steps(CHANGE.steps_from(row.state)),
        may_manage=Role.STAFF in actor.roles,
        of_unit=Role.UNIT in actor.roles,
        missing=missing_before_proclaim(row),
    )


PUBLIC = (ChangeState.PROCLAIMED, ChangeState.REPORTED)


@dataclass(frozen=True)
class ChangeRow:
    """A change with who decides it. source: the ground of that."""

    row: Change
    kind: str
    word: str
    decider: str
    proclaimer: str
    source: str
    reported_to_congress: bool


def change_rows(commitment: Commitment, place: Place | None = None) -> list[ChangeRow]:
    """Return all changes with who decides them, oldest first."""
    changes = db.session.scalars(of(Change, commitment).order_by(Change.id))
    return [change_row(row, place) for row in changes]


@dataclass(frozen=True)
class NoticeRow:
    """A change as everybody reads it. kind, word, decider, source: message ids; notice: its text, else its reason."""

    kind: str
    word: str
    notice: str
    decider: str
    decided_on: date | None
    document: str
    source: str


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
            source=change.source,
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
        reported_to_congress=who.reported_to_congress,
    )
