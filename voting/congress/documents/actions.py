"""Deeds of papers. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.documents.models import KeptPaper
from voting.congress.documents.rules import Paper, paper_number
from voting.core.db import db
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class PaperFilledIn(Event):
    name: ClassVar[str] = "congress:paper:filled_in"
    paper: str
    of: int
    number: str


@dataclass(frozen=True, kw_only=True)
class FilledIn:
    """What the office fills in on a paper; text: as KeptPaper has it."""

    number: str = ""
    copies_to: str = ""
    issued_by: str = ""
    issued_on: date | None = None
    text: str = ""


def fill_in(actor: Actor, *, paper: Paper, of: int, new: FilledIn) -> KeptPaper:
    """Keep what a paper of the actor's own place bears, until it is filled in anew. of: its caller has looked that it is there.

    Errors: RuleBroken for a number that is none.
    """
    number = paper_number(new.number)
    kept = KeptPaper(
        jurisdiction_id=actor.jurisdiction_id,
        paper=paper,
        of=of,
        number=number,
        copies_to=new.copies_to,
        issued_by=new.issued_by,
        issued_on=new.issued_on,
        text=new.text,
    )
    kept = db.session.merge(kept)
    record(PaperFilledIn(paper=paper.value, of=of, number=number), actor, actor.jurisdiction_id)
    return kept
