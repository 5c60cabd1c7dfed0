"""Shape of what browsers send about residents' remarks. No rule of the procedure lives here."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from voting.core.fields import PageForm
from voting.supervision.fields import needed
from voting.supervision.finding.forms import ProblemForm
from voting.supervision.remark.rules import MOST_REASON, MOST_TEXT


class RemarkForm(PageForm):
    commitment_id = SelectField(
        _l("哪个项目"),
        coerce=int,
        validators=[InputRequired(_l("请选择一项。")), NumberRange(1, message=_l("请选择一项。"))],
    )
    text = TextAreaField(_l("群众反映的情况"), validators=needed(_l("请写明群众反映的情况。"), MOST_TEXT))


class CloseRemarkForm(PageForm):
    reason = TextAreaField(_l("了结的理由"), validators=needed(_l("请写明理由。"), MOST_REASON))


@dataclass(frozen=True)
class RemarkForms:
    """The two forms of a remark's page: raise it as a problem, or close it."""

    problem: ProblemForm
    close: CloseRemarkForm
