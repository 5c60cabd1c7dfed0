"""flask commands: what an operator does from the shell."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import select

from voting.audit.journal import first_broken_line
from voting.congress.models import Jurisdiction
from voting.core.db import db


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


def register(app: Flask) -> None:
    """Add the commands to the program."""
    app.cli.add_command(verify_journal)
