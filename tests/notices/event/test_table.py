"""The table of events: every event of the program is told of or argued, in words that give nothing away, on pages that open."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from voting.core.access import EVERYBODY, SIGNED_IN, rule_of
from voting.notices.event.rules import HELD_BY, PUBLIC
from voting.notices.event.table import TOLD, told_of
from voting.notices.event.table_followers import TALES, tales_of
from voting.notices.event.untold import UNTOLD

ROOM = Path(__file__).parents[3] / "voting"


def events() -> set[str]:
    """Return the name of every event that some room can record, as its source has it."""
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(base, ast.Name) and base.id == "Event" for base in node.bases
            ):
                found |= {
                    str(line.value.value)
                    for line in node.body
                    if isinstance(line, ast.AnnAssign)
                    and isinstance(line.value, ast.Constant)
                    and line.value.value
                    if isinstance(line.target, ast.Name) and line.target.id == "name"
                }
    return found


@pytest.mark.pure
def test_every_event_is_told_of_or_it_is_said_why_not() -> None:
    known = events()
    assert len(known) > 130
    assert sorted(known - TOLD.keys() - UNTOLD.keys()) == [], (
        "say in the table whom it concerns, or in untold why nobody"
    )
    assert sorted((TOLD.keys() | UNTOLD.keys()) - known) == [], "no such event"
    assert TOLD.keys() & UNTOLD.keys() == set()


@pytest.mark.pure
def test_words_have_public_values_alone() -> None:
    for event, tellings in TOLD.items():
        for telling in tellings:
            assert set(re.findall(r"%\((\w+)\)s", telling.words)) <= PUBLIC, event


def test_everybody_who_is_told_may_enter_the_page(app: Flask) -> None:
    for event, tellings in TOLD.items():
        for telling in tellings:
            rule = rule_of(app, telling.page)
            for whom in telling.whom:
                held = HELD_BY.get(whom)
                may = rule in {EVERYBODY, SIGNED_IN} or (held is not None and held <= set(rule))
                assert may, (event, telling.page, whom)


@pytest.mark.pure
def test_a_line_of_another_version_is_told_to_nobody() -> None:
    assert told_of("of:another:version", {}) == ()
    assert told_of("supervision:finding:moved", {"step": "unknown"}) == ()


@pytest.mark.pure
def test_followers_are_told_of_events_that_there_are_in_public_values_alone() -> None:
    assert sorted(TALES.keys() - events()) == []
    for event, tales in TALES.items():
        for tale in tales:
            assert set(re.findall(r"%\((\w+)\)s", tale.words)) <= PUBLIC, event
    assert tales_of("tally:step:taken", {"step": "confirm"}) == ()
    assert tales_of("of:another:version", {}) == ()


def test_followers_are_led_to_public_pages(app: Flask) -> None:
    for event, tales in TALES.items():
        for tale in tales:
            assert not tale.page or rule_of(app, tale.page) == EVERYBODY, event
