"""Shape of what browsers send about the call. No rule of the procedure lives here."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from voting.core.fields import PageForm
from voting.screening.call.actions import NewCall
from voting.screening.fields import choices_of, filled, line, lines, short, trimmed
from voting.screening.words import Channel


class CallForm(PageForm):
    year = IntegerField(
        _l("项目年度"),
        validators=[InputRequired(_l("请填写年度。")), NumberRange(2000, 2100, _l("年度是四位数。"))],
    )
    opens_on = DateField(_l("开始日期"), validators=[InputRequired(_l("请填写日期。"))])
    closes_on = DateField(_l("截止日期"), validators=[InputRequired(_l("请填写日期。"))])
    notice = lines(_l("公告正文"), validators=filled(_l("公告正文"), 5000, 10))
    contact = line(_l("其他联系方式"), validators=short(200))
    channels = SelectMultipleField(
        _l("征集渠道"),
        choices=choices_of(Channel),
        validators=[InputRequired(_l("至少要有一种征集渠道。"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def as_input(self, jurisdiction_id: int) -> NewCall:
        """Return what the browser sent as the deed takes it."""
        assert self.year.data
        assert self.opens_on.data
        assert self.closes_on.data
        return NewCall(
            jurisdiction_id=jurisdiction_id,
            year=self.year.data,
            notice=trimmed(self.notice.data),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            contact=trimmed(self.contact.data),
            channels=tuple(Channel(value) for value in self.channels.data or ()),
        )


class ExtendForm(PageForm):
    closes_on = DateField(_l("新的截止日期"), validators=[InputRequired(_l("请填写日期。"))])

    def as_date(self) -> date:
        """Return the new last day."""
        day = self.closes_on.data
        assert isinstance(day, date)
        return day
