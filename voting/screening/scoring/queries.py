"""How scores are shown: means and spreads, of rounds that are closed; what waits of a round that goes on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from voting.core.clock import day_of, today
from voting.core.text import N_
from voting.people.rules import COLLECTING, Actor, Place, Role
from voting.people.to_do import ToDo
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.appraisal.facts import holders
from voting.screening.scoring.facts import complete_sheets, open_rounds, sheets_of
from voting.screening.scoring.models import Score, ScoringRound
from voting.screening.scoring.rules import ROUND, SheetState, Spread, is_over, mean, spread
from voting.screening.words import ROOM

ROLES = COLLECTING | {Role.APPRAISER}


def decimal(value: Fraction | None) -> str:
    """Return a mean with one decimal, rounded half up; a dash when there is none."""
    if value is None:
        return "—"
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def given(scores: Sequence[Score]) -> list[Score]:
    """Return the scores that hold points: not those of who has an interest in the project."""
    return [score for score in scores if not score.avoids]


def means_of(scores: Sequence[Score]) -> tuple[tuple[str, ...], Fraction | None]:
    """Return the mean of each criterion, and of the sums."""
    each = tuple(mean([getattr(score, one.key) for score in given(scores)]) for one in CRITERIA)
    known = [value for value in each if value is not None]
    return tuple(decimal(value) for value in each), sum(known, Fraction(0)) if known else None


def sum_of(score: Score) -> int:
    """Return one appraiser's points in all."""
    return sum(getattr(score, one.key) for one in CRITERIA)


def spread_of(scores: Sequence[Score]) -> Spread | None:
    """Return how far the appraisers are apart."""
    return spread([sum_of(score) for score in given(scores)])


def to_dos(place: Place, _actor: Actor) -> list[ToDo]:
    """Return the sheets that appraisers owe, and the rounds that may be closed or want a later day.

    Two queries, and for each round four. Once a round's day is over it takes no sheet.
    """
    found = []
    for row in open_rounds(place.id):
        done, over = complete_sheets(row), is_over(row.closes_on, today())
        handed_in = any(sheet.state is SheetState.HANDED_IN for sheet in sheets_of(row.id).values())
        owing = {one.id for one in holders(place.id, Role.APPRAISER)} - done
        if owing and not over:
            found.append(of_appraisers(row, done))
        if over or (done and not owing):
            found.append(of_office(row, handed_in=handed_in))
    return found


def of_appraisers(row: ScoringRound, done: frozenset[int]) -> ToDo:
    """Return what who has not handed in is to do."""
    return ToDo(
        kind="screening:sheet",
        subject=str(row.id),
        room=ROOM,
        year=row.year,
        what=N_("填写评分表并交表"),
        endpoint="screening.sheet",
        args={"year": row.year},
        roles=frozenset({Role.APPRAISER}),
        never=done,
        since=day_of(row.opened_at) if row.opened_at else None,
        due_on=row.closes_on,
    )


def of_office(row: ScoringRound, *, handed_in: bool) -> ToDo:
    """Return what the office is to do once all have handed in, or the day is over; without a sheet it takes a later day."""
    return ToDo(
        kind="screening:close_round",
        subject=str(row.id),
        room=ROOM,
        year=row.year,
        what=ROUND.step_words["close_round"] if handed_in else N_("还没有人交表，请延长交表截止日期"),
        endpoint="screening.board",
        args={"year": row.year},
        roles=COLLECTING,
    )
