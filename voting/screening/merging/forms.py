"""Shape of what browsers send about the merge desk. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    SelectField,
)
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.screening.fields import choices_of, filled, line
from voting.screening.words import Field


class NewProjectForm(PageForm):
    title = line(_l("项目名称"), validators=filled(_l("项目名称"), 60, 4))
    field = SelectField(
        _l("民生领域"), choices=choices_of(Field), validators=[InputRequired(_l("请选择民生领域。"))]
    )
