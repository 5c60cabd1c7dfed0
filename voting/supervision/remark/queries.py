"""What pages show of residents' remarks: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Actor, Place
from voting.supervision.commitment.facts import of, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.rules import title_from
from voting.supervision.remark.facts import remark_of
from voting.supervision.remark.models import Remark
from voting.supervision.remark.rules import REMARK, RemarkState

MOST_SHOWN = 50
REMARK_LIGHTS = {RemarkState.WAITING: "yellow", RemarkState.RAISED: "blue", RemarkState.CLOSED: "green"}


@dataclass(frozen=True)
class RemarkRow:
    """What a resident said. title: the project's; word: message id of the state; reason: empty unless it is closed."""

    id: int
    title: str
    station: str
    text: str
    at: datetime
    state: RemarkState
    word: str
    light: str
    reason: str
    finding_id: int | None


def remark_row(row: Remark, title: str) -> RemarkRow:
    """Return a remark with its words. title: of the project."""
    return RemarkRow(
        id=row.id,
        title=title,
        station=row.station,
        text=row.text,
        at=row.passed_on_at,
        state=row.state,
        word=REMARK.words[row.state],
        light=REMARK_LIGHTS[row.state],
        reason=row.reason,
        finding_id=row.finding_id,
    )


def remark_rows(commitment: Commitment) -> list[RemarkRow]:
    """Return the newest remarks on a project, for those who supervise it; one query."""
    asked = of(Remark, commitment).order_by(Remark.id.desc()).limit(MOST_SHOWN)
    return [remark_row(row, commitment.title) for row in db.session.scalars(asked)]


@dataclass(frozen=True)
class RemarkPage:
    """One remark with what may be done. offered: the title of a finding of it; waits: nobody has dealt with it."""

    place: Place
    commitment: Commitment
    remark: RemarkRow
    offered: str
    waits: bool


def remark_page(place: Place, actor: Actor, remark_id: int) -> RemarkPage:
    """Return a remark on a project that the person supervises; NotFound for any other."""
    row = remark_of(actor, remark_id)
    commitment = one_of(Commitment, place.id, row.commitment_id)
    shown = remark_row(row, commitment.title)
    waits = row.state is RemarkState.WAITING
    return RemarkPage(place, commitment, shown, offered=title_from(row.text), waits=waits)


@dataclass(frozen=True)
class StationPage:
    """What a liaison station may pass something on about, and what it passed on. projects: id and title, of this year and the last."""

    place: Place
    projects: Sequence[tuple[int, str]]
    passed_on: Sequence[RemarkRow]


def station_page(place: Place, actor: Actor) -> StationPage:
    """Return the projects of this year and the last, and the station's own remarks, the newest first; two queries."""
    chosen = (
        select(Commitment.id, Commitment.title, Commitment.year)
        .where(Commitment.jurisdiction_id == place.id, Commitment.year >= today().year - 1)
        .order_by(Commitment.year.desc(), Commitment.ordinal, Commitment.id)
    )
    own = (
        select(Remark, Commitment.title)
        .join(Commitment, Commitment.id == Remark.commitment_id)
        .where(Remark.jurisdiction_id == place.id, Remark.station == actor.station)
        .order_by(Remark.id.desc())
        .limit(MOST_SHOWN)
    )
    return StationPage(
        place=place,
        projects=[(key, f"{year} · {title}") for key, title, year in db.session.execute(chosen)],
        passed_on=[remark_row(row, title) for row, title in db.session.execute(own)],
    )
