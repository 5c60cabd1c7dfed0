"""Deeds of lists. Each writes its journal line; none commits."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.due import owe
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.screening.call.actions import call_of
from voting.screening.call.models import Call
from voting.screening.call.rules import CallState
from voting.screening.intake.facts import ListReading, ListText, import_of, reading_of
from voting.screening.intake.models import FILE_LENGTH, SuggestionImport
from voting.screening.intake.rules import SETTLED, ListLine
from voting.screening.suggestion.contact import CONTACT, digest_of, seal, sealed_contact
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.number import new_number
from voting.screening.words import Channel, Source

LAPSE = "screening:import_lapse"
"""What is due when the time of a list is over."""
AT_ONCE = 500
"""Lines of one deed: the one writer's place of SQLite is free for others between two of them."""
KEPT = timedelta(days=7)
"""How long the lines that were not taken can be fetched (a default of the program): they hold names and telephones."""


@dataclass(frozen=True, kw_only=True)
class SuggestionsImported(Event):
    """taken: how many lines at once; refused: how many in all, once the list is at its end; file_sha256: of the list, which is not kept.

    source, channel: of the lines that named none of their own.
    """

    name: ClassVar[str] = "screening:suggestion:imported"
    year: int
    source: str
    channel: str
    taken: int
    refused: int
    file_sha256: str


@dataclass(frozen=True, kw_only=True)
class NewImport:
    """A list as handed in. source, channel: of its lines that name none of their own; year: of the call that takes them."""

    jurisdiction_id: int
    year: int
    source: Source
    channel: Channel
    file_name: str
    content: bytes


def keep_list(actor: Actor, new: NewImport) -> SuggestionImport:
    """Keep a list until it is taken or given up, at most KEPT; no suggestion is made of it yet, so no journal has a line.

    The caller has read it by `facts.text_of_list`. Errors: WrongMoment before the year's call was opened.
    """
    assert actor.account_id is not None
    _opened(new.jurisdiction_id, new.year)
    row = SuggestionImport(
        jurisdiction_id=new.jurisdiction_id,
        id=secrets.token_hex(16),
        account_id=actor.account_id,
        year=new.year,
        source=new.source,
        channel=new.channel,
        file_name=new.file_name[-FILE_LENGTH:],
        sha256=hashlib.sha256(new.content).hexdigest(),
        received_at=now(),
        content=seal(new.content).encode(),
    )
    db.session.add(row)
    db.session.flush()
    owe(LAPSE, row.id, row.received_at + KEPT, jurisdiction_id=row.jurisdiction_id)
    return row


def _opened(jurisdiction_id: int, year: int) -> Call:
    call = call_of(jurisdiction_id, year)
    if call.state is CallState.DRAFTED:
        raise WrongMoment("%(year)s 年的征集还没有开始。", year=year)
    return call


def take_lines(
    actor: Actor,
    *,
    jurisdiction_id: int,
    import_id: str,
    text: ListText,
    give_back: Callable[[ListReading], bytes],
) -> ListText:
    """Make suggestions of the next AT_ONCE lines that are right, and return what of the list is left; empty once it is settled.

    text: what is left of the list; give_back: returns the workbook of the lines that are not taken, which ends it. What others
    entered since the preview is not entered again. Errors: WrongMoment for a list that is settled, RuleBroken when no line is right.
    """
    row = import_of(jurisdiction_id, import_id, locked=True)
    if row.settled_at is not None:
        raise WrongMoment(SETTLED)
    call = _opened(jurisdiction_id, row.year)
    read = reading_of(jurisdiction_id, text.only(text.right()[:AT_ONCE]))
    left = text.after(read)
    if not row.taken and not read.good and not left.right():
        raise RuleBroken("没有可以录入的行。")
    try:
        with db.session.begin_nested():
            db.session.add_all(_suggestion(actor, row, call, line) for line in read.good)
    except IntegrityError:
        raise WrongMoment("别人刚刚录入了其中的几行，请再核对一次。") from None
    row.taken += len(read.good)
    if not left.right():
        wrong = ListReading(left, (), tuple(left.lines))
        row.refused = len(wrong.wrong)
        row.given_back = seal(give_back(wrong)).encode() if wrong.wrong else None
        row.content, row.settled_at, left = None, now(), left.only(())
    if read.good:
        record(_imported(row, len(read.good)), actor, jurisdiction_id)
    return left


def _imported(row: SuggestionImport, taken: int) -> SuggestionsImported:
    return SuggestionsImported(
        year=row.year,
        source=row.source.value,
        channel=row.channel.value,
        taken=taken,
        refused=row.refused,
        file_sha256=row.sha256,
    )


def _suggestion(actor: Actor, row: SuggestionImport, call: Call, line: ListLine) -> Suggestion:
    """Return a line as a suggestion of the call's year."""
    texts: dict[str, Any] = {name: text for name, text in line.texts.items() if name not in CONTACT}
    texts["order_number"] = texts["order_number"] or None
    return Suggestion(
        jurisdiction_id=row.jurisdiction_id,
        year=row.year,
        call_id=call.id,
        number=new_number(row.year),
        nonce=digest_of(line.key),
        contact=sealed_contact(line.texts[name] for name in CONTACT),
        source=line.source or row.source,
        channel=line.channel or row.channel,
        submitted_at=now(),
        received_on=line.received_on,
        cost_fen=line.cost_fen,
        account_id=actor.account_id,
        **texts,
    )


def give_up_list(jurisdiction_id: int, import_id: str) -> None:
    """Drop a list that was not taken; nothing of it is kept, and nobody did anything that a journal would know. Errors: WrongMoment for one that is settled."""
    row = import_of(jurisdiction_id, import_id, locked=True)
    if row.settled_at is not None:
        raise WrongMoment(SETTLED)
    db.session.delete(row)


def lapse_list(import_id: str) -> None:
    """Drop a list whose time is over, taken or not, with the lines that were to be given back."""
    over = SuggestionImport.id == import_id, SuggestionImport.received_at <= now() - KEPT
    db.session.execute(delete(SuggestionImport).where(*over))
