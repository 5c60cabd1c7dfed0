"""Shape of what browsers send about who answers for the work. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.supervision.fields import needed, text_of
from voting.supervision.handing_over.actions import NewSuccessor


class AssignForm(PageForm):
    unit = SelectField(_l("责任单位"), coerce=int)


class SuccessorForm(PageForm):
    successor = SelectField(_l("承接单位"), coerce=int, validators=[InputRequired(_l("请选择另一个单位。"))])
    reason = TextAreaField(_l("依据和原因"), validators=needed(_l("请写明依据和原因。"), 500))
    accounts = BooleanField(_l("原单位的账号一并转到承接单位"), default=True)

    def as_input(self, unit_id: int) -> NewSuccessor:
        return NewSuccessor(
            unit_id=unit_id,
            successor_id=self.successor.data,
            reason=text_of(self.reason),
            with_accounts=bool(self.accounts.data),
        )
