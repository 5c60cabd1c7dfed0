"""Shape of what a browser sends about an import, and of corrections to a roster: answers and a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from voting.congress.actions_correction import TermDates
from voting.congress.difference import Choices, Difference, needs_reason
from voting.congress.forms import choice


def several(label: Any) -> Any:  # noqa: ANN401  WTForms has no types
    """Return a field of boxes to tick, one a deputy; who is offered is set when the difference is known."""
    return SelectMultipleField(
        label,
        coerce=int,
        validate_choice=False,
        choices=(),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = StringField(
        _l("理由"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=300, message=_l("理由不超过 300 字。"))],
    )


class NameForm(ReasonForm):
    name = StringField(_l("正确的姓名"), validators=[InputRequired(_l("请填写姓名。")), Length(max=40)])


class TermDatesForm(ReasonForm):
    starts_on = DateField(_l("本届开始日期"), validators=[InputRequired(_l("请填写日期，例如 2022-02-01。"))])
    ends_on = DateField(_l("届满日期"), validators=[InputRequired(_l("请填写日期，例如 2027-01-31。"))])

    def as_input(self) -> TermDates:
        assert isinstance(self.starts_on.data, date)
        assert isinstance(self.ends_on.data, date)
        return TermDates(self.starts_on.data, self.ends_on.data, str(self.reason.data))


class ImportForm(FlaskForm):  # type: ignore[misc]
    """basis: of the difference that was shown. For each renamed deputy there is a field `same_ID` besides."""

    basis = HiddenField()
    back = several(_l("恢复在任"))
    leave = several(_l("标为不在任"))
    leave_all = BooleanField(_l("名册中没有的全部标为不在任"))
    reason = StringField(_l("理由"), validators=[Length(max=300, message=_l("理由不超过 300 字。"))])
    found: Difference

    def as_input(self) -> Choices:
        everyone = {one.id for one in self.found.missing} if self.leave_all.data else set()
        return Choices(
            back=frozenset(self.back.data or ()),
            leave=frozenset(self.leave.data or ()) | everyone,
            same={one.had.id: self[f"same_{one.had.id}"].data == "yes" for one in self.found.renamed},
            reason=str(self.reason.data or "").strip(),
        )

    def validate_reason(self, field: StringField) -> None:
        if needs_reason(self.found, self.as_input()) and not str(field.data or "").strip():
            raise ValidationError(_("更正姓名或者标为不在任，须写明理由。"))


def import_form(found: Difference) -> ImportForm:
    """Return the form with the questions of this difference, and what was answered to them."""
    same = {
        f"same_{one.had.id}": RadioField(
            _l("证号 %(number)s", number=one.had.number),
            choices=[
                choice(
                    "yes",
                    _l("同一人，把“%(had)s”更正为“%(name)s”", had=one.had.state.name, name=one.line.name),
                ),
                choice("no", _l("不是同一人：不导入这一行，“%(had)s”不变", had=one.had.state.name)),
            ],
            validators=[InputRequired(_l("请选择是否同一人。"))],
        )
        for one in found.renamed
    }
    form: ImportForm = type("AskedForm", (ImportForm,), same)()
    form.found = found
    form.back.choices = [
        choice(one.had.id, f"{one.had.number} {one.had.state.name} · {one.wanted.delegation}")
        for one in found.doubtful
    ]
    form.leave.choices = [
        choice(one.id, f"{one.number} {one.state.name} · {one.state.delegation}") for one in found.missing
    ]
    return form
