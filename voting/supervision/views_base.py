"""The one blueprint of supervision and what its views share: pictures, errors put back into forms."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, current_app
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.datastructures import FileStorage
from wtforms import FieldList

from voting.core.errors import RuleBroken
from voting.core.fields import PageForm
from voting.core.storage import Storage
from voting.supervision.photos import remade

blueprint = Blueprint("supervision", __name__, url_prefix="/j/<code>/supervision")
Page = str | Response | tuple[str, int]


def storage() -> Storage:
    """Return where files are kept."""
    found = current_app.extensions["storage"]
    assert isinstance(found, Storage)
    return found


def kept_pictures(files: Sequence[FileStorage]) -> tuple[str, ...]:
    """Make each uploaded picture anew, keep it, and return the names; RuleBroken for what is no picture.

    All are made before the first is kept, so that a bad one leaves nothing behind.
    """
    made = [remade(file.read()) for file in files if file.filename]
    return tuple(storage().keep(content, ".jpg") for content in made)


def put_back(form: PageForm, error: RuleBroken, name: str = "") -> None:
    """Show a broken rule at the field it names (else `name`, else above the form), and in the summary."""
    sentence = _(error.message) % error.values if error.values else _(error.message)
    name = getattr(error, "field", name)
    if name in form and not isinstance(form[name], FieldList):
        form[name].errors = [sentence]
    else:
        form.form_errors.append(sentence)
