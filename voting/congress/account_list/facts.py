"""Whom the lines of a list speak of, and what is wrong with them, for the deed and the page alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.congress.account_list.rules import ListedLine, WrongLine, expect_plain, roles_in
from voting.congress.place.queries import places_below
from voting.core.db import db
from voting.core.errors import DomainError, RuleBroken
from voting.core.text import N_
from voting.people.actions_accounts import NO_TIE, Tie, expect_tie, expect_to_give
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role
from voting.people.seats import seats

KEEPERS = frozenset({Role.PLATFORM_ADMIN, Role.STAFF})
FIELDS = {"unit_id": "whose", "station": "whose"}
"""Where an account's own rules find fault, and in which cell of a line that stands."""


@dataclass(frozen=True)
class LineReading:
    """What a line opens. problem: why it opens nothing, None where it does; field: of which cell."""

    place: Place | None = None
    roles: frozenset[Role] = frozenset()
    tie: Tie = NO_TIE
    problem: DomainError | None = None
    field: str = ""


def places_of(actor: Actor, here: Place) -> tuple[Place, ...]:
    """Return the place of the list and those right below it whose accounts the actor keeps too."""
    below = tuple(one for one in places_below(here) if actor.roles_in(one) & KEEPERS)
    return (here, *below)


def readings(actor: Actor, here: Place, lines: Sequence[ListedLine]) -> tuple[LineReading, ...]:
    """Return what each line opens, in their order."""
    places = places_of(actor, here)
    logins = {line.login for line in lines}
    taken = set(db.session.scalars(select(Account.login).where(Account.login.in_(logins))))
    found = []
    for at, line in enumerate(lines):
        before = {one.login for one in lines[:at]}
        try:
            found.append(_reading(actor, places, line, before, taken))
        except RuleBroken as error:
            found.append(
                LineReading(problem=error, field=FIELDS.get(error.field or "", error.field or "roles"))
            )
        except DomainError as error:
            found.append(LineReading(problem=error, field="roles"))
    return tuple(found)


def _reading(
    actor: Actor, places: Sequence[Place], line: ListedLine, before: set[str], taken: set[str]
) -> LineReading:
    place = _meant(places, line.place)
    expect_plain(line, before)
    if line.login in taken:
        raise WrongLine("login", N_("账号“%(login)s”已经有人使用。"), login=line.login)
    roles = roles_in(line.roles)
    expect_to_give(actor, place, roles)
    tie = _tie(place, roles, line.whose)
    expect_tie(place, roles, tie)
    return LineReading(place, roles, tie)


def _meant(places: Sequence[Place], written: str) -> Place:
    if not written:
        return places[0]
    meant = [place for place in places if written in {place.name, place.code}]
    if len(meant) != 1:
        raise WrongLine("place", N_("“%(place)s”不是本级，也不是您管的直接下级。"), place=written)
    return meant[0]


def _tie(place: Place, roles: frozenset[Role], written: str) -> Tie:
    if not written:
        return NO_TIE
    units = {name: id_ for id_, name in seats().units(place.id)}
    if Role.UNIT in roles and written not in units:
        raise WrongLine(
            "whose", N_("%(place)s没有“%(unit)s”这个单位，请先登记单位。"), place=place.name, unit=written
        )
    return Tie(unit_id=units[written]) if Role.UNIT in roles else Tie(station=written)
