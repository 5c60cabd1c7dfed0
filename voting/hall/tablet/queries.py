"""What the tablets of a meeting show: the meeting, its ballots and their dossiers. Never a choice, never who cast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from voting.ballot.handover import BallotQuestion, questions
from voting.ballot.order.models import Ballot, is_handed_out
from voting.ballot.order.rules import DRAWING, TOKENS, BallotState
from voting.ballot.roll import facts as roll_facts
from voting.congress.attendance.facts import is_present
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState, holds_tablets
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.qr import to_scan
from voting.core.released_scripts import released_scripts
from voting.hall.tablet.kiosk import SYSTEMS, System
from voting.people.lock_out_rules import Attack
from voting.people.rules import Actor, Place
from voting.people.tablets import TabletCount, counted
from voting.people.whence import attack_at
from voting.screening.shortlist.facts import project_texts
from voting.screening.shortlist.queries_candidate import CandidatePage, booklet_page
from voting.supervision.pages.fact_sheet.queries import FactSheet, fact_sheets

IN_SESSION = (MeetingState.METHOD_ADOPTED, MeetingState.SCRUTINEERS_ADOPTED)
SHOWN = (BallotState.READY, BallotState.OPEN, BallotState.CLOSED)


@dataclass(frozen=True)
class TabletPage:
    """The one page of the tablet; what it shows next comes through its calls. scripts: fingerprint of what it runs."""

    place: Place
    meeting: Meeting
    scripts: str


@dataclass(frozen=True)
class TabletHome:
    """meetings: those a deputy may be called to vote in, the newest first."""

    place: Place
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True)
class TabletsPage:
    """qr: SVG of the address that binds a tablet to the meeting, safe to show as it is; empty once the meeting is over.

    spot: the same of the address at which a scrutineer checks a tablet. open: a ballot of the meeting is being drawn or cast now; attack: wrong PINs from outside.
    """

    place: Place
    meeting: Meeting
    plain: str
    qr: str
    spot: str
    count: TabletCount
    open: bool
    attack: Attack | None


@dataclass(frozen=True)
class KioskPage:
    place: Place
    systems: tuple[System, ...]


@dataclass(frozen=True)
class PrintedDossier:
    """A project as printed on the ballot; text: its frozen dossier; facts: of its year, where it is evaluated."""

    question: BallotQuestion
    text: dict[str, Any]
    facts: FactSheet | None = None


@dataclass(frozen=True)
class DossiersPage:
    dossiers: tuple[PrintedDossier, ...]
    place: Place


@dataclass(frozen=True)
class ShelfPage:
    """The formal candidates of a meeting's year; none before the presidium has decided. Nothing of a person."""

    place: Place
    meeting: Meeting
    candidates: tuple[CandidatePage, ...]


@dataclass(frozen=True)
class ShelfCandidatePage:
    """One of them; before, after: the numbers of its neighbours."""

    place: Place
    meeting: Meeting
    count: int
    one: CandidatePage
    before: int | None
    after: int | None


def tablet_home(place: Place) -> TabletHome:
    """Return the meetings that have adopted their ballot method and are not over."""
    asked = select(Meeting).where(Meeting.jurisdiction_id == place.id, Meeting.state.in_(IN_SESSION))
    return TabletHome(place, tuple(db.session.scalars(asked.order_by(Meeting.id.desc()))))


def tablet_page(place: Place, meeting_id: int) -> TabletPage:
    return TabletPage(place, meeting_of(place.id, meeting_id), released_scripts().fingerprint)


def shelf_page(place: Place, meeting_id: int) -> ShelfPage:
    """Return what may be read on any tablet of a meeting."""
    meeting = meeting_of(place.id, meeting_id)
    try:
        return ShelfPage(place, meeting, booklet_page(place, meeting.year).candidates)
    except NotFound:
        return ShelfPage(place, meeting, ())


def shelf_candidate_page(place: Place, meeting_id: int, ordinal: int) -> ShelfCandidatePage:
    """Return one candidate of the shelf; raise NotFound for a number that is none."""
    shelf = shelf_page(place, meeting_id)
    at = next((n for n, one in enumerate(shelf.candidates) if one.ordinal == ordinal), None)
    if at is None:
        raise NotFound("没有这个候选项目。")
    numbers = [None, *(one.ordinal for one in shelf.candidates), None]
    return ShelfCandidatePage(
        place,
        shelf.meeting,
        len(shelf.candidates),
        shelf.candidates[at],
        numbers[at],
        numbers[at + 2],
    )


