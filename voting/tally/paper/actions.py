"""Deeds of paper: places, two tellers' sheets, consent to a small channel. Void papers: `void_paper`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import from_document
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.reason import stated
from voting.people.rules import Actor, Role
from voting.people.second_person import check_second_person
from voting.tally.count.rules import TABLETS, TELLERS, ChannelCount, check_channel, count_papers, is_few
from voting.tally.paper.facts import sheet_count
from voting.tally.paper.models import (
    PaperPlace,
    PaperSheet,
    SmallChannelConsent,
    consents_of,
    places_of,
    sheets_of,
)
from voting.tally.paper.rules import CONSENTERS
from voting.tally.run.facts import expect
from voting.tally.run.models import TallyRun, lock_run
from voting.tally.run.rules import COUNTING, TallyState

MOST_REASON = 200


@dataclass(frozen=True, kw_only=True)
class PlaceOpened(Event):
    name: ClassVar[str] = "tally:place:opened"
    ballot: str
    place: str
    expected: int


@dataclass(frozen=True, kw_only=True)
class PlaceRemoved(Event):
    name: ClassVar[str] = "tally:place:removed"
    ballot: str
    place: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetEntered(Event):
    name: ClassVar[str] = "tally:sheet:entered"
    ballot: str
    place: str


@dataclass(frozen=True, kw_only=True)
class SheetWithdrawn(Event):
    """teller: the account whose sheet it was."""

    name: ClassVar[str] = "tally:sheet:withdrawn"
    ballot: str
    place: str
    teller: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SmallChannelAccepted(Event):
    name: ClassVar[str] = "tally:channel:accepted"
    ballot: str
    place: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    name: ClassVar[str] = "tally:channel:withdrawn"
    ballot: str
    place: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NewSheet:
    """A teller's count. lines: answers of each project, in the order of the list."""

    issued: int
    returned: int
    void: int
    lines: tuple[tuple[int, ...], ...]


def counting(actor: Actor, uuid: str) -> TallyRun:
    """Return the locked count while paper may change. Errors: NotFound; WrongMoment once it is complete."""
    run = lock_run(uuid, actor.jurisdiction_id)
    if run.state not in COUNTING:
        raise WrongMoment("计票已经完成，纸质票不能再改动；如有错误，请先申请重新计票。")
    return run


def place_in(run: TallyRun, place_id: int) -> PaperPlace:
    """Return a place of this count. Errors: NotFound."""
    place = db.session.get(PaperPlace, place_id)
    if place is None or place.ballot_uuid != run.ballot_uuid:
        raise NotFound("没有这个投票点。")
    return place


def open_place(actor: Actor, uuid: str, name: str, expected: int) -> PaperPlace:
    """Open a place that counts paper. expected: ballots given out for it.

    Errors: RuleBroken without a name, with one that is taken, or where the rules allow no paper; WrongMoment when an
    open box of few ballots would become one channel of several: nobody could refuse its subtotal any more.
    """
    run = counting(actor, uuid)
    rules = from_document(run.rules)
    if not rules.paper_allowed:
        raise RuleBroken("本次票决的规则不使用纸质票。")
    if not name.strip() or name.strip() in {place.name for place in places_of(uuid)}:
        raise RuleBroken("请填写一个不重复的投票点名称。")
    is_first = run.state is TallyState.OPENED and not places_of(uuid)
    if is_first and is_few(run.issued, rules):
        raise WrongMoment("电子票过少，票箱打开后不能再登记投票点；须在开箱之前登记并由两人同意。")
    place = PaperPlace(
        ballot_uuid=uuid, jurisdiction_id=run.jurisdiction_id, name=name.strip()[:60], expected=expected
    )
    db.session.add(place)
    db.session.flush()
    record(PlaceOpened(ballot=uuid, place=place.name, expected=expected), actor, run.jurisdiction_id)
    return place


def remove_place(actor: Actor, uuid: str, place_id: int, *, reason: str) -> None:
    """Take back a place opened by mistake, while no teller has counted there. Errors: WrongMoment, RuleBroken."""
    run = counting(actor, uuid)
    place = place_in(run, place_id)
    why = stated(reason, MOST_REASON)
    if sheets_of(uuid).get(place_id):
        raise WrongMoment("这个投票点已有计票数字，不能撤销。")
    removed = PlaceRemoved(ballot=uuid, place=place.name, reason=why)
    db.session.delete(place)
    record(removed, actor, run.jurisdiction_id)


