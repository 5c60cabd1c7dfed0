"""Deeds of scoring. Each writes its journal line; none commits. No line says points: who reads the journal must stay blind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.core.clock import now, today
from voting.core.db import db, is_added
from voting.core.errors import NotFound, RuleBroken
from voting.core.text import N_
from voting.people.rules import Actor
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.appraisal.facts import weights_of
from voting.screening.scoring.facts import newest_round, not_scored, round_of, sheets_of, to_score
from voting.screening.scoring.models import Score, ScoreSheet, ScoringRound
from voting.screening.scoring.rules import (
    ROUND,
    SHEET,
    Line,
    RoundState,
    SheetState,
    check_extension,
    check_line,
    check_whole,
    expect_in_time,
)

GOING_ON = N_("%(year)s 年的评分正在进行，先结束再开始下一次。")


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    name: ClassVar[str] = "screening:scoring:opened"
    year: int
    number: int
    closes_on: str
    weights: dict[str, int]
    projects: int


@dataclass(frozen=True, kw_only=True)
class RoundExtended(Event):
    name: ClassVar[str] = "screening:scoring:extended"
    year: int
    number: int
    closes_on: str


@dataclass(frozen=True, kw_only=True)
class RoundClosed(Event):
    """sheets: handed in, which count; unfinished: begun and not handed in; sha256: of what the counted sheets say."""

    name: ClassVar[str] = "screening:scoring:closed"
    year: int
    number: int
    sheets: int
    unfinished: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SheetStepped(Event):
    """step: save_sheet, hand_in, add_lines or take_sheet_back. whole: lines that lack nothing; avoided: of how many he said an interest."""

    name: ClassVar[str] = "screening:scoring:sheet_stepped"
    year: int
    number: int
    step: str
    whole: int
    avoided: int


def open_round(actor: Actor, *, jurisdiction_id: int, year: int, closes_on: date) -> ScoringRound:
    """Open a round for the year's projects that have no points yet; the weights are those of today's method."""
    last = newest_round(jurisdiction_id, year)
    if last is not None and last.state is RoundState.OPENED:
        raise RuleBroken(GOING_ON, year=year)
    if closes_on < today():
        raise RuleBroken("交表的截止日期不能早于今天。")
    projects = len(to_score(jurisdiction_id, year))
    if not projects:
        raise RuleBroken("%(year)s 年没有等着评分的项目。", year=year)
    row = ScoringRound(
        jurisdiction_id=jurisdiction_id,
        year=year,
        number=last.number + 1 if last else 1,
        weights=weights_of(jurisdiction_id, year),
        closes_on=closes_on,
        opened_at=now(),
    )
    if not is_added(row):  # another opened it at this moment
        raise RuleBroken(GOING_ON, year=year)
    opened = RoundOpened(
        year=year,
        number=row.number,
        closes_on=closes_on.isoformat(),
        weights=row.weights,
        projects=projects,
    )
    record(opened, actor, jurisdiction_id)
    return row


def extend_round(actor: Actor, *, jurisdiction_id: int, round_id: int, closes_on: date) -> ScoringRound:
    """Let a round that goes on take sheets until a later day, also when its day is over already.

    Errors: WrongMoment once it is closed; RuleBroken for a day that is past or no later than before.
    """
    row = round_of(jurisdiction_id, round_id)
    ROUND.after(row.state, "close_round")
    check_extension(closes_on, row.closes_on, today())
    row.closes_on = closes_on
    extended = RoundExtended(year=row.year, number=row.number, closes_on=closes_on.isoformat())
    record(extended, actor, jurisdiction_id)
    return row


def close_round(actor: Actor, *, jurisdiction_id: int, round_id: int) -> ScoringRound:
    """Close a round: from now on its points are read, and nobody changes them. Sheets not handed in do not count."""
    row = round_of(jurisdiction_id, round_id)
    state = ROUND.after(row.state, "close_round")
    sheets = sheets_of(row.id)
    counted = [account for account, sheet in sheets.items() if sheet.state is SheetState.HANDED_IN]
    if not counted:
        raise RuleBroken("还没有人交表，不能结束评分。")
    row.state, row.closed_at = state, now()
    closed = RoundClosed(
        year=row.year,
        number=row.number,
        sheets=len(counted),
        unfinished=len(sheets) - len(counted),
        sha256=_sha256(row.id, counted),
    )
    record(closed, actor, jurisdiction_id)
    return row


def _sha256(round_id: int, accounts: Sequence[int]) -> str:
    """Return the digest of what the counted sheets say: nobody changes it later unseen."""
    asked = select(Score).where(Score.round_id == round_id, Score.account_id.in_(accounts))
    said = [
        [
            score.project_id,
            score.account_id,
            *(getattr(score, one.key) for one in CRITERIA),
            score.avoids,
            score.reason,
        ]
        for score in db.session.scalars(asked.order_by(Score.project_id, Score.account_id))
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _sheet(actor: Actor, row: ScoringRound) -> ScoreSheet:
    """Return the person's sheet of a round that goes on and whose day is not over, begun where he had none."""
    ROUND.after(row.state, "close_round")
    expect_in_time(row.closes_on, today())
    assert actor.account_id is not None
    sheet = db.session.get(ScoreSheet, (row.id, actor.account_id))
    if sheet is None:
        sheet = ScoreSheet(round_id=row.id, account_id=actor.account_id, jurisdiction_id=row.jurisdiction_id)
        db.session.add(sheet)
    return sheet


