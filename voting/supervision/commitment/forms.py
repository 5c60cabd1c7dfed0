"""Shape of what browsers send about commitments. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    SelectField,
)

from voting.core.fields import PageForm


class AssignForm(PageForm):
    unit = SelectField(_l("责任单位"), coerce=int)