def enter_sheet(actor: Actor, uuid: str, place_id: int, new: NewSheet) -> None:
    """Take in a teller's count of a place; the same teller may count again until the count is complete.

    Errors: NotAllowed but for tellers, and for who made the other teller's account lately; RuleBroken where a sum does
    not hold or two others have counted already.
    """
    run = counting(actor, uuid)
    account_id = expect(actor, run, frozenset({Role.TELLER}))
    place = place_in(run, place_id)
    others = [sheet for sheet in sheets_of(uuid).get(place_id, []) if sheet.account_id != account_id]
    if len(others) >= TELLERS:
        raise RuleBroken("这个投票点已由两名计票人计票。")
    for other in others:
        check_second_person(other.account_id, actor)
    sheet = db.session.get(PaperSheet, (place_id, account_id)) or PaperSheet(
        place_id=place_id,
        account_id=account_id,
        jurisdiction_id=run.jurisdiction_id,
        issued=0,
        returned=0,
        void=0,
        lines=[],
    )
    sheet.issued, sheet.returned, sheet.void = new.issued, new.returned, new.void
    sheet.lines = [list(answers) for answers in new.lines]
    _check_sheet(run, place, sheet)
    db.session.add(sheet)
    db.session.flush()
    record(SheetEntered(ballot=uuid, place=place.name), actor, run.jurisdiction_id)


def withdraw_sheet(actor: Actor, uuid: str, place_id: int, teller_id: int, reason: str) -> None:
    """Take back a teller's count, so that another teller can count there: his own, or as scrutineer that of one who left.

    Errors: NotFound where this account has none; NotAllowed for another teller's; RuleBroken without a reason.
    """
    run = counting(actor, uuid)
    own = teller_id == actor.account_id
    expect(actor, run, frozenset({Role.TELLER, Role.SCRUTINEER} if own else {Role.SCRUTINEER}))
    place = place_in(run, place_id)
    sheet = db.session.get(PaperSheet, (place_id, teller_id))
    if sheet is None:
        raise NotFound("没有这份点算。")
    withdrawn = SheetWithdrawn(
        ballot=uuid, place=place.name, teller=teller_id, reason=stated(reason, MOST_REASON)
    )
    db.session.delete(sheet)
    record(withdrawn, actor, run.jurisdiction_id)


def enter_papers(
    actor: Actor, uuid: str, place_id: int, issued: int, papers: Sequence[frozenset[int] | None]
) -> ChannelCount:
    """Take in a teller's count of a place, paper by paper, and return what it comes to.

    papers: the ordinals marked on each, None for one that cannot be read. Too many marks and blank papers follow
    the rules of the ballot. Errors: those of `enter_sheet`; RuleBroken for another kind than `choose`.
    """
    run = counting(actor, uuid)
    if run.kind is not Kind.CHOOSE:
        raise RuleBroken("只有圈选票可以逐张录入。")
    ordinals = sorted(int(line["ordinal"]) for line in run.lines)
    counted = count_papers(papers, issued, ordinals, from_document(run.rules))
    lines = tuple(line.answers for line in counted.lines)
    new = NewSheet(issued=issued, returned=counted.returned, void=counted.void, lines=lines)
    enter_sheet(actor, uuid, place_id, new)
    return counted


def _check_sheet(run: TallyRun, place: PaperPlace, sheet: PaperSheet) -> None:
    ordinals: Sequence[int] = sorted(int(line["ordinal"]) for line in run.lines)
    if len(sheet.lines) != len(ordinals):
        raise RuleBroken("每个项目都要填写票数。")
    check_channel(sheet_count(sheet, place, ordinals), from_document(run.rules))


def accept_small_channel(actor: Actor, uuid: str, place_id: int) -> None:
    """Accept that a channel is so small that its subtotal tells much; two persons have to.

    place_id: of a paper place, 0 for the tablets. The same again changes nothing.
    """
    run = counting(actor, uuid)
    account_id = expect(actor, run, CONSENTERS)
    name = "" if place_id == TABLETS else place_in(run, place_id).name
    if db.session.get(SmallChannelConsent, (uuid, place_id, account_id)) is not None:
        return
    for said in consents_of(uuid):
        if said.place_id == place_id:
            check_second_person(said.account_id, actor)
    db.session.add(
        SmallChannelConsent(
            ballot_uuid=uuid,
            place_id=place_id,
            account_id=account_id,
            jurisdiction_id=run.jurisdiction_id,
            name=actor.name[:60],
        )
    )
    record(SmallChannelAccepted(ballot=uuid, place=name), actor, run.jurisdiction_id)


def withdraw_consent(actor: Actor, uuid: str, place_id: int, reason: str) -> None:
    """Take back one's own consent to a small channel while the box is sealed; afterwards the subtotal may be known.

    Errors: NotFound where there is none; RuleBroken without a reason; WrongMoment once the box is open.
    """
    run = counting(actor, uuid)
    account_id = expect(actor, run, CONSENTERS)
    row = db.session.get(SmallChannelConsent, (uuid, place_id, account_id))
    if row is None:
        raise NotFound("您没有同意过这种投票方式。")
    if run.state is not TallyState.SEALED:
        raise WrongMoment("票箱已经打开，同意不能再撤回。")
    name = "" if place_id == TABLETS else place_in(run, place_id).name
    withdrawn = ConsentWithdrawn(ballot=uuid, place=name, reason=stated(reason, MOST_REASON))
    db.session.delete(row)
    record(withdrawn, actor, run.jurisdiction_id)
