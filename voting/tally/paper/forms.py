"""Shape of what browsers send about paper. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from voting.core import normalise
from voting.core.fields import PageForm
from voting.tally.fields import PAPER, _number
from voting.tally.paper.actions import NewSheet


class PlaceForm(PageForm):
    name = StringField(
        _l("投票点"),
        description=_l("例如“主会场”或者“第一代表团”。"),
        validators=[DataRequired(_l("请填写投票点名称。")), Length(max=60, message=_l("不超过 60 个字。"))],
    )
    expected = _number(_l("发往这里的纸质票"))

    def as_input(self) -> tuple[str, int]:
        assert isinstance(self.expected.data, int)
        return str(self.name.data), self.expected.data


class SheetForm(PageForm):
    issued = _number(_l("发出"))
    returned = _number(_l("收回"))
    void = _number(_l("无效"))


class PapersForm(PageForm):
    """Papers one by one: a line each, the numbers of the marked projects, 0 for a blank one, x for an unreadable one."""

    issued = _number(_l("发出"))
    papers = TextAreaField(
        _l("逐张录入"),
        description=_l("每行一张票，写所圈项目的序号，用空格隔开；空白票写 0，无法辨认的写 x。"),
        validators=[InputRequired(_l("请至少录入一张票。")), Length(max=200_000)],
    )

    def validate_papers(self, field: TextAreaField) -> None:
        for number, line in enumerate(map(normalise.label, str(field.data).split("\n")), 1):
            if line and PAPER.fullmatch(line) is None:
                raise ValidationError(_("第 %(number)s 行看不懂：%(line)s", number=number, line=line[:40]))

    def as_papers(self) -> list[frozenset[int] | None]:
        lines = list(filter(None, map(normalise.label, str(self.papers.data).split("\n"))))
        return [None if line in {"x", "X"} else frozenset(map(int, line.split())) - {0} for line in lines]


def cell(ordinal: int, place: int) -> str:
    """Return the field name of a project's answer."""
    return f"line_{ordinal}_{place}"


def sheet_form(ordinals: Sequence[int], answers: Sequence[str]) -> SheetForm:
    """Return a teller's sheet with one number for each project and answer."""
    fields = {
        cell(ordinal, place): _number(_("第 %(ordinal)s 项 %(word)s", ordinal=ordinal, word=_(word)))
        for ordinal in ordinals
        for place, word in enumerate(answers)
    }
    made = type("SheetFormOfBallot", (SheetForm,), fields)
    form = made()
    assert isinstance(form, SheetForm)
    return form


def as_sheet(form: SheetForm, ordinals: Sequence[int], answers: Sequence[str]) -> NewSheet:
    """Return what a validated sheet says."""
    return NewSheet(
        issued=int(form.issued.data or 0),
        returned=int(form.returned.data or 0),
        void=int(form.void.data or 0),
        lines=tuple(
            tuple(int(form[cell(ordinal, place)].data or 0) for place in range(len(answers)))
            for ordinal in ordinals
        ),
    )
