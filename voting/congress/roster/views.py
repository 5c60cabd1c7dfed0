"""Routes of the roster: parse, do, show."""

from __future__ import annotations

from pathlib import PurePath

from flask import redirect, render_template, url_for
from werkzeug import Response

from voting.congress.blueprint import blueprint
from voting.congress.pins.views import Page
from voting.congress.roster import actions as roster_actions
from voting.congress.roster import queries as roster_queries
from voting.congress.roster.empty_sheet import roster_template
from voting.congress.roster.forms import RosterForm
from voting.congress.roster.upload_reader import read_book
from voting.core.access import allow
from voting.core.bodies import takes_files, whole
from voting.core.db import transaction
from voting.core.downloads import XLSX, download
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.storage import storage
from voting.people.access import current_actor, here
from voting.people.rules import OFFICE


@blueprint.get("/terms/<int:term_id>/roster")
@allow(*OFFICE)
def roster_form(code: str, term_id: int) -> Page:
    page = roster_queries.roster_page(here(), term_id)
    return render_template("congress/roster/roster.html", page=page, form=RosterForm())


@blueprint.get("/roster.xlsx")
@allow(*OFFICE)
def roster_sample(code: str) -> Response:
    return download(roster_template(), XLSX, "roster.xlsx")


@blueprint.post("/terms/<int:term_id>/roster")
@allow(*OFFICE)
@takes_files
def upload_roster(code: str, term_id: int) -> Page:
    page, form = roster_queries.roster_page(here(), term_id), RosterForm()
    if form.validate():
        try:
            content = whole(form.file.data)
            read_book(content)
        except RuleBroken as error:
            blame(form, error, "file")
        else:
            name = PurePath(form.file.data.filename)
            new = roster_actions.NewUpload(
                term_id=term_id,
                stored=storage().keep(content, name.suffix.lower()),
                file_name=name.name,
                new_delegations=page.first or bool(form.new_delegations.data),
            )
            with transaction():
                upload_id = roster_actions.keep_upload(current_actor(), new).id
            return redirect(url_for("congress.preview", code=code, upload_id=upload_id), 303)
    return render_template("congress/roster/roster.html", page=page, form=form), 422
