"""Deeds at the start of a commitment: take in the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.confirmation.actions import lapse
from voting.confirmation.facts import waiting
from voting.congress.ballot_rules.choices import Kind
from voting.congress.place.facts import now_answering
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotAllowed, RuleBroken
from voting.people.rules import Actor
from voting.screening.handover import project_text
from voting.supervision.commitment.models import Commitment, SubItem, milestone_of
from voting.supervision.commitment.rules import ACCEPTANCE
from voting.supervision.handover import VotedText, read_voted
from voting.tally.handover import Outcome, OutcomeLine


@dataclass(frozen=True, kw_only=True)
class OutcomeTakenIn(Event):
    name: ClassVar[str] = "supervision:outcome:taken_in"
    ballot: str
    year: int
    commitments: tuple[int, ...]


def take_in(actor: Actor, outcome: Outcome) -> list[Commitment]:
    """Turn the chosen lines of an announced outcome into commitments; the same outcome twice adds nothing.

    Errors: RuleBroken for an evaluation (that is taken in by `evaluation.actions`), NotAllowed for another
    place's outcome.
    """
    if outcome.kind is Kind.EVALUATE:
        raise RuleBroken("这是满意度测评的结果，不产生项目。")
    if outcome.jurisdiction_id != actor.jurisdiction_id:
        raise NotAllowed("这不是本级人民代表大会的票决结果。")
    known = set(
        db.session.scalars(
            select(Commitment.project_id).where(
                Commitment.jurisdiction_id == outcome.jurisdiction_id, Commitment.year == outcome.year
            )
        )
    )
    new = [take_line(outcome, line) for line in outcome.lines if line.chosen and line.project_id not in known]
    if new:
        ids = tuple(commitment.id for commitment in new)
        event = OutcomeTakenIn(ballot=outcome.ballot_uuid, year=outcome.year, commitments=ids)
        record(event, actor, outcome.jurisdiction_id)
    return new


def take_line(outcome: Outcome, line: OutcomeLine) -> Commitment:
    """Make the commitment of one chosen line, with the milestones and sub-items of the voted text."""
    voted = read_voted(project_text(line.project_id), outcome.year)
    commitment = Commitment(
        jurisdiction_id=outcome.jurisdiction_id,
        year=outcome.year,
        project_id=line.project_id,
        ballot_uuid=outcome.ballot_uuid,
        ordinal=line.ordinal,
        title=line.title,
        summary=voted.summary,
        text_sha256=line.text_sha256,
        lead_unit=voted.lead_unit,
        voted_target=voted.target,
        voted_fen=voted.planned_fen,
        voted_due_on=voted.due_on,
        target=voted.target,
        planned_fen=voted.planned_fen,
        due_on=voted.due_on,
        taken_at=now(),
        unit_id=now_answering(outcome.jurisdiction_id, voted.lead_unit_id),
    )
    db.session.add(commitment)
    db.session.flush()
    add_parts(commitment, voted)
    return commitment


def add_parts(commitment: Commitment, voted: VotedText) -> None:
    """Add the voted milestones and sub-items; plan number 0 stands for the vote."""
    for ordinal, step in enumerate(voted.steps, 1):
        db.session.add(milestone_of(commitment, ordinal, step, since_plan=0))
    for ordinal, part in enumerate(voted.parts, 1):
        db.session.add(
            SubItem(
                jurisdiction_id=commitment.jurisdiction_id,
                commitment_id=commitment.id,
                ordinal=ordinal,
                title=part.title,
                quantity=part.quantity,
                measure=part.measure,
                unit_name=part.unit_name,
                place=part.place,
            )
        )
    db.session.flush()


def drop_result(actor: Actor, commitment: Commitment) -> None:
    """Let a result lapse that waits for its second person: it was found in work that has changed. Part of the deed that changed it."""
    for row in waiting(commitment.jurisdiction_id, (ACCEPTANCE,), str(commitment.id)):
        lapse(actor, row)
