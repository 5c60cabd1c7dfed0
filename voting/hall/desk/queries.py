"""What the check-in desk shows: who was found, who is here, how many by delegation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voting.ballot.figures.rules import BallotFigures
from voting.ballot.roll.facts import with_token
from voting.congress.attendance.queries import DoorLine, at_the_door
from voting.congress.ballot_rules.rules import from_document
from voting.congress.leave_of_absence.facts import on_leave
from voting.congress.leave_of_absence.queries import TeamLeave, leaves_of
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.hall.course.facts import State, TeamShown, state_of
from voting.people.rules import Place

FOUND = 30
LISTED = 600
UNDRAWN = "undrawn"
ONLY = ("", "absent", "present", "left", UNDRAWN)


@dataclass(frozen=True)
class DeskPage:
    """figures: of the ballot at hand, or of the door; fixed: they stand as at its close; votes: tokens are drawn now.

    lines: who was found; more: whether there are others; q: what was looked for; only: which deputies are listed; wrong: why nothing was found, or empty.
    gives_paper: UUID of the ballot for which paper is given out now, else empty. leaves: who asked for leave, by delegation; on_leave: the ids of whom it stands.
    drawn: the ids of who holds a token that may be lost now; losses: UUID of the ballot on whose page that is recorded.
    """

    place: Place
    meeting: Meeting
    figures: BallotFigures
    quorum: int
    teams: tuple[TeamShown, ...]
    fixed: bool
    votes: bool
    gives_paper: str
    lines: tuple[DoorLine, ...]
    more: bool
    q: str
    only: str
    wrong: str
    leaves: tuple[TeamLeave, ...]
    on_leave: frozenset[int]
    drawn: frozenset[int]
    losses: str | None


def desk_page(place: Place, meeting_id: int, q: str = "", only: str = "", wrong: str = "") -> DeskPage:
    """Return the check-in desk of a meeting."""
    meeting = meeting_of(place.id, meeting_id)
    only = only if only in ONLY else ""
    most = LISTED if only else FOUND
    state = state_of(place, meeting)
    lines = listed(state, q, only, most + 1)
    return DeskPage(
        place=place,
        meeting=meeting,
        figures=state.figures,
        quorum=state.quorum,
        teams=state.teams,
        fixed=state.fixed,
        votes=state.drawing is not None,
        gives_paper=gives_paper(state),
        lines=lines[:most],
        more=len(lines) > most,
        q=q,
        only=only,
        wrong=wrong,
        leaves=tuple(team for team in leaves_of(meeting) if team.standing),
        on_leave=on_leave(meeting),
        drawn=with_token(*(one.ballot.uuid for one in state.together)) if state.drawing else frozenset(),
        losses=state.drawing.uuid if state.drawing else None,
    )


def gives_paper(state: State) -> str:
    """Return the UUID of the ballot for which paper may be given out now; empty where none is."""
    now = state.drawing
    return now.uuid if now is not None and from_document(now.rules).paper_allowed else ""


def listed(state: State, q: str, only: str, limit: int) -> tuple[DoorLine, ...]:
    """Return the deputies whom the desk lists. only: a list by presence, or who is here and has drawn nothing."""
    if only == UNDRAWN:
        return state.undrawn()[:limit]
    return at_the_door(state.meeting, q, only, limit=limit) if q or only else ()


def figures(place: Place, meeting: Meeting) -> dict[str, Any]:
    """Return the live figures of the desk as JSON, those of every other screen."""
    state = state_of(place, meeting)
    now = state.figures
    teams = [{"name": team.name, "due": team.due, "present": team.present} for team in state.teams]
    heads = {"due": now.due, "present": now.present, "absent": now.absent, "on_leave": now.on_leave}
    return heads | {"here": now.here, "teams": teams}
