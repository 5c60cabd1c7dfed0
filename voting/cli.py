"""flask commands: what an operator does from the shell."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from config import Settings
from voting import jobs
from voting.audit.journal import first_broken_line
from voting.congress.factor_reset.actions import unbind_by_operator
from voting.congress.place.divisions import load_places
from voting.congress.place.models import Jurisdiction
from voting.congress.place.queries import place_of
from voting.core.db import db, transaction
from voting.core.errors import DomainError, RuleBroken
from voting.core.schema import ForeignSchema, expect_own
from voting.demonstration.pabulib import read
from voting.demonstration.people import PASSWORD, PIN
from voting.demonstration.recount import recount
from voting.demonstration.seed import is_seeded, seed
from voting.people.actions import NewAccount, open_account
from voting.people.actions_accounts import first_password
from voting.people.models import Account
from voting.people.rules import Role
from voting.people.second_factor import has_factor
from voting.ready import troubles
from voting.tally.record.actions import kept_bundle
from voting.tally.run.disclosure import votes_are_public
from voting.tally.run.models import find_run

SIGN_INS = (
    ("platform administrator", "admin-140900"),
    ("congress staff", "staff-140900"),
    ("secretariat", "secretariat-140900"),
    ("chair", "chair-140900"),
    ("scrutineer", "scrutineer1-140900"),
    ("teller", "teller1-140900"),
    ("oversight", "oversight-140900"),
    ("auditor", "auditor-140900"),
    ("responsible unit", "unit1-140921"),
    ("supervision group", "supervision-140921"),
    ("government office", "government-140921"),
    ("liaison station", "station-140921"),
    ("standing committee", "committee-140921"),
)


P = ParamSpec("P")


def is_command() -> bool:
    """Tell whether a command of flask is being run; `flask run` serves, and is none."""
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name != "run"


def on_own_database(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command inside the program, and only on a database of this version."""

    @wraps(command)
    def checked(*args: P.args, **named: P.kwargs) -> None:
        try:
            expect_own(db.engine)
        except ForeignSchema as reason:
            raise click.ClickException(str(reason)) from reason
        command(*args, **named)

    return with_appcontext(checked)


@click.command("verify-journal")
@on_own_database
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


@click.command("doctor")
@on_own_database
def doctor() -> None:
    """Say what endangers a vote or a date on this server, and what to do about it; exit 1 if anything does."""
    found = [*troubles(), *jobs.troubles()]
    for trouble in found:
        click.echo(trouble)
    if found:
        raise SystemExit(1)
    click.echo("database, Redis and keys are as a secret ballot needs them, and what is due is done")


@click.command("bundle")
@click.argument("uuid")
@click.argument("file", type=click.Path(exists=False, dir_okay=False, path_type=Path))
@on_own_database
def write_bundle(uuid: str, file: Path) -> None:
    """Write the public record of an announced ballot as one zip, for an archive or an auditor."""
    try:
        run = find_run(uuid, None)
        if not run.is_announced:
            raise click.ClickException("the result of this ballot is not announced yet")
        raw = kept_bundle(None, uuid).read_bytes()
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    try:
        with file.open("xb") as stream:
            stream.write(raw)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    click.echo(f"{sha256(raw).hexdigest()}  {file}")
    if not votes_are_public(run):
        click.echo("this record is not public: for deputies, scrutineers and auditors only", err=True)


@click.group("pabulib")
def pabulib() -> None:
    """Real elections of others in the Pabulib format."""


@pabulib.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@on_own_database
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


@click.command("set-up")
@click.argument("code")
@click.option("--login", default="admin", help="With which the first administrator signs in.")
@on_own_database
def set_up(code: str, login: str) -> None:
    """Enter all congresses and open the first administrator's account, at the congress of division CODE."""
    settings: Settings = current_app.extensions["settings"]
    password, hashed = first_password(settings.argon2_memory_kib)
    try:
        with transaction():
            load_places()
            place = place_of(code)
            if place is None:
                raise click.ClickException(f"there is no congress of division {code}")
            roles = frozenset({Role.PLATFORM_ADMIN})
            new = NewAccount(
                jurisdiction_id=place.id, login=login, name="平台管理员", secret_phc=hashed, roles=roles
            )
            open_account(None, new)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{place.name}: sign in as {login} with {password}")
    click.echo(
        "this password is shown once and is changed at the first sign-in; then open the accounts of the staff"
    )


@click.command("unbind-factor")
@click.argument("login")
@on_own_database
def unbind_factor(login: str) -> None:
    """Take the authenticator from the account LOGIN whose owner has lost it, where no two persons are left who could."""
    with transaction():
        account = db.session.scalar(select(Account).where(Account.login == login))
        if account is None or not has_factor(account):
            raise click.ClickException(f"no account {login} with an authenticator")
        unbind_by_operator(account)
    click.echo(f"{login} signs in with the password alone now, and can bind another authenticator")


@click.command("demonstration")
@on_own_database
def demonstration() -> None:
    """Fill an empty database with the demonstration; a filled one is left as it is."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.demonstration:
        raise click.ClickException("DEMONSTRATION=1 is not set: this is not a demonstration")
    if is_seeded():
        return
    click.echo("filling in the demonstration")
    seed(settings.data, click.echo)


@click.command("demonstration-signs")
@click.argument("address")
@with_appcontext
def demonstration_signs(address: str) -> None:
    """Print where the demonstration is and one sign-in per role."""
    click.echo(f"\n  {address}/    every congress: {address}/j/140900/ 忻州市 and below\n")
    for role, login in SIGN_INS:
        click.echo(f"  {role:22} {login:22} {PASSWORD}")
    click.echo(f"  {'deputy':22} {'001 … 327':22} {PIN}    at {address}/j/140900/deputy/sign-in")
    click.echo(
        f"  {'two ballots, one draw':22} {'secretariat-140921100':22} {PASSWORD}    deputies at {address}/j/140921100/tablet/"
    )
    click.echo(f"  {'key files':22} {'DATA/demonstration-keys':22} {PASSWORD}\n")


def register(app: Flask) -> None:
    """Add the commands to the program."""
    for command in (
        set_up,
        unbind_factor,
        doctor,
        verify_journal,
        write_bundle,
        pabulib,
        demonstration,
        demonstration_signs,
    ):
        app.cli.add_command(command)
