"""What pages show of a checklist, and what waits of the reviews of legality and affordability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Actor, Place
from voting.people.to_do import ToDo
from voting.screening.appraisal.criteria import CheckItem
from voting.screening.appraisal.facts import outdated_reviews
from voting.screening.appraisal.models import Review
from voting.screening.appraisal.rules import REVIEW_AGAIN, Conclusions, ReviewKind
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import missing_before_appraise
from voting.screening.dossier.states import ProjectState
from voting.screening.words import ROOM

ROLES = frozenset(kind.role for kind in ReviewKind)
WORDS = {
    ReviewKind.LEGALITY: N_("填写合法性审查意见"),
    ReviewKind.AFFORDABILITY: N_("填写财政承受能力评估意见"),
}


@dataclass(frozen=True)
class CheckRow:
    """A line of the checklist with its answer. fits: the answer is the one wanted, None when not answered."""

    question: str
    source: str
    must: bool
    answer: str
    fits: bool | None


def check_rows(conclusions: Conclusions | None, checklist: Sequence[CheckItem]) -> tuple[CheckRow, ...]:
    """Return the checklist with the answers so far."""
    answers = conclusions.answers if conclusions else {}
    rows = []
    for item in checklist:
        answer = answers.get(item.key, "unknown")
        fits = None if answer == "unknown" else (answer == "yes") is item.must
        rows.append(CheckRow(item.question, item.source, item.must, answer, fits))
    return tuple(rows)


def to_dos(place: Place, _actor: Actor) -> list[ToDo]:
    """Return the projects with a whole dossier that nobody has reviewed, or whose money is another since, for each reviewer."""
    asked = select(Project).where(Project.jurisdiction_id == place.id, Project.state == ProjectState.FORMED)
    done = select(Review.project_id, Review.kind).where(Review.jurisdiction_id == place.id)
    known = {(project_id, kind) for project_id, kind in db.session.execute(done)}
    rows = list(db.session.scalars(asked.order_by(Project.id)))
    again = outdated_reviews(rows)
    return [
        ToDo(
            kind="screening:review",
            subject=f"{project.id}:{kind}",
            room=ROOM,
            year=project.year,
            what=REVIEW_AGAIN[kind] if kind in again[project.id] else WORDS[kind],
            of=project.title,
            endpoint="screening.review_form",
            args={"project_id": project.id, "name": kind.value},
            roles=frozenset({kind.role}),
        )
        for project in rows
        if not missing_before_appraise(dossier_of(project), project.year)
        for kind in ReviewKind
        if (project.id, kind) not in known or kind in again[project.id]
    ]
