"""What the page of the places below shows: one question a table over all of them, never one a place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import Select, select

from voting.congress.meeting.models import Meeting
from voting.congress.place.models import Jurisdiction
from voting.congress.place.queries import as_place
from voting.congress.rule_set.models import RuleSet
from voting.congress.term.models import Deputy, Term
from voting.core.clock import today
from voting.core.db import db
from voting.people.models import Account, Grant
from voting.people.rules import OFFICE, Place


@dataclass(frozen=True)
class PlaceLine:
    """A congress, and what it has. account: of its office; roster: of a term that is not over; rules, meeting: of this year on.

    below, unready: how many congresses stand below it, and how many of those lack something.
    """

    place: Place
    account: bool
    roster: bool
    rules: bool
    meeting: bool
    below: int = 0
    unready: int = 0

    @property
    def ready(self) -> bool:
        return self.account and self.roster and self.rules and self.meeting


@dataclass(frozen=True)
class BelowPage:
    """The place itself and those right below it. lacking: how many of these lack something; only: they alone are shown."""

    place: Place
    own: PlaceLine
    lines: tuple[PlaceLine, ...]
    found: int
    lacking: int
    only: bool
    q: str


def below_page(place: Place, q: str = "", *, only: bool = False) -> BelowPage:
    """Return what a place and those right below it lack. q: part of a name; only: those that lack something."""
    lines = lines_of(place)
    own = next(line for line in lines if line.place.id == place.id)
    right_below = [line for line in lines if line.place.path[:-1] == place.path]
    shown = [line for line in right_below if q in line.place.name and not (only and line.ready)]
    lacking = sum(not line.ready for line in right_below)
    return BelowPage(place, own, tuple(shown), len(right_below), lacking, only, q)


def lines_of(place: Place) -> list[PlaceLine]:
    """Return the place and every congress below it, by code."""
    path = "/".join(str(part) for part in place.path)
    mine = (Jurisdiction.id == place.id) | Jurisdiction.path.like(f"{path}/%")
    asked = select(Jurisdiction).where(mine, Jurisdiction.has_congress.is_(True)).order_by(Jurisdiction.code)
    places = [as_place(row) for row in db.session.scalars(asked)]
    has = [having(one) for one in questions()]
    lines = [PlaceLine(one, *(one.id in found for found in has)) for one in places]
    below, unready = Counter[int](), Counter[int]()
    for line in lines:
        below.update(line.place.path[:-1])
        unready.update(() if line.ready else line.place.path[:-1])
    return [replace(one, below=below[one.place.id], unready=unready[one.place.id]) for one in lines]


def questions() -> tuple[Select[int], ...]:
    """Return the questions for the jurisdictions that have an account of the office, a roster, rules, a meeting."""
    day = today()
    return (
        select(Account.jurisdiction_id)
        .join(Grant, Grant.account_id == Account.id)
        .where(Account.closed.is_(False), Grant.role.in_(OFFICE)),
        select(Deputy.jurisdiction_id)
        .join(Term, Term.id == Deputy.term_id)
        .where(Deputy.in_office.is_(True), Term.ends_on >= day),
        select(RuleSet.jurisdiction_id).where(RuleSet.year >= day.year),
        select(Meeting.jurisdiction_id).where(Meeting.year >= day.year, Meeting.rehearsal.is_(False)),
    )


def having(asked: Select[int]) -> frozenset[int]:
    """Return the jurisdictions that a question finds."""
    return frozenset(db.session.scalars(asked.distinct()))
