"""What waits in screening, of every year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from voting.confirmation.facts import waiting
from voting.confirmation.models import Confirmation
from voting.confirmation.queries import never_second
from voting.congress.rule_set.facts import rule_set
from voting.core.clock import day_of, today
from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.people.rules import COLLECTING, Actor, Place
from voting.people.to_do import ToDo
from voting.screening.call.models import Call
from voting.screening.call.rules import CALL, CallState
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.shortlist.models import CandidateList, ListApproval
from voting.screening.shortlist.rules import (
    FREEZE,
    SHORTLIST,
    ApprovalKind,
    ListDecision,
    ShortlistState,
    missing_before_decide_list,
    missing_before_name_preliminary,
    missing_before_review_list,
    recorders,
)
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState
from voting.screening.words import ROOM

ROLES = COLLECTING | FREEZE.confirm
States = list[ProjectState]
AFTER: Mapping[ShortlistState, tuple[str, ApprovalKind, Callable[[States, int], list[Missing]]]] = {
    ShortlistState.DRAFTED: ("name_preliminary", ApprovalKind.EXECUTIVE, missing_before_name_preliminary),
    ShortlistState.NOMINATED: ("review_list", ApprovalKind.REVIEW, missing_before_review_list),
    ShortlistState.REVIEWED: ("decide_list", ApprovalKind.DECISION, missing_before_decide_list),
}


def to_dos(place: Place, actor: Actor) -> list[ToDo]:
    """Return what waits in screening here; six queries, and one for each year whose list is not begun."""
    counted = select(Project.year, Project.state, func.count()).where(Project.jurisdiction_id == place.id)
    projects: dict[int, Counter[ProjectState]] = {}
    for year, state, count in db.session.execute(counted.group_by(Project.year, Project.state)):
        projects.setdefault(year, Counter())[state] = count
    lists = list(db.session.scalars(select(CandidateList).where(CandidateList.jurisdiction_id == place.id)))
    asked = waiting(place.id, (FREEZE,))
    entered = {int(row.subject) for row in asked}
    return [
        *_of_calls(place),
        *_of_suggestions(place),
        *_of_projects(projects),
        *_of_lists(
            place,
            [row for row in lists if row.year not in entered],
            {year: states for year, states in projects.items() if year not in entered},
        ),
        *_of_freezes(actor, asked),
    ]


def _of_freezes(actor: Actor, asked: Sequence[Confirmation]) -> Iterator[ToDo]:
    """Yield the lists that wait for a second person."""
    for row in asked:
        yield ToDo(
            kind=FREEZE.name,
            subject=row.subject,
            room=ROOM,
            year=int(row.subject),
            what=N_("第二人确认候选名单定稿"),
            endpoint="screening.shortlist_page",
            args={"year": int(row.subject)},
            roles=FREEZE.confirm,
            never=never_second(actor, row),
            since=day_of(row.asked_at),
        )


def _of_calls(place: Place) -> Iterator[ToDo]:
    asked = select(Call).where(Call.jurisdiction_id == place.id, Call.state != CallState.CLOSED)
    for row in db.session.scalars(asked):
        step, at = (
            ("open_call", row.opens_on) if row.state is CallState.DRAFTED else ("close_call", row.closes_on)
        )
        if step == "close_call" and at >= today():
            continue
        yield ToDo(
            kind="screening:call",
            subject=str(row.id),
            room=ROOM,
            year=row.year,
            what=CALL.step_words[step],
            endpoint="screening.calls",
            roles=COLLECTING,
            due_on=at,
        )


def _of_suggestions(place: Place) -> Iterator[ToDo]:
    asked = (
        select(Suggestion.year, func.count(), func.min(Suggestion.submitted_at))
        .where(Suggestion.jurisdiction_id == place.id, Suggestion.state == SuggestionState.SUBMITTED)
        .group_by(Suggestion.year)
    )
    for year, count, first in db.session.execute(asked):
        yield ToDo(
            kind="screening:suggestions",
            subject=str(year),
            room=ROOM,
            year=year,
            what=N_("梳理 %(count)s 条建议：归并、转办或者答复不予采纳"),
            values={"count": count},
            endpoint="screening.inbox",
            args={"year": year, "state": SuggestionState.SUBMITTED.value},
            roles=COLLECTING,
            since=day_of(first),
        )


def _of_projects(projects: Mapping[int, Counter[ProjectState]]) -> Iterator[ToDo]:
    for year, states in projects.items():
        if states[ProjectState.FORMED]:
            yield ToDo(
                kind="screening:projects",
                subject=str(year),
                room=ROOM,
                year=year,
                what=N_("论证 %(count)s 个项目：通过论证或者列入储备"),
                values={"count": states[ProjectState.FORMED]},
                endpoint="screening.board",
                args={"year": year},
                roles=COLLECTING,
            )


def _of_lists(
    place: Place, lists: list[CandidateList], projects: Mapping[int, Counter[ProjectState]]
) -> Iterator[ToDo]:
    """Yield the next link in the chain of approvals of each list, once nothing stands before it."""
    begun, since = {row.year: row for row in lists}, _last_approvals(place)
    for year, states in projects.items():
        row = begun.get(year)
        state = row.state if row else ShortlistState.DRAFTED
        if state not in AFTER:
            continue
        step, kind, missing = AFTER[state]
        seats = row.seats if row else rule_set(place, year).seats
        if not missing(list(states.elements()), seats):
            yield ToDo(
                kind="screening:list",
                subject=f"{year}:{step}",
                room=ROOM,
                year=year,
                what=SHORTLIST.step_words[step],
                endpoint="screening.shortlist_page",
                args={"year": year},
                roles=recorders(kind),
                since=since.get(row.id) if row else None,
            )


def _last_approvals(place: Place) -> dict[int, date]:
    """Return list id -> the day of the newest approval that stands."""
    asked = (
        select(ListApproval.shortlist_id, func.max(ListApproval.decided_on))
        .join(CandidateList, CandidateList.id == ListApproval.shortlist_id)
        .where(
            CandidateList.jurisdiction_id == place.id,
            ListApproval.withdrawn.is_(False),
            ListApproval.decision == ListDecision.PASSED,
        )
        .group_by(ListApproval.shortlist_id)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}
