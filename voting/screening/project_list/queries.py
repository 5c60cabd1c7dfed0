"""What the pages of lists of projects show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.models import Account
from voting.people.rules import Place
from voting.screening.dossier.columns import HEADS
from voting.screening.dossier.difference import DifferenceShown, shown
from voting.screening.dossier.facts import unit_names
from voting.screening.intake.rules import SETTLED
from voting.screening.project_list.facts import JudgedLine, ListText, judged, list_of, text_of_list
from voting.screening.project_list.given_back import why, workbook
from voting.screening.project_list.models import ProjectList

LATEST = 20


@dataclass(frozen=True)
class ListRow:
    """A list that was handed in. settled: it was taken; who: handed it in."""

    id: str
    file_name: str
    at: datetime
    who: str
    settled: bool
    made: int
    revised: int
    refused: int


@dataclass(frozen=True)
class ListsPage:
    """Where a list is handed in, with the latest. year: whose projects it speaks of."""

    place: Place
    year: int
    rows: tuple[ListRow, ...]


@dataclass(frozen=True)
class LineShown:
    """A line in the preview. project_id: None for a new one; changes: what would differ; why: it is not taken, empty where it may."""

    row: int
    title: str
    mark: str
    project_id: int | None
    changes: tuple[DifferenceShown, ...]
    why: str


@dataclass(frozen=True)
class ListPage:
    """A list line by line, before anything is written, or what became of it. same: lines that change nothing."""

    place: Place
    row: ListRow
    year: int
    new: tuple[LineShown, ...]
    changed: tuple[LineShown, ...]
    wrong: tuple[LineShown, ...]
    same: int
    unused: tuple[str, ...]


def lists_page(place: Place, year: int) -> ListsPage:
    """Return the page on which lists are handed in, with the latest of them."""
    asked = (
        select(ProjectList, Account.name)
        .join(Account, Account.id == ProjectList.account_id)
        .where(ProjectList.jurisdiction_id == place.id)
        .order_by(ProjectList.received_at.desc(), ProjectList.id)
        .limit(LATEST)
    )
    return ListsPage(place, year, tuple(_row(row, who) for row, who in db.session.execute(asked)))


def empty_heads() -> tuple[str, ...]:
    """Return the headings of the empty list: those of the program's own."""
    return HEADS


def _row(row: ProjectList, who: str) -> ListRow:
    settled = row.settled_at is not None
    return ListRow(row.id, row.file_name, row.received_at, who, settled, row.made, row.revised, row.refused)


def list_page(place: Place, list_id: str) -> ListPage:
    """Return a list as it would be taken now, or what became of it."""
    row = list_of(place.id, list_id)
    who = db.session.get_one(Account, row.account_id).name
    text = text_of_list(row.content) if row.content is not None else None
    lines = judged(place.id, row.year, text.lines) if text else ()
    return ListPage(
        place=place,
        row=_row(row, who),
        year=row.year,
        new=_shown(place, lines, "new"),
        changed=_shown(place, lines, "changed"),
        wrong=_shown(place, lines, "wrong"),
        same=sum(line.kind == "same" for line in lines),
        unused=text.columns.unused if text else (),
    )


def _shown(place: Place, lines: Sequence[JudgedLine], kind: str) -> tuple[LineShown, ...]:
    units = unit_names(place.id)
    return tuple(
        LineShown(
            row=line.row,
            title=line.title,
            mark=line.mark,
            project_id=line.project_id,
            changes=shown(line.changes, units),
            why=why(line) if line.faults else "",
        )
        for line in lines
        if line.kind == kind
    )


def waiting_text(place: Place, list_id: str) -> ListText:
    """Return what a list that waits says. Errors: WrongMoment for one that is settled."""
    row = list_of(place.id, list_id)
    if row.content is None:
        raise WrongMoment(SETTLED)
    return text_of_list(row.content)


def lines_back(place: Place, list_id: str) -> bytes | None:
    """Return the workbook of the lines that are wrong now, or that were not taken; None where there are none."""
    row = list_of(place.id, list_id)
    if row.content is None:
        return row.given_back
    text = text_of_list(row.content)
    wrong = [line for line in judged(place.id, row.year, text.lines) if line.faults]
    return workbook(text, wrong) if wrong else None
