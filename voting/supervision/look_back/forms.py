"""Shape of what browsers send about looking back. No rule lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.core.form_page import AS_ANSWERED
from voting.supervision.fields import needed, pairs, short, text_of
from voting.supervision.look_back.actions import NewAnswer, NewVoice
from voting.supervision.look_back.rules import MOST_TEXT

SOLVED, UNSOLVED = "solved", "unsolved"


class VoiceForm(PageForm):
    solved = RadioField(
        _l("您提的问题解决了吗"),
        choices=pairs([(SOLVED, _l("已经解决")), (UNSOLVED, _l("还没有解决"))]),
        validators=[InputRequired(_l("请选择一项。"))],
    )
    text = TextAreaField(_l("哪里还没有解决"), validators=short(MOST_TEXT))

    def as_input(self, number: str) -> NewVoice:
        return NewVoice(number=number, solved=self.solved.data == SOLVED, text=text_of(self.text))


class AnswerForm(PageForm):
    version = HiddenField(render_kw={AS_ANSWERED: True})
    answer = TextAreaField(_l("答复"), validators=needed(_l("请填写答复。"), MOST_TEXT))

    def as_input(self) -> NewAnswer:
        return NewAnswer(text=text_of(self.answer), version=str(self.version.data or ""))
