"""What pages show of special inquiries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.congress.place.models import Unit
from voting.core.db import db
from voting.people.rules import Place
from voting.supervision.inquiry.models import InquiryQuestion


@dataclass(frozen=True)
class QuestionRow:
    """A question and what was answered. promise_id: of the promise, None where there is none."""

    unit: str
    text: str
    reply: str
    promise_id: int | None


def questions_of(place: Place, activity_ids: Sequence[int]) -> Mapping[int, Sequence[QuestionRow]]:
    """Return activity id -> its questions in their order; one query for any number of activities."""
    asked = (
        select(InquiryQuestion, Unit.name)
        .join(Unit, Unit.id == InquiryQuestion.unit_id)
        .where(InquiryQuestion.jurisdiction_id == place.id, InquiryQuestion.activity_id.in_(activity_ids))
        .order_by(InquiryQuestion.id)
    )
    found: dict[int, list[QuestionRow]] = {one: [] for one in activity_ids}
    for row, unit in db.session.execute(asked):
        found[row.activity_id].append(QuestionRow(unit, row.text, row.reply, row.promise_id))
    return found
