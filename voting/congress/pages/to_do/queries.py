"""What waits before a meeting: what a congress lacks, PINs that wait for a second person, accounts to open below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from voting.confirmation.facts import waiting_in
from voting.confirmation.models import Confirmation
from voting.confirmation.queries import never_second
from voting.congress.factor_reset.rules import FACTOR_RESET
from voting.congress.meeting.rules import ballot_year
from voting.congress.pages.below.queries import PlaceLine, lines_of
from voting.congress.pins.rules import PIN_RESET, PIN_UNLOCK
from voting.congress.place.queries import places_below
from voting.congress.term.facts import sitting_term
from voting.congress.term.models import Deputy
from voting.core.clock import day_of, today
from voting.core.db import db
from voting.core.text import N_
from voting.people.models import Account
from voting.people.rules import LEAD, OFFICE, Actor, Place, Role
from voting.people.to_do import ToDo

ROOM = N_("会前准备")
ADMIN = frozenset({Role.PLATFORM_ADMIN})
ROLES = LEAD | ADMIN
TO_RESET, TO_UNLOCK = N_("第二人确认重置代表的个人密码"), N_("第二人确认提前解锁代表")
TO_UNBIND = N_("第二人确认解绑验证器")


def to_dos(place: Place, actor: Actor) -> list[ToDo]:
    """Return what waits before a meeting here; of the places below what their PINs and first accounts wait for."""
    found = [*_of_pins(place, actor), *_of_factors(place, actor)]
    if actor.roles & (OFFICE | ADMIN):
        lines = lines_of(place)
        found += [
            *(one for line in lines if line.place.id == place.id for one in _lacking(place, line)),
            *_without_account(place, lines),
        ]
    return found


def _lacking(place: Place, line: PlaceLine) -> Iterator[ToDo]:
    """Yield what a congress lacks before it can meet: term and roster, rules, meeting.

    The year is the one that the form of a meeting proposes: from September on the coming one.
    """
    year = ballot_year(today())
    if not line.roster:
        yield from _of_roster(place, year)
    if not line.rules:
        yield _lack("rules", year, N_("设定 %(year)s 年票决规则"), "congress.rules", {"year": year})
    term = sitting_term(place.id) if line.roster and not line.meeting else None
    if term is not None:
        yield _lack(
            "meeting", year, N_("登记 %(year)s 年的会议"), "congress.meeting_form", {"term_id": term.id}
        )


def _of_roster(place: Place, year: int) -> Iterator[ToDo]:
    term = sitting_term(place.id)
    if term is None:
        yield _lack("term", year, N_("登记届次"), "congress.term_form", {})
    else:
        yield _lack("roster", year, N_("导入代表名册"), "congress.roster_form", {"term_id": term.id})


def _lack(subject: str, year: int, what: str, endpoint: str, args: dict[str, str | int]) -> ToDo:
    return ToDo(
        kind=f"congress:{subject}",
        subject=str(year),
        room=ROOM,
        year=year,
        what=what,
        values={"year": year},
        endpoint=endpoint,
        args=args,
        roles=OFFICE,
    )


def _without_account(place: Place, lines: Sequence[PlaceLine]) -> Iterator[ToDo]:
    count = sum(line.place.path[:-1] == place.path and not line.account for line in lines)
    if count:
        yield ToDo(
            kind="congress:accounts",
            subject=place.code,
            room=ROOM,
            year=today().year,
            what=N_("给 %(count)s 个下级人大开第一个账号"),
            values={"count": count},
            endpoint="congress.below",
            args={"only": "lacking"},
            roles=ADMIN,
        )


def _of_pins(place: Place, actor: Actor) -> Iterator[ToDo]:
    """Yield the PINs that wait for a second person, here and for the office of this congress right below it."""
    below = {one.id: one for one in places_below(place)} if actor.roles & OFFICE else {}
    rows = waiting_in([place.id, *below], (PIN_RESET, PIN_UNLOCK))
    names = _names(rows)
    for row in rows:
        where = below[row.jurisdiction_id].name if row.jurisdiction_id in below else ""
        yield ToDo(
            kind=row.kind,
            subject=f"{row.jurisdiction_id}:{row.number}",
            room=ROOM,
            year=day_of(row.asked_at).year,
            what=TO_RESET if row.kind == PIN_RESET.name else TO_UNLOCK,
            of=f"{where} {names.get(int(row.subject), '')}".strip(),
            endpoint="congress.resets",
            roles=OFFICE if where else LEAD,
            never=never_second(actor, row),
            since=day_of(row.asked_at),
        )


def _of_factors(place: Place, actor: Actor) -> Iterator[ToDo]:
    """Yield the authenticators that wait for a second person to unbind them, who is not their owner."""
    rows = waiting_in([place.id], (FACTOR_RESET,))
    if not rows:
        return
    asked = select(Account.id, Account.name).where(Account.id.in_([int(row.subject) for row in rows]))
    names = {one[0]: one[1] for one in db.session.execute(asked)}
    for row in rows:
        owner = int(row.subject)
        yield ToDo(
            kind=row.kind,
            subject=f"{row.jurisdiction_id}:{row.number}",
            room=ROOM,
            year=day_of(row.asked_at).year,
            what=TO_UNBIND,
            of=names[owner],
            endpoint="congress.factor_resets",
            roles=FACTOR_RESET.confirm,
            never=never_second(actor, row) | {owner},
            since=day_of(row.asked_at),
        )


def _names(rows: Sequence[Confirmation]) -> dict[int, str]:
    """Return deputy id -> name, of those whom these rows are about."""
    if not rows:
        return {}
    asked = select(Deputy.id, Deputy.name).where(Deputy.id.in_([int(row.subject) for row in rows]))
    return {row[0]: row[1] for row in db.session.execute(asked)}
