"""A deputy's name put right: the same person, spelt as he spells himself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import update

from voting.audit.journal import Event, record
from voting.congress.term.actions import lock_term
from voting.congress.term.facts import deputy_of
from voting.congress.term.initials import initials
from voting.congress.term.models import Deputy
from voting.congress.term.rules import name_fault
from voting.core import normalise
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.core.reason import stated
from voting.people.models import Account
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class NameCorrected(Event):
    name: ClassVar[str] = "congress:deputy:name_corrected"
    deputy: str
    before: str
    after: str
    reason: str


def correct_name(actor: Actor, *, deputy_id: int, name: str, reason: str) -> Deputy:
    """Correct a misspelt name; number, login, PIN, attendance and roll stay his.

    Allowed at any time, also while a ballot is open: the roll and what is signed of it know him by his number, and
    the printed lists read the name when they are made. Errors: NotFound; RuleBroken for a name that a roster would
    not take, for the same name, or without a reason.
    """
    row = deputy_of(actor.jurisdiction_id, deputy_id)
    lock_term(actor.jurisdiction_id, row.term_id)
    after = normalise.name(name)
    if wrong := name_fault(after):
        raise RuleBroken(wrong)
    if after == row.name:
        raise RuleBroken("姓名没有变化。")
    why = stated(reason, 300)
    corrected = NameCorrected(deputy=row.number, before=row.name, after=after, reason=why)
    rename(row, after)
    record(corrected, actor, actor.jurisdiction_id)
    return row


def rename(row: Deputy, name: str) -> None:
    """Give a deputy his name wherever it is kept: with his initials, and on his account."""
    row.name, row.initials = name, initials(name)
    db.session.execute(update(Account).where(Account.deputy_id == row.id).values(name=name))
