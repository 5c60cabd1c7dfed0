"""Deeds of the acts of a meeting. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.attendance.facts import due, members, present
from voting.congress.meeting.facts import meeting_for, plenary_of
from voting.congress.meeting.models import Meeting, MeetingAct, Plenary
from voting.congress.meeting.rules import (
    MEETING,
    OVER,
    PLENARY,
    PLENARY_STEPS,
    STEPS_BACK,
    PlenaryState,
    holds_tablets,
)
from voting.congress.steps.facts import missing_before
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.people import tablets
from voting.people.rules import Actor, Place

HANDS_COUNTED = frozenset({"adopt_method", "adopt_scrutineers"})


@dataclass(frozen=True, kw_only=True)
class StepTaken(Event):
    name: ClassVar[str] = "congress:meeting:step_taken"
    meeting: int
    plenary: int
    step: str
    approve: int | None = None
    oppose: int | None = None
    abstain: int | None = None
    carried: bool | None = None
    ballot: str | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Hands:
    """A count of hands."""

    approve: int
    oppose: int
    abstain: int

    @property
    def total(self) -> int:
        return self.approve + self.oppose + self.abstain


def take_step(
    actor: Actor, *, place: Place, meeting_id: int, step: str, hands: Hands | None = None, note: str = ""
) -> MeetingAct:
    """Take a step of the session or of its plenary meeting, forward or back; return what was written down.

    step: of the MEETING or the PLENARY lifecycle. hands: where hands are counted; what they do not carry is recorded as
    not adopted, changes nothing and can be moved again. note: the reason of a step back, which must have one.
    Errors: WrongMoment, RuleBroken.
    """
    meeting = meeting_for(actor, meeting_id)
    if step in STEPS_BACK and not note.strip():
        raise RuleBroken("收回一步须写明理由。")
    if step in PLENARY_STEPS:
        return take_plenary_step(actor, place, meeting, step, note.strip())
    state = MEETING.after(meeting.state, step)
    if step in HANDS_COUNTED:
        act = show_hands(actor, place, meeting, step, hands, note=note)
        if not act.carried:
            return act
    else:
        expect_nothing_missing(place, meeting, step)
        act = remember(actor, meeting, step, note=note.strip())
    meeting.state = state
    if not holds_tablets(state, rehearsal=meeting.rehearsal):
        tablets.release(meeting.id)
    return act


def take_plenary_step(actor: Actor, place: Place, meeting: Meeting, step: str, note: str) -> MeetingAct:
    """Take a step of the plenary meeting: with its quorum 应到 and 出席 stand fast."""
    if meeting.state in OVER:
        raise WrongMoment("会议已经闭会。")
    plenary = plenary_of(meeting)
    plenary.state = PLENARY.after(plenary.state, step)
    expect_nothing_missing(place, meeting, step)
    if step == "confirm_quorum":
        plenary.due, plenary.present, plenary.opened_at = len(members(meeting)), present(meeting.id), now()
    if step == "withdraw_quorum":
        plenary.due, plenary.present, plenary.opened_at = None, None, None
    return remember(actor, meeting, step, note=note)


def convene(actor: Actor, *, meeting_id: int) -> Plenary:
    """Convene a further plenary meeting: deputies check in anew. The one before rests for good.

    Errors: WrongMoment while the one before has not been opened, and after the session.
    """
    meeting = meeting_for(actor, meeting_id)
    before = plenary_of(meeting)
    if meeting.state in OVER or before.state is PlenaryState.CONVENED:
        raise WrongMoment("现在不能召开下一次全体会议。")
    before.state = PlenaryState.RESTING
    meeting.plenary += 1
    row = Plenary(meeting_id=meeting.id, number=meeting.plenary, jurisdiction_id=meeting.jurisdiction_id)
    db.session.add(row)
    remember(actor, meeting, "convene")
    return row


def expect_nothing_missing(place: Place, meeting: Meeting, step: str) -> None:
    """Raise RuleBroken where something stands before a step."""
    missing = missing_before(place, meeting, step)
    if missing:
        raise RuleBroken("现在还不能办理：%(what)s", what=missing[0].what)


def show_hands(
    actor: Actor,
    place: Place,
    meeting: Meeting,
    step: str,
    hands: Hands | None,
    *,
    note: str = "",
    ballot: str | None = None,
) -> MeetingAct:
    """Count hands in the plenary meeting and write down whether they carried (组织法 art. 25: 全体代表的过半数).

    ballot: UUID, where the motion is about one. Errors: RuleBroken below the quorum, for more votes than present.
    """
    expect_nothing_missing(place, meeting, step)
    if hands is None:
        raise RuleBroken("请填写举手表决的票数。")
    here, of_all = present(meeting.id), due(meeting)
    if hands.total > here:
        raise RuleBroken("举手人数 %(total)s 多于实到人数 %(here)s，请核对。", total=hands.total, here=here)
    carried = hands.approve * 2 > of_all
    return remember(actor, meeting, step, hands=hands, carried=carried, note=note.strip(), ballot=ballot)


def remember(
    actor: Actor,
    meeting: Meeting,
    step: str,
    *,
    hands: Hands | None = None,
    carried: bool | None = None,
    note: str = "",
    ballot: str | None = None,
) -> MeetingAct:
    """Write the act down, for the course of the meeting and for the journal."""
    count = (hands.approve, hands.oppose, hands.abstain) if hands else (None, None, None)
    act = MeetingAct(
        jurisdiction_id=meeting.jurisdiction_id,
        meeting_id=meeting.id,
        step=step,
        at=now(),
        account_id=actor.account_id,
        approve=count[0],
        oppose=count[1],
        abstain=count[2],
        carried=carried,
        plenary=meeting.plenary,
        ballot_uuid=ballot,
        note=note,
    )
    db.session.add(act)
    taken = StepTaken(
        meeting=meeting.id,
        plenary=meeting.plenary,
        step=step,
        approve=count[0],
        oppose=count[1],
        abstain=count[2],
        carried=carried,
        ballot=ballot,
        note=note,
    )
    record(taken, actor, meeting.jurisdiction_id)
    return act
