"""What waits for one scrutineer, on his own page and beside whatever other page of his is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from voting.ballot.ceremony.models import Ceremony, Trustee
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.handover_statements import roll_signatures, sampling_of
from voting.ballot.mismatch.facts import StandingMismatch, standing
from voting.ballot.order.models import STANDING, Ballot
from voting.ballot.order.rules import BallotState
from voting.confirmation.facts import waiting
from voting.confirmation.queries import SECOND_PERSON, never_second
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.core.clock import day_of
from voting.core.db import db
from voting.core.text import N_
from voting.hall.console.steps import BY_TWO, STEPS
from voting.people.rules import LEAD, OFFICE, Actor, Place, Role
from voting.people.to_do import ToDo
from voting.tally.handover import consents_due
from voting.tally.pages.to_do.queries import SecondCall, calls
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TallyState
from voting.tally.signing.models import shares_of
from voting.tally.steps.facts import has_signed

ROLES = LEAD | {Role.SCRUTINEER}


@dataclass(frozen=True)
class Turn:
    """Something that waits for him. what: a message id; of: the meeting's or the ballot's title.

    on_key: of the ceremony to open, None where the ballot's own page is meant; uuid: of the ballot, "" for a key.
    second: the deed of the counting room that he is the second person of.
    """

    what: str
    of: str
    on_key: int | None
    uuid: str
    second: SecondCall | None = None

    @property
    def endpoint(self) -> str:
        """Return the view on which it is done."""
        if self.second is not None:
            return "tally.run"
        return "ballot.opening" if self.on_key is None else "ballot.ceremony_page"

    @property
    def args(self) -> dict[str, str | int]:
        """Return what that view is asked with, beside the place."""
        return {"uuid": self.uuid} if self.on_key is None else {"ceremony_id": self.on_key}


@dataclass(frozen=True)
class TurnsPage:
    """A scrutineer's own page. alarms: what somebody said to differ; seats: his, as ceremony and number."""

    place: Place
    name: str
    turns: tuple[Turn, ...]
    alarms: tuple[StandingMismatch, ...]
    seats: frozenset[tuple[int, int]]

    def is_own(self, alarm: StandingMismatch) -> bool:
        """Tell whether he said it himself, and may take it back."""
        return (alarm.ceremony_id, alarm.index) in self.seats


WAITS_FOR: dict[CeremonyState, tuple[str, str]] = {
    CeremonyState.CERTIFYING: ("cert", N_("请生成您的开箱钥匙")),
    CeremonyState.DEALING: ("deal", N_("请打开钥匙页面，继续生成开箱钥匙")),
    CeremonyState.FINISHING: ("verification_key", N_("请打开钥匙页面，继续生成开箱钥匙")),
    CeremonyState.COMPARING: ("confirmed", N_("请保存钥匙文件，与其他监票人核对")),
}


def turns_page(place: Place, actor: Actor) -> TurnsPage:
    """Return what waits for a scrutineer now."""
    seats = _seats(place, Trustee.account_id == actor.account_id)
    meetings = dict.fromkeys(ceremony.meeting_id for ceremony, _seat, _meeting in seats)
    return TurnsPage(
        place=place,
        name=actor.name,
        turns=(
            *(Turn(one.what, one.of, None, one.uuid, one) for one in calls(place, actor)),
            *(turn for seat in seats for turn in _turns_of(*seat)),
        ),
        alarms=tuple(one for meeting_id in meetings for one in standing(meeting_id)),
        seats=frozenset((ceremony.id, seat.index) for ceremony, seat, _meeting in seats),
    )


def _seats(place: Place, *whose: ColumnElement[bool]) -> list[tuple[Ceremony, Trustee, Meeting]]:
    """Return the seats that meet a condition with their keys and meetings, of meetings that go on."""
    asked = (
        select(Ceremony, Trustee, Meeting)
        .join(Trustee, Trustee.ceremony_id == Ceremony.id)
        .join(Meeting, Meeting.id == Ceremony.meeting_id)
        .where(
            Ceremony.jurisdiction_id == place.id,
            *whose,
            Ceremony.state != CeremonyState.FAILED,
            Meeting.state != MeetingState.ARCHIVED,
        )
        .order_by(Ceremony.id)
    )
    return [(ceremony, seat, meeting) for ceremony, seat, meeting in db.session.execute(asked)]


def _turns_of(ceremony: Ceremony, seat: Trustee, meeting: Meeting) -> Iterator[Turn]:
    part, what = WAITS_FOR.get(ceremony.state, ("", ""))
    if part and not getattr(seat, part):
        yield Turn(what, meeting.title, ceremony.id, "")
    asked = select(Ballot).where(
        Ballot.ceremony_id == ceremony.id, Ballot.state == BallotState.CLOSED, STANDING
    )
    for ballot in db.session.scalars(asked.order_by(Ballot.uuid)):
        run = db.session.get(TallyRun, ballot.uuid)
        if what := _due(ballot.uuid, seat.index, run):
            yield Turn(what, ballot.title, None, ballot.uuid)


def _due(uuid: str, index: int, run: TallyRun | None) -> str:
    """Return what a closed box or its count waits for from one seat; "" for nothing."""
    lent = any(share.index == index for share in shares_of(uuid))
    if run is None or run.state is TallyState.SEALED:
        sampling = sampling_of(uuid)
        if lent or sampling.halted:
            return ""
        if index not in roll_signatures(uuid):
            return N_("票箱已封闭，请核对票箱和领票名单")
        if index not in sampling.passed:
            return N_("请抽验回执")
        return "" if run is not None and consents_due(run) else N_("请开箱")
    if run.state is TallyState.COUNTED and lent and not has_signed(run, index):
        return N_("计票已完成，请核对结果并签名")
    return ""


def to_dos(place: Place, actor: Actor) -> list[ToDo]:
    """Return what the sittings wait for: steps for a second person; of scrutineers' turns the office sees everybody's."""
    whose = () if actor.roles & OFFICE else (Trustee.account_id == actor.account_id,)
    return [*_to_confirm(place, actor), *_turns(place, *whose)]


def _to_confirm(place: Place, actor: Actor) -> Iterator[ToDo]:
    rows = waiting(place.id, (BY_TWO,))
    asked = select(Meeting.id, Meeting.title, Meeting.year).where(
        Meeting.id.in_([int(row.subject) for row in rows])
    )
    meetings = {row.id: row for row in db.session.execute(asked)} if rows else {}
    for row in rows:
        meeting = meetings[int(row.subject)]
        yield ToDo(
            kind=BY_TWO.name,
            subject=str(row.number),
            room=N_("主持台"),
            year=meeting.year,
            what=SECOND_PERSON,
            values={"step": STEPS[row.payload["step"]].title},
            of=meeting.title,
            endpoint="hall.console",
            args={"meeting_id": meeting.id},
            roles=BY_TWO.confirm,
            never=never_second(actor, row),
            since=day_of(row.asked_at),
        )


def _turns(place: Place, *whose: ColumnElement[bool]) -> list[ToDo]:
    """Return what these seats wait with."""
    return [
        ToDo(
            kind="hall:turn",
            subject=f"{turn.on_key or turn.uuid}:{seat.index}",
            room=N_("监票"),
            year=meeting.year,
            what=turn.what,
            of=turn.of,
            endpoint=turn.endpoint,
            args=turn.args,
            roles=frozenset({Role.SCRUTINEER}),
            only=frozenset({seat.account_id}),
            whom=seat.name,
        )
        for ceremony, seat, meeting in _seats(place, *whose)
        for turn in _turns_of(ceremony, seat, meeting)
    ]
