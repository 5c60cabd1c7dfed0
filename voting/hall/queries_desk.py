"""What the check-in desk shows: who was found, who is here, how many by delegation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voting.congress.badge import read_badge
from voting.congress.missing import facts_of
from voting.congress.models import Meeting
from voting.congress.queries import meeting_of
from voting.congress.queries_meeting import DoorLine, Turnout, at_the_door, turnout
from voting.core.errors import RuleBroken
from voting.people.rules import Place

RECENT = 30
ONLY = ("", "absent", "present", "left")


@dataclass(frozen=True)
class DeskPage:
    """q: what was looked for; only: which deputies are listed; wrong: why nothing was found, or empty."""

    place: Place
    meeting: Meeting
    turnout: Turnout
    quorum: int
    lines: tuple[DoorLine, ...]
    q: str
    only: str
    wrong: str


def desk_page(place: Place, meeting_id: int, q: str = "", only: str = "", wrong: str = "") -> DeskPage:
    """Return the check-in desk of a meeting."""
    meeting = meeting_of(place.id, meeting_id)
    only = only if only in ONLY else ""
    lines = at_the_door(meeting, q, only, limit=RECENT) if q or only else ()
    quorum = facts_of(place, meeting).quorum
    return DeskPage(place, meeting, turnout(meeting), quorum, lines, q, only, wrong)


def find(place: Place, meeting: Meeting, text: str) -> tuple[DoorLine, ...]:
    """Return whom a scanned or typed text means: one deputy, or several to choose from.

    text: a badge's QR, a number, a name or the initials of one. Errors: RuleBroken for nothing, for another place's badge, and where nobody is meant.
    """
    text = text.strip()
    if not text:
        raise RuleBroken("请扫描代表证，或输入证号、姓名、拼音首字母。")
    badge = read_badge(text)
    if badge is not None:
        if badge[0] != place.code:
            raise RuleBroken("这张代表证属于其他地方的人民代表大会（%(code)s）。", code=badge[0])
        text = badge[1]
    found = at_the_door(meeting, text, limit=RECENT)
    exact = tuple(line for line in found if line.number == text)
    if not found:
        raise RuleBroken("没有找到“%(text)s”，请核对证号或姓名。", text=text)
    return exact or found


def figures(meeting: Meeting) -> dict[str, Any]:
    """Return the live figures of the door as JSON."""
    now = turnout(meeting)
    teams = [{"name": team.name, "due": team.due, "present": team.present} for team in now.teams]
    return {"due": now.due, "present": now.present, "absent": now.absent, "teams": teams}
