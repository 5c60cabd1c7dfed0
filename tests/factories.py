"""Plain functions that make what tests need, with sensible defaults; each commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from flask.testing import FlaskClient
from sqlalchemy import select

from voting.congress.attendance.models import Attendance
from voting.congress.meeting.facts import plenary_of
from voting.congress.meeting.models import Meeting, Plenary
from voting.congress.meeting.rules import PlenaryState
from voting.congress.place.models import Jurisdiction, Unit
from voting.congress.place.queries import as_place
from voting.congress.place.rules import Body
from voting.congress.term.models import Delegation, Deputy, Term
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people import actions
from voting.people.models import Account
from voting.people.rules import Actor, Level, Place, Role

PASSWORD = "correct horse 9"
PIN = "482913"
_numbers = count(1)


def _hashed(secret: str) -> str:
    """A cheap hash, made once: an account costs a test nothing, and may be opened inside a transaction."""
    return Argon2id(
        salt=b"salt of the test", length=32, iterations=1, lanes=1, memory_cost=64
    ).derive_phc_encoded(secret.encode())


PIN_PHC, PASSWORD_PHC = _hashed(PIN), _hashed(PASSWORD)


def place(
    *, code: str = "140900", name: str = "忻州市", level: Level = Level.CITY, under: Place | None = None
) -> Place:
    """A jurisdiction with a congress."""
    with transaction():
        row = Jurisdiction(
            code=code, name=name, kind=level, level=level, parent_id=under.id if under else None
        )
        db.session.add(row)
        db.session.flush()
        row.path = "/".join(str(part) for part in [*(under.path if under else ()), row.id])
        return as_place(row)


def account(
    at: Place, *roles: Role, login: str | None = None, deputy: Deputy | None = None, unit: Unit | None = None
) -> Actor:
    """Somebody with these roles, whose first password is already changed."""
    number = next(_numbers)
    login = login or f"person{number}"
    deputy_id, unit_id = (deputy.id if deputy else None), (unit.id if unit else None)
    secret_phc = PIN_PHC if deputy_id else PASSWORD_PHC
    with transaction():
        new = actions.NewAccount(
            jurisdiction_id=at.id,
            login=login,
            name=f"人员{number:03d}",
            secret_phc=secret_phc,
            roles=frozenset(roles),
            deputy_id=deputy_id,
            unit_id=unit_id,
            must_change=False,
        )
        row = actions.open_account(None, new)
        return Actor(row.id, at.id, row.name, frozenset(roles), deputy_id, unit_id)


def sign_in(client: FlaskClient, actor: Actor, *, home: bool = False) -> FlaskClient:
    """Give this client a session of the actor, without the form. home: a deputy's from home, else by the hall's six digits."""
    assert actor.account_id is not None
    with transaction():
        token = actions.start_session(actor.account_id, home=home)
    client.set_cookie("signed_in", token)
    return client


def unit(at: Place, name: str = "市教育局") -> Unit:
    with transaction():
        row = Unit(jurisdiction_id=at.id, name=name)
        db.session.add(row)
    return row


def term(at: Place, number: int = 5) -> Term:
    with transaction():
        row = Term(
            jurisdiction_id=at.id, number=number, starts_on=date(2022, 2, 1), ends_on=date(2027, 1, 31)
        )
        db.session.add(row)
    return row


def deputies(
    at: Place, count_: int = 5, *, in_term: Term | None = None, delegations: int = 1
) -> list[Deputy]:
    """Deputies 001… with an account each (number and PIN), spread over delegations."""
    in_term = in_term or term(at)
    with transaction():
        teams = [
            Delegation(jurisdiction_id=at.id, term_id=in_term.id, name=f"第{n}代表团", ordinal=n)
            for n in range(1, delegations + 1)
        ]
        db.session.add_all(teams)
        db.session.flush()
        rows = [
            Deputy(
                jurisdiction_id=at.id,
                term_id=in_term.id,
                delegation_id=teams[n % delegations].id,
                number=f"{n + 1:03d}",
                name=f"代表{n + 1:03d}",
                initials=f"db{n + 1:03d}",
            )
            for n in range(count_)
        ]
        db.session.add_all(rows)
    for row in rows:
        account(at, Role.DEPUTY, login=f"{at.code}:{row.number}", deputy=row)
    return rows


def actor_of(deputy: Deputy) -> Actor:
    """The deputy as the one who acts."""
    row = db.session.scalars(select(Account).where(Account.deputy_id == deputy.id)).one()
    return Actor(row.id, row.jurisdiction_id, row.name, frozenset({Role.DEPUTY}), deputy.id)


def meeting(
    at: Place,
    *,
    in_term: Term,
    year: int = 2026,
    number: int = 6,
    body: Body = Body.CONGRESS,
    rehearsal: bool = False,
) -> Meeting:
    with transaction():
        row = Meeting(
            jurisdiction_id=at.id,
            term_id=in_term.id,
            year=year,
            number=number,
            title=f"{at.name}第五届人民代表大会第六次会议",
            opens_on=date(year, 1, 28),
            body=body,
            rehearsal=rehearsal,
        )
        db.session.add(row)
        db.session.flush()
        db.session.add(Plenary(meeting_id=row.id, jurisdiction_id=at.id))
    return row


def sitting(meeting_id: int) -> None:
    """Let the plenary meeting sit, with its quorum declared."""
    with transaction():
        row = db.session.get_one(Meeting, meeting_id)
        plenary_of(row).state = PlenaryState.SITTING


def check_in(at: Meeting, who: Sequence[Deputy]) -> None:
    """Mark these deputies as present."""
    with transaction():
        db.session.add_all(
            Attendance(
                meeting_id=at.id, deputy_id=row.id, jurisdiction_id=row.jurisdiction_id, checked_in_at=now()
            )
            for row in who
        )
