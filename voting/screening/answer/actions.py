"""Deeds of answers. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record, text_digest
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.people.rules import Actor
from voting.screening.answer.models import AnswerTemplate
from voting.screening.answer.rules import AnswerText
from voting.screening.merging.facts import Batch, batch_of
from voting.screening.suggestion.actions import note
from voting.screening.suggestion.facts import suggestion_of
from voting.screening.suggestion.rules import SUGGESTION, AnswerClass, SuggestionTurn, answer_to
from voting.screening.words import Field


@dataclass(frozen=True, kw_only=True)
class SuggestionsAnswered(Event):
    """text_sha256: of the text as it was written for all of them; the text itself stands with each suggestion."""

    name: ClassVar[str] = "screening:suggestion:answered"
    suggestions: tuple[int, ...]
    answer_class: str
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class TemplateKept(Event):
    name: ClassVar[str] = "screening:answer_template:kept"
    template: int
    answer_class: str


@dataclass(frozen=True, kw_only=True)
class TemplateRemoved(Event):
    name: ClassVar[str] = "screening:answer_template:removed"
    template: int


@dataclass(frozen=True, kw_only=True)
class NewAnswer:
    """An answer to one or many suggestions. text: may hold blanks; field: what they are about, None says nothing of it."""

    jurisdiction_id: int
    suggestion_ids: tuple[int, ...]
    answer_class: AnswerClass
    text: str
    elsewhere: str = ""
    field: Field | None = None


def answer(actor: Actor, new: NewAnswer) -> Batch:
    """Answer all of these that still wait, each in its own words where the text has blanks; return the batch.

    Errors: NotFound for anybody else's; WrongMoment when others have dealt with all of them; RuleBroken for none.
    """
    if not new.suggestion_ids:
        raise RuleBroken("请至少选一条建议。")
    batch = batch_of(new.jurisdiction_id, new.suggestion_ids)
    for number in batch.waiting:
        row = suggestion_of(new.jurisdiction_id, number)
        row.state = SUGGESTION.after(row.state, "answer")
        row.answer = answer_to(new.text, title=row.title, number=row.number)
        row.answer_class, row.elsewhere, row.answered_at = new.answer_class, new.elsewhere, now()
        row.field = new.field or row.field
        note(row, SuggestionTurn.ANSWERED)
    event = SuggestionsAnswered(
        suggestions=batch.waiting,
        answer_class=new.answer_class.value,
        text_sha256=text_digest(new.text),
    )
    record(event, actor, new.jurisdiction_id)
    return batch


def keep_template(actor: Actor, *, jurisdiction_id: int, text: AnswerText) -> AnswerTemplate:
    """Keep a text for later answers; one of the same title is replaced."""
    row = _titled(jurisdiction_id, text.title)
    if row is None:
        row = AnswerTemplate(
            jurisdiction_id=jurisdiction_id,
            title=text.title,
            answer_class=text.answer_class,
            text=text.text,
            elsewhere=text.elsewhere,
        )
        db.session.add(row)
        db.session.flush()
    row.answer_class, row.text, row.elsewhere = text.answer_class, text.text, text.elsewhere
    record(TemplateKept(template=row.id, answer_class=text.answer_class.value), actor, jurisdiction_id)
    return row


def remove_template(actor: Actor, *, jurisdiction_id: int, template_id: int) -> None:
    """Remove a kept text; answers that were given with it stay as they are."""
    row = db.session.get(AnswerTemplate, template_id)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这个模板。")
    db.session.delete(row)
    record(TemplateRemoved(template=template_id), actor, jurisdiction_id)


def _titled(jurisdiction_id: int, title: str) -> AnswerTemplate | None:
    asked = select(AnswerTemplate).where(
        AnswerTemplate.jurisdiction_id == jurisdiction_id, AnswerTemplate.title == title
    )
    return db.session.scalar(asked)
