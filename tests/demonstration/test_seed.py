"""The demonstration on three days of a year: all of it happens at its own time, through the deeds, and its journal holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.ballot.factories import share_keys
from tests.e2e.test_leaks import trusting
from voting.audit.journal import first_broken_line
from voting.audit.models import Entry
from voting.ballot.figures.facts import figures_of
from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.models import Meeting
from voting.congress.place.models import Jurisdiction
from voting.core.clock import day_of, moment, now, today
from voting.core.db import Table, UtcDateTime, db
from voting.demonstration import projects, seed
from voting.demonstration.calendar import this_year
from voting.demonstration.suggestions import SUGGESTIONS
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState
from voting.supervision.acceptance.models import Acceptance
from voting.supervision.change.models import Change
from voting.supervision.change.rules import ChangeState
from voting.supervision.commitment.models import Commitment
from voting.supervision.evaluation.models import Evaluation
from voting.supervision.finding.models import Finding
from voting.supervision.finding.rules import FindingState
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.inspection.models import Inspection
from voting.supervision.light.models import MonthLight
from voting.supervision.photo.models import Photo
from voting.supervision.plan.models import Plan
from voting.supervision.report.models import Report, ReportVersion

FEW = dict.fromkeys(seed.SEATS, (14, 1))
DAYS = (date(2027, 1, 3), date(2027, 6, 15), date(2026, 12, 30))
RUNNING, FINISHED = "140921", "140921100"


@pytest.fixture(params=DAYS, ids=str)
def seeded(
    request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[date]:
    """The whole demonstration as set up on a day, with small congresses."""
    share_keys(monkeypatch)
    monkeypatch.setattr(app.extensions["verifiers"], "check", trusting)  # proofs would only take time here
    monkeypatch.setattr(seed, "SEATS", FEW)
    day: date = request.param
    with time_machine.travel(moment(day, 11)):
        seed.seed(tmp_path, lambda _line: None)
        yield day
    app.extensions["verifiers"].stop()


def place_id(code: str) -> int:
    return db.session.scalars(select(Jurisdiction.id).where(Jurisdiction.code == code)).one()


def of_place(table: type[Any], code: str) -> list[Any]:
    return list(db.session.scalars(select(table).where(table.jurisdiction_id == place_id(code))))


def test_every_stored_moment_is_over_and_every_journal_runs_forward(seeded: date) -> None:
    assert today() == seeded
    for mapper in Table.registry.mappers:
        for column in mapper.local_table.c:
            if isinstance(column.type, UtcDateTime) and not column.name.endswith(("until", "due_at")):
                latest = db.session.scalar(select(func.max(column)))
                assert latest is None or latest <= now(), column
    for code in projects.ALL:
        lines = list(
            db.session.scalars(
                select(Entry.at).where(Entry.jurisdiction_id == place_id(code)).order_by(Entry.number)
            )
        )
        assert len(lines) > 50
        assert all(one <= other for one, other in pairwise(lines)), code
        assert first_broken_line(place_id(code)) is None
        assert len({day_of(at) for at in lines}) > 10, code
    check_running()
    check_finished()
    check_screening()
    check_what_waits()


def check_running() -> None:
    """A year under way: voted in January, planned after that, each month reported when it was over."""
    year, works = this_year(), of_place(Commitment, RUNNING)
    assert {work.year for work in works} == {year}
    assert {day_of(work.taken_at) for work in works} == {date(year, 1, 15)}
    assert {day_of(plan.published_at).month for plan in of_place(Plan, RUNNING) if plan.number == 1} == {1}
    month = {report.id: report.month for report in of_place(Report, RUNNING)}
    over = 12 if today().year > year else today().month - 1
    assert set(month.values()) >= set(range(1, over))
    for version in of_place(ReportVersion, RUNNING):
        on = day_of(version.submitted_at)
        assert (on.year - year) * 12 + on.month == month[version.report_id] + 1
    for light in of_place(MonthLight, RUNNING):
        assert day_of(light.computed_at) > date(year, light.month, 27)
    assert {light.light for light in of_place(MonthLight, RUNNING)} >= {"green", "yellow", "red"}
    assert ChangeState.PROCLAIMED in {change.state for change in of_place(Change, RUNNING)}
    assert any(plan.number == 2 for plan in of_place(Plan, RUNNING))
    assert FindingState.CLOSED in {finding.state for finding in of_place(Finding, RUNNING)}
    assert any(letter.answer for letter in of_place(FollowUp, RUNNING))
    assert of_place(Inspection, RUNNING)
    assert len({day_of(photo.kept_at).month for photo in of_place(Photo, RUNNING)}) > 1


def check_finished() -> None:
    """The year before: accepted in December, carried over, evaluated by the deputies on another day."""
    year, works = today().year - 1, of_place(Commitment, FINISHED)
    assert sorted(work.state for work in works) == ["accepted", "accepted", "carried_over"]
    assert {(one.on.year, one.on.month) for one in of_place(Acceptance, FINISHED)} == {(year, 12)}
    graded = of_place(Evaluation, FINISHED)
    assert {day_of(one.announced_at) for one in graded} == {date(year, 12, 30)}
    assert {one.grade for one in graded} >= {"satisfied", "dissatisfied"}
    assert [meeting.opens_on for meeting in of_place(Meeting, FINISHED)] == [
        date(year, 1, 15),
        date(year, 12, 30),
        today(),
    ]
    check_rehearsal()


def check_rehearsal() -> None:
    """Of today: an evaluation and a vote whose tokens are drawn at once, and nobody has drawn."""
    first, second = (row for row in of_place(Ballot, FINISHED) if row.rehearsal)
    assert {first.kind, second.kind} == {Kind.EVALUATE, Kind.CHOOSE}
    assert (first.joint_draw, second.joint_draw) == (1, 1)
    assert {first.state, second.state} == {BallotState.READY}
    assert [figures_of(one).issued for one in (first, second)] == [0, 0]


def check_screening() -> None:
    """Suggestions stand behind every candidate; they came in over weeks, before the list was made."""
    rows = of_place(Suggestion, "140900")
    assert len(rows) == len(SUGGESTIONS)
    assert {row.state for row in rows} == {
        SuggestionState.MERGED,
        SuggestionState.ANSWERED,
        SuggestionState.SUBMITTED,
    }
    assert len({day_of(row.submitted_at) for row in rows}) > 10
    for code in ("140921", "140921100", "140921102", "140981106"):
        behind = {row.project_id for row in of_place(Suggestion, code)}
        assert {work.project_id for work in of_place(Commitment, code)} <= behind
    waiting = [row.state for row in of_place(Suggestion, "140981")]
    assert {SuggestionState.MERGED, SuggestionState.SUBMITTED} == set(waiting)


def check_what_waits() -> None:
    """Units, the group and the congress each find something to do today."""
    assert any(row.state is FindingState.RAISED for row in of_place(Finding, RUNNING))
    assert any(not row.answer and row.due_on >= today() for row in of_place(FollowUp, RUNNING))
    assert any(row.state is ChangeState.REQUESTED for row in of_place(Change, RUNNING))
