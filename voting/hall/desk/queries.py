"""What the check-in desk shows: who was found, who is here, how many by delegation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voting.congress.attendance.queries import (
    DoorLine,
    Turnout,
    at_the_door,
    bears,
    meant_at_the_door,
    turnout,
)
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.steps.facts import facts_of
from voting.core import normalise
from voting.people.rules import Place

FOUND = 30
LISTED = 600
ONLY = ("", "absent", "present", "left")


@dataclass(frozen=True)
class DeskPage:
    """lines: who was found; more: whether there are others; q: what was looked for; only: which deputies are listed; wrong: why nothing was found, or empty."""

    place: Place
    meeting: Meeting
    turnout: Turnout
    quorum: int
    lines: tuple[DoorLine, ...]
    more: bool
    q: str
    only: str
    wrong: str


def desk_page(place: Place, meeting_id: int, q: str = "", only: str = "", wrong: str = "") -> DeskPage:
    """Return the check-in desk of a meeting."""
    meeting = meeting_of(place.id, meeting_id)
    only = only if only in ONLY else ""
    most = LISTED if only else FOUND
    lines = at_the_door(meeting, q, only, limit=most + 1) if q or only else ()
    return DeskPage(
        place=place,
        meeting=meeting,
        turnout=turnout(meeting),
        quorum=facts_of(place, meeting).quorum,
        lines=lines[:most],
        more=len(lines) > most,
        q=q,
        only=only,
        wrong=wrong,
    )


def find(place: Place, meeting: Meeting, text: str) -> tuple[DoorLine | None, tuple[DoorLine, ...]]:
    """Return the one deputy whom a scanned or typed text names in full, or None, and all whom it may mean.

    text: a badge's QR, a number or a whole name, which name one; a part of a name or its initials, which only may mean
    one. Errors: RuleBroken for nothing, for another place's badge, and where nobody is meant.
    """
    text, found = meant_at_the_door(meeting, text, place.code, limit=FOUND)
    numbered = [line for line in found if bears(line, text)]
    named = numbered or [line for line in found if normalise.same(line.name, text)]
    return (named[0] if len(named) == 1 else None), found


def figures(meeting: Meeting) -> dict[str, Any]:
    """Return the live figures of the door as JSON."""
    now = turnout(meeting)
    teams = [{"name": team.name, "due": team.due, "present": team.present} for team in now.teams]
    return {"due": now.due, "present": now.present, "absent": now.absent, "teams": teams}
