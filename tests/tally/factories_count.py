"""A hall whose ballot is closed, and the people who count it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.ballot import factories as ballot_factories
from tests.ballot.factories import Hall, appoint, choices, hall, opened
from tests.factories import account
from tests.remembered import remembered
from voting.ballot.order.models import Ballot, find_ballot, lines_of
from voting.ballot.paper.actions import hand_out_paper
from voting.belenios import statements
from voting.belenios.canonical import dump
from voting.congress.attendance.models import Attendance
from voting.congress.place.rules import Post
from voting.core.db import db, transaction
from voting.demonstration import count, vote
from voting.people.rules import Actor, Place, Role
from voting.tally.opening import actions as opening_actions
from voting.tally.paper.models import PaperPlace
from voting.tally.run.models import TallyRun, find_run
from voting.tally.signing.models import signatures_of


@dataclass
class Counting:
    """A closed ballot and everybody who has a part in its count."""

    hall: Hall
    uuid: str
    secretary: Actor
    chair: Actor
    tellers: tuple[Actor, Actor]
    scrutineer: Actor

    @property
    def run(self) -> TallyRun:
        return find_run(self.uuid, self.hall.place.id)


def sign_anew(uuid: str, holders: Sequence[vote.Holder], text: str) -> None:
    """Put another text in the place of a count's, and each signature with it: what devices would have signed of it."""
    find_run(uuid, None).outcome = text
    message = statements.outcome_message(uuid, text)
    by_seat = {holder.index: holder for holder in holders}
    for row in signatures_of(uuid):
        row.signature = dump(statements.sign_message(by_seat[row.index].keys.signing, message))


__all__ = ["choices", "find_run", "hall", "lines_of", "opened"]


def ballot_of(uuid: str) -> Ballot:
    return find_ballot(uuid)


def leave(made: Hall, deputy: int) -> None:
    """The deputy goes home."""
    with transaction():
        row = db.session.get_one(Attendance, (made.meeting_id, made.deputies[deputy].deputy_id, 1))
        row.present = False


def hand_out(made: Hall, first: int, papers: int) -> None:
    """So many deputies, from the first, receive a paper ballot on the roll."""
    for deputy in made.deputies[first : first + papers]:
        with transaction():
            hand_out_paper(made.secretary, made.uuid, deputy.deputy_id or 0)


def people(made: Hall) -> Counting:
    at = made.place
    tellers = (account(at, Role.TELLER), account(at, Role.TELLER))
    appoint(at, made.meeting_id, Post.TELLER, *tellers)
    return Counting(
        hall=made,
        uuid=made.uuid,
        secretary=made.secretary,
        chair=account(at, Role.CHAIR),
        tellers=tellers,
        scrutineer=made.scrutineers[0],
    )


@remembered(lambda: ballot_factories.questions)
def closed(
    at: Place,
    votes: Sequence[Sequence[int]] = ((0, 1), (0, 1), (0,)),
    *,
    size: int = 1,
    threshold: int = 1,
    projects: int = 3,
    deputies: int | None = None,
    papers: int = 0,
    **rules: object,
) -> Counting:
    """A closed `choose` ballot; votes: positions chosen by each who casts, from 0; the rest stay away.

    papers: how many of the rest receive a paper ballot.
    """
    made = hall(at, deputies or len(votes) + papers, size=size, threshold=threshold)
    opened(made, projects=projects, **rules)
    hand_out(made, len(votes), papers)
    for deputy, chosen in zip(made.deputies, votes, strict=False):
        vote.vote(made.uuid, deputy, choices(chosen, projects))
    vote.close(made.secretary, made.uuid)
    return people(made)


@remembered(lambda: ballot_factories.questions)
def taken_over(at: Place, **more: object) -> Counting:
    found = closed(at, **more)  # type: ignore[arg-type]
    with transaction():
        opening_actions.take_over(found.secretary, found.uuid)
    return found


@remembered(lambda: ballot_factories.questions)
def box_open(at: Place, **more: object) -> Counting:
    found = closed(at, **more)  # type: ignore[arg-type]
    count.open_box(found.uuid, found.hall.holders)
    return found


@remembered(lambda: ballot_factories.questions)
def counted(at: Place, **more: object) -> Counting:
    found = box_open(at, **more)
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    return found


@remembered(lambda: ballot_factories.questions)
def signed(at: Place, **more: object) -> Counting:
    found = counted(at, **more)
    count.sign(found.uuid, found.hall.holders)
    return found


@remembered(lambda: ballot_factories.questions)
def confirmed(at: Place, **more: object) -> Counting:
    found = signed(at, **more)
    count.step(found.uuid, "confirm", found.secretary, found.chair)
    return found


@remembered(lambda: ballot_factories.questions)
def announced(at: Place, **more: object) -> Counting:
    found = confirmed(at, **more)
    count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
    return found


def with_paper(found: Counting) -> Actor:
    """Add a place with paper behind the program's back, and return who looks at it."""
    with transaction():
        db.session.add(
            PaperPlace(ballot_uuid=found.uuid, jurisdiction_id=found.hall.place.id, name="主会场", expected=1)
        )
    return found.secretary
