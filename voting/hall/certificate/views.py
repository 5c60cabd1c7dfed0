"""Routes and the command of the hall's certificate: make it, show it, install it on tablets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
from flask import Blueprint, Response, current_app, render_template, url_for

from config import Settings
from voting.core.access import public
from voting.core.downloads import download
from voting.core.errors import DomainError, NotFound
from voting.core.qr import to_scan
from voting.hall.blueprint import Page
from voting.hall.certificate.rules import Files, addresses, fingerprint, issue

blueprint = Blueprint("certificate", __name__, url_prefix="/hall", cli_group="hall")
ROOT_TYPE = "application/x-x509-ca-cert"


@dataclass(frozen=True)
class CertificatePage:
    """qr: SVG of the root's address, safe to show as it is; fingerprint: SHA-256 of the root, to compare."""

    made: bool = False
    address: str = ""
    qr: str = ""
    fingerprint: str = ""


def files() -> Files:
    """Return where this program's certificates lie."""
    settings = current_app.extensions["settings"]
    assert isinstance(settings, Settings)
    return Files(settings.data / "tls")


@blueprint.get("/certificate")
@public
def page() -> Page:
    """Show how a tablet comes to trust the hall's server."""
    if not files().root.is_file():
        return render_template("hall/certificate/certificate.html", page=CertificatePage())
    address = url_for("certificate.root", _external=True)
    print_of = fingerprint(files().root)
    shown = CertificatePage(made=True, address=address, qr=to_scan(address), fingerprint=print_of)
    return render_template("hall/certificate/certificate.html", page=shown)


@blueprint.get("/root.crt")
@public
def root() -> Response:
    """Serve the root certificate, which is public; its key never leaves the server's folder."""
    if not files().root.is_file():
        raise NotFound("这台服务器还没有会场证书。")
    return download(files().root.read_bytes(), ROOT_TYPE, "hall-root.crt")


@blueprint.cli.command("certificate")
@click.argument("names", nargs=-1)
@click.option("--title", default="民生实事票决", help="Stands in the root's name, as tablets show it.")
@click.option("--new-root", is_flag=True, help="Make the root anew; every tablet must install it again.")
def certificate(names: tuple[str, ...], title: str, *, new_root: bool) -> None:
    """Make the hall's root and server certificate for NAMES, or for this machine's own addresses."""
    wanted = list(names) or addresses()
    try:
        made = issue(files().folder, title, wanted, new_root=new_root)
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    click.echo("for: " + ", ".join(wanted))
    click.echo(f"root to install on tablets: {made.root}")
    if new_root:
        click.echo("NEW ROOT: install it on every tablet again")
    click.echo(f"SHA-256 of the root: {fingerprint(made.root)}")
    click.echo(f"serve it: gunicorn --config {Path('deploy/gunicorn_hall.conf.py')} wsgi:app")
    click.echo("page with QR: https://ADDRESS:8443/hall/certificate")
