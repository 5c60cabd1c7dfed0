"""flask commands: what an operator does from the shell."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import select

from voting.audit.journal import first_broken_line
from voting.congress.models import Jurisdiction
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.demonstration.pabulib import read
from voting.demonstration.recount import recount


@click.command("verify-journal")
@with_appcontext
def verify_journal() -> None:
    """Check every jurisdiction's chain; exit 1 and name the first broken line."""
    broken = 0
    for place in db.session.scalars(select(Jurisdiction).order_by(Jurisdiction.code)):
        line = first_broken_line(place.id)
        if line is not None:
            broken += 1
            click.echo(f"{place.code} {place.name}: line {line} does not follow from the one before")
    if broken:
        raise SystemExit(1)
    click.echo("every line follows from the one before")


@click.group("pabulib")
def pabulib() -> None:
    """Real elections of others in the Pabulib format."""


@pabulib.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_election(file: Path) -> None:
    """Cast an approval election ballot by ballot through the real path and count it."""
    try:
        done = recount(read(file), click.echo)
    except RuleBroken as error:
        raise click.ClickException(str(error)) from error
    for number, (got, want) in enumerate(zip(done.totals, done.published, strict=True), 1):
        click.echo(f"{number:3}  {got:6}  {'' if want is None else want:6}")
    click.echo(f"/j/{done.code}/  {done.uuid}")
    if not done.agrees:
        raise click.ClickException("our totals differ from the published ones")
    click.echo("every total equals the published one")


def register(app: Flask) -> None:
    """Add the commands to the program."""
    for command in (verify_journal, pabulib):
        app.cli.add_command(command)
