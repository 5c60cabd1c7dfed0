"""Shape of what browsers send to the ballot's pages. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from voting.core.fields import PageForm


class OrderForm(PageForm):
    title = StringField(_l("票决名称"), validators=[InputRequired(_l("请填写票决名称。")), Length(max=100)])


class ReasonForm(PageForm):
    reason = StringField(_l("理由"), validators=[InputRequired(_l("请写明理由。")), Length(max=400)])


class ReplaceForm(ReasonForm):
    index = IntegerField(
        _l("更换第几位监票人"), validators=[InputRequired(_l("请选择监票人。")), NumberRange(1, 20)]
    )
    account_id = IntegerField(_l("接任的监票人"), validators=[InputRequired(_l("请选择接任的监票人。"))])
