"""Deeds of void papers: a teller notes one with its reason, a scrutineer confirms it, and each takes back his own deed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.core.reason import stated
from voting.core.text import N_
from voting.people.rules import Actor, Role
from voting.people.second_person import check_second_person
from voting.tally.paper.actions import MOST_REASON, counting, place_in
from voting.tally.paper.models import PaperPlace, VoidPaper
from voting.tally.run.facts import expect
from voting.tally.run.models import TallyRun


@dataclass(frozen=True, kw_only=True)
class PaperVoided(Event):
    name: ClassVar[str] = "tally:paper:voided"
    ballot: str
    place: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class VoidConfirmed(Event):
    name: ClassVar[str] = "tally:paper:void_confirmed"
    ballot: str
    place: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class VoidUnconfirmed(Event):
    """reason: why the confirmation was a mistake."""

    name: ClassVar[str] = "tally:paper:void_unconfirmed"
    ballot: str
    place: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class VoidWithdrawn(Event):
    """reason: why the entry was a mistake; of_paper: why the paper had been void."""

    name: ClassVar[str] = "tally:paper:void_withdrawn"
    ballot: str
    place: str
    reason: str
    of_paper: str


def enter_void(actor: Actor, uuid: str, place_id: int, reason: str) -> VoidPaper:
    """Note a void paper and why. Errors: NotAllowed but for tellers; RuleBroken without a reason."""
    run = counting(actor, uuid)
    account_id = expect(actor, run, frozenset({Role.TELLER}))
    place = place_in(run, place_id)
    void = VoidPaper(
        place_id=place_id,
        jurisdiction_id=run.jurisdiction_id,
        reason=stated(reason, MOST_REASON),
        entered_by=account_id,
    )
    db.session.add(void)
    db.session.flush()
    record(PaperVoided(ballot=uuid, place=place.name, reason=void.reason), actor, run.jurisdiction_id)
    return void


def _void(run: TallyRun, void_id: int) -> tuple[VoidPaper, PaperPlace]:
    void = db.session.get(VoidPaper, void_id)
    if void is None or void.jurisdiction_id != run.jurisdiction_id:
        raise NotFound("没有这张无效票。")
    return void, place_in(run, void.place_id)


def confirm_void(actor: Actor, uuid: str, void_id: int) -> None:
    """Confirm as scrutineer that a paper is void.

    Errors: NotAllowed for anybody but a scrutineer, and for who noted it himself.
    """
    run = counting(actor, uuid)
    account_id = expect(actor, run, frozenset({Role.SCRUTINEER}))
    void, place = _void(run, void_id)
    check_second_person(void.entered_by, actor, N_("须由另一人确认。"))
    void.confirmed_by = account_id
    record(VoidConfirmed(ballot=uuid, place=place.name, reason=void.reason), actor, run.jurisdiction_id)


def unconfirm_void(actor: Actor, uuid: str, void_id: int, reason: str) -> None:
    """Take back as scrutineer a confirmation made by mistake; the entry itself stays.

    Errors: NotAllowed but for scrutineers; RuleBroken without a reason; WrongMoment where nothing is confirmed.
    """
    run = counting(actor, uuid)
    expect(actor, run, frozenset({Role.SCRUTINEER}))
    void, place = _void(run, void_id)
    if void.confirmed_by is None:
        raise WrongMoment("这张无效票还没有确认。")
    void.confirmed_by = None
    record(
        VoidUnconfirmed(ballot=uuid, place=place.name, reason=stated(reason, MOST_REASON)),
        actor,
        run.jurisdiction_id,
    )


def withdraw_void(actor: Actor, uuid: str, void_id: int, reason: str) -> None:
    """Take back a void paper noted by mistake. What a scrutineer has confirmed, he takes back first.

    Errors: NotAllowed but for tellers; RuleBroken without a reason; WrongMoment for a confirmed one.
    """
    run = counting(actor, uuid)
    expect(actor, run, frozenset({Role.TELLER}))
    void, place = _void(run, void_id)
    if void.confirmed_by is not None:
        raise WrongMoment("这张无效票已由监票人确认，须先由监票人撤回确认。")
    withdrawn = VoidWithdrawn(
        ballot=uuid, place=place.name, reason=stated(reason, MOST_REASON), of_paper=void.reason
    )
    db.session.delete(void)
    record(withdrawn, actor, run.jurisdiction_id)
