"""Routes of a list of accounts: parse, do, show."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, render_template, url_for
from flask_babel import gettext as _

from voting.congress.account_list import actions, queries
from voting.congress.account_list.facts import KEEPERS, places_of, readings
from voting.congress.account_list.forms import ListedForm, ListFileForm
from voting.congress.account_list.rules import ListedLine, lines_of
from voting.congress.blueprint import Page, blueprint
from voting.congress.fields import choice
from voting.congress.roster.upload_reader import Cell, read_book
from voting.core import normalise
from voting.core.access import allow
from voting.core.db import transaction
from voting.core.downloads import XLSX, download
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.running import settings
from voting.core.sentences import sentence
from voting.core.sheets import as_workbook
from voting.people.access import current_actor, here
from voting.people.actions_accounts import first_password
from voting.people.queries import slip_page


def file_form() -> ListFileForm:
    """Return the form of a file, with the places to choose from."""
    form = ListFileForm()
    form.place.choices = [choice(one.name, one.name) for one in places_of(current_actor(), here())]
    return form


def shown(form: ListFileForm) -> str:
    page = queries.account_list_page(current_actor(), here())
    return render_template("congress/account_list/account_list.html", page=page, form=form)


def previewed(form: ListedForm) -> str:
    """Show every line in a row of its own, with what is wrong with it."""
    kept = form.kept()
    for row, reading in zip(kept, readings(current_actor(), here(), form.as_input()), strict=True):
        if reading.problem is not None:
            cell = row[reading.field]
            cell.errors = [*cell.errors, sentence(reading.problem)]
    page = queries.account_list_page(current_actor(), here())
    return render_template("congress/account_list/preview.html", page=page, form=form)


def text_of(cell: Cell) -> str:
    """Return a cell as text: a number as it was typed."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return normalise.label("" if cell is None else str(cell))


def read(content: bytes) -> Sequence[ListedLine]:
    """Return the lines of a file's first sheet. Errors: RuleBroken."""
    sheet = read_book(content).sheets[0]
    return lines_of([[text_of(cell) for cell in row] for row in sheet.rows])


@blueprint.get("/account-list")
@allow(*KEEPERS)
def account_list(code: str) -> Page:
    return shown(file_form())


@blueprint.get("/account-list.xlsx")
@allow(*KEEPERS)
def account_list_sample(code: str) -> Page:
    return download(as_workbook(queries.empty_list(here())), XLSX, "accounts.xlsx")


@blueprint.post("/account-list")
@allow(*KEEPERS)
def upload_account_list(code: str) -> Page:
    """Read a list and show it line by line; nothing is kept of it but in the page."""
    form = file_form()
    if not form.validate():
        return shown(form), 422
    try:
        lines = read(form.file.data.read())
    except RuleBroken as error:
        blame(form, error, "file")
        return shown(form), 422
    return previewed(
        ListedForm(
            formdata=None,
            data={"lines": [vars(line) | {"place": line.place or form.place.data} for line in lines]},
        )
    )


@blueprint.post("/account-list/open")
@allow(*KEEPERS)
def open_account_list(code: str) -> Page:
    """Open all accounts of the list, and show their first passwords once, on this answer alone."""
    form = ListedForm()
    lines = form.as_input()
    wrong = not form.validate() or any(one.problem for one in readings(current_actor(), here(), lines))
    if wrong or not lines:
        flash(_("一个账号都没有开。有问题的行写明了原因，请改好，或者勾选不开。"), "warning")
        return previewed(form), 422
    secrets = [first_password(settings().argon2_memory_kib) for _line in lines]
    address = url_for("people.sign_in_page", _external=True)
    with transaction():
        opened = actions.open_listed(current_actor(), here(), lines, [phc for _word, phc in secrets])
        slips = tuple(
            slip_page(place, account, word, address)
            for (place, account), (word, _phc) in zip(opened, secrets, strict=True)
        )
    return render_template("congress/account_list/slips.html", page=queries.ListedPage(here(), slips))
