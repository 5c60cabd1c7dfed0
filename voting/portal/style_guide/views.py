"""The living page of the look: every component in both languages. Shows invented figures, reads no table."""

from __future__ import annotations

from flask import Blueprint, render_template

from voting.core.access import public
from voting.portal.style_guide.forms import LookForm
from voting.portal.style_guide.sample import look_page

blueprint = Blueprint("look", __name__)


@blueprint.get("/look")
@public
def components() -> str:
    form = LookForm(formdata=None)
    return render_template("portal/style_guide/look.html", page=look_page(), form=form)


@blueprint.get("/look/tablet")
@public
def tablet() -> str:
    return render_template("portal/style_guide/look_tablet.html", page=look_page())


@blueprint.get("/look/hall")
@public
def hall() -> str:
    return render_template("portal/style_guide/look_hall.html", page=look_page())


@blueprint.get("/look/document")
@public
def document() -> str:
    return render_template("portal/style_guide/look_document.html", page=look_page())
