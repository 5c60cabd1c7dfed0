"""A meeting in every moment of its sitting, with the people at the console."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import account, check_in, deputies, meeting, sign_in, term
from tests.remembered import remembered
from voting.congress.meeting.actions import NewAppointment, appoint
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.congress.place.rules import Post
from voting.congress.term.models import Deputy
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role


@dataclass
class Console:
    """A meeting, its console on two devices, and its deputies."""

    place: Place
    meeting_id: int
    staff: Actor
    chair: Actor
    first: FlaskClient
    second: FlaskClient
    deputies: list[int]

    @property
    def url(self) -> str:
        return f"/j/{self.place.code}/hall/meetings/{self.meeting_id}"

    @property
    def meeting(self) -> Meeting:
        db.session.rollback()
        return meeting_of(self.place.id, self.meeting_id)

    def step(self, name: str, **form: str) -> int:
        return self.first.post(f"{self.url}/steps/{name}", data=form).status_code

    def ask(self, name: str, **form: str) -> int:
        return self.first.post(f"{self.url}/requests/{name}", data=form).status_code

    def request_url(self, request_id: int, deed: str) -> str:
        return f"/j/{self.place.code}/hall/requests/{request_id}/{deed}"

    def page(self) -> str:
        answer = self.first.get(f"{self.url}/console")
        assert answer.status_code == 200
        return answer.text


@dataclass(frozen=True)
class Convened:
    """What a console rests on."""

    meeting_id: int
    staff: Actor
    chair: Actor
    rows: list[Deputy]


@remembered()
def convened(at: Place, people: int, here: int, *, rehearsal: bool) -> Convened:
    in_term = term(at)
    rows = deputies(at, people, in_term=in_term, delegations=2)
    row = meeting(at, in_term=in_term, rehearsal=rehearsal)
    check_in(row, rows[:here])
    staff, chair = account(at, Role.STAFF), account(at, Role.CHAIR)
    posts = [(Post.CHIEF_SCRUTINEER, Role.SCRUTINEER)] + [(Post.SCRUTINEER, Role.SCRUTINEER)] * 2
    posts += [(Post.CHIEF_TELLER, Role.TELLER), (Post.TELLER, Role.TELLER)]
    with_accounts = [(post, account(at, role)) for post, role in posts]
    with transaction():
        for post, actor in with_accounts:
            new = NewAppointment(post=post, name=actor.name, account_id=actor.account_id)
            appoint(staff, meeting_id=row.id, new=new)
    return Convened(row.id, staff, chair, rows)


def console(app: Flask, at: Place, *, people: int = 4, here: int = 4, rehearsal: bool = False) -> Console:
    """A draft meeting with its posts filled; `here` of `people` deputies are checked in."""
    made = convened(at, people, here, rehearsal=rehearsal)
    return console_for(app, at, made)


def console_of(app: Flask, at: Place, meeting_id: int, rows: Sequence[Deputy]) -> Console:
    """A meeting's console on two devices, of a member of staff and of the chair."""
    made = Convened(meeting_id, account(at, Role.STAFF), account(at, Role.CHAIR), list(rows))
    return console_for(app, at, made)


def console_for(app: Flask, at: Place, made: Convened) -> Console:
    """Sign both in, each at a device of his own."""
    return Console(
        place=at,
        meeting_id=made.meeting_id,
        staff=made.staff,
        chair=made.chair,
        first=sign_in(app.test_client(), made.staff),
        second=sign_in(app.test_client(), made.chair),
        deputies=[row.id for row in made.rows],
    )


def put(made: Console, state: MeetingState) -> None:
    """Put the meeting into a state."""
    with transaction():
        meeting_of(made.place.id, made.meeting_id).state = state
