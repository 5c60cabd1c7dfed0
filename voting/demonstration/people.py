"""The people of the demonstration: one account a role in each place, deputies 001…, units. Through the real deeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.congress.attendance import actions as attendance_actions
from voting.congress.meeting import actions as meeting_actions
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import title_of
from voting.congress.place import actions as place_actions
from voting.congress.place.rules import Body, Post
from voting.congress.steps import actions as steps_actions
from voting.congress.term import actions as term_actions
from voting.congress.term.models import Deputy, Term
from voting.core.clock import today
from voting.core.db import db
from voting.people.actions import NewAccount, open_account
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role

PASSWORD = "minsheng-2026"  # noqa: S105  printed at the start, and refused outside the demonstration
PIN = "270358"
PASSWORD_PHC = (
    "$argon2id$v=19$m=65536,t=2,p=1$EwDZwB0VIxtc9VAyjzXwfA$u8qb07mLGOZLC7JDcFvcQI7+8vQO6uO+6h8sSilnYoY"  # noqa: S105  as public as PASSWORD
)
PIN_PHC = "$argon2id$v=19$m=19456,t=1,p=1$JjY9b2/9y2zaT13RLUiiKg$qMjkjSxXAu3wmd6eZygaPHKZMtJ4EWbIft+XK0/Ap3M"
"""Hashed once for all: a place is staffed in one transaction, which nothing slow may hold open."""

ACCOUNTS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("staff", "人大工作人员", frozenset({Role.STAFF})),
    ("secretariat", "大会秘书处", frozenset({Role.SECRETARIAT})),
    ("chair", "执行主席", frozenset({Role.CHAIR})),
    ("scrutineer1", "监票人001", frozenset({Role.SCRUTINEER})),
    ("scrutineer2", "监票人002", frozenset({Role.SCRUTINEER})),
    ("scrutineer3", "监票人003", frozenset({Role.SCRUTINEER})),
    ("teller1", "计票人001", frozenset({Role.TELLER})),
    ("teller2", "计票人002", frozenset({Role.TELLER})),
    ("supervision", "代表监督小组", frozenset({Role.SUPERVISION})),
    ("auditor", "审计人员", frozenset({Role.AUDITOR})),
    ("government", "政府办公室", frozenset({Role.GOVERNMENT})),
    ("appraiser", "论证评审人员", frozenset({Role.APPRAISER})),
    ("finance", "财政审核人员", frozenset({Role.FINANCE_REVIEWER})),
    ("legality", "合法性审查人员", frozenset({Role.LEGAL_REVIEWER})),
    ("leader", "代表监督小组组长", frozenset({Role.GROUP_LEADER})),
    ("committee", "委员001", frozenset({Role.COMMITTEE})),
)
"""Login (the place's code is added), name, roles."""

POSTS = {
    "scrutineer1": Post.CHIEF_SCRUTINEER,
    "scrutineer2": Post.SCRUTINEER,
    "scrutineer3": Post.SCRUTINEER,
    "teller1": Post.CHIEF_TELLER,
    "teller2": Post.TELLER,
}


@dataclass(frozen=True)
class Staffed:
    """A place with its people. actors: by login without the code; units: by name."""

    place: Place
    actors: dict[str, Actor]
    units: dict[str, int]

    @property
    def staff(self) -> Actor:
        return self.actors["staff"]


def open_one(
    place: Place,
    login: str,
    name: str,
    roles: frozenset[Role],
    *,
    unit_id: int | None = None,
    station: str | None = None,
) -> Actor:
    """Open an account whose password need not be changed first."""
    new = NewAccount(
        jurisdiction_id=place.id,
        login=login,
        name=name,
        secret_phc=PASSWORD_PHC,
        roles=roles,
        unit_id=unit_id,
        station=station,
        must_change=False,
    )
    account = open_account(None, new)
    return Actor(account.id, place.id, name, roles, None, unit_id, station or "")


def staff_place(place: Place, unit_names: Iterable[str], *, overseeing: bool = False) -> Staffed:
    """Open the accounts of a place: one a role, and one for each responsible unit."""
    actors = {login: open_one(place, f"{login}-{place.code}", name, roles) for login, name, roles in ACCOUNTS}
    named = f"{place.name}代表联络站"
    actors["station"] = open_one(
        place, f"station-{place.code}", "联络站工作人员", frozenset({Role.STATION}), station=named
    )
    if overseeing:
        roles = frozenset({Role.OVERSIGHT})
        actors["oversight"] = open_one(place, f"oversight-{place.code}", "上级监督人员", roles)
        roles = frozenset({Role.PLATFORM_ADMIN, Role.STAFF})
        actors["admin"] = open_one(place, f"admin-{place.code}", "平台管理员", roles)
    units = {row.name: row.id for row in place_actions.add_units(actors["staff"], names=list(unit_names))}
    for number, (name, unit_id) in enumerate(units.items(), 1):
        login = f"unit{number}"
        actors[login] = open_one(
            place, f"{login}-{place.code}", name, frozenset({Role.UNIT}), unit_id=unit_id
        )
    return Staffed(place, actors, units)


def seat_deputies(staffed: Staffed, *, count: int, delegations: int, term_number: int = 5) -> Term:
    """Open a term of five years with its deputies, each with an account (number and PIN), spread over delegations."""
    place, staff, year = staffed.place, staffed.staff, today().year
    term = term_actions.open_term(
        staff,
        term_actions.NewTerm(
            number=term_number, starts_on=date(year - 2, 2, 1), ends_on=date(year + 3, 1, 31)
        ),
    )
    teams = term_actions.add_delegations(
        staff, term_id=term.id, names=[f"第{number}代表团" for number in range(1, delegations + 1)]
    )
    for number in range(1, count + 1):
        row = Deputy(
            jurisdiction_id=place.id,
            term_id=term.id,
            delegation_id=teams[(number - 1) * delegations // count].id,
            number=f"{number:03d}",
            name=f"代表{number:03d}",
            initials=f"db{number:03d}",
            standing_committee=number <= count // 6,
            presidium=number <= max(5, count // 10),
        )
        db.session.add(row)
        db.session.flush()
        open_account(staff, deputy_account(place, row))
    return term


def deputy_account(place: Place, row: Deputy) -> NewAccount:
    """Return the account of a deputy, with the demonstration's PIN."""
    return NewAccount(
        jurisdiction_id=place.id,
        login=f"{place.code}:{row.number}",
        name=row.name,
        secret_phc=PIN_PHC,
        roles=frozenset({Role.DEPUTY}),
        deputy_id=row.id,
        must_change=False,
    )


def actor_of(deputy: Deputy) -> Actor:
    """Return the deputy as the one who acts."""
    account = db.session.scalars(select(Account).where(Account.deputy_id == deputy.id)).one()
    return Actor(account.id, account.jurisdiction_id, account.name, frozenset({Role.DEPUTY}), deputy.id)


def call_meeting(
    staffed: Staffed, term: Term, *, year: int, number: int, opens_on: date, rehearsal: bool = False
) -> Meeting:
    """Call a meeting of the congress, or its rehearsal, and name its scrutineers and tellers."""
    place, staff = staffed.place, staffed.staff
    title = title_of(place.name, term.number, Body.CONGRESS, number)
    meeting = meeting_actions.open_meeting(
        staff,
        place=place,
        new=meeting_actions.NewMeeting(
            term_id=term.id, year=year, number=number, title=title, opens_on=opens_on, body=Body.CONGRESS
        ),
        rehearsal=rehearsal,
    )
    for login, post in POSTS.items():
        actor = staffed.actors[login]
        new = meeting_actions.NewAppointment(post=post, name=actor.name, account_id=actor.account_id)
        meeting_actions.appoint(staff, meeting_id=meeting.id, new=new)
    return meeting


def gather(staffed: Staffed, meeting: Meeting, *, absent: int) -> list[Deputy]:
    """Check in all deputies but the last few, confirm the quorum, adopt method and scrutineers."""
    staff, place = staffed.staff, staffed.place
    deputies = list(
        db.session.scalars(select(Deputy).where(Deputy.term_id == meeting.term_id).order_by(Deputy.number))
    )
    here = deputies[: len(deputies) - absent]
    for deputy in here:
        attendance_actions.check_in(staff, meeting_id=meeting.id, deputy_id=deputy.id)
    steps_actions.take_step(staff, place=place, meeting_id=meeting.id, step="confirm_quorum")
    hands = steps_actions.Hands(approve=len(here), oppose=0, abstain=0)
    for step in ("adopt_method", "adopt_scrutineers"):
        steps_actions.take_step(staff, place=place, meeting_id=meeting.id, step=step, hands=hands)
    return here
