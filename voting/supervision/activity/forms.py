"""Shape of what browsers send about supervision activities. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.supervision.activity.actions import NewActivity
from voting.supervision.activity.rules import MOST_PLAN, MOST_REPORT, ActivityKind
from voting.supervision.fields import day_of, needed, text_of


class ActivityForm(PageForm):
    kind = SelectField(_l("方式"), validators=[InputRequired(_l("请选择一项。"))])
    title = StringField(_l("题目"), validators=needed(_l("请填写题目。"), 120))
    on = DateField(_l("计划日期"), validators=[InputRequired(_l("请填写计划日期。"))])
    plan = TextAreaField(_l("方案"), validators=needed(_l("请填写方案。"), MOST_PLAN))

    def as_input(self, year: int) -> NewActivity:
        return NewActivity(
            year=year,
            kind=ActivityKind(self.kind.data),
            title=text_of(self.title),
            on=day_of(self.on),
            plan=text_of(self.plan),
        )


class ActivityReportForm(PageForm):
    held_on = DateField(_l("举行日期"), validators=[InputRequired(_l("请填写举行日期。"))])
    report = TextAreaField(_l("情况报告"), validators=needed(_l("请写明情况。"), MOST_REPORT))


class CancelForm(PageForm):
    reason = TextAreaField(_l("取消的理由"), validators=needed(_l("请写明理由。"), MOST_PLAN))
