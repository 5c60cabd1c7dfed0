"""Shape of what browsers send about terms and deputies. No rule of the procedure lives here."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from voting.congress.fields import CHOSEN, ReasonForm, whole
from voting.congress.term.actions import DeputyChange, NewTerm, TermDates
from voting.core.fields import PageForm


class TermForm(PageForm):
    number = IntegerField(
        _l("第几届"),
        validators=[InputRequired(_l("请填写届次。")), NumberRange(1, 99, _l("届次应为 1 到 99。"))],
    )
    starts_on = DateField(_l("本届开始日期"), validators=[InputRequired(_l("请填写日期，例如 2022-02-01。"))])
    ends_on = DateField(_l("届满日期"), validators=[InputRequired(_l("请填写日期，例如 2027-01-31。"))])

    def as_input(self) -> NewTerm:
        assert isinstance(self.starts_on.data, date)
        assert isinstance(self.ends_on.data, date)
        return NewTerm(
            number=whole(self.number.data), starts_on=self.starts_on.data, ends_on=self.ends_on.data
        )


class DeputyForm(PageForm):
    delegation_id = SelectField(_l("代表团"), coerce=int, validators=[CHOSEN])
    in_office = BooleanField(_l("在任"))
    standing_committee = BooleanField(_l("常委会组成人员"))
    presidium = BooleanField(_l("主席团成员"))

    def as_input(self) -> DeputyChange:
        return DeputyChange(
            delegation_id=int(self.delegation_id.data),
            in_office=bool(self.in_office.data),
            standing_committee=bool(self.standing_committee.data),
            presidium=bool(self.presidium.data),
        )


class NameForm(ReasonForm):
    name = StringField(_l("正确的姓名"), validators=[InputRequired(_l("请填写姓名。")), Length(max=40)])


class TermDatesForm(ReasonForm):
    starts_on = DateField(_l("本届开始日期"), validators=[InputRequired(_l("请填写日期，例如 2022-02-01。"))])
    ends_on = DateField(_l("届满日期"), validators=[InputRequired(_l("请填写日期，例如 2027-01-31。"))])

    def as_input(self) -> TermDates:
        assert isinstance(self.starts_on.data, date)
        assert isinstance(self.ends_on.data, date)
        return TermDates(self.starts_on.data, self.ends_on.data, str(self.reason.data))
