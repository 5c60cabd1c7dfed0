"""Shape of what browsers send about acceptance and carry-over. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional

from voting.core.fields import PageForm
from voting.supervision.acceptance.actions import NewAcceptance
from voting.supervision.acceptance.rules import RESULTS, Result
from voting.supervision.fields import day_of, needed, short, text_of


class ReasonForm(PageForm):
    reason = TextAreaField(_l("原因"), validators=needed(_l("请写明原因。"), 500))


class AcceptanceForm(PageForm):
    result = RadioField(
        _l("验收结论"),
        choices=[SelectChoice(result.value, _l(RESULTS[result])) for result in Result],
        validators=[InputRequired(_l("请选择验收结论。"))],
    )
    on = DateField(_l("验收日期"), validators=[InputRequired(_l("请填写验收日期。"))])
    opinion = TextAreaField(_l("验收意见"), validators=needed(_l("请填写验收意见。"), 1000))
    upkeep = StringField(_l("管护责任"), validators=short(200))
    upkeep_until = DateField(_l("管护到哪一天"), validators=[Optional()])

    def as_input(self, commitment_id: int) -> NewAcceptance:
        return NewAcceptance(
            commitment_id=commitment_id,
            result=Result(self.result.data),
            opinion=text_of(self.opinion),
            on=day_of(self.on),
            upkeep=text_of(self.upkeep),
            upkeep_until=self.upkeep_until.data,
        )
