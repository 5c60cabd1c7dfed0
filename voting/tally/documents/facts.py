"""Shared reads of the official documents, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from voting.congress.attendance.facts import members
from voting.congress.documents.contents import Appointed, Seated
from voting.congress.documents.papers import Badge
from voting.congress.documents.rules import is_by_strokes
from voting.congress.meeting.models import Appointment, Meeting, MeetingAct
from voting.congress.place.rules import Post
from voting.congress.term.badge import badge_text
from voting.congress.term.models import Delegation
from voting.core.db import db
from voting.core.strokes import in_stroke_order
from voting.people.rules import Place
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import ANNOUNCED, TallyState

POSTS = {
    Post.CHIEF_SCRUTINEER: "总监票人",
    Post.SCRUTINEER: "监票人",
    Post.CHIEF_TELLER: "总计票人",
    Post.TELLER: "计票人",
}


def documents_of(run: TallyRun, *, told: bool) -> tuple[str, ...]:
    """Return the names of the documents that can be had now; told: by a reader who may know the votes.

    Proclamation and decision tell none and are for everybody.
    """
    names = []
    if told:
        names += ["issue_report", "count_report"]
        if run.state in ANNOUNCED | {TallyState.CONFIRMED}:
            names += ["presidium_confirmation", "result"]
    if run.is_announced:
        names += ["proclamation", "resolution"]
    return tuple(names)


LIST_ADOPTED = ("adopt_scrutineers", "withdraw_scrutineers")
"""Acts that make the list of scrutineers one, and a draft again."""


def hands_of(meeting_id: int) -> tuple[int, int, int] | None:
    """Return the show of hands that adopted the list of scrutineers, None before it or where none was counted."""
    asked = select(MeetingAct).where(MeetingAct.meeting_id == meeting_id)
    acts = [act for act in db.session.scalars(asked.order_by(MeetingAct.id)) if act.step in LIST_ADOPTED]
    if not acts or acts[-1].step != LIST_ADOPTED[0] or acts[-1].approve is None:
        return None
    return acts[-1].approve, acts[-1].oppose or 0, acts[-1].abstain or 0


def appointed(meeting_id: int, order: str) -> Sequence[Appointed]:
    """Return who was appointed, by post, in the order that the paper names."""
    asked = select(Appointment).where(Appointment.meeting_id == meeting_id)
    rows = list(db.session.scalars(asked.order_by(Appointment.id)))
    if is_by_strokes(order):
        rows = in_stroke_order(rows, lambda row: row.name)
    posts = list(POSTS)
    rows.sort(key=lambda row: posts.index(row.post))
    return [Appointed(post=POSTS[row.post], name=row.name) for row in rows]


def seated(meeting: Meeting, *, by_strokes: bool) -> list[Seated]:
    """Return the members of the body that meets, by delegation in the order chosen, then by number or surname."""
    asked = select(Delegation).where(Delegation.term_id == meeting.term_id)
    teams = {row.id: row for row in db.session.scalars(asked)}
    rows = sorted(members(meeting), key=lambda one: one.number)
    if by_strokes:
        rows = in_stroke_order(rows, lambda one: one.name)
    rows.sort(key=lambda one: teams[one.delegation_id].ordinal)
    return [Seated(delegation=teams[row.delegation_id].name, name=row.name) for row in rows]


def badges_of(place: Place, meeting: Meeting) -> list[Badge]:
    asked = select(Delegation.id, Delegation.name).where(Delegation.term_id == meeting.term_id)
    teams: dict[int, Any] = {row[0]: row[1] for row in db.session.execute(asked)}
    return [
        Badge(
            number=one.number,
            name=one.name,
            delegation=str(teams[one.delegation_id]),
            content=badge_text(place.code, one.number),
        )
        for one in members(meeting)
    ]
