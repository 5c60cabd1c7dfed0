"""Why a project is a candidate, as its page shows it: one function for everybody, asked once the list is fixed.

Of a suggestion strangers read what staff let be shown (`suggestion.facts.is_shown`), whose kind it is, and the end of its number:
the whole number opens its text, and speaks for who made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.core.db import db
from voting.people.rules import COLLECTING, READING, Actor, Place
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.appraisal.facts import checks_in, conclusions_of, method_of, reviews_of
from voting.screening.appraisal.queries import CheckRow, check_rows
from voting.screening.appraisal.rules import REVIEWS, Conclusions
from voting.screening.dossier.models import Project
from voting.screening.merging.facts import WayLine, lines_behind, ways_of
from voting.screening.scoring.facts import counted_scores
from voting.screening.scoring.queries import decimal, given, means_of
from voting.screening.shortlist.facts import find_list
from voting.screening.shortlist.models import FrozenText
from voting.screening.shortlist.rules import ShortlistState
from voting.screening.shortlist.shown import ChainLine, chain_behind
from voting.screening.suggestion.facts import is_shown
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.number import end_of
from voting.screening.words import wording

MOST_SOURCES = 100
"""So many suggestions of a project are shown one by one; of the others the page says how many they are."""

FEWEST_SCORERS = 3
"""The mean of one appraiser is his own points, and of two each knows the other's: a default of the program."""


@dataclass(frozen=True)
class SourceLine:
    """A suggestion behind a project. number: whole for who works with suggestions, else its end; title: empty where it may not be read.

    by: whose kind it is (message id); year: of which it is; way: through which projects it came here.
    """

    number: str
    whole: bool
    title: str
    by: str
    year: int
    way: tuple[WayLine, ...]


@dataclass(frozen=True)
class CarriedOn:
    """A project whose suggesters this one answers for. year: its own; joined: it went up in this one, else this one carries it on."""

    title: str
    year: int
    joined: bool


@dataclass(frozen=True)
class ReviewLine:
    """One of the two reviews. opinion: empty for who may not read it."""

    title: str
    passed: bool
    document: str
    reviewed_on: date
    opinion: str


@dataclass(frozen=True)
class MeanLine:
    """The mean of one criterion (message id), with one decimal."""

    title: str
    mean: str


@dataclass(frozen=True)
class Scored:
    """What appraisers gave, in means: nobody's own points. total: of FULL; scorers: how many gave points."""

    total: str
    scorers: int
    means: tuple[MeanLine, ...]


@dataclass(frozen=True)
class WhyListed:
    """Why a project stands on the list. asked: suggestions behind it; sources: the first of them; inside: opinions are shown too.

    scores: None where the year's method does not publish them, or too few gave any.
    """

    asked: int
    sources: tuple[SourceLine, ...]
    carried: tuple[CarriedOn, ...]
    checks: tuple[CheckRow, ...]
    reviews: tuple[ReviewLine, ...]
    feasibility: str
    scores: Scored | None
    chain: tuple[ChainLine, ...]
    inside: bool

    @property
    def unlisted(self) -> int:
        """Return how many suggestions are not shown one by one."""
        return self.asked - len(self.sources)

    @property
    def is_empty(self) -> bool:
        """Tell whether the program knows nothing of it: a list that was made elsewhere and entered."""
        return not (self.asked or self.reviews or self.feasibility or self.chain)


def why_listed(place: Place, reader: Actor | None, project_id: int) -> WhyListed | None:
    """Return why a project of this place is a candidate; None until its list is fixed, and for what is none."""
    frozen = db.session.get(FrozenText, project_id)
    if frozen is None or frozen.jurisdiction_id != place.id:
        return None
    draft = find_list(place.id, frozen.year)
    if draft is None or draft.state is not ShortlistState.DECIDED:
        return None
    roles = reader.roles_in(place) if reader else frozenset()
    line = lines_behind([project_id])[project_id]
    asked = asked_for(line)
    method, found = method_of(place.id, frozen.year), conclusions_of(project_id)
    inside = bool(READING & roles)
    return WhyListed(
        asked=len(asked),
        sources=source_lines(asked[:MOST_SOURCES], whole=bool(COLLECTING & roles)),
        carried=carried_on(line[1:], frozen.year),
        checks=check_rows(found, checks_in(method)) if found else (),
        reviews=review_lines(project_id, found, inside=inside),
        feasibility=found.feasibility if found else "",
        scores=scored(place, project_id) if method is not None and method.publish_scores else None,
        chain=chain_behind(place, draft, frozen),
        inside=inside,
    )


def asked_for(line: Sequence[int]) -> Sequence[Suggestion]:
    """Return the suggestions behind projects, the first first."""
    asked = select(Suggestion).where(Suggestion.project_id.in_(line)).order_by(Suggestion.id)
    return db.session.scalars(asked).all()


def source_lines(rows: Sequence[Suggestion], *, whole: bool) -> tuple[SourceLine, ...]:
    """Return suggestions as the reader may know them. whole: with their numbers and titles, for who works with them."""
    ways = ways_of([row.id for row in rows], whole=whole)
    return tuple(
        SourceLine(
            number=row.number if whole else end_of(row.number),
            whole=whole,
            title=row.title if whole or is_shown(row) else "",
            by=wording(row.source),
            year=row.year,
            way=ways[row.id],
        )
        for row in rows
    )


def carried_on(project_ids: Sequence[int], year: int) -> tuple[CarriedOn, ...]:
    """Return the projects that one of this year carries on, and those that went up in it, the newest first."""
    if not project_ids:
        return ()
    rows = db.session.scalars(select(Project).where(Project.id.in_(project_ids)))
    newest = sorted(rows, key=lambda row: (-row.year, row.id))
    return tuple(CarriedOn(row.title, row.year, joined=row.year == year) for row in newest)


def review_lines(project_id: int, found: Conclusions | None, *, inside: bool) -> tuple[ReviewLine, ...]:
    """Return the reviews that were made by a document, without who made them."""
    known = reviews_of(project_id) if found else {}
    return tuple(
        ReviewLine(
            title=title,
            passed=getattr(found, kind.verdict),
            document=known[kind].document,
            reviewed_on=known[kind].reviewed_on,
            opinion=getattr(found, kind.value) if inside else "",
        )
        for kind, title in REVIEWS.items()
        if kind in known
    )


def scored(place: Place, project_id: int) -> Scored | None:
    """Return the means of what appraisers gave; None where fewer than FEWEST_SCORERS gave points."""
    scores = counted_scores(place, [project_id])[project_id]
    means, total = means_of(scores)
    if len(given(scores)) < FEWEST_SCORERS:
        return None
    lines = tuple(MeanLine(one.title, mean) for one, mean in zip(CRITERIA, means, strict=True))
    return Scored(decimal(total), len(given(scores)), lines)
