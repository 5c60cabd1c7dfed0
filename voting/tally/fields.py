"""Fields that the forms of counting share."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from voting.core.fields import PageForm

MOST = 5000
PAPER = re.compile(r"[xX]|\d{1,3}(\s+\d{1,3})*", re.ASCII)


def _number(label: str) -> IntegerField:
    return IntegerField(
        label,
        validators=[
            InputRequired(_l("请填写数字，没有的填 0。")),
            NumberRange(0, MOST, _l("请填写 0 到 5000 的整数。")),
        ],
    )


class ReasonForm(PageForm):
    reason = TextAreaField(
        _l("理由"),
        validators=[DataRequired(_l("请写明理由。")), Length(max=200, message=_l("不超过 200 个字。"))],
    )

    def as_input(self) -> str:
        return str(self.reason.data)


def reason_sent() -> str:
    """Return the reason that came with a button; the deed refuses an empty one."""
    form = ReasonForm()
    return form.as_input() if form.validate() else ""
