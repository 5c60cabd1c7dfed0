"""Shape of what browsers send about the satisfaction evaluation. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from voting.core.fields import PageForm
from voting.supervision.evaluation.actions import NewEvaluation


class EvaluationForm(PageForm):
    meeting_id = SelectField(
        _l("在哪次会议上测评"), coerce=int, validators=[InputRequired(_l("请选在哪次会议上测评。"))]
    )
    commitment_ids = SelectMultipleField(
        _l("测评的项目"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("请选要测评的项目。"))],
    )

    def as_input(self, year: int) -> NewEvaluation:
        return NewEvaluation(
            meeting_id=self.meeting_id.data, year=year, commitment_ids=tuple(self.commitment_ids.data or ())
        )
