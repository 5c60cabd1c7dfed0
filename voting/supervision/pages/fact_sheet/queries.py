"""The facts beside a project that is evaluated: the same that the public page shows, in short. Never a draft, never a vote."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.core.db import db
from voting.people.rules import Place
from voting.supervision.acceptance.models import Acceptance
from voting.supervision.acceptance.queries import AcceptanceRow, acceptance_row
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ENDED
from voting.supervision.pages.board.queries import BoardRow, board_row
from voting.supervision.pages.project.queries import differs_from_vote
from voting.supervision.photo.queries import published_by
from voting.supervision.report.facts import Loaded, load
from voting.supervision.report.queries import LightRow, light_rows


@dataclass(frozen=True)
class FactSheet:
    """What is known of a project's year. target: as it stands after proclaimed changes; changed: it is not the voted one any more.

    before, after: the oldest and the newest published picture, empty where there is none; after: only beside another one.
    """

    board: BoardRow
    target: str
    due_on: date
    changed: bool
    result: AcceptanceRow | None
    lights: Sequence[LightRow]
    before: str
    after: str


def fact_sheets(place: Place, year: int, project_ids: Collection[int]) -> Mapping[int, FactSheet]:
    """Return project id -> its facts, for the chosen projects of a year among these; as many queries for any number of them."""
    which = (
        Commitment.jurisdiction_id == place.id,
        Commitment.year == year,
        Commitment.project_id.in_(project_ids),
    )
    works = load(*which)
    ids = [work.row.id for work in works]
    asked = select(Acceptance).where(
        Acceptance.jurisdiction_id == place.id, Acceptance.commitment_id.in_(ids)
    )
    ended = {
        row.commitment_id: row for row in db.session.scalars(asked)
    }  # in the session: none is asked for again
    pictures = published_by(place.id, ids)
    return {
        work.row.project_id: _sheet(work, pictures[work.row.id], ended=work.row.id in ended) for work in works
    }


def _sheet(work: Loaded, pictures: Sequence[str], *, ended: bool) -> FactSheet:
    row = work.row
    return FactSheet(
        board=board_row(work),
        target=row.target,
        due_on=row.due_on,
        changed=differs_from_vote(row),
        result=acceptance_row(row) if ended and row.state in ENDED else None,
        lights=light_rows(work),
        before=pictures[-1] if pictures else "",
        after=pictures[0] if len(pictures) > 1 else "",
    )