def save_sheet(
    actor: Actor, *, jurisdiction_id: int, round_id: int, lines: Sequence[Line], hand_in: bool = False
) -> ScoreSheet:
    """Keep one's sheet, whole or in part; hand it in where that is said, which takes a whole one.

    Of one that is handed in already, `hand_in` adds the lines of projects that were formed since, and those alone.
    Errors: NotFound for a project that the round does not score; RuleBroken for points out of bounds or a sheet with
    gaps; WrongMoment after the round's last day.
    """
    row = round_of(jurisdiction_id, round_id)
    sheet = _sheet(actor, row)
    late = not_scored(row, sheet.account_id) if sheet.state is SheetState.HANDED_IN else []
    step = "add_lines" if late and hand_in else "hand_in" if hand_in else "save_sheet"
    state = SHEET.after(sheet.state, step)
    asked = {project.id for project in late or to_score(jurisdiction_id, row.year, row.id)}
    if {line.project_id for line in lines} - asked:
        raise NotFound("没有这个项目。")
    for line in lines:
        check_line(line, row.weights)
    if hand_in:
        check_whole(lines)
        if {line.project_id for line in lines} != asked:
            raise RuleBroken("评分期间项目有增减，请刷新页面后再交表。")
    for line in lines:
        _write(row, sheet, line)
    sheet.state, sheet.handed_in_at = state, now() if hand_in else None
    _record_step(actor, row, step, lines)
    return sheet


def _write(row: ScoringRound, sheet: ScoreSheet, line: Line) -> None:
    """Write one line of a sheet; where the appraiser has an interest no points are kept."""
    score = db.session.get(Score, (line.project_id, sheet.account_id))
    if score is None:
        score = Score(
            project_id=line.project_id,
            account_id=sheet.account_id,
            jurisdiction_id=row.jurisdiction_id,
            round_id=row.id,
        )
        db.session.add(score)
    points: Mapping[str, int | None] = dict.fromkeys(line.points) if line.avoids else line.points
    for key, value in points.items():
        setattr(score, key, value)
    score.round_id, score.avoids, score.reason = row.id, line.avoids, line.reason


def take_sheet_back(actor: Actor, *, jurisdiction_id: int, round_id: int) -> ScoreSheet:
    """Take one's sheet back to change it, while the round goes on."""
    row = round_of(jurisdiction_id, round_id)
    sheet = _sheet(actor, row)
    sheet.state = SHEET.after(sheet.state, "take_sheet_back")
    sheet.handed_in_at = None
    _record_step(actor, row, "take_sheet_back", ())
    return sheet


def _record_step(actor: Actor, row: ScoringRound, step: str, lines: Sequence[Line]) -> None:
    said = SheetStepped(
        year=row.year,
        number=row.number,
        step=step,
        whole=sum(line.is_whole for line in lines),
        avoided=sum(line.avoids for line in lines),
    )
    record(said, actor, row.jurisdiction_id)
