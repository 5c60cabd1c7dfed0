"""Shared reads of what the office has filled in on its papers. Writes nothing."""

from __future__ import annotations

from voting.congress.documents.contents import chinese_date
from voting.congress.documents.gongwen import NO_MARKS, Marks
from voting.congress.documents.models import KeptPaper
from voting.congress.documents.rules import Paper
from voting.core.db import db


def kept_paper(jurisdiction_id: int, paper: Paper, of: int) -> KeptPaper | None:
    """Return what was filled in on a paper, None for nothing. of: id of its meeting, letter or change, or the year."""
    return db.session.get(KeptPaper, (jurisdiction_id, paper, of))


def marks_of(jurisdiction_id: int, paper: Paper, of: int) -> Marks:
    """Return number and imprint of a paper as they are printed."""
    row = kept_paper(jurisdiction_id, paper, of)
    if row is None:
        return NO_MARKS
    day = chinese_date(row.issued_on) if row.issued_on else ""
    return Marks(number=row.number, copies_to=row.copies_to, issued_by=row.issued_by, issued_on=day)


def text_of(jurisdiction_id: int, paper: Paper, of: int) -> str:
    """Return what was filled in on a list of names about their order; "" for nothing."""
    row = kept_paper(jurisdiction_id, paper, of)
    return row.text.strip() if row else ""