def tablets_page(place: Place, meeting_id: int, plain: str, key: str) -> TabletsPage:
    """Return the page of a meeting's tablets. plain: the address of its page; key: the word that binds."""
    meeting = meeting_of(place.id, meeting_id)
    held = holds_tablets(meeting.state, rehearsal=meeting.rehearsal)
    going = select(Ballot.uuid).where(
        Ballot.jurisdiction_id == place.id,
        Ballot.meeting_id == meeting.id,
        Ballot.state.in_((BallotState.READY, BallotState.OPEN)),
    )
    return TabletsPage(
        place=place,
        meeting=meeting,
        plain=plain,
        qr=to_scan(f"{plain}#bind={key}") if held else "",
        spot=to_scan(f"{plain}#spot-check"),
        count=counted(meeting.id),
        open=db.session.scalar(going.limit(1)) is not None,
        attack=attack_at(place.id),
    )


def kiosk_page(place: Place) -> KioskPage:
    return KioskPage(place, SYSTEMS)


def state(place: Place, meeting_id: int) -> dict[str, Any]:
    """Return what tablets ask for again and again: changes when a ballot does, not when somebody votes.

    ballots: in the order of casting; those of one `draw` are drawn together, and none is shown before all are set up.
    withdrawn: only in meetings in which a set-up was taken back, which are few.
    """
    meeting = meeting_of(place.id, meeting_id)
    asked = select(Ballot).where(
        Ballot.jurisdiction_id == place.id, Ballot.meeting_id == meeting.id, Ballot.state.in_(SHOWN)
    )
    ballots = [
        {
            "uuid": one.uuid,
            "title": one.title,
            "kind": one.kind.value,
            "state": one.state.value,
            "challenge": one.challengeable,
            "rehearsal": one.rehearsal,
            "draw": one.joint_draw,
        }
        for one in db.session.scalars(
            asked.order_by(func.coalesce(Ballot.draw_place, 0), Ballot.title, Ballot.uuid)
        )
        if one.state not in DRAWING or is_handed_out(one)
    ]
    gone = withdrawn(meeting)
    return {"meeting": meeting.title, "ballots": ballots, **({"withdrawn": gone} if gone else {})}


def withdrawn(meeting: Meeting) -> list[dict[str, str]]:
    """Return the set-ups that were taken back: a tablet forgets what it kept for them."""
    asked = select(Ballot.uuid, Ballot.fingerprint).where(
        Ballot.jurisdiction_id == meeting.jurisdiction_id,
        Ballot.meeting_id == meeting.id,
        Ballot.state == BallotState.WITHDRAWN,
    )
    rows = db.session.execute(asked.order_by(Ballot.uuid))
    return [{"uuid": uuid, "fingerprint": fingerprint or ""} for uuid, fingerprint in rows]


def who(place: Place, meeting_id: int, actor: Actor | None) -> dict[str, Any]:
    """Return whether a deputy of this place is signed in, for which ballots he has drawn, and for which on paper."""
    meeting = meeting_of(place.id, meeting_id)
    if actor is None or actor.deputy_id is None or actor.jurisdiction_id != place.id:
        return {"signed_in": False}
    asked = select(Ballot.uuid).where(Ballot.jurisdiction_id == place.id, Ballot.meeting_id == meeting.id)
    entries = {uuid: roll_facts.entry_of(uuid, actor.deputy_id) for uuid in db.session.scalars(asked)}
    received = {uuid: entry.means for uuid, entry in entries.items() if entry is not None}
    return {
        "signed_in": True,
        "name": actor.name,
        "present": is_present(meeting.id, actor.deputy_id),
        "drawn": sorted(received),
        "paper": sorted(uuid for uuid, means in received.items() if means not in TOKENS),
    }


def dossiers_page(place: Place, meeting_id: int, uuid: str) -> DossiersPage:
    """Return the reading material of a ballot; raise NotFound for another meeting's or another congress's."""
    ballot = db.session.get(Ballot, uuid)
    if ballot is None or (ballot.jurisdiction_id, ballot.meeting_id) != (place.id, meeting_id):
        raise NotFound("没有这次票决。")
    if ballot.state not in SHOWN:
        raise NotFound("没有这次票决。")
    asked = questions(uuid)
    ids = [one.project_id for one in asked]
    texts = project_texts(ids)  # an evaluation's question may be no candidate: it has none
    evaluated = ids if ballot.kind is Kind.EVALUATE else []
    facts = fact_sheets(place, ballot.year, evaluated) if evaluated else {}
    return DossiersPage(
        tuple(PrintedDossier(one, texts.get(one.project_id, {}), facts.get(one.project_id)) for one in asked),
        place,
    )
