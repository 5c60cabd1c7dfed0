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
from voting.screening.words import INVITED, Channel


class CallForm(PageForm):
    year = IntegerField(
        _l("项目年度"),
        validators=[InputRequired(_l("请填写年度。")), NumberRange(2000, 2100, _l("年度是四位数。"))],
    )
    opens_on = DateField(_l("开始日期"), validators=[InputRequired(_l("请填写日期。"))])
    closes_on = DateField(_l("截止日期"), validators=[InputRequired(_l("请填写日期。"))])
    issuer = line(_l("发布单位"), validators=short(80))
    notice = lines(_l("公告正文"), validators=filled(_l("公告正文"), 5000, 10))
    scope = lines(_l("征集范围"), validators=short(2000))
    criteria = lines(_l("遴选标准"), validators=short(2000))
    contact = line(_l("联系方式"), validators=short(200))
    channels = SelectMultipleField(
        _l("征集渠道"),
        choices=[one for one in choices_of(Channel) if one.value in INVITED],
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
            scope=trimmed(self.scope.data),
            criteria=trimmed(self.criteria.data),
            issuer=trimmed(self.issuer.data),
            channels=tuple(Channel(value) for value in self.channels.data or ()),
        )


class ExtendForm(PageForm):
    closes_on = DateField(_l("新的截止日期"), validators=[InputRequired(_l("请填写日期。"))])

    def as_date(self) -> date:
        """Return the new last day."""
        day = self.closes_on.data
        assert isinstance(day, date)
        return day
