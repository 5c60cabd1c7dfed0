"""Shape of what browsers send about special inquiries. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from voting.core.fields import PageForm
from voting.supervision.fields import needed, short, text_of
from voting.supervision.inquiry.actions import NewInquiryQuestion
from voting.supervision.inquiry.rules import MOST_TEXT


class QuestionForm(PageForm):
    unit_id = SelectField(_l("回答的单位"), coerce=int, validators=[InputRequired(_l("请选择责任单位。"))])
    text = TextAreaField(_l("代表提的问题"), validators=needed(_l("请填写问题。"), MOST_TEXT))
    reply = TextAreaField(_l("现场回答"), validators=needed(_l("请填写现场回答。"), MOST_TEXT))
    promise = TextAreaField(_l("承诺"), validators=short(MOST_TEXT))
    due_on = DateField(_l("兑现日期"), validators=[Optional()])

    def as_input(self, activity_id: int) -> NewInquiryQuestion:
        return NewInquiryQuestion(
            activity_id=activity_id,
            unit_id=int(self.unit_id.data),
            text=text_of(self.text),
            reply=text_of(self.reply),
            promise=text_of(self.promise),
            due_on=self.due_on.data,
        )
