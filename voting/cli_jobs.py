"""flask jobs: what the program does by itself, for an operator to see, to run and to try again."""

from __future__ import annotations

import signal

import click
from flask import Flask, current_app

from voting import jobs
from voting.cli import on_own_database
from voting.core import due_tries
from voting.core.clock import stamp
from voting.core.db import transaction
from voting.core.due_models import Due
from voting.core.due_rules import DueState
from voting.core.errors import DomainError
from voting.jobs_worker import Worker
from voting.operating.facts import SETTLED, due_rows

MOST_SETTLED = 20


@click.group("jobs")
def group() -> None:
    """Show, run and try again what the program does by itself when it is due."""


@group.command("list")
@click.option("--all", "everything", is_flag=True, help="Also everything that is done or cancelled.")
@on_own_database
def list_due(*, everything: bool) -> None:
    """List what failed, what is due when, and the last that was done; times are those of China."""
    for state in (DueState.FAILED, DueState.WAITING, DueState.CANCELLED, DueState.DONE):
        rows = due_rows(state, MOST_SETTLED if state in SETTLED and not everything else None)
        click.echo(f"{state}: {len(rows)}")
        for row in rows:
            click.echo(line_of(row))


def line_of(row: Due) -> str:
    """Return a row as the list shows it."""
    parts = [f"  {stamp(row.due_at)}  {row.kind} {row.key}"]
    if row.kind not in jobs.JOBS:
        parts.append("this version knows no such job")
    if row.state in SETTLED and row.settled_at is not None:
        parts.append(f"{row.state} {stamp(row.settled_at)}")
    if row.state is DueState.WAITING and row.next_try_at is not None:
        parts.append(f"tried {row.tries} times, again {stamp(row.next_try_at)}")
    return "  ".join([*parts, row.failure]).rstrip()


@group.command("run")
@on_own_database
def run_now() -> None:
    """Do now what is due, once; exit 1 if anything has been given up."""
    jobs.owe_what_stands()
    done = jobs.work_off(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001  Flask's own way
    click.echo(f"done: {done}")
    given_up = due_rows(DueState.FAILED)
    for row in given_up:
        click.echo(line_of(row))
    if given_up:
        raise SystemExit(1)


@group.command("retry")
@click.argument("kind")
@click.argument("key")
@on_own_database
def retry(kind: str, key: str) -> None:
    """Try again what was given up; it is due at once."""
    try:
        with transaction():
            due_tries.retry(kind, key)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{kind} {key} is tried again")


@group.command("work")
@on_own_database
def work() -> None:
    """Do what is due until a signal ends it: the unit beside the program, where JOBS is apart."""
    worker = Worker(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001  Flask's own way
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: worker.stop())
    worker.run()


def register(app: Flask) -> None:
    """Add the commands to the program."""
    app.cli.add_command(group)
