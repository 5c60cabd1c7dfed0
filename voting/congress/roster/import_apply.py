"""Taking a roster: new deputies with their logins, changes of those known, as somebody saw and decided them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from cryptography.fernet import Fernet
from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.pins.models import PinSheet
from voting.congress.roster.actions import upload_of
from voting.congress.roster.difference import ImportPlan, RosterState
from voting.congress.roster.facts import standing_of
from voting.congress.roster.models import RosterImport
from voting.congress.roster.roster_row import RosterRow
from voting.congress.term.actions import add_delegations, lock_term, take_office
from voting.congress.term.models import Delegation, Deputy, Term
from voting.congress.term.naming import rename
from voting.core.clock import now
from voting.core.db import db, hold_nothing
from voting.core.errors import WrongMoment
from voting.people import secrets as secret
from voting.people.actions import NewAccount, open_account
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role


class RosterMoved(WrongMoment):
    """The term's deputies changed after the difference was shown: it has to be looked at anew."""


@dataclass(frozen=True, kw_only=True)
class RosterImported(Event):
    """back, left, renamed: the numbers of whom it concerns."""

    name: ClassVar[str] = "congress:roster:imported"
    term: int
    stored: str
    new: int
    changed: int
    back: tuple[str, ...]
    left: tuple[str, ...]
    renamed: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class FirstPin:
    """A deputy's first PIN in clear and as stored; made before the transaction, since hashing takes long."""

    number: str
    pin: str
    phc: str


@dataclass
class Touched:
    """Whom an import changed, as it is kept. deputies: id, number, state before (None: entered) and after."""

    deputies: list[dict[str, Any]] = field(default_factory=list)
    logins: list[int] = field(default_factory=list)
    delegations: list[int] = field(default_factory=list)

    def note(self, row: Deputy, before: RosterState | None, after: RosterState) -> None:
        had = None if before is None else asdict(before)
        self.deputies.append({"id": row.id, "number": row.number, "before": had, "after": asdict(after)})


def first_pins(plan: ImportPlan, memory_kib: int) -> tuple[FirstPin, ...]:
    """Make a PIN for every deputy who gets a login. Takes about 20 ms each, on two threads."""
    pins = [secret.new_pin() for _ in plan.logins]
    hold_nothing()  # the threads below have no session of their own to let go of
    with ThreadPoolExecutor(2) as pool:
        hashed = list(pool.map(lambda pin: secret.hash_pin(pin, memory_kib), pins))
    return tuple(FirstPin(*row) for row in zip(plan.logins, pins, hashed, strict=True))


def import_roster(
    actor: Actor, *, place: Place, upload_id: int, plan: ImportPlan, pins: tuple[FirstPin, ...], box: Fernet
) -> RosterImport:
    """Put a plan in force, all of it or nothing, with one sheet of PINs where somebody gets a login.

    Errors: RosterMoved when the term is no longer as it was compared; WrongMoment when the upload is settled.
    """
    upload = upload_of(place.id, upload_id, lock=True)
    term = lock_term(place.id, upload.term_id)
    if standing_of(term).fingerprint != plan.basis:
        raise RosterMoved("名册核对之后本届代表又有变动，请再看一遍差异。")
    upload.settled = True
    touched, teams = make_teams(actor, term, plan)
    enter(place, term, plan.new, teams, touched)
    alter(plan, teams, touched)
    touched.logins = open_logins(actor, place, term, pins)
    assert actor.account_id is not None
    row = RosterImport(
        jurisdiction_id=place.id,
        term_id=term.id,
        upload_id=upload.id,
        account_id=actor.account_id,
        sheet_id=seal_sheet(place, term, pins, box).id if pins else None,
        taken_at=now(),
        touched=asdict(touched),
    )
    db.session.add(row)
    db.session.flush()
    record(told(term, upload.stored, plan), actor, place.id)
    return row


def told(term: Term, stored: str, plan: ImportPlan) -> RosterImported:
    """Return the journal's line of an import."""
    return RosterImported(
        term=term.id,
        stored=stored,
        new=len(plan.new),
        changed=len(plan.steps),
        back=tuple(had.number for had, state in plan.steps if state.in_office and not had.state.in_office),
        left=tuple(had.number for had, state in plan.steps if had.state.in_office and not state.in_office),
        renamed=tuple(had.number for had, state in plan.steps if had.state.name != state.name),
        reason=plan.reason,
    )


