"""Shape of what browsers send about leave. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from voting.congress.leave_of_absence.actions import MOST_REASON
from voting.core.fields import PageForm


class LeaveForm(PageForm):
    who = StringField(_l("代表"), validators=[InputRequired(_l("请填写证号或姓名。")), Length(max=80)])
    reason = StringField(
        _l("请假事由"),
        validators=[
            InputRequired(_l("请写明请假事由。")),
            Length(max=MOST_REASON, message=_l("事由不超过 200 字。")),
        ],
    )
