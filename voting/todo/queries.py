"""What the page of to-dos shows, and the count beside a person's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.congress.place.queries import place_by_id
from voting.core.db import db
from voting.people.models import CalendarAddress
from voting.people.rules import OFFICE, ROLE_NAMES, Actor, Place, Role
from voting.people.to_do import ToDo
from voting.todo.facts import gathered


@dataclass(frozen=True)
class Group:
    """What waits in one room of one year, the most urgent first. room: a message id."""

    year: int
    room: str
    to_dos: tuple[ToDo, ...]

    @property
    def name(self) -> str:
        """Return what names the group on the page."""
        return f"g{self.year}-{self.to_dos[0].kind.replace(':', '-')}"


@dataclass(frozen=True)
class Other:
    """What waits for somebody else. whom: a name; roles: message ids, where no name says it."""

    to_do: ToDo
    whom: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class TodoPage:
    """A person's own to-dos, and for the office of a congress what waits for others; both sorted by urgency."""

    place: Place
    groups: tuple[Group, ...]
    count: int
    overdue: int
    others: tuple[Other, ...]
    sees_others: bool


@dataclass(frozen=True)
class TodoCount:
    """How many to-dos a person has; overdue: of these."""

    count: int
    overdue: int


def todo_page(actor: Actor) -> TodoPage:
    """Return what waits for a person, in the groups of its years and rooms, the group with the most urgent first."""
    place = place_by_id(actor.jurisdiction_id)
    found = gathered(place, actor)
    mine = [to_do for to_do in found if to_do.is_for(actor)]
    sees_others = bool(actor.roles & OFFICE)
    others = [to_do for to_do in found if not to_do.is_for(actor)] if sees_others else []
    return TodoPage(
        place=place,
        groups=_grouped(mine),
        count=len(mine),
        overdue=sum(to_do.is_overdue for to_do in mine),
        others=tuple(Other(to_do, to_do.whom, _names(to_do.roles)) for to_do in others),
        sees_others=sees_others,
    )


def todo_count(actor: Actor) -> TodoCount:
    """Return how much waits for a person."""
    mine = own(actor)
    return TodoCount(len(mine), sum(to_do.is_overdue for to_do in mine))


def own(actor: Actor) -> list[ToDo]:
    """Return what waits for a person, the most urgent first."""
    found = gathered(place_by_id(actor.jurisdiction_id), actor)
    return [to_do for to_do in found if to_do.is_for(actor)]


@dataclass(frozen=True)
class CalendarPage:
    """The address of a person's calendar. made_at: None while there is none; address, year: shown once, where just made."""

    place: Place
    made_at: datetime | None
    address: str = ""
    year: str = ""


def calendar_page(actor: Actor) -> CalendarPage:
    """Return whether a person has an address, which itself nobody can read again."""
    row = db.session.get(CalendarAddress, (actor.jurisdiction_id, actor.account_id))
    return CalendarPage(place_by_id(actor.jurisdiction_id), row.made_at if row else None)


def account_of(token_sha256: str) -> int | None:
    """Return the account whose address this is, None for nobody's."""
    asked = select(CalendarAddress.account_id).where(CalendarAddress.token_sha256 == token_sha256)
    return db.session.scalar(asked)


def _grouped(found: Iterable[ToDo]) -> tuple[Group, ...]:
    groups: dict[tuple[int, str], list[ToDo]] = {}
    for to_do in found:
        groups.setdefault((to_do.year, to_do.room), []).append(to_do)
    return tuple(Group(year, room, tuple(its)) for (year, room), its in groups.items())


def _names(roles: frozenset[Role]) -> tuple[str, ...]:
    return tuple(name for role, name in ROLE_NAMES.items() if role in roles)
