"""What the page of a year's statistics shows: sums alone, no word of any suggestion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Place
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.pages.inbox.queries import years_with_suggestions
from voting.screening.pages.statistics.rules import division_in
from voting.screening.shortlist.years import year_at_hand
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import ANSWER_WORDS, AnswerClass, SuggestionState
from voting.screening.words import Channel, Field, Source, wording

C = TypeVar("C", bound=StrEnum)
MERGED: Mapping[ProjectState, str] = {
    ProjectState.FROZEN: N_("归并入正式候选项目，提请票决"),
    ProjectState.SHELVED: N_("归并入项目，列入储备库"),
}
IN_HAND = N_("归并入项目，正在论证、审查")
UNNAMED = N_("没有写明")
NOT_SORTED = N_("还没有分类")
ANSWERED = N_("已答复")
ROUTED = N_("转给其他层级办理")
WAITING = N_("还在梳理")


@dataclass(frozen=True)
class Portion:
    """One line of a table. word: message id, or a name; count: suggestions."""

    word: str
    count: int


@dataclass(frozen=True)
class Table:
    """One way to part the year's suggestions; the counts of its lines add up to all of them. title, head: message ids."""

    key: str
    title: str
    head: str
    lines: tuple[Portion, ...]


@dataclass(frozen=True)
class StatisticsPage:
    """A year's suggestions in sums. settled: answered, routed, or merged into a project."""

    place: Place
    year: int
    years: tuple[int, ...]
    total: int
    settled: int
    tables: tuple[Table, ...]


def statistics_page(place: Place, year: int | None) -> StatisticsPage:
    """Return a year's sums, by default the newest year of which screening knows."""
    shown = year_at_hand(place, year)
    tables = (
        Table("what", N_("关于什么"), N_("方面"), _fields(place, shown)),
        Table("whence", N_("来自哪里"), N_("地方"), _divisions(place, shown)),
        Table("who", N_("谁提出的"), N_("提出主体"), _choices(place, shown, Suggestion.source, Source)),
        Table("how", N_("通过什么渠道"), N_("来源渠道"), _choices(place, shown, Suggestion.channel, Channel)),
        Table("became", N_("办理结果"), N_("结果"), became(outcomes_of(place, shown))),
    )
    total = sum(line.count for line in tables[-1].lines)
    waiting = sum(line.count for line in tables[-1].lines if line.word == WAITING)
    return StatisticsPage(
        place=place,
        year=shown,
        years=years_with_suggestions(place),
        total=total,
        settled=total - waiting,
        tables=tables,
    )


def _lines(counts: Mapping[str, int], order: Iterable[str] = ()) -> tuple[Portion, ...]:
    """Return the lines that are not empty: in this order, or the greatest first."""
    words = list(order) or sorted(counts, key=lambda word: (-counts[word], word))
    return tuple(Portion(word, counts[word]) for word in words if counts.get(word))


def _of(place: Place, year: int) -> tuple[ColumnElement[bool], ...]:
    return Suggestion.jurisdiction_id == place.id, Suggestion.year == year


def _choices(place: Place, year: int, column: InstrumentedAttribute[C], kind: type[C]) -> tuple[Portion, ...]:
    asked = select(column, func.count()).where(*_of(place, year)).group_by(column)
    counts = Counter({wording(value): count for value, count in db.session.execute(asked)})
    return _lines(counts, map(wording, kind))


def _fields(place: Place, year: int) -> tuple[Portion, ...]:
    """Return what the suggestions are about: the field of their project, else that of their answer."""
    asked = (
        select(Project.field, Suggestion.field, func.count())
        .select_from(Suggestion)
        .outerjoin(Project, Project.id == Suggestion.project_id)
        .where(*_of(place, year))
        .group_by(Project.field, Suggestion.field)
    )
    counts: Counter[str] = Counter()
    for of_project, own, count in db.session.execute(asked):
        field = of_project or own
        counts[wording(field) if field else NOT_SORTED] += count
    return _lines(counts, [*map(wording, Field), NOT_SORTED])


def _divisions(place: Place, year: int) -> tuple[Portion, ...]:
    """Return whence the suggestions come, by the divisions right below; those that name none last."""
    below = select(Jurisdiction.name).where(Jurisdiction.parent_id == place.id)
    names = list(db.session.scalars(below))
    asked = select(Suggestion.place, func.count()).where(*_of(place, year)).group_by(Suggestion.place)
    counts: Counter[str] = Counter()
    for text, count in db.session.execute(asked):
        counts[division_in(text, names) or UNNAMED] += count
    named = _lines(Counter({word: n for word, n in counts.items() if word != UNNAMED}))
    return (*named, Portion(UNNAMED, counts[UNNAMED])) if counts[UNNAMED] else named


@dataclass(frozen=True)
class Outcome:
    """What became of suggestions that share all of it; count: how many they are."""

    state: SuggestionState
    answered: AnswerClass | None
    project: ProjectState | None
    count: int


def outcomes_of(place: Place, year: int) -> list[Outcome]:
    """Return what became of all suggestions of a year; one query."""
    asked = (
        select(Suggestion.state, Suggestion.answer_class, Project.state, func.count())
        .select_from(Suggestion)
        .outerjoin(Project, Project.id == Suggestion.project_id)
        .where(*_of(place, year))
        .group_by(Suggestion.state, Suggestion.answer_class, Project.state)
    )
    return [Outcome(*row) for row in db.session.execute(asked)]


def became(outcomes: Iterable[Outcome], *, of_projects: bool = True) -> tuple[Portion, ...]:
    """Return what became of suggestions, in sums. of_projects: also of those that came to a project."""
    counts: Counter[str] = Counter()
    for one in outcomes:
        if of_projects or one.state is not SuggestionState.MERGED:
            counts[_outcome(one.state, one.answered, one.project)] += one.count
    order = (*MERGED.values(), IN_HAND, *ANSWER_WORDS.values(), ANSWERED, ROUTED, WAITING)
    return _lines(counts, order)


def _outcome(state: SuggestionState, answered: AnswerClass | None, project: ProjectState | None) -> str:
    """Return what became of a suggestion, in words (message id)."""
    if state is SuggestionState.MERGED and project is not None:
        return MERGED.get(project, IN_HAND)
    if state is SuggestionState.ANSWERED:
        return ANSWER_WORDS[answered] if answered else ANSWERED
    return ROUTED if state is SuggestionState.ROUTED else WAITING
