"""Shape of what browsers send about answers. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.screening.answer.actions import NewAnswer
from voting.screening.answer.rules import AnswerText
from voting.screening.fields import choices_of, filled, line, lines, short, trimmed
from voting.screening.suggestion.rules import ANSWER_WORDS, AnswerClass
from voting.screening.words import Field

MOST_SIGNS = 1500


class AnswerTextForm(PageForm):
    """What both an answer and a text kept for answers have."""

    answer_class = SelectField(
        _l("答复类别"),
        choices=[
            SelectChoice("", _l("请选择")),
            *(SelectChoice(one.value, _l(word)) for one, word in ANSWER_WORDS.items()),
        ],
        validators=[InputRequired(_l("请选择答复类别。"))],
    )
    text = lines(_l("答复内容"), validators=filled(_l("答复内容"), MOST_SIGNS, 4))
    elsewhere = line(_l("还可以找谁"), validators=short(300))

    @classmethod
    def showing(cls, text: AnswerText | None) -> Self:
        """Return the form with a text that was chosen, else empty."""
        if text is None:
            return cls(formdata=None)
        return cls(
            formdata=None,
            data={
                "answer_class": text.answer_class.value,
                "text": text.text,
                "elsewhere": text.elsewhere,
                "title": text.title,
            },
        )


class AnswerForm(AnswerTextForm):
    field = SelectField(
        _l("属于哪方面"), choices=[SelectChoice("", _l("不注明")), *choices_of(Field)], default=""
    )

    def as_input(self, jurisdiction_id: int, ids: Sequence[int]) -> NewAnswer:
        """Return what the browser sent as the deed takes it."""
        return NewAnswer(
            jurisdiction_id=jurisdiction_id,
            suggestion_ids=tuple(dict.fromkeys(ids)),
            answer_class=AnswerClass(self.answer_class.data),
            text=trimmed(self.text.data),
            elsewhere=trimmed(self.elsewhere.data),
            field=Field(self.field.data) if self.field.data else None,
        )


class TemplateForm(AnswerTextForm):
    title = line(_l("模板名称"), validators=filled(_l("模板名称"), 40, 2))

    def as_text(self) -> AnswerText:
        """Return what the browser sent as the deed takes it."""
        return AnswerText(
            title=trimmed(self.title.data),
            answer_class=AnswerClass(self.answer_class.data),
            text=trimmed(self.text.data),
            elsewhere=trimmed(self.elsewhere.data),
        )
