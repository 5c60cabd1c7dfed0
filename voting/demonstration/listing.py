"""A year's list of candidates as it comes about: call, suggestions, merging, appraisal, approvals, each on its day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from voting.congress.rule_set import actions as rule_set_actions
from voting.core.db import db, transaction
from voting.demonstration import projects, screening
from voting.demonstration.calendar import ListDays, on
from voting.demonstration.people import Staffed
from voting.demonstration.projects_text import ProjectText
from voting.demonstration.suggestions import SUGGESTIONS, SuggestionText
from voting.screening.answer.actions import NewAnswer, answer
from voting.screening.dossier.models import Project
from voting.screening.shortlist.rules import ApprovalKind
from voting.screening.suggestion.rules import AnswerClass

A_DAY = 3
"""So many suggestions come in on one day."""


@dataclass
class Came:
    """What was suggested. ids: by the title of the project to be; answered: id and what."""

    ids: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    answered: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """A list to be made. most: how many texts become candidates, the rest goes into the reserve; None for all."""

    year: int
    seats: int
    most: int | None = None


def written(code: str, texts: Sequence[ProjectText]) -> list[tuple[SuggestionText, str]]:
    """Return what was suggested at a place, each with the title of the project that is made of it, or ""."""
    if code in projects.CITY:
        return [(one, one.leads_to) for one in SUGGESTIONS]
    return [(one, text.title) for text in texts for one in screening.behind(text)]


def collect(staffed: Staffed, year: int, texts: Sequence[tuple[SuggestionText, str]], first: date) -> Came:
    """Take suggestions in from `first` on, A_DAY a day."""
    came = Came()
    for number, (text, leads_to) in enumerate(texts):
        day, turn = divmod(number, A_DAY)
        with on(first + timedelta(day), 9 + 3 * turn, 7 * turn), transaction():
            row = screening.suggest(staffed, year, text)
            came.ids[leads_to].append(row.id)
            if text.answered:
                came.answered.append((row.id, text.answered))
    return came


def make_list(staffed: Staffed, wanted: Wanted, days: ListDays) -> list[int]:
    """Take the place's texts from the call to the reviewed list; returns the projects' ids."""
    texts, year = projects.ALL[staffed.place.code], wanted.year
    with on(days.opens, 9), transaction():
        rules = {"seats": wanted.seats, "publish_counts": True}
        rule_set_actions.set_rules(staffed.staff, place=staffed.place, year=year, values=rules)
        screening.open_call(staffed, year, days.closes)
    came = collect(staffed, year, written(staffed.place.code, texts), days.opens + timedelta(1))
    with on(days.closes + timedelta(1), 9), transaction():
        screening.close_call(staffed, year)
    with on(days.formed, 10), transaction():
        ids = merge(staffed, year, texts, came)
    with on(days.appraised, 15), transaction():
        screening.appraise_all(staffed, again(ids))
    executive, review, _decision = screening.CHAIN
    approve(staffed, wanted, executive, days, ids)
    approve(staffed, wanted, review, days, ids[: wanted.most])
    return ids


def decide(staffed: Staffed, wanted: Wanted, days: ListDays, ids: Sequence[int]) -> None:
    """Let the presidium decide the list, which freezes its texts."""
    approve(staffed, wanted, screening.CHAIN[-1], days, ids[: wanted.most])


def approve(staffed: Staffed, wanted: Wanted, kind: ApprovalKind, days: ListDays, ids: Sequence[int]) -> None:
    """Take the list through one of its approvals on its day."""
    with on(days.approved[screening.CHAIN.index(kind)], 16), transaction():
        screening.approve_list(staffed, wanted.year, kind, again(ids))


def merge(staffed: Staffed, year: int, texts: Sequence[ProjectText], came: Came) -> list[int]:
    """Form the projects out of what was suggested, and answer what becomes none; returns the projects' ids."""
    for number, text in came.answered:
        answer(
            staffed.staff,
            NewAnswer(
                jurisdiction_id=staffed.place.id,
                suggestion_ids=(number,),
                answer_class=AnswerClass.REFERENCE,
                text=text,
            ),
        )
    return [
        screening.form(
            staffed, year, projects.dossier(text, year, staffed.units), came.ids.get(text.title, ())
        ).id
        for text in texts
    ]


def again(ids: Sequence[int]) -> list[Project]:
    """Return projects anew, after a transaction has ended."""
    return [db.session.get_one(Project, number) for number in ids]