def make_teams(actor: Actor, term: Term, plan: ImportPlan) -> tuple[Touched, dict[str, int]]:
    """Make the delegations that are new; return them noted, and all of the term by name."""
    made = add_delegations(actor, term_id=term.id, names=plan.delegations) if plan.delegations else []
    asked = select(Delegation).where(Delegation.term_id == term.id)
    teams = {row.name: row.id for row in db.session.scalars(asked)}
    return Touched(delegations=[row.id for row in made]), teams


def enter(
    place: Place, term: Term, lines: tuple[RosterRow, ...], teams: dict[str, int], touched: Touched
) -> None:
    """Enter new deputies."""
    rows = {
        line.number: Deputy(
            jurisdiction_id=place.id,
            term_id=term.id,
            delegation_id=teams[line.delegation],
            number=line.number,
            name=line.name,
            initials=line.initials,
            in_office=line.in_office is not False,
            standing_committee=line.standing_committee,
            presidium=line.presidium,
            gender=line.gender or None,
            ethnicity=line.ethnicity or None,
            post=line.post or None,
            phone=line.phone or None,
        )
        for line in lines
    }
    db.session.add_all(rows.values())
    db.session.flush()
    for line in lines:
        touched.note(rows[line.number], None, entered_as(line))


def entered_as(line: RosterRow) -> RosterState:
    """Return the state in which a new deputy is entered."""
    return RosterState(
        name=line.name,
        delegation=line.delegation,
        standing_committee=line.standing_committee,
        presidium=line.presidium,
        in_office=line.in_office is not False,
        gender=line.gender,
        ethnicity=line.ethnicity,
        post=line.post,
        phone=line.phone,
    )


def alter(plan: ImportPlan, teams: dict[str, int], touched: Touched) -> None:
    """Bring known deputies to what was decided."""
    for had, state in plan.steps:
        row = db.session.get_one(Deputy, had.id)
        become(row, state, teams)
        touched.note(row, had.state, state)


def become(row: Deputy, state: RosterState, teams: dict[str, int]) -> None:
    """Give a deputy this state."""
    if row.name != state.name:
        rename(row, state.name)
    row.delegation_id = teams[state.delegation]
    take_office(row, in_office=state.in_office)
    row.standing_committee, row.presidium = state.standing_committee, state.presidium
    row.gender, row.ethnicity = state.gender or None, state.ethnicity or None
    row.post, row.phone = state.post or None, state.phone or None


def open_logins(actor: Actor, place: Place, term: Term, pins: tuple[FirstPin, ...]) -> list[int]:
    """Open the login of each deputy who has a PIN; return the accounts. They hold while this term sits."""
    rows = {row.number: row for row in db.session.scalars(select(Deputy).where(Deputy.term_id == term.id))}
    taken = set(db.session.scalars(select(Account.login).where(Account.jurisdiction_id == place.id)))
    logins = {pin.number: f"{place.code}:{pin.number}" for pin in pins}
    return [
        open_account(
            actor,
            NewAccount(
                jurisdiction_id=place.id,
                login=logins[pin.number] + (f"@{term.number}" if logins[pin.number] in taken else ""),
                name=rows[pin.number].name,
                secret_phc=pin.phc,
                roles=frozenset({Role.DEPUTY}),
                deputy_id=rows[pin.number].id,
            ),
        ).id
        for pin in pins
    ]


def seal_sheet(place: Place, term: Term, pins: tuple[FirstPin, ...], box: Fernet) -> PinSheet:
    """Keep the PINs in clear until they are fetched once, encrypted with the program's key."""
    text = json.dumps([[pin.number, pin.pin] for pin in pins])
    sheet = PinSheet(
        jurisdiction_id=place.id,
        term_id=term.id,
        made_at=now(),
        size=len(pins),
        sealed=box.encrypt(text.encode()).decode(),
    )
    db.session.add(sheet)
    db.session.flush()
    return sheet
