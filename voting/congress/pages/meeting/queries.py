"""What the pages of one meeting show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from voting.congress.documents.queries import PaperLine, paper_lines
from voting.congress.leave_of_absence.facts import officers_away
from voting.congress.meeting.facts import acts_of, meeting_of, plenary_of, twin_of
from voting.congress.meeting.models import Appointment, Meeting
from voting.congress.meeting.rules import OVER, MeetingState, PlenaryState, list_open, usual_items
from voting.congress.pages.meeting.candidates import Nominated, nominated
from voting.congress.place.rules import Body
from voting.congress.rule_set.facts import rules_saved
from voting.congress.steps.facts import Facts, facts_of, missing_before
from voting.congress.term.facts import logins_of
from voting.congress.term.models import Deputy, Term
from voting.core.db import db
from voting.core.lifecycle import Missing, Progress, progress
from voting.people.models import Account, Grant
from voting.people.rules import Place, Role

ORDER = ("confirm_quorum", "adopt_method", "adopt_scrutineers")


@dataclass(frozen=True)
class PostLine:
    """Somebody put forward for a post.

    login: what he types to sign in, None without an account; away: why he is not in the hall (a message id), else empty.
    """

    id: int
    post: str
    name: str
    login: str | None
    away: str


@dataclass(frozen=True)
class StepLine:
    """A step of the meeting's own life. state: done, now or later."""

    step: str
    state: Progress
    missing: tuple[Missing, ...]
    hands: tuple[int, int, int] | None
    at: datetime | None
    note: str


@dataclass(frozen=True)
class MeetingPage:
    """The set-up of a meeting. agenda: its items; may_plan: place, days and agenda may still be changed.

    rules_saved: somebody has set the rules of its year; nominated: how far its list of candidates has come, None for a
    meeting that is no session of the congress; usual: what such a meeting usually deals with and is not on its agenda.
    """

    place: Place
    meeting: Meeting
    facts: Facts
    term: int
    posts: tuple[PostLine, ...]
    steps: tuple[StepLine, ...]
    list_open: bool
    rehearsal_id: int | None
    real_id: int | None
    papers: tuple[PaperLine, ...]
    rules_saved: bool
    nominated: Nominated | None
    agenda: tuple[str, ...]
    may_plan: bool
    usual: tuple[str, ...]

    @property
    def prints_paper(self) -> bool:
        """Tell whether the paper ballots can be printed: the list is decided, and the rules use paper."""
        return self.uses_paper and self.nominated is not None and self.nominated.decided

    @property
    def uses_paper(self) -> bool:
        return self.facts.rules is not None and self.facts.rules.paper_allowed


def step_lines(place: Place, meeting: Meeting) -> tuple[StepLine, ...]:
    """Return the meeting's own steps: what is done, what is next, and what stands before it."""
    latest = {act.step: act for act in acts_of(meeting.id)}
    opened = plenary_of(meeting).state is not PlenaryState.CONVENED
    order = list(MeetingState)
    adopted = order.index(meeting.state)
    steps = (MeetingState.METHOD_ADOPTED, MeetingState.SCRUTINEERS_ADOPTED)
    done = [opened, *(adopted >= order.index(state) for state in steps)]
    at = done.index(False) if False in done else len(ORDER)
    lines = []
    for index, step in enumerate(ORDER):
        state = Progress.DONE if done[index] else progress(index, at)
        act = latest.get(step) if state is Progress.DONE else None
        hands = None
        if act is not None and act.approve is not None:
            hands = (act.approve, act.oppose or 0, act.abstain or 0)
        missing = () if state is Progress.DONE else tuple(missing_before(place, meeting, step))
        lines.append(StepLine(step, state, missing, hands, act.at if act else None, act.note if act else ""))
    return tuple(lines)


def meeting_page(place: Place, meeting_id: int) -> MeetingPage:
    """Return the set-up of a meeting and what is still missing before each step."""
    meeting = meeting_of(place.id, meeting_id)
    twin = twin_of(meeting)
    twin_id = twin.id if twin is not None else None
    agenda = tuple((meeting.agenda or "").splitlines())
    return MeetingPage(
        place=place,
        meeting=meeting,
        facts=facts_of(place, meeting),
        term=db.session.get_one(Term, meeting.term_id).number,
        posts=post_lines(meeting),
        steps=step_lines(place, meeting),
        list_open=list_open(meeting.state),
        rehearsal_id=None if meeting.rehearsal else twin_id,
        real_id=twin_id if meeting.rehearsal else None,
        papers=paper_lines(place, meeting.id),
        rules_saved=rules_saved(place.id, meeting.year),
        nominated=nominated(place, meeting.year) if meeting.body is Body.CONGRESS else None,
        agenda=agenda,
        may_plan=meeting.state not in OVER,
        usual=tuple(one for one in usual_items(meeting.body, meeting.year) if one not in agenda),
    )


def post_lines(meeting: Meeting) -> tuple[PostLine, ...]:
    """Return who is put forward for which post."""
    asked = select(Appointment).where(Appointment.meeting_id == meeting.id)
    rows = db.session.scalars(asked.order_by(Appointment.post, Appointment.id)).all()
    logins = logins_of([row.account_id for row in rows if row.account_id is not None])
    away = {one.account_id: one.why for one in officers_away(meeting)}
    return tuple(
        PostLine(
            row.id, row.post, row.name, logins.get(row.account_id or 0), away.get(row.account_id or 0, "")
        )
        for row in rows
    )


def accounts_for_posts(place: Place, meeting_id: int) -> list[tuple[int, str]]:
    """Return the accounts that may hold a post: scrutineers and tellers of the place, deputies of the meeting's term."""
    meeting = meeting_of(place.id, meeting_id)
    asked = (
        select(Account.id, Account.name, Account.login)
        .join(Grant, Grant.account_id == Account.id)
        .outerjoin(Deputy, Deputy.id == Account.deputy_id)
        .where(
            Account.jurisdiction_id == meeting.jurisdiction_id,
            Account.closed.is_(False),
            or_(Account.deputy_id.is_(None), Deputy.term_id == meeting.term_id),
            Grant.role.in_([Role.SCRUTINEER, Role.TELLER, Role.DEPUTY]),
        )
        .distinct()
        .order_by(Account.login)
    )
    return [(row.id, f"{row.name}（{row.login}）") for row in db.session.execute(asked)]
