"""Shared reads of what the office has filled in on its papers. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select

from voting.congress.documents.contents import chinese_date
from voting.congress.documents.gongwen import NO_MARKS, Marks
from voting.congress.documents.models import KeptPaper
from voting.congress.documents.rules import BY_STROKES, Paper, following
from voting.core.db import db


def kept_paper(jurisdiction_id: int, paper: Paper, of: int, nth: int = 1) -> KeptPaper | None:
    """Return what was filled in on a paper, None for nothing. of, nth: as KeptPaper has them."""
    return db.session.get(KeptPaper, (jurisdiction_id, paper, of, nth))


def marks_of(jurisdiction_id: int, paper: Paper, of: int, nth: int = 1) -> Marks:
    """Return number and imprint of a paper as they are printed."""
    row = kept_paper(jurisdiction_id, paper, of, nth)
    if row is None:
        return NO_MARKS
    day = chinese_date(row.issued_on) if row.issued_on else ""
    return Marks(number=row.number, copies_to=row.copies_to, issued_by=row.issued_by, issued_on=day)


def filled_in_of(jurisdiction_id: int, paper: Paper, of: int) -> list[KeptPaper]:
    """Return what was filled in on the papers of one kind that a meeting issues, in their order."""
    asked = select(KeptPaper).where(
        KeptPaper.jurisdiction_id == jurisdiction_id, KeptPaper.paper == paper, KeptPaper.of == of
    )
    return list(db.session.scalars(asked.order_by(KeptPaper.nth)))


def bearer_of(jurisdiction_id: int, number: str) -> KeptPaper | None:
    """Return the paper that bears a 发文字号, None for none."""
    asked = select(KeptPaper).where(KeptPaper.jurisdiction_id == jurisdiction_id, KeptPaper.number == number)
    return db.session.scalars(asked.limit(1)).first()


def next_free(jurisdiction_id: int, paper: Paper, year: int) -> str:
    """Return the 发文字号 that the next paper of this kind would have; "" where none was numbered yet."""
    asked = select(KeptPaper.paper, KeptPaper.number).where(
        KeptPaper.jurisdiction_id == jurisdiction_id, KeptPaper.number != ""
    )
    numbers = db.session.execute(asked).all()
    return following(
        [row.number for row in numbers], [row.number for row in numbers if row.paper is paper], year
    )


def order_of_names(jurisdiction_id: int, meeting_id: int) -> str:
    """Return what is printed about the order of the scrutineers' list: by strokes until the office says otherwise."""
    row = kept_paper(jurisdiction_id, Paper.SCRUTINEERS, meeting_id)
    return row.text.strip() if row else BY_STROKES
