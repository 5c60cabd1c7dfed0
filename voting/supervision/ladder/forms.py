"""Shape of what browsers send about the ladder. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.supervision.fields import needed
from voting.supervision.ladder.rules import MOST_TEXT


class SettleForm(PageForm):
    rung = RadioField(_l("办理"), validators=[InputRequired(_l("请选择一项。"))])
    text = TextAreaField(_l("办理情况"), validators=needed(_l("请写明情况。"), MOST_TEXT))
