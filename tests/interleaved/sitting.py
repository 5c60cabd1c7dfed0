"""The deeds of desk, console and scrutineers, and what is true at the server: what the machine's rules share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from tests.ballot.factories import Hall, appoint, hall, ordered
from tests.factories import account
from tests.interleaved.cuts import Fate, befalls, unless_refused
from tests.interleaved.device import Device
from tests.interleaved.voter import PROJECTS, Voter
from tests.remembered import remembered
from voting.audit.journal import first_broken_line
from voting.ballot.figures.facts import figures_numbered
from voting.ballot.order.models import STANDING, Ballot, find_ballot
from voting.ballot.order.rules import TOKENS, BallotState, Means
from voting.ballot.roll.facts import entry_of, issued_by_means
from voting.ballot.sealed import box
from voting.belenios import card
from voting.belenios.ballot import credential_in, tracker
from voting.confirmation.facts import waiting
from voting.congress.place.rules import Post
from voting.core.db import db, transaction
from voting.demonstration import count
from voting.hall.console import actions as console
from voting.hall.console.actions import Wish
from voting.hall.console.steps import BY_TWO, STEPS
from voting.people.rules import Actor, Place, Role
from voting.tally.next_ballot.actions import order_next
from voting.tally.outcome.facts import gather
from voting.tally.paper import actions as paper_actions
from voting.tally.paper.actions import NewSheet
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TallyState
from voting.tally.steps import actions as steps

VOTERS = 3
ON_PAPER = "纸质票箱"


@dataclass(frozen=True)
class Convened:
    """Who is there. tellers: two."""

    hall: Hall
    staff: Actor
    chair: Actor
    tellers: tuple[Actor, Actor]
    uuid: str


@remembered()
def convened(at: Place) -> Convened:
    """A meeting with a quorum, a key of two of three, and a ballot that is ordered and not set up."""
    made = hall(at, VOTERS, size=3, threshold=2)
    tellers = (account(at, Role.TELLER), account(at, Role.TELLER))
    appoint(at, made.meeting_id, Post.TELLER, *tellers)
    uuid = order_again(made)
    return Convened(made, account(at, Role.STAFF), account(at, Role.CHAIR), tellers, uuid)


def order_again(at: Hall) -> str:
    """Order the ballot of the sitting; returns its UUID."""
    return ordered(at, projects=PROJECTS, challenge_allowed=True, quorum_base="none")


@dataclass
class Sitting:
    """One sitting. cards: printed and in nobody's hands; agreed: the box as it stood when voting ended; void: boxes by UUID."""

    app: Flask
    at: Convened
    uuid: str
    voters: list[Voter]
    cards: list[card.Card] = field(default_factory=list)
    agreed: tuple[str, ...] | None = None
    void: dict[str, tuple[str, ...]] = field(default_factory=dict)
    devices: list[Device] = field(default_factory=list)

    @classmethod
    def of(cls, app: Flask, at: Convened) -> Sitting:
        rows = zip(at.hall.deputies, at.hall.rows, strict=True)
        made = cls(app, at, at.uuid, [Voter(actor, row.number) for actor, row in rows])
        made.devices = [Device(made, holder) for holder in at.hall.holders]
        return made

    @property
    def ballot(self) -> Ballot:
        db.session.rollback()
        return find_ballot(self.uuid)

    @property
    def state(self) -> BallotState:
        return self.ballot.state

    @property
    def run(self) -> TallyRun | None:
        db.session.rollback()
        return db.session.get(TallyRun, self.uuid)

    @property
    def counts(self) -> list[list[int]] | None:
        return self.counts_of(self.uuid)

    def counts_of(self, uuid: str) -> list[list[int]] | None:
        """Return what has been decrypted of a box."""
        db.session.rollback()
        run = db.session.get(TallyRun, uuid)
        return None if run is None else run.counts

    @property
    def is_void(self) -> bool:
        """Tell whether the vote was declared void, before its box was opened or after."""
        run = self.run
        return self.state is BallotState.VOID or (run is not None and run.state is TallyState.VOID)

    @property
    def is_open_box(self) -> bool:
        run = self.run
        return run is not None and run.state is TallyState.OPENED

    def deed(self, fate: Fate, work: Callable[[], object]) -> None:
        """Do a deed in one transaction; what the program refuses it refuses with a sentence, and nothing happens."""

        def done() -> None:
            with transaction():
                work()

        unless_refused(lambda: befalls(self.app, fate, done))

    def step(self, name: str, fate: Fate, *, note: str = "", later: int = 0) -> None:
        """Take a step of the console: by one person, or asked for by one and confirmed by another, and what follows it."""
        wish = Wish(
            meeting_id=self.at.hall.meeting_id, step=name, ballot=self.uuid, note=note, acknowledged=True
        )
        place = self.at.hall.place

        def done() -> None:
            if STEPS[name].two_persons:
                with transaction():
                    number = console.ask(self.at.staff, place, wish).number
                with transaction():
                    after = console.confirm(self.at.chair, place, number)
            else:
                with transaction():
                    after = console.take(self.at.staff, place, wish)
            if after is not None:
                after()

        unless_refused(lambda: befalls(self.app, fate, done, later))
        self._settle_what_waits()

    def _settle_what_waits(self) -> None:
        """The chair sees a request whose asking was not heard of, and takes it back."""
        for row in waiting(self.at.hall.place.id, (BY_TWO,)):
            with transaction():
                console.withdraw(self.at.chair, self.at.hall.place, row.number)

    def follow(self) -> None:
        """Look which ballot stands in the place of a set-up that was taken back, and note the box once voting ended."""
        db.session.rollback()
        successor = db.session.get_one(Ballot, self.uuid).successor_uuid
        if successor is not None:
            self.uuid, self.cards = successor, []
        if self.agreed is None and self.state is BallotState.CLOSED:
            self.agreed = box.ballots(self.uuid)
        if self.is_void:
            self.void.setdefault(self.uuid, box.ballots(self.uuid))

    def void_count(self, fate: Fate) -> None:
        """Declare an open box void in the tally room: one asks, another confirms."""
        secretary, chair, uuid = self.at.hall.secretary, self.at.chair, self.uuid
        self.deed(fate, lambda: steps.ask(secretary, uuid, "void", {"reason": "票数有误"}))
        self.deed(fate, lambda: steps.confirm(chair, uuid, "void"))
        self.follow()

    def repeat(self, fate: Fate) -> None:
        """Order the vote that repeats a void one; it is another ballot, for which nobody has anything yet."""
        counted = (run := self.run) is not None and run.state is TallyState.VOID
        secretary, uuid = self.at.hall.secretary, self.uuid
        again = (lambda: order_next(secretary, uuid)) if counted else (lambda: order_again(self.at.hall))
        self.deed(fate, again)
        found = select(Ballot.uuid).where(Ballot.meeting_id == self.at.hall.meeting_id, STANDING)
        new = set(db.session.scalars(found.where(Ballot.state == BallotState.DRAFT)))
        if new:
            (self.uuid,) = new
            self.cards, self.agreed = [], None

    def means_of(self, voter: Voter) -> Means | None:
        db.session.rollback()
        entry = entry_of(self.uuid, voter.deputy_id)
        return None if entry is None else entry.means

    @property
    def issued(self) -> int:
        """Return how many received a token or paper."""
        db.session.rollback()
        return sum(issued_by_means(self.uuid).values())

    def sealed(self, uuid: str = "") -> tuple[str, ...]:
        """Return what lies in a box, of this ballot or of one before it."""
        db.session.rollback()
        return box.ballots(uuid or self.uuid)

    def drew(self, voter: Voter) -> bool:
        """Tell whether this deputy stands on the roll of who received a token."""
        return self.means_of(voter) in TOKENS

    def accept_small(self) -> None:
        """Put paper that went out into a place, and let two persons accept what is small."""
        at, run = self.at, self.run
        if run is None or run.counts is not None:
            return
        papers = issued_by_means(self.uuid)[Means.PAPER]
        if papers and not gather(run).places:
            with transaction():
                paper_actions.open_place(at.hall.secretary, self.uuid, ON_PAPER, papers)
        for place_id in [0, *(one.place.id for one in gather(run).places)]:
            for who in (at.hall.secretary, at.chair):
                with transaction():
                    paper_actions.accept_small_channel(who, self.uuid, place_id)

    def count_paper(self) -> None:
        """Two tellers count the paper: each chose the first project."""
        run = self.run
        assert run is not None
        for one in gather(run).places:
            papers = one.place.expected
            lines = ((papers,), *(((0,),) * (PROJECTS - 1)))
            for teller in self.at.tellers:
                with transaction():
                    sheet = NewSheet(issued=papers, returned=papers, void=0, lines=lines)
                    paper_actions.enter_sheet(teller, self.uuid, one.place.id, sheet)

    def count(self) -> None:
        """Carry the count from the open box to the announcement."""
        at = self.at
        self.count_paper()
        count.step(self.uuid, "count", at.hall.secretary, at.hall.holders[0].actor)
        opened = [
            one.holder for one in self.devices if one.shared(self.uuid)
        ]  # a sample that failed later bars nobody of them
        count.sign(self.uuid, opened)
        count.step(self.uuid, "confirm", at.hall.secretary, at.chair)
        count.step(self.uuid, "announce", at.hall.secretary, at.chair, {"number": 1})

    # what must be true, whatever happened before

    def expect_receipts_stand(self) -> None:
        """A receipt is in the box exactly once; nobody has two ballots there; nothing there was tested or invented."""
        sealed = self.sealed()
        trackers = [tracker(raw) for raw in sealed]
        held = {mark for voter in self.voters for uuid, mark in voter.receipts if uuid == self.uuid}
        assert held <= set(trackers)
        assert len(set(trackers)) == len(trackers)
        known = {paper.raw: voter for voter in self.voters for paper in voter.papers}
        assert set(sealed) <= set(known), "a ballot that nobody sealed"
        owners = [known[raw].number for raw in sealed]
        assert len(set(owners)) == len(owners), "one deputy, two ballots"
        assert all(credential_in(raw) in known[raw].credentials for raw in sealed)
        assert not any(box.was_challenged(self.uuid, mark) for mark in trackers)
        for uuid, ballots in self.void.items():
            assert box.ballots(uuid) == ballots, "a void box changed"

    def expect_figures(self) -> None:
        """Due >= present >= issued >= tokens >= cast, as the one reading says."""
        db.session.rollback()
        found = figures_numbered(self.uuid)
        assert found.due >= found.present >= found.issued >= found.tokens >= found.cast >= 0, found
        by_means = issued_by_means(self.uuid)
        assert found.tokens == sum(by_means[one] for one in TOKENS)
        assert (found.papers, found.cast) == (by_means[Means.PAPER], len(self.sealed()))

    def expect_agreed_box(self) -> None:
        """Once voting ended nothing changes in the box, and only its sum is ever known."""
        if self.agreed is not None:
            assert self.sealed() == self.agreed
            assert self.ballot.digest == box.digest_of(self.agreed)
        run = self.run
        if run is not None and run.counts is not None:
            assert run.counts == [self.sums()]

    def sums(self) -> list[int]:
        """What the deputies chose whose ballots lie in the box."""
        chosen = {paper.raw: paper.chosen for voter in self.voters for paper in voter.papers}
        return [sum(n in chosen[raw] for raw in self.agreed or ()) for n in range(PROJECTS)]

    def expect_journal(self) -> None:
        db.session.rollback()
        assert first_broken_line(self.at.hall.place.id) is None
