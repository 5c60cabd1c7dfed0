"""One clock: the past is played in the demonstration alone, in one thread alone, and never what is to come."""

from __future__ import annotations

import ast
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config import Settings
from voting.core.clock import NotPlayed, day_of, moment, now, played_from, today

pytestmark = pytest.mark.pure
ROOT = Path(__file__).parents[2]
SERVICE = Settings(secret_key="x" * 32, database_url="sqlite://", data=Path("data"))
PLAYED = replace(SERVICE, demonstration=True)
PAST = datetime(2025, 1, 15, 1, tzinfo=UTC)


def test_a_moment_of_the_past_is_played_and_over() -> None:
    before = now()
    with played_from(PAST, PLAYED):
        assert PAST <= now() < PAST + timedelta(hours=1)
        assert today() == date(2025, 1, 15)
    assert now() >= before


def test_the_clock_is_put_right_after_an_error() -> None:
    before = now()
    with pytest.raises(ZeroDivisionError), played_from(PAST, PLAYED):
        raise ZeroDivisionError
    assert now() >= before


def test_in_service_no_other_time_is_played() -> None:
    before = now()
    with pytest.raises(NotPlayed), played_from(PAST, SERVICE):
        pytest.fail("played in service")
    assert now() >= before


def test_what_is_to_come_is_not_played() -> None:
    with pytest.raises(NotPlayed), played_from(now() + timedelta(minutes=1), PLAYED):
        pytest.fail("played the future")


def test_other_threads_keep_the_time() -> None:
    told: list[datetime] = []
    before = now()
    with played_from(PAST, PLAYED):
        thread = threading.Thread(target=lambda: told.append(now()))
        thread.start()
        thread.join()
    assert told[0] >= before


def test_only_the_demonstration_plays_the_clock() -> None:
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "voting").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if "played_from" in {getattr(node, field, None) for field in ("id", "attr", "name")}
        or (isinstance(node, ast.Constant) and node.value == "played_from")
    }
    assert naming == {"voting/core/clock.py", "voting/demonstration/calendar.py"}
    setting = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "voting").rglob("*.py")
        if "_set_back" in named(path)
    }
    assert setting == {"voting/core/clock.py"}


def test_only_a_command_reaches_the_demonstration() -> None:
    reaching = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "voting").rglob("*.py")
        if "demonstration" not in path.parts and "voting.demonstration" in path.read_text()
    }
    assert reaching == {"voting/cli.py"}


def named(path: Path) -> set[str]:
    """Return the plain names and attributes that a module uses."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {node.id for node in nodes if isinstance(node, ast.Name)}
    return plain | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def test_a_time_of_day_is_meant_in_china() -> None:
    at = moment(date(2026, 1, 15), 7, 30)
    assert at == datetime(2026, 1, 14, 23, 30, tzinfo=UTC)
    assert day_of(at) == date(2026, 1, 15)
