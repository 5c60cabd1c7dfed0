"""Shape of what browsers send to the page of lost tokens. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from voting.core.fields import PageForm


class LossForm(PageForm):
    """text: a scanned badge, a number or a name."""

    text = StringField(
        _l("证号或姓名"), validators=[InputRequired(_l("请填写代表的证号或姓名。")), Length(max=80)]
    )
    reason = StringField(_l("情况说明"), validators=[InputRequired(_l("请写明情况。")), Length(max=200)])
