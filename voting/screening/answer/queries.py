"""What the pages of answers show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.screening.answer.models import AnswerTemplate
from voting.screening.answer.rules import USUAL, AnswerText
from voting.screening.likeness.facts import InboxRow, inbox_row, rows_by_id
from voting.screening.suggestion.rules import ANSWER_WORDS, SUGGESTION


@dataclass(frozen=True)
class TemplateChoice:
    """A text that may be chosen. key: `kept-3` or `usual-0`; id: of a kept one, None for the program's own."""

    key: str
    id: int | None
    text: AnswerText
    word: str


@dataclass(frozen=True)
class AnswersPage:
    """Suggestions to be answered together. waiting: of the chosen; taken: those that somebody has dealt with."""

    place: Place
    waiting: tuple[InboxRow, ...]
    taken: tuple[InboxRow, ...]
    choices: tuple[TemplateChoice, ...]
    chosen: str


@dataclass(frozen=True)
class TemplatesPage:
    """The texts that a place answers with."""

    place: Place
    choices: tuple[TemplateChoice, ...]


def answers_page(place: Place, ids: Sequence[int], chosen: str) -> AnswersPage:
    """Return the page that answers these suggestions; raise NotFound for another place's, and for none."""
    rows = rows_by_id(place, ids)
    if not ids or set(ids) - set(rows):
        raise NotFound("没有这条建议。")
    shown = [inbox_row(*rows[key]) for key in dict.fromkeys(ids)]
    waiting = tuple(row for row in shown if SUGGESTION.may(row.state, "answer"))
    taken = tuple(row for row in shown if row not in waiting)
    return AnswersPage(place, waiting, taken, choices_of_place(place), chosen)


def templates_page(place: Place) -> TemplatesPage:
    """Return the texts that this place answers with."""
    return TemplatesPage(place, choices_of_place(place))


def choices_of_place(place: Place) -> tuple[TemplateChoice, ...]:
    """Return the texts that may be chosen: the place's own by title, then the program's."""
    asked = select(AnswerTemplate).where(AnswerTemplate.jurisdiction_id == place.id)
    own = [
        TemplateChoice(f"kept-{row.id}", row.id, text_of(row), ANSWER_WORDS[row.answer_class])
        for row in db.session.scalars(asked.order_by(AnswerTemplate.title))
    ]
    usual = [
        TemplateChoice(f"usual-{number}", None, text, ANSWER_WORDS[text.answer_class])
        for number, text in enumerate(USUAL)
    ]
    return (*own, *usual)


def text_of(row: AnswerTemplate) -> AnswerText:
    """Return a kept text as the form and the deed have it."""
    return AnswerText(title=row.title, answer_class=row.answer_class, text=row.text, elsewhere=row.elsewhere)


def text_chosen(place: Place, key: str) -> AnswerText | None:
    """Return the text of this key, None for one that there is not any more."""
    return next((one.text for one in choices_of_place(place) if one.key == key), None)
