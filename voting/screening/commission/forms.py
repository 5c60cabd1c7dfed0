"""Shape of what browsers send about dossiers asked of units. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.screening.commission.actions import NewCommission
from voting.screening.fields import lines, short, trimmed


class CommissionForm(PageForm):
    unit_id = SelectField(_l("请哪个单位填写"), coerce=int, validators=[InputRequired(_l("请选择单位。"))])
    due_on = DateField(_l("交回期限"), validators=[InputRequired(_l("请填写交回期限。"))])
    note = lines(_l("填写要求"), validators=short(300))

    def offer_units(self, units: Sequence[tuple[int, str]]) -> None:
        """Offer these units."""
        self.unit_id.choices = [SelectChoice(unit_id, name) for unit_id, name in units]

    def as_input(self) -> NewCommission:
        """Return what was typed."""
        assert self.due_on.data is not None  # it is required
        return NewCommission(unit_id=self.unit_id.data, due_on=self.due_on.data, note=trimmed(self.note.data))
