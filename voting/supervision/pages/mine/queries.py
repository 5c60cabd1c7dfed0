"""What the pages of a unit's own page show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Actor, Place
from voting.supervision.acceptance.facts import missing_of_figures
from voting.supervision.change.facts import awaiting_revision
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT, CommitmentState
from voting.supervision.finding.models import Finding
from voting.supervision.finding.rules import FINDING, FindingState
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.light.facts import holding_for, rules_of
from voting.supervision.light.rules import BEHIND, Thresholds
from voting.supervision.opinion.queries import OpinionRow, opinions_to_answer
from voting.supervision.pages.board.listing import Found, page_of
from voting.supervision.pages.board.queries import BoardRow, board_row
from voting.supervision.report.facts import Loaded, load
from voting.supervision.report.owed import due_day, months_owed, overdue

PER_PAGE, MOST = 20, 30


@dataclass(frozen=True)
class MineRow:
    """One project of the unit. report_month: the oldest that is missing, None when all are in; owed_too: those after it.

    reported: months that are in and may be corrected; may_repeat: last month's figures may be sent again.
    """

    board: BoardRow
    report_month: int | None
    report_due_on: date | None
    overdue: Sequence[int]
    owed_too: Sequence[int]
    reported: Sequence[int]
    may_repeat: bool
    may_plan: bool
    revises: bool
    may_deliver: bool
    may_withdraw: bool
    may_change: bool


@dataclass(frozen=True)
class ToAnswer:
    """A finding or letter that waits for the unit."""

    id: int
    commitment_id: int
    title: str
    text: str
    due_on: date
    overdue: bool
    word: str


@dataclass(frozen=True)
class MinePage:
    """The unit's projects, a page at a time. findings, letters: the first MOST of each; more: how many stand behind them."""

    place: Place
    unit: str
    found: Found
    rows: Sequence[MineRow]
    findings: Sequence[ToAnswer]
    letters: Sequence[ToAnswer]
    opinions: Sequence[OpinionRow]
    more: int


def mine_row(work: Loaded, rules: Sequence[Thresholds], *, revises: bool) -> MineRow:
    """Return one of the unit's projects with what may be done now; revises: its plan waits for a revision.

    rules: the place's thresholds, newest first.
    """
    owed, state = months_owed(work), work.row.state
    month = owed[0] if owed else None
    due_on = due_day(work.row.year, month) if month else None
    return MineRow(
        board=board_row(work),
        report_month=month,
        report_due_on=due_on,
        overdue=overdue(work),
        owed_too=owed[1:],
        reported=sorted(work.versions, reverse=True) if COMMITMENT.steps_from(state) else (),
        may_repeat=month is not None and may_repeat(work, month, rules),
        may_plan=state is CommitmentState.ASSIGNED or COMMITMENT.may(state, "revise_plan"),
        revises=revises,
        may_deliver=state is CommitmentState.UNDER_WAY and not missing_of_figures(work.progress, work.still),
        may_withdraw=COMMITMENT.may(state, "withdraw_delivery"),
        may_change=any(COMMITMENT.may(state, step) for step in ("adjust", "resume", "terminate")),
    )


def may_repeat(work: Loaded, month: int, rules: Sequence[Thresholds]) -> bool:
    """Tell whether a month may be reported by one tap: there are figures before it, and with them the work is not behind."""
    if min(work.versions, default=month) >= month:
        return False
    by = holding_for(rules, work.row.year, month)
    return work.reading_with(month, work.progress_by(month - 1), (), by).light not in BEHIND


def to_answer(row: Finding | FollowUp, title: str, text: str, word: str) -> ToAnswer:
    """Return a finding or letter as the list of what waits shows it."""
    return ToAnswer(row.id, row.commitment_id, title, text, row.due_on, row.due_on < today(), word)


def unit_name(actor: Actor) -> str:
    """Return the name of the unit that the person reports for; empty when there is none."""
    unit = db.session.get(Unit, actor.unit_id) if actor.unit_id else None
    return unit.name if unit else ""


def mine_page(place: Place, actor: Actor, number: int) -> MinePage:
    """Return a page of the projects of the person's unit, newest year first, with what waits for an answer."""
    mine = (Commitment.jurisdiction_id == place.id, Commitment.unit_id == actor.unit_id)
    found = page_of(select(Commitment.id).where(*mine), number, PER_PAGE)
    works = load(Commitment.id.in_(found.ids), figures_only=True)
    revising = awaiting_revision(place.id, found.ids)
    findings, letters = open_findings(place, actor), open_letters(place, actor)
    rules = rules_of(place.id)
    return MinePage(
        place=place,
        unit=unit_name(actor),
        found=found,
        rows=[mine_row(work, rules, revises=work.row.id in revising) for work in works],
        findings=findings[:MOST],
        letters=letters[:MOST],
        opinions=opinions_to_answer(place, actor.unit_id),
        more=max(0, len(findings) - MOST) + max(0, len(letters) - MOST),
    )


def open_findings(place: Place, actor: Actor) -> list[ToAnswer]:
    """Return the findings that the person's unit must answer or mend, the most urgent first."""
    asked = (
        select(Finding, Commitment.title)
        .join(Commitment, Commitment.id == Finding.commitment_id)
        .where(
            Finding.jurisdiction_id == place.id,
            Finding.unit_id == actor.unit_id,
            Finding.state.in_((FindingState.RAISED, FindingState.ANSWERED)),
        )
        .order_by(Finding.due_on, Finding.id)
    )
    return [
        to_answer(row, title, row.title, FINDING.words[row.state]) for row, title in db.session.execute(asked)
    ]


def open_letters(place: Place, actor: Actor) -> list[ToAnswer]:
    """Return the letters that the person's unit must answer, the most urgent first."""
    asked = (
        select(FollowUp, Commitment.title)
        .join(Commitment, Commitment.id == FollowUp.commitment_id)
        .where(
            FollowUp.jurisdiction_id == place.id,
            FollowUp.unit_id == actor.unit_id,
            FollowUp.answered_at.is_(None),
        )
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    return [to_answer(row, title, row.text, "") for row, title in db.session.execute(asked)]
