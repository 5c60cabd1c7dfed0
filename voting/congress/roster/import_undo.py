"""An import taken back: everything as it was before it, unless something rests on it by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import and_, delete, exists, select
from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.confirmation.facts import asked_for
from voting.congress.attendance.models import Attendance
from voting.congress.meeting.models import Meeting, MeetingAct, Plenary
from voting.congress.pins.models import PinSheet
from voting.congress.pins.rules import PIN_RESET
from voting.congress.roster.difference import RosterState
from voting.congress.roster.facts import import_of, standing_of
from voting.congress.roster.import_apply import become
from voting.congress.roster.models import RosterImport
from voting.congress.term.actions import add_delegations, lock_term
from voting.congress.term.badge import in_order
from voting.congress.term.models import Delegation, Deputy
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.core.reason import stated
from voting.people.actions_accounts import remove_unused
from voting.people.models import Account
from voting.people.rules import Actor

MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class ImportUndone(Event):
    name: ClassVar[str] = "congress:roster:import_undone"
    term: int
    roster_import: int
    removed: int
    restored: int
    reason: str


def undo_import(actor: Actor, *, import_id: int, reason: str) -> RosterImport:
    """Take an import back: whom it entered is gone with his login, whom it changed is as before, its PINs are void.

    Errors: NotFound; RuleBroken without a reason; WrongMoment when it was undone already, or when something rests on
    it: a later import, a later change, a check-in, a confirmed quorum, a login that was used.
    """
    row = import_of(actor.jurisdiction_id, import_id, lock=True)
    term = lock_term(row.jurisdiction_id, row.term_id)
    why = stated(reason, 300)
    if row.undone_at is not None:
        raise WrongMoment("这次导入已经撤销。")
    people = row.touched["deputies"]
    expect_last(row)
    expect_as_left(people, {one.id: one.state for one in standing_of(term).deputies})
    expect_no_meeting(row, people)
    entered = [one for one in people if one["before"] is None]
    restore(actor, row, [one for one in people if one["before"] is not None])
    remove(row, entered)
    if row.sheet_id is not None:
        db.session.get_one(PinSheet, row.sheet_id).sealed = None
    row.undone_at = now()
    undone = ImportUndone(
        term=term.id,
        roster_import=row.id,
        removed=len(entered),
        restored=len(people) - len(entered),
        reason=why,
    )
    record(undone, actor, actor.jurisdiction_id)
    return row


def expect_last(row: RosterImport) -> None:
    """Raise WrongMoment when a later import of the term still stands."""
    later = select(RosterImport.id).where(RosterImport.term_id == row.term_id, RosterImport.id > row.id)
    if db.session.scalar(later.where(RosterImport.undone_at.is_(None)).limit(1)) is not None:
        raise WrongMoment("这次导入之后又导入过名册，请先撤销后一次。")


def expect_as_left(people: list[dict[str, Any]], states: dict[int, RosterState]) -> None:
    """Raise WrongMoment naming whoever is no longer as the import left him."""
    moved = [one for one in people if states.get(one["id"]) != RosterState(**one["after"])]
    if moved:
        raise WrongMoment("导入之后又变更过这些代表，不能撤销：%(who)s。", who=named(called(moved)))


def expect_no_meeting(row: RosterImport, people: list[dict[str, Any]]) -> None:
    """Raise WrongMoment when a quorum was confirmed since, or when somebody whom it touched checked in."""
    confirmed = (
        select(MeetingAct.id)
        .join(Meeting, Meeting.id == MeetingAct.meeting_id)
        .join(Plenary, and_(Plenary.meeting_id == Meeting.id, Plenary.number == MeetingAct.plenary))
        .where(Meeting.term_id == row.term_id, Meeting.rehearsal.is_(False), Plenary.due.is_not(None))
        .where(MeetingAct.step == "confirm_quorum", MeetingAct.at >= row.taken_at)
    )
    if db.session.scalar(confirmed.limit(1)) is not None:
        raise WrongMoment("导入之后会议已经确认法定人数，应到人数以这份名册为准，不能撤销。")
    came = set(
        db.session.scalars(select(Attendance.deputy_id).where(Attendance.checked_in_at >= row.taken_at))
    )
    here = [one for one in people if one["id"] in came]
    if here:
        raise WrongMoment("导入之后这些代表已经签到，不能撤销：%(who)s。", who=named(called(here)))


def called(people: list[dict[str, Any]]) -> list[str]:
    """Return number and name of each."""
    return [f"{one['number']} {one['after']['name']}" for one in people]


def named(told: list[str]) -> str:
    """Return the first few, and how many more."""
    more = f" … +{len(told) - MOST_NAMED}" if len(told) > MOST_NAMED else ""
    return "、".join(told[:MOST_NAMED]) + more


def restore(actor: Actor, row: RosterImport, people: list[dict[str, Any]]) -> None:
    """Give known deputies their state before; a delegation that was removed meanwhile comes again."""
    before = {one["id"]: RosterState(**one["before"]) for one in people}
    if before:
        add_delegations(actor, term_id=row.term_id, names=[state.delegation for state in before.values()])
    asked = select(Delegation).where(Delegation.term_id == row.term_id)
    teams = {team.name: team.id for team in db.session.scalars(asked)}
    for deputy_id, state in before.items():
        become(db.session.get_one(Deputy, deputy_id), state, teams)
    db.session.flush()


def remove(row: RosterImport, entered: list[dict[str, Any]]) -> None:
    """Remove logins, deputies and delegations that the import made.

    The database refuses whatever something refers to, in any room. Errors: WrongMoment naming these deputies.
    """
    used = [account for account in row.touched["logins"] if not remove_unused(account)]
    kept = set(db.session.scalars(select(Account.deputy_id).where(Account.id.in_(used)))) if used else set()
    kept |= {one["id"] for one in entered} & reset_of(row.jurisdiction_id)
    kept |= {one["id"] for one in entered if one["id"] not in kept and not delete_deputy(one["id"])}
    if kept:
        found = db.session.scalars(select(Deputy).where(Deputy.id.in_(kept)))
        rows = sorted(found, key=lambda row: in_order(row.number))
        who = named([f"{deputy.number} {deputy.name}" for deputy in rows])
        raise WrongMoment(
            "这些代表已经登录改过个人密码、签到、领票或者办过别的事，不能撤销：%(who)s。", who=who
        )
    filled = exists().where(Deputy.delegation_id == Delegation.id)
    mine = Delegation.id.in_(row.touched["delegations"])
    db.session.execute(delete(Delegation).where(mine, ~filled).execution_options(synchronize_session=False))


def reset_of(jurisdiction_id: int) -> set[int]:
    """Return the deputies whose PIN somebody asked to reset, now or before: a request names its deputy in words only."""
    return {int(asked.subject) for asked in asked_for(jurisdiction_id, (PIN_RESET,))}


def delete_deputy(deputy_id: int) -> bool:
    """Delete a deputy to whom nothing refers; False when something does."""
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Deputy).where(Deputy.id == deputy_id))
    except IntegrityError:
        return False
    return True
