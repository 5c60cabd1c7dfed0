"""Shape of what browsers send about the roster. No rule of the procedure lives here."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from voting.congress.fields import choice
from voting.congress.roster.difference import Choices, RosterDifference, RosterNamesake, needs_reason
from voting.congress.roster.rows import SUFFIXES
from voting.core.fields import PageForm
from voting.core.form_page import AS_ANSWERED

NEW = "new"
"""The answer that a line is nobody whom the term has."""


class RosterForm(PageForm):
    file = FileField(
        _l("代表名册"),
        description=_l("支持 .xlsx、.xls、.ods，不超过 10 MB。先预览，确认之前什么都不会保存。"),
        validators=[FileRequired(_l("请选择文件。"))],
    )
    new_delegations = BooleanField(_l("同时新建名册中出现的代表团"))

    def validate_file(self, field: FileField) -> None:
        name = str(field.data.filename or "").lower()
        if not name.endswith(SUFFIXES):
            raise ValidationError(_("只能上传 .xlsx、.xls 或 .ods 文件。"))


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


class ImportForm(PageForm):
    """basis: of the difference that was shown. For each renamed deputy there is a field `same_ID` besides.

    For each line of whom it is not clear who he is, a field `who_NUMBER`.
    """

    basis = HiddenField(render_kw={AS_ANSWERED: True})
    back = several(_l("恢复在任"))
    leave = several(_l("标为不在任"))
    leave_all = BooleanField(_l("名册中没有的全部标为不在任"))
    reason = StringField(_l("理由"), validators=[Length(max=300, message=_l("理由不超过 300 字。"))])
    found: RosterDifference

    def as_input(self) -> Choices:
        everyone = {one.id for one in self.found.missing} if self.leave_all.data else set()
        return Choices(
            back=frozenset(self.back.data or ()),
            leave=frozenset(self.leave.data or ()) | everyone,
            same={one.had.id: self[f"same_{one.had.id}"].data == "yes" for one in self.found.renamed},
            who={one.line.number: str(self[f"who_{one.line.number}"].data) for one in self.found.asked},
            reason=str(self.reason.data or "").strip(),
        )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms has no types
        """Tell whether all of it is fit; no two lines are one deputy."""
        fits = bool(super().validate(extra_validators))
        taken: set[str] = set()
        for one in self.found.asked:
            field = self[f"who_{one.line.number}"]
            if not field.data or field.data == NEW:
                continue
            if field.data in taken:
                field.errors = [*field.errors, _("这名代表已经对上另一行，请重新选择。")]
                fits = False
            taken.add(field.data)
        return fits

    def validate_reason(self, field: StringField) -> None:
        if needs_reason(self.found, self.as_input()) and not str(field.data or "").strip():
            raise ValidationError(_("更正姓名或者标为不在任，须写明理由。"))


def who_field(one: RosterNamesake) -> RadioField:
    """Return the question who a line without a badge number is."""
    known = [
        choice(
            had.number,
            _l(
                "就是本届的 %(number)s %(name)s（%(delegation)s）",
                number=had.number,
                name=had.state.name,
                delegation=had.state.delegation,
            ),
        )
        for had in one.maybe
    ]
    fresh = choice(NEW, _l("不是，是新代表，编号 %(number)s", number=one.line.number))
    return RadioField(
        one.line.name, choices=[*known, fresh], validators=[InputRequired(_l("请选择是哪一名代表。"))]
    )


def import_form(found: RosterDifference) -> ImportForm:
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
    who = {f"who_{one.line.number}": who_field(one) for one in found.asked}
    form: ImportForm = type("AskedForm", (ImportForm,), {**same, **who})()
    form.found = found
    form.back.choices = [
        choice(one.had.id, f"{one.had.number} {one.had.state.name} · {one.wanted.delegation}")
        for one in found.doubtful
    ]
    form.leave.choices = [
        choice(one.id, f"{one.number} {one.state.name} · {one.state.delegation}") for one in found.missing
    ]
    return form
