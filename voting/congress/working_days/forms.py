"""Shape of what browsers send about working days. No rule of the procedure lives here."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from voting.congress.fields import CHOSEN, choice, whole
from voting.congress.working_days.actions import NewDays
from voting.congress.working_days.models import MOST_NAME, MOST_SOURCE
from voting.congress.working_days.rules import MOST_LIMIT, DayKind, LimitUnit, TimeLimit
from voting.core.fields import PageForm

KINDS = (
    choice(DayKind.HOLIDAY.value, _l("放假")),
    choice(DayKind.WORKING.value, _l("上班（调休的周末）")),
    choice(DayKind.PLAIN.value, _l("不特殊，仍按周一至周五")),
)
UNITS = (
    choice(LimitUnit.WORKING_DAYS.value, _l("工作日")),
    choice(LimitUnit.DAYS.value, _l("日（末日放假的顺延）")),
)
DATE = InputRequired(_l("请填写日期。"))


def day_of(field: DateField) -> date:
    """Return what a validated field of a day holds."""
    assert isinstance(field.data, date)
    return field.data


class DaysForm(PageForm):
    first = DateField(_l("起日"), validators=[DATE])
    last = DateField(_l("止日"), validators=[DATE])
    kind = RadioField(_l("这些天"), choices=KINDS, validators=[CHOSEN])
    name = StringField(
        _l("节日"),
        validators=[
            InputRequired(_l("请写明是什么节日或者因何调整。")),
            Length(max=MOST_NAME, message=_l("不超过 40 字。")),
        ],
    )
    source = StringField(
        _l("依据"),
        validators=[
            InputRequired(_l("请写明依据，例如文号。")),
            Length(max=MOST_SOURCE, message=_l("不超过 120 字。")),
        ],
    )

    def as_input(self) -> NewDays:
        return NewDays(
            day_of(self.first),
            day_of(self.last),
            DayKind(str(self.kind.data)),
            str(self.name.data),
            str(self.source.data),
        )


class LimitForm(PageForm):
    """A limit to count; it changes nothing and is asked by address."""

    class Meta(PageForm.Meta):  # noqa: D106  WTForms' own name
        csrf = False

    start = DateField(_l("从哪天起"), validators=[DATE])
    n = IntegerField(
        _l("多少"),
        validators=[
            InputRequired(_l("请填写天数。")),
            NumberRange(1, MOST_LIMIT, message=_l("请填写 1 到 999 的整数。")),
        ],
    )
    unit = RadioField(_l("按什么算"), choices=UNITS, validators=[CHOSEN])

    def as_input(self) -> tuple[date, TimeLimit]:
        return day_of(self.start), TimeLimit(whole(self.n.data), LimitUnit(str(self.unit.data)))
