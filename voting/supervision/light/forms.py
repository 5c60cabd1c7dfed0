"""Shape of what browsers send about lights. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, NumberRange

from voting.core.fields import PageForm
from voting.supervision.fields import day_of, needed, number_of, text_of
from voting.supervision.light.rules import LIGHTS, Light, Thresholds


def between(least: int, most: int) -> list[object]:
    """Return the validators of a number that must be there and within bounds."""
    sentence = _l("请填写 %(least)s 到 %(most)s 的整数。", least=least, most=most)
    return [InputRequired(sentence), NumberRange(least, most, sentence)]


class RuleForm(PageForm):
    """Thresholds of the lights that hold from a day to come."""

    yellow_from = IntegerField(_l("落后多少个百分点起亮黄灯"), validators=between(1, 100))
    red_above = IntegerField(_l("落后超过多少个百分点亮红灯"), validators=between(1, 100))
    running_months = IntegerField(_l("连续落后几个月亮红灯"), validators=between(2, 12))
    reading_day = IntegerField(_l("每月几日亮上月的灯（遇休息日顺延）"), validators=between(1, 28))
    source = StringField(_l("依据"), validators=needed(_l("请写明依据。"), 200))
    holds_from = DateField(_l("从哪一天起用"), validators=[InputRequired(_l("请填写起用日期。"))])

    def as_input(self) -> Thresholds:
        return Thresholds(
            yellow_from=number_of(self.yellow_from),
            red_above=number_of(self.red_above),
            running_months=number_of(self.running_months),
            reading_day=number_of(self.reading_day),
            source=text_of(self.source),
            holds_from=day_of(self.holds_from),
        )


class LightForm(PageForm):
    light = SelectField(
        _l("改为"),
        choices=[
            SelectChoice("", _l("据报送数据测算的灯")),
            *(SelectChoice(light.value, _l(LIGHTS[light])) for light in Light),
        ],
    )
    reason = TextAreaField(_l("理由"), validators=needed(_l("请写明人工调整亮灯的理由。"), 300))

    def chosen(self) -> Light | None:
        return Light(self.light.data) if self.light.data else None
