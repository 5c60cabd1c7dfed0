"""A roster handed in: kept, shown, and imported only when somebody confirms what he saw."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar

from cryptography.fernet import Fernet
from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.actions import add_delegations, term_of
from voting.congress.models import Delegation, Deputy, Term
from voting.congress.models_desk import PinSheet, RosterUpload
from voting.congress.roster import Known, Line, Roster
from voting.core.clock import now
from voting.core.db import db, hold_nothing
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people import secrets as secret
from voting.people.actions import NewAccount, open_account, sign_out_everywhere
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role


@dataclass(frozen=True, kw_only=True)
class RosterUploaded(Event):
    name: ClassVar[str] = "congress:roster:uploaded"
    term: int
    file_name: str
    stored: str


@dataclass(frozen=True, kw_only=True)
class RosterImported(Event):
    name: ClassVar[str] = "congress:roster:imported"
    term: int
    stored: str
    new: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class RosterDiscarded(Event):
    name: ClassVar[str] = "congress:roster:discarded"
    term: int
    stored: str


@dataclass(frozen=True, kw_only=True)
class NewUpload:
    """stored: the name the file store gave the file."""

    term_id: int
    stored: str
    file_name: str
    new_delegations: bool


@dataclass(frozen=True)
class FirstPin:
    """A deputy's first PIN in clear and as stored; made before the transaction, since hashing takes long."""

    number: str
    pin: str
    phc: str


def keep_upload(actor: Actor, new: NewUpload) -> RosterUpload:
    """Note that a roster was handed in; nothing of it is in force."""
    term = term_of(actor.jurisdiction_id, new.term_id)
    assert actor.account_id is not None
    row = RosterUpload(
        jurisdiction_id=actor.jurisdiction_id,
        term_id=term.id,
        account_id=actor.account_id,
        stored=new.stored,
        file_name=new.file_name[:200],
        new_delegations=new.new_delegations,
        uploaded_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    uploaded = RosterUploaded(term=term.id, file_name=row.file_name, stored=row.stored)
    record(uploaded, actor, actor.jurisdiction_id)
    return row


def upload_of(jurisdiction_id: int, upload_id: int) -> RosterUpload:
    """Return an upload of this jurisdiction; NotFound for anybody else's, WrongMoment for a settled one."""
    row = db.session.get(RosterUpload, upload_id)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这份名册。")
    if row.settled:
        raise WrongMoment("这份名册已经导入或者放弃，请重新上传。")
    return row


def discard_upload(actor: Actor, *, upload_id: int) -> RosterUpload:
    """Give an upload up."""
    row = upload_of(actor.jurisdiction_id, upload_id)
    row.settled = True
    record(RosterDiscarded(term=row.term_id, stored=row.stored), actor, actor.jurisdiction_id)
    return row


def known_of(term_id: int) -> Known:
    """Return the delegations and deputies that a term already has."""
    teams = db.session.scalars(select(Delegation.name).where(Delegation.term_id == term_id))
    people = db.session.execute(select(Deputy.number, Deputy.name).where(Deputy.term_id == term_id))
    return Known(frozenset(teams), {number: name for number, name in people})  # noqa: C416


def first_pins(roster: Roster, known: Known, memory_kib: int) -> tuple[FirstPin, ...]:
    """Make a PIN for every deputy who is not yet known. Takes about 15 ms each, on two threads."""
    numbers = [line.number for line in roster.lines if line.number not in known.deputies]
    pins = [secret.new_pin() for _ in numbers]
    cost = min(memory_kib, secret.PIN_MEMORY_KIB)
    hold_nothing()  # the threads below have no session of their own to let go of
    with ThreadPoolExecutor(2) as pool:
        hashed = list(pool.map(lambda pin: secret.hash_secret(pin, cost), pins))
    return tuple(FirstPin(*row) for row in zip(numbers, pins, hashed, strict=True))


def import_roster(
    actor: Actor, *, place: Place, upload_id: int, roster: Roster, pins: tuple[FirstPin, ...], box: Fernet
) -> PinSheet:
    """Put a roster in force: new deputies with accounts, changes of those known, and one sheet of PINs.

    Errors: RuleBroken while a single line is wrong; WrongMoment when the upload is already settled.
    """
    upload = upload_of(place.id, upload_id)
    if roster.problems:
        raise RuleBroken("名册里还有 %(count)s 处错误，改好后再导入。", count=len(roster.problems))
    term = term_of(place.id, upload.term_id)
    if roster.delegations:
        add_delegations(actor, term_id=term.id, names=roster.delegations)
    asked = select(Delegation).where(Delegation.term_id == term.id)
    teams = {row.name: row.id for row in db.session.scalars(asked)}
    rows = {row.number: row for row in db.session.scalars(select(Deputy).where(Deputy.term_id == term.id))}
    by_number = {pin.number: pin for pin in pins}
    changed = 0
    for line in roster.lines:
        if line.number in rows:
            changed += update(rows[line.number], line, teams[line.delegation])
        elif line.number in by_number:
            admit(actor, place, term, line, teams[line.delegation], by_number[line.number])
        else:
            raise WrongMoment("名册核对之后又有改动，请重新上传。")
    upload.settled = True
    sheet = seal_sheet(place, term, pins, box)
    imported = RosterImported(term=term.id, stored=upload.stored, new=len(pins), changed=changed)
    record(imported, actor, place.id)
    return sheet


def update(row: Deputy, line: Line, team: int) -> bool:
    """Bring a known deputy up to date; tell whether anything changed."""
    wanted = (team, line.standing_committee, line.presidium, True)
    had = (row.delegation_id, row.standing_committee, row.presidium, row.in_office)
    row.delegation_id, row.standing_committee, row.presidium, row.in_office = wanted
    return wanted != had


def admit(actor: Actor, place: Place, term: Term, line: Line, team: int, pin: FirstPin) -> None:  # noqa: PLR0917
    """Enter a new deputy with his account; a namesake login of an earlier term is put away first."""
    row = Deputy(
        jurisdiction_id=place.id,
        term_id=term.id,
        delegation_id=team,
        number=line.number,
        name=line.name,
        initials=line.initials,
        standing_committee=line.standing_committee,
        presidium=line.presidium,
    )
    db.session.add(row)
    db.session.flush()
    login = f"{place.code}:{line.number}"
    retire_login(login)
    new = NewAccount(
        jurisdiction_id=place.id,
        login=login,
        name=line.name,
        secret_phc=pin.phc,
        roles=frozenset({Role.DEPUTY}),
        deputy_id=row.id,
    )
    open_account(actor, new)


def retire_login(login: str) -> None:
    """Close the account of an earlier term's deputy that bears this login, and rename it."""
    old = db.session.scalar(select(Account).where(Account.login == login))
    if old is None or old.deputy_id is None:
        return
    number = db.session.scalar(
        select(Term.number).join(Deputy, Deputy.term_id == Term.id).where(Deputy.id == old.deputy_id)
    )
    old.login, old.closed = f"{login}@{number}", True
    sign_out_everywhere(old.id)
    db.session.flush()


def seal_sheet(place: Place, term: Term, pins: tuple[FirstPin, ...], box: Fernet) -> PinSheet:
    """Keep the PINs in clear until they are fetched once, encrypted with the program's key."""
    text = json.dumps([[pin.number, pin.pin] for pin in pins])
    sheet = PinSheet(
        jurisdiction_id=place.id,
        term_id=term.id,
        made_at=now(),
        size=len(pins),
        sealed=box.encrypt(text.encode()).decode() if pins else None,
    )
    db.session.add(sheet)
    db.session.flush()
    return sheet
