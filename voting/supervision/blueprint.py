"""The one blueprint of supervision, and how its views put an error back into a form."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug import Response
from wtforms import FieldList

from voting.core.errors import RuleBroken
from voting.core.fields import PageForm

blueprint = Blueprint("supervision", __name__, url_prefix="/j/<code>/supervision")
Page = str | Response | tuple[str, int]


def put_back(form: PageForm, error: RuleBroken, name: str = "") -> None:
    """Show a broken rule at the field it names (else `name`, else above the form), and in the summary."""
    sentence = _(error.message) % error.values if error.values else _(error.message)
    name = getattr(error, "field", name)
    if name in form and not isinstance(form[name], FieldList):
        form[name].errors = [sentence]
    else:
        form.form_errors.append(sentence)
