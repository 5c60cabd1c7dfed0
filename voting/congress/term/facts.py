"""Shared reads of terms and deputies, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select

from voting.congress.place.facts import units_of
from voting.congress.place.models import Jurisdiction
from voting.congress.term.badge import badge_text, is_digits, value_of
from voting.congress.term.models import Delegation, Deputy, Term
from voting.congress.term.rules import sitting
from voting.core import normalise
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.models import Account
from voting.people.rules import Place
from voting.people.seats import Seats


def term_of(jurisdiction_id: int, term_id: int) -> Term:
    """Return a term of this jurisdiction; raise NotFound for anybody else's."""
    term = db.session.get(Term, term_id)
    if term is None or term.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这一届。")
    return term


def deputy_of(jurisdiction_id: int, deputy_id: int) -> Deputy:
    """Return a deputy of this jurisdiction; raise NotFound for anybody else's."""
    row = db.session.get(Deputy, deputy_id)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这名代表。")
    return row


def plain(q: str) -> str:
    """Return a text as numbers and initials are compared: plain characters, lower case."""
    return normalise.code(q).lower()


def bears_number(text: str) -> ColumnElement[bool]:
    """Return the condition that a deputy bears this number, with however many zeros either is written.

    text: typed or scanned. More than one may answer where a term has 1 and 001; `numbered_in` decides then.
    """
    value = value_of(plain(text))
    written = func.lower(Deputy.number)
    return func.ltrim(written, "0") == value.lstrip("0") if is_digits(value) else written == value


def numbered_in(term_id: int, text: str) -> int | None:
    """Return the deputy of a term who bears this number: as it is written, else the only one who has it in value."""
    return meant_by(
        select(Deputy.id, Deputy.number).where(Deputy.term_id == term_id, bears_number(text)), text
    )


def meant_by(asked: Select[int, str], text: str) -> int | None:
    """Return the id of the one among (id, number) whom a number names; one question to the database, whoever it is."""
    found = db.session.execute(asked).all()
    exact = [one for one, number in found if number.lower() == plain(text)]
    meant = exact or [one for one, _number in found]
    return meant[0] if len(meant) == 1 else None


def named(q: str) -> list[ColumnElement[bool]]:
    """Return the conditions under which a name or its initials answer to q; dots and blanks do not count."""
    bare = func.replace(func.replace(Deputy.name, normalise.DOT, ""), " ", "")
    wanted = normalise.looked_for(q)
    return [bare.icontains(wanted, autoescape=True), starts(plain(q))] if wanted else []


def starts(q: str) -> ColumnElement[bool]:
    """Return the condition that one reading of the initials of a name begins with q."""
    return or_(
        Deputy.initials.startswith(q, autoescape=True), Deputy.initials.contains(f" {q}", autoescape=True)
    )


@dataclass(frozen=True)
class TermLine:
    id: int
    number: int
    starts_on: date
    ends_on: date
    current: bool
    delegations: int
    deputies: int


def terms_of(jurisdiction_id: int) -> Sequence[Term]:
    """Return all terms of a place."""
    return db.session.scalars(select(Term).where(Term.jurisdiction_id == jurisdiction_id)).all()


def sitting_term(jurisdiction_id: int) -> Term | None:
    """Return the term of this place that sits today."""
    return sitting(terms_of(jurisdiction_id), today())


def term_line(term: Term) -> TermLine:
    """Return a term with its sizes."""
    teams = select(func.count()).select_from(Delegation).where(Delegation.term_id == term.id)
    people = (
        select(func.count()).select_from(Deputy).where(Deputy.term_id == term.id, Deputy.in_office.is_(True))
    )
    return TermLine(
        id=term.id,
        number=term.number,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        current=sitting_term(term.jurisdiction_id) is term,
        delegations=db.session.scalar(teams) or 0,
        deputies=db.session.scalar(people) or 0,
    )


def congress_of(code: str) -> int | None:
    """Return the jurisdiction that has this division code, or None."""
    return db.session.scalar(select(Jurisdiction.id).where(Jurisdiction.code == code))


def account_of(code: str, number: str) -> int | None:
    """Return the account of the deputy who bears this number in the term that sits, or None."""
    place_id = congress_of(code)
    term = None if place_id is None else sitting_term(place_id)
    if term is None:
        return None
    asked = select(Account.id, Deputy.number).join(Deputy, Deputy.id == Account.deputy_id)
    return meant_by(asked.where(Deputy.term_id == term.id, bears_number(number)), number)


def sits(deputy_id: int) -> bool:
    """Tell whether the term of this deputy sits today. One question to the database."""
    mine = select(Deputy.jurisdiction_id).where(Deputy.id == deputy_id).scalar_subquery()
    asked = select(Term, Deputy.id).outerjoin(Deputy, (Deputy.term_id == Term.id) & (Deputy.id == deputy_id))
    rows = db.session.execute(asked.where(Term.jurisdiction_id == mine)).all()
    term = sitting([row.Term for row in rows], today())
    return any(row.Term is term and row.id is not None for row in rows)


def seats_with(place_of: Callable[[int], Place]) -> Seats:
    """Return what people asks of this room. place_of: jurisdiction -> place."""
    return Seats(account_of, sits, units_of, congress_of, place_of)


def logins_of(account_ids: Collection[int]) -> dict[int, str]:
    """Return what each of these accounts types to sign in: its login, of a deputy CODE:NUMBER."""
    asked = (
        select(Account.id, Account.login, Deputy.number, Jurisdiction.code)
        .join(Jurisdiction, Jurisdiction.id == Account.jurisdiction_id)
        .outerjoin(Deputy, Deputy.id == Account.deputy_id)
        .where(Account.id.in_(account_ids))
    )
    return {
        id_: login if number is None else badge_text(code, number)
        for id_, login, number, code in db.session.execute(asked)
    }
