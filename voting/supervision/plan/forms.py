"""Shape of what browsers send about the implementation plan. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from voting.core.fields import PageForm, RowForm
from voting.supervision.fields import day_of, needed, number_of, short, text_of
from voting.supervision.plan.actions import NewPlan, NewStep

STEP_ROWS = 8
MOST_DIGITS = 10


class StepForm(RowForm):
    """One row of the plan; empty rows are left out."""

    id = HiddenField()
    title = StringField(_l("时间节点"), validators=short(120))
    starts_on = DateField(_l("开始"), validators=[Optional()])
    due_on = DateField(_l("完成"), validators=[Optional()])
    weight = IntegerField(_l("比重"), validators=[Optional(), NumberRange(1, 100, _l("1 到 100。"))])

    def validate_title(self, field: Field) -> None:
        """Ask for the rest of a row that has a title."""
        filled = (self.starts_on.data, self.due_on.data, self.weight.data)
        if field.data and not all(filled):
            raise ValidationError(_l("请把这一行的日期和比重填全。"))


class PlanForm(PageForm):
    base = HiddenField(render_kw={"data-as-answered": True})
    target = TextAreaField(_l("目标任务"), validators=needed(_l("请填写目标任务。"), 1000))
    due_on = DateField(_l("完成时限"), validators=[InputRequired(_l("请填写完成时限。"))])
    funding = TextAreaField(_l("资金安排"), validators=needed(_l("请填写资金安排。"), 1000))
    safeguards = TextAreaField(_l("保障措施"), validators=needed(_l("请填写保障措施。"), 1000))
    steps = FieldList(FormField(StepForm), _l("时间节点"), min_entries=STEP_ROWS, max_entries=30)
    reason = TextAreaField(_l("修订原因"), validators=short(500))

    def as_input(self, commitment_id: int) -> NewPlan:
        rows = [row.form for row in self.steps if row.form.title.data]
        return NewPlan(
            commitment_id=commitment_id,
            target=text_of(self.target),
            due_on=day_of(self.due_on),
            funding=text_of(self.funding),
            safeguards=text_of(self.safeguards),
            steps=tuple(as_step(row) for row in rows),
            reason=text_of(self.reason),
            base=whole_of(self.base),
        )


def whole_of(field: HiddenField) -> int | None:
    """Return the number that a hidden field carries, None when it carries none."""
    number = str(field.data or "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < MOST_DIGITS else None


def as_step(row: StepForm) -> NewStep:
    """Return one filled row of the plan."""
    return NewStep(
        id=whole_of(row.id),
        title=text_of(row.title),
        starts_on=day_of(row.starts_on),
        due_on=day_of(row.due_on),
        weight=number_of(row.weight),
    )
