"""Deeds of papers. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.documents.facts import bearer_of
from voting.congress.documents.models import KeptPaper
from voting.congress.documents.rules import WORDS, Paper, paper_number
from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class PaperFilledIn(Event):
    name: ClassVar[str] = "congress:paper:filled_in"
    paper: str
    of: int
    nth: int
    number: str


@dataclass(frozen=True, kw_only=True)
class FilledIn:
    """What the office fills in on a paper; text: as KeptPaper has it."""

    number: str = ""
    copies_to: str = ""
    issued_by: str = ""
    issued_on: date | None = None
    text: str = ""


def fill_in(actor: Actor, *, paper: Paper, of: int, nth: int = 1, new: FilledIn) -> KeptPaper:
    """Keep what a paper of the actor's own place bears, until it is filled in anew. of: its caller has looked that it is there.

    Errors: RuleBroken for a number that is none, or that another paper bears.
    """
    number = paper_number(new.number)
    if number:
        _refuse_doubled(actor.jurisdiction_id, number, (paper, of, nth))
    kept = KeptPaper(
        jurisdiction_id=actor.jurisdiction_id,
        paper=paper,
        of=of,
        nth=nth,
        number=number,
        copies_to=new.copies_to,
        issued_by=new.issued_by,
        issued_on=new.issued_on,
        text=new.text,
    )
    kept = db.session.merge(kept)
    record(PaperFilledIn(paper=paper.value, of=of, nth=nth, number=number), actor, actor.jurisdiction_id)
    return kept


def _refuse_doubled(jurisdiction_id: int, number: str, own: tuple[Paper, int, int]) -> None:
    """Raise RuleBroken where another paper of the place bears the number; who fills in at the same time waits."""
    db.session.execute(select(Jurisdiction.id).where(Jurisdiction.id == jurisdiction_id).with_for_update())
    other = bearer_of(jurisdiction_id, number)
    if other is not None and (other.paper, other.of, other.nth) != own:
        raise RuleBroken(
            "发文字号“%(number)s”已经用在另一份文件（%(paper)s）上，请换一个号。",
            number=number,
            paper=WORDS[other.paper],
        )
