"""Shape of what browsers send about opinions and promises. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from voting.core.fields import PageForm
from voting.supervision.fields import day_of, needed, text_of
from voting.supervision.opinion.actions import NewOpinion, OpinionStep
from voting.supervision.opinion.rules import MOST_TEXT


class OpinionForm(PageForm):
    unit_id = SelectField(_l("交给哪个单位"), coerce=int, validators=[InputRequired(_l("请选择责任单位。"))])
    text = TextAreaField(_l("审议意见"), validators=needed(_l("请填写审议意见。"), MOST_TEXT))
    due_on = DateField(_l("办理期限"), validators=[InputRequired(_l("请填写办理期限。"))])

    def as_input(self, activity_id: int) -> NewOpinion:
        return NewOpinion(
            activity_id=activity_id,
            unit_id=int(self.unit_id.data),
            text=text_of(self.text),
            due_on=day_of(self.due_on),
        )


class OpinionStepForm(PageForm):
    step = RadioField(_l("办理"), validators=[InputRequired(_l("请选择一项。"))])
    text = TextAreaField(_l("说明"), validators=needed(_l("请写明情况。"), MOST_TEXT))
    due_on = DateField(_l("新的期限"), validators=[Optional()])

    def as_input(self, opinion_id: int) -> OpinionStep:
        return OpinionStep(
            opinion_id=opinion_id, step=self.step.data, text=text_of(self.text), due_on=self.due_on.data
        )
