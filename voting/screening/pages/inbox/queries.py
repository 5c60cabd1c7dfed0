"""What the pages of the inbox show: one function a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from voting.core import normalise
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import COLLECTING, Actor, Place
from voting.screening.dossier.models import Project
from voting.screening.likeness.facts import InboxRow, inbox_row
from voting.screening.likeness.grams import grams_of_word
from voting.screening.likeness.index import holding
from voting.screening.shortlist.years import year_at_hand, years_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SUGGESTION, SuggestionState
from voting.screening.words import Source, wording

S = TypeVar("S", bound=StrEnum)
PER_PAGE = 30
PAIR = 2
AT_ONCE = 500


@dataclass(frozen=True)
class Asked:
    """What the inbox is filtered by; empty means all. number: of the page, from 1."""

    q: str = ""
    state: str = ""
    source: str = ""
    year: int | None = None
    number: int = 1


@dataclass(frozen=True)
class InboxPage:
    """A page of the inbox. states, sources: filters as (value, message id)."""

    place: Place
    asked: Asked
    year: int
    years: tuple[int, ...]
    rows: tuple[InboxRow, ...]
    total: int
    pages: int
    states: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    works: bool


def found(place: Place, year: int, asked: Asked) -> Select[Suggestion, str]:
    """Return the statement for the suggestions of a year that fit the filters, newest first."""
    statement = (
        select(Suggestion, Project.title)
        .outerjoin(Project, Project.id == Suggestion.project_id)
        .where(Suggestion.jurisdiction_id == place.id, Suggestion.year == year)
        .order_by(Suggestion.id.desc())
    )
    if asked.state:
        statement = statement.where(Suggestion.state == known(SuggestionState, asked.state))
    if asked.source:
        statement = statement.where(Suggestion.source == known(Source, asked.source))
    for word in asked.q.split()[:5]:
        statement = statement.where(*naming(place, word))
    return statement


def naming(place: Place, word: str) -> list[ColumnElement[bool]]:
    """Return the conditions that a suggestion has a word in title, text, place or number, looked up in the index.

    The index knows characters and pairs: what they leave open, longer words and signs between, is read in the text.
    """
    code = normalise.code(word)
    ways = [grams for grams in (grams_of_word(word), grams_of_word(code)) if grams]
    conditions: list[ColumnElement[bool]] = [Suggestion.id.in_(holding(place.id, (ways,)))] if ways else []
    if not ways or len(word) > PAIR:
        conditions.append(
            or_(
                *(holds(column, word) for column in (Suggestion.title, Suggestion.content, Suggestion.place)),
                holds(Suggestion.number, code),
            )
        )
    return conditions


def holds(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Return the condition that a text holds a word, whatever its case; most words have none, and to ask for it costs."""
    if word.lower() == word.upper():
        return column.contains(word, autoescape=True)
    return column.icontains(word, autoescape=True)


def known(kind: type[S], value: str) -> S:
    """Return the choice with this value; raise NotFound for a filter that does not exist."""
    try:
        return kind(value)
    except ValueError:
        raise NotFound("没有这个页面。") from None


def inbox_page(place: Place, actor: Actor, asked: Asked) -> InboxPage:
    """Return one page of a year's suggestions."""
    years = years_with_suggestions(place)
    year = year_at_hand(place, asked.year)
    statement = found(place, year, asked)
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(asked.number, pages)
    rows = db.session.execute(statement.offset((number - 1) * PER_PAGE).limit(PER_PAGE))
    return InboxPage(
        place=place,
        asked=Asked(asked.q, asked.state, asked.source, year, number),
        year=year,
        years=years,
        rows=tuple(inbox_row(row, title) for row, title in rows),
        total=total,
        pages=pages,
        states=tuple((state.value, SUGGESTION.words[state]) for state in SuggestionState),
        sources=tuple((source.value, wording(source)) for source in Source),
        works=bool(COLLECTING & actor.roles_in(place)),
    )


def years_with_suggestions(place: Place) -> tuple[int, ...]:
    """Return the years that screening knows here and those for which the reserve keeps suggestions, newest first."""
    asked = select(Suggestion.year).where(Suggestion.jurisdiction_id == place.id).distinct()
    return tuple(sorted({*years_of(place), *db.session.scalars(asked)}, reverse=True))


def inbox_lines(place: Place, asked: Asked) -> Iterator[Suggestion]:
    """Yield all suggestions of a filtered inbox for an export, newest first; AT_ONCE of them are in memory, none after it was told."""
    year = year_at_hand(place, asked.year)
    rows = db.session.scalars(found(place, year, asked).execution_options(yield_per=AT_ONCE))
    for row in rows:
        db.session.expunge(row)
        yield row
