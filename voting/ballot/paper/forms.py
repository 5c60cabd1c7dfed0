"""Shape of what browsers send to the desk of paper. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from voting.core.fields import PageForm


class TakeBackForm(PageForm):
    """number: as printed on the badge."""

    number = StringField(_l("证号"), validators=[InputRequired(_l("请选择代表。")), Length(max=80)])
    reason = StringField(_l("理由"), validators=[InputRequired(_l("请写明理由。")), Length(max=200)])
