"""Routes of attachments: parse, do, show."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from voting.core.access import allow, public
from voting.core.bodies import takes_files
from voting.core.db import transaction
from voting.core.downloads import download_of_all
from voting.core.errors import RuleBroken
from voting.core.fields import blame
from voting.core.storage import storage
from voting.people.access import current_actor, here
from voting.people.rules import COLLECTING, WEIGHING, Role
from voting.screening.blueprint import Page, blueprint
from voting.screening.commission.facts import only_unit_of
from voting.screening.dossier import actions
from voting.screening.dossier.facts import project_of
from voting.screening.dossier.forms import AttachmentForm
from voting.screening.dossier.rules import DossierAttachment
from voting.screening.pages.attachments import queries
from voting.uploads.attached import sent_file

OF = "/j/<code>/screening/projects/<int(max=2147483647):project_id>/attachments"


@blueprint.get(OF)
@allow(*WEIGHING, Role.UNIT)
def attachments(code: str, project_id: int) -> Page:
    return show_attachments(project_id, AttachmentForm(formdata=None))


def show_attachments(project_id: int, form: AttachmentForm, status: int = 200) -> Page:
    """Show a project's attachments with the form that adds one."""
    page = queries.attachments_page(here(), current_actor(), project_id)
    return render_template("screening/pages/attachments/attachments.html", page=page, form=form), status


@blueprint.post(OF)
@allow(*COLLECTING, Role.UNIT)
@takes_files
def attach(code: str, project_id: int) -> Page:
    project_of(here().id, project_id)
    only_unit_of(current_actor(), here().id, project_id)
    form = AttachmentForm()
    if not form.validate():
        return show_attachments(project_id, form, 422)
    try:
        new = kept(form)
        with transaction():
            actions.attach(current_actor(), jurisdiction_id=here().id, project_id=project_id, new=new)
    except RuleBroken as error:
        blame(form, error, "file")
        return show_attachments(project_id, form, 422)
    flash(_("附件已添加。"))
    return redirect(url_for("screening.attachments", code=code, project_id=project_id), 303)


def kept(form: AttachmentForm) -> DossierAttachment:
    """Keep the file that came with the form; raise RuleBroken for one that is not taken."""
    found = sent_file(form.file.data)
    return DossierAttachment(
        title=form.as_title(),
        file=storage().keep(found.content, found.suffix),
        size=len(found.content),
        public=form.public.data,
    )


@blueprint.post(OF + "/<file>/remove")
@allow(*COLLECTING, Role.UNIT)
def remove_attachment(code: str, project_id: int, file: str) -> Page:
    project_of(here().id, project_id)
    only_unit_of(current_actor(), here().id, project_id)
    with transaction():
        actions.remove_attachment(
            current_actor(), jurisdiction_id=here().id, project_id=project_id, file=file
        )
    flash(_("附件已移除；以前的版本里还有。"))
    return redirect(url_for("screening.attachments", code=code, project_id=project_id), 303)


@blueprint.get(OF + "/<file>")
@allow(*WEIGHING, Role.UNIT)
def attachment(code: str, project_id: int, file: str) -> Response:
    return send(queries.attachment(here(), current_actor(), project_id, file))


@blueprint.get("/j/<code>/screening/candidates/<int(max=2147483647):project_id>/attachments/<file>")
@public
def candidate_attachment(code: str, project_id: int, file: str) -> Response:
    return send(queries.public_attachment(here(), project_id, file))


def send(found: queries.Sent) -> Response:
    """Send a file to be saved, never to be opened within the site."""
    return download_of_all(storage().path_of(found.file), found.kind, found.name)
