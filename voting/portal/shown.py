"""A page made ready for its template: sentences in the reader's language, addresses, photos' and posts' words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from voting.core.clock import day_of
from voting.portal.course import Post, StepLine
from voting.portal.queries import HomePage, Tile
from voting.portal.queries_project import ProjectPage
from voting.portal.rules import Sentence, YearStep


@dataclass(frozen=True)
class ShownStep:
    """A step of the loop in words."""

    title: str
    state: str
    text: str


@dataclass(frozen=True)
class ShownTile:
    """A tile with its address."""

    name: str
    url: str
    colour: str | None
    count: int
    word: str


@dataclass(frozen=True)
class ShownRow:
    """A milestone in words."""

    name: str
    plan_from: date
    plan_to: date
    fact_from: date | None
    fact_to: date | None
    colour: str
    word: str


@dataclass(frozen=True)
class ShownPost:
    """A post of a finding in words."""

    icon: str
    title: str
    text: str
    when: str
    who: str
    now: bool


@dataclass(frozen=True)
class ShownThread:
    """A finding in words."""

    title: str
    word: str
    posts: tuple[ShownPost, ...]


@dataclass(frozen=True)
class ShownHome(HomePage):
    """A front page in words."""

    loop: tuple[ShownStep, ...]
    map: tuple[ShownTile | None, ...]


@dataclass(frozen=True)
class ShownProject(ProjectPage):
    """A project's page in words."""

    gantt_rows: tuple[ShownRow, ...]
    threads: tuple[ShownThread, ...]


def parts_of(page: object) -> dict[str, Any]:
    """Return the fields of a page by name."""
    return {field.name: getattr(page, field.name) for field in fields(page)}  # type: ignore[arg-type]


def say(sentence: Sentence) -> str:
    """Return a sentence in the reader's language, with its days written out."""
    values = {
        key: format_date(value, "long") if isinstance(value, date) else value
        for key, value in sentence.values.items()
    }
    return str(_(sentence.text, **values))


def shown_home(page: HomePage) -> ShownHome:
    """Return a front page in words."""
    return ShownHome(
        **parts_of(page), loop=tuple(map(shown_step, page.steps)), map=tuple(map(shown_tile, page.tiles))
    )


def shown_step(step: YearStep) -> ShownStep:
    """Return a step of the loop in words."""
    return ShownStep(_(step.title), step.state.value, say(step.says))


def shown_tile(tile: Tile | None) -> ShownTile | None:
    """Return a tile with its address; a gap stays a gap."""
    if tile is None:
        return None
    word = "" if tile.colour else _("暂无")
    return ShownTile(tile.name, url_for("portal.home", code=tile.code), tile.colour, tile.count, word)


def shown_project(page: ProjectPage) -> ShownProject:
    """Return a project's page in words."""
    work = page.work
    return ShownProject(
        **parts_of(page),
        gantt_rows=() if work is None else tuple(map(shown_row, work.steps)),
        threads=()
        if work is None
        else tuple(ShownThread(t.title, t.word, tuple(map(shown_post, t.posts))) for t in work.after.threads),
    )


def shown_row(step: StepLine) -> ShownRow:
    """Return a milestone in words."""
    return ShownRow(
        step.name, step.plan_from, step.plan_to, step.fact_from, step.fact_to, step.colour, say(step.says)
    )


def shown_post(post: Post) -> ShownPost:
    """Return a post in words."""
    when = format_date(day_of(post.at), "long") if post.at else ""
    if post.due_on:
        when = _("%(day)s前", day=format_date(post.due_on, "long"))
    return ShownPost(post.icon, _(post.word), post.text, when, _(post.who) if post.who else "", post.awaited)
