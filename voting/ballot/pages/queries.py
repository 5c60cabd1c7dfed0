"""What the pages of the ballot room show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.ceremony.facts import LIST_STANDS, scrutineers_of
from voting.ballot.ceremony.models import Ceremony, Trustee, find_ceremony
from voting.ballot.ceremony.queries import CeremonyLine, ceremony_line
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.figures.facts import figures_of
from voting.ballot.figures.rules import BallotFigures
from voting.ballot.handover_statements import roll_signatures
from voting.ballot.order.models import STANDING, Ballot, find_ballot, withdrawn_before
from voting.ballot.order.rules import BallotState
from voting.ballot.roll.queries import titles_of
from voting.ballot.set_up.facts import missing_before_orders, readiness
from voting.ballot.set_up.rules import ORDERED, missing_before_open, missing_before_set_up
from voting.congress.ballot_rules.rules import BY_KEY, from_document
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import OVER
from voting.core.db import db
from voting.core.errors import NotAllowed, WrongMoment
from voting.core.lifecycle import Missing
from voting.people.rules import LEAD, Actor, Place, Role


@dataclass(frozen=True)
class BallotRow:
    """One ballot on the room's page. missing: before its next step; paper: its rules use paper.

    withdrawn: the 24 digits of the set-ups that were taken back before it, by which people know old prints.
    together: titles of what is drawn at once, its own among them.
    """

    uuid: str
    title: str
    kind: str
    state: BallotState
    rehearsal: bool
    fingerprint: str | None
    digest: str | None
    figures: BallotFigures
    missing: tuple[Missing, ...]
    parent: bool
    paper: bool
    withdrawn: tuple[str, ...]
    together: tuple[str, ...]


@dataclass(frozen=True)
class MeetingLine:
    """A meeting with its keys and ballots. scrutineers: names of who may hold a share, on a list that stands or not yet.

    no_order: what is missing before its vote can be ordered; is_ordered: nothing is, it is; is_over: nothing is ordered any
    more. reserves: account and name of the scrutineers who hold no share of the key that stands, and may take a place.
    """

    id: int
    title: str
    rehearsal: bool
    scrutineers: tuple[str, ...]
    reserves: tuple[tuple[int, str], ...]
    ceremonies: tuple[CeremonyLine, ...]
    ballots: tuple[BallotRow, ...]
    list_stands: bool
    no_order: tuple[Missing, ...]
    is_ordered: bool
    is_over: bool

    @property
    def keys_begun(self) -> bool:
        """Tell whether its key is made or being made."""
        return any(one.state is not CeremonyState.FAILED for one in self.ceremonies)


@dataclass(frozen=True)
class HomePage:
    """may_run: the reader prepares ballots here; has_cards: makes and hands out cards; is_scrutineer: may hold a share.

    reads_roll: may read, after close, who drew.
    """

    place: Place
    meetings: tuple[MeetingLine, ...]
    may_run: bool
    has_cards: bool
    is_scrutineer: bool
    reads_roll: bool


@dataclass(frozen=True)
class OpeningPage:
    """The page on which a scrutineer signs the roll and lends his share. signed: his roll signature is in."""

    place: Place
    meeting: str
    ballot: BallotRow
    ceremony_id: int
    size: int
    threshold: int
    index: int
    name: str
    signed: bool

    @property
    def tie_source(self) -> str:
        """Return what the rule on a tie at the last place rests on."""
        return BY_KEY["tie_rule"].source


@dataclass(frozen=True)
class ChallengePage:
    """The page on any other device that shows what a sealed ballot holds. ballots: UUID, title, whether it rehearses."""

    place: Place
    ballots: tuple[tuple[str, str, bool], ...]
    uuid: str


def home_page(place: Place, actor: Actor | None) -> HomePage:
    """Return the meetings of a place with their keys and ballots, newest first."""
    held = actor.roles_in(place) if actor is not None else frozenset[Role]()
    may_run = bool(held & LEAD)
    asked = select(Meeting).where(Meeting.jurisdiction_id == place.id)
    meetings = db.session.scalars(asked.order_by(Meeting.opens_on.desc(), Meeting.id.desc())).all()
    missing = missing_before_orders(meetings) if meetings else {}
    lines = [_meeting_line(meeting, missing[meeting.id]) for meeting in meetings]
    shown = tuple(line for line in lines if may_run or Role.SCRUTINEER in held or line.ballots)
    has_cards = bool(held & {Role.STAFF, Role.SECRETARIAT})
    reads_roll = may_run or bool(held & {Role.DEPUTY, Role.SCRUTINEER, Role.AUDITOR})
    return HomePage(place, shown, may_run, has_cards, Role.SCRUTINEER in held, reads_roll)


def _meeting_line(meeting: Meeting, no_order: list[Missing]) -> MeetingLine:
    asked = select(Ceremony).where(Ceremony.meeting_id == meeting.id).order_by(Ceremony.id.desc())
    ceremonies = list(db.session.scalars(asked))
    scrutineers = scrutineers_of(meeting)
    standing = [one.id for one in ceremonies if one.state is not CeremonyState.FAILED]
    seated = set(db.session.scalars(select(Trustee.account_id).where(Trustee.ceremony_id.in_(standing))))
    ballots = db.session.scalars(
        select(Ballot).where(Ballot.meeting_id == meeting.id, STANDING).order_by(Ballot.title, Ballot.uuid)
    )
    return MeetingLine(
        id=meeting.id,
        title=meeting.title,
        rehearsal=meeting.rehearsal,
        scrutineers=tuple(one.name for one in scrutineers),
        reserves=tuple(
            (one.account_id or 0, one.name) for one in scrutineers if one.account_id not in seated
        ),
        ceremonies=tuple(ceremony_line(one) for one in ceremonies),
        ballots=tuple(ballot_line(one) for one in ballots),
        list_stands=meeting.state in LIST_STANDS,
        no_order=tuple(no_order),
        is_ordered=any(one.what == ORDERED for one in no_order),
        is_over=meeting.state in OVER,
    )


def ballot_line(ballot: Ballot) -> BallotRow:
    """Return a ballot as pages show it."""
    missing: list[Missing] = []
    if ballot.state is BallotState.DRAFT:
        missing = missing_before_set_up(readiness(ballot))
    if ballot.state is BallotState.READY:
        missing = missing_before_open(readiness(ballot))
    return BallotRow(
        uuid=ballot.uuid,
        title=ballot.title,
        kind=ballot.kind.value,
        state=ballot.state,
        rehearsal=ballot.rehearsal,
        fingerprint=ballot.fingerprint,
        digest=ballot.digest,
        figures=figures_of(ballot),
        missing=tuple(missing),
        parent=ballot.parent_uuid is not None,
        paper=from_document(ballot.rules).paper_allowed,
        withdrawn=tuple(one.fingerprint or "" for one in withdrawn_before(ballot.uuid)),
        together=titles_of(ballot),
    )


def opening_page(place: Place, actor: Actor, uuid: str) -> OpeningPage:
    """Return the page of an opening to who holds a share. Errors: NotFound, NotAllowed, WrongMoment."""
    ballot = find_ballot(uuid, place.id)
    if ballot.ceremony_id is None:
        raise WrongMoment("票箱还没有准备好。")
    ceremony = find_ceremony(ballot.ceremony_id, place.id)
    asked = select(Trustee).where(Trustee.ceremony_id == ceremony.id, Trustee.account_id == actor.account_id)
    seat = db.session.scalar(asked)
    if seat is None:
        raise NotAllowed("您不是这次票决的持钥监票人。")
    return OpeningPage(
        place=place,
        meeting=meeting_of(place.id, ballot.meeting_id).title,
        ballot=ballot_line(ballot),
        ceremony_id=ceremony.id,
        size=ceremony.size,
        threshold=ceremony.threshold,
        index=seat.index,
        name=seat.name,
        signed=has_signed(ballot, seat.index),
    )


def has_signed(ballot: Ballot, index: int) -> bool:
    """Tell whether this seat has signed the list of who drew."""
    return ballot.state is BallotState.CLOSED and index in roll_signatures(ballot.uuid)


def challenge_page(place: Place, uuid: str) -> ChallengePage:
    """Return the page that shows an opened test; lists the place's ballots that are under way or were, rehearsals last."""
    found = db.session.scalars(
        select(Ballot)
        .where(Ballot.jurisdiction_id == place.id, Ballot.state.in_((BallotState.OPEN, BallotState.CLOSED)))
        .order_by(Ballot.rehearsal, Ballot.title, Ballot.uuid)
    )
    return ChallengePage(place, tuple((one.uuid, one.title, one.rehearsal) for one in found), uuid)
