"""A project's public page, made ready for its template: words in the reader's language, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from voting.core.clock import day_of
from voting.portal.project.course import Post, StepLine
from voting.portal.project.queries import ProjectPage
from voting.portal.spoken import parts_of, say


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
class ShownProject(ProjectPage):
    """A project's page in words."""

    gantt_rows: tuple[ShownRow, ...]
    threads: tuple[ShownThread, ...]


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
