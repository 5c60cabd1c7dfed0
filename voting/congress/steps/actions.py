"""Deeds of the acts of a meeting. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.attendance.facts import members, present
from voting.congress.meeting.facts import meeting_for
from voting.congress.meeting.models import Meeting, MeetingAct
from voting.congress.meeting.rules import MEETING, STEPS_BACK, holds_tablets
from voting.congress.steps.facts import missing_before
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.people import tablets
from voting.people.rules import Actor, Place

HANDS_COUNTED = frozenset({"adopt_method", "adopt_scrutineers"})


@dataclass(frozen=True, kw_only=True)
class StepTaken(Event):
    name: ClassVar[str] = "congress:meeting:step_taken"
    meeting: int
    step: str
    approve: int | None = None
    oppose: int | None = None
    abstain: int | None = None
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
) -> Meeting:
    """Take a step of the meeting, forward or back.

    step: of the MEETING lifecycle. hands: where hands are counted; more than half of all must approve.
    note: the reason of a step back, which must have one. Errors: WrongMoment, RuleBroken.
    """
    meeting = meeting_for(actor, meeting_id)
    state = MEETING.after(meeting.state, step)
    if step in STEPS_BACK and not note.strip():
        raise RuleBroken("收回一步须写明理由。")
    missing = missing_before(place, meeting, step)
    if missing:
        raise RuleBroken("现在还不能办理：%(what)s", what=missing[0].what)
    if step in HANDS_COUNTED:
        count_hands(meeting, hands)
    if step == "confirm_quorum":
        meeting.due = len(members(meeting))
    if step == "withdraw_quorum":
        meeting.due = None
    meeting.state = state
    if not holds_tablets(state, rehearsal=meeting.rehearsal):
        tablets.release(meeting.id)
    remember(actor, meeting, step, hands, note.strip())
    return meeting


def count_hands(meeting: Meeting, hands: Hands | None) -> None:
    """Raise RuleBroken unless a plausible count of hands carries (组织法 art. 25: 全体代表的过半数)."""
    if hands is None:
        raise RuleBroken("请填写举手表决的票数。")
    due, here = len(members(meeting)), present(meeting.id)
    if hands.total > due:
        raise RuleBroken("举手人数 %(total)s 多于应到人数 %(due)s，请核对。", total=hands.total, due=due)
    if here and hands.total > here:
        raise RuleBroken("举手人数 %(total)s 多于实到人数 %(here)s，请核对。", total=hands.total, here=here)
    if hands.approve * 2 <= due and not meeting.rehearsal:
        raise RuleBroken(
            "赞成 %(approve)s 人，未过全体代表 %(due)s 人的半数，没有通过。", approve=hands.approve, due=due
        )


def remember(actor: Actor, meeting: Meeting, step: str, hands: Hands | None, note: str) -> None:
    """Write the act down, for the course of the meeting and for the journal."""
    count = (hands.approve, hands.oppose, hands.abstain) if hands else (None, None, None)
    db.session.add(
        MeetingAct(
            jurisdiction_id=meeting.jurisdiction_id,
            meeting_id=meeting.id,
            step=step,
            at=now(),
            account_id=actor.account_id,
            approve=count[0],
            oppose=count[1],
            abstain=count[2],
            note=note,
        )
    )
    taken = StepTaken(
        meeting=meeting.id, step=step, approve=count[0], oppose=count[1], abstain=count[2], note=note
    )
    record(taken, actor, meeting.jurisdiction_id)
