"""Shape of what browsers send from the reading room. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.screening.fields import filled, lines, short, trimmed
from voting.screening.reading.rules import NOTE_LENGTH


class QuestionForm(PageForm):
    text = lines(_l("提问"), validators=filled(_l("提问"), 500, 4))

    def as_text(self) -> str:
        """Return what is asked."""
        return trimmed(self.text.data)


class NoteForm(PageForm):
    note = lines(_l("我的笔记"), validators=short(NOTE_LENGTH))

    def as_text(self) -> str:
        """Return the note."""
        return trimmed(self.note.data)


class AnswerForm(PageForm):
    answer = lines(_l("答复内容"), validators=filled(_l("答复内容"), 1000, 2))

    def as_text(self) -> str:
        """Return the answer."""
        return trimmed(self.answer.data)


class PassOnForm(PageForm):
    unit_id = SelectField(_l("转给哪个单位"), coerce=int, validators=[InputRequired(_l("请选择单位。"))])

    def offer_units(self, units: Sequence[tuple[int, str]]) -> None:
        """Offer these units."""
        self.unit_id.choices = [SelectChoice(unit_id, name) for unit_id, name in units]

    def as_unit(self) -> int:
        """Return the unit."""
        return int(self.unit_id.data)
