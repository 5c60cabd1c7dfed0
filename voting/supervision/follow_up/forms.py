"""Shape of what browsers send about follow-up letters. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.supervision.fields import day_of, needed, text_of
from voting.supervision.follow_up.actions import NewLetter


class LetterForm(PageForm):
    text = TextAreaField(_l("督办内容"), validators=needed(_l("请填写督办内容。"), 2000))
    due_on = DateField(_l("答复期限"), validators=[InputRequired(_l("请填写答复期限。"))])

    def as_input(self, commitment_id: int) -> NewLetter:
        return NewLetter(commitment_id=commitment_id, text=text_of(self.text), due_on=day_of(self.due_on))


class AnswerForm(PageForm):
    answer = TextAreaField(_l("答复"), validators=needed(_l("请填写答复。"), 2000))
