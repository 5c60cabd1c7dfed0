"""Shape of what browsers send to supervision. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from voting.core.fields import MoneyField, PageForm, RowForm
from voting.supervision.actions_acceptance import NewAcceptance
from voting.supervision.actions_plan import NewPlan, NewStep
from voting.supervision.actions_report import NewReport
from voting.supervision.models import Milestone, SubItem
from voting.supervision.rules_lights import LIGHTS, Light
from voting.supervision.rules_results import RESULTS, Result
from voting.uploads.forms import PicturesField

STEP_ROWS = 8


def pairs(choices: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Return value and words as choices of a field."""
    return [SelectChoice(value, words) for value, words in choices]


def text_of(field: StringField) -> str:
    """Return what was written, without the blanks around it; empty when nothing was."""
    return (field.data or "").strip()


def day_of(field: DateField) -> date:
    """Return the day of a field that was validated as required."""
    assert field.data is not None
    return field.data


def number_of(field: IntegerField | MoneyField) -> int:
    """Return the number of a field that was validated as required."""
    assert field.data is not None
    return field.data


def needed(sentence: str, most: int) -> list[object]:
    """Return the validators of a text that must be there."""
    return [DataRequired(sentence), Length(max=most, message=_l("最多 %(most)s 个字。", most=most))]


def short(most: int) -> list[object]:
    """Return the validators of a text that may be empty."""
    return [Optional(), Length(max=most, message=_l("最多 %(most)s 个字。", most=most))]


class ReportForm(PageForm):
    progress = IntegerField(
        _l("累计进度"),
        validators=[
            InputRequired(_l("请填写累计进度。")),
            NumberRange(0, 100, _l("进度是 0 到 100 的整数。")),
        ],
    )
    spent = MoneyField(_l("累计完成投资"), needed=True)
    milestones = SelectMultipleField(
        _l("本月完成的节点"),
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    text = TextAreaField(_l("一句话说明"), validators=short(500))
    photos = PicturesField(_l("现场照片"))
    kept = SelectMultipleField(_l("已选的照片"), validate_choice=False)
    correction = TextAreaField(_l("更正的原因"), validators=short(300))

    def offer(self, milestones: Sequence[Milestone]) -> None:
        """Offer the milestones that are still open."""
        self.milestones.choices = pairs((row.id, row.title) for row in milestones)

    def as_input(self, commitment_id: int, month: int, done_before: frozenset[int]) -> NewReport:
        """Return the figures. done_before: milestones that earlier months reported."""
        done = done_before | set(self.milestones.data or ())
        prefix = "quantity_"
        quantities = [
            (int(f.name.removeprefix(prefix)), f.data or 0) for f in self if f.name.startswith(prefix)
        ]
        return NewReport(
            commitment_id=commitment_id,
            month=month,
            progress=number_of(self.progress),
            spent_fen=number_of(self.spent),
            text=text_of(self.text),
            milestones=tuple(sorted(done)),
            quantities=tuple(quantities),
            photos=tuple(self.kept.data or ()),
            uploads=self.photos.handed(),
            correction=text_of(self.correction),
        )


def report_form(parts: Sequence[SubItem]) -> type[ReportForm]:
    """Return the report form with one number for each sub-item."""
    bounds = NumberRange(0, 10**9, _l("请填写 0 以上的整数。"))
    fields = {
        f"quantity_{part.id}": IntegerField(part.title, validators=[Optional(), bounds]) for part in parts
    }
    return type("ReportFormWithParts", (ReportForm,), fields)


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
    target = TextAreaField(_l("目标任务"), validators=needed(_l("请填写目标任务。"), 1000))
    due_on = DateField(_l("完成时限"), validators=[InputRequired(_l("请填写完成时限。"))])
    funding = TextAreaField(_l("资金安排"), validators=needed(_l("请填写资金安排。"), 1000))
    safeguards = TextAreaField(_l("保障措施"), validators=needed(_l("请填写保障措施。"), 1000))
    steps = FieldList(FormField(StepForm), min_entries=STEP_ROWS, max_entries=30)

    def as_input(self, commitment_id: int) -> NewPlan:
        rows = [row.form for row in self.steps if row.form.title.data]
        return NewPlan(
            commitment_id=commitment_id,
            target=text_of(self.target),
            due_on=day_of(self.due_on),
            funding=text_of(self.funding),
            safeguards=text_of(self.safeguards),
            steps=tuple(as_step(row) for row in rows),
        )


def as_step(row: StepForm) -> NewStep:
    """Return one filled row of the plan."""
    number = str(row.id.data or "")
    return NewStep(
        id=int(number) if number.isascii() and number.isdigit() else None,
        title=text_of(row.title),
        starts_on=day_of(row.starts_on),
        due_on=day_of(row.due_on),
        weight=number_of(row.weight),
    )


class ReasonForm(PageForm):
    reason = TextAreaField(_l("原因"), validators=needed(_l("请写明原因。"), 500))


class AcceptanceForm(PageForm):
    result = RadioField(
        _l("验收结论"),
        choices=[SelectChoice(result.value, _l(RESULTS[result])) for result in Result],
        validators=[InputRequired(_l("请选择验收结论。"))],
    )
    on = DateField(_l("验收日期"), validators=[InputRequired(_l("请填写验收日期。"))])
    opinion = TextAreaField(_l("验收意见"), validators=needed(_l("请填写验收意见。"), 1000))
    upkeep = StringField(_l("管护责任"), validators=short(200))

    def as_input(self, commitment_id: int) -> NewAcceptance:
        return NewAcceptance(
            commitment_id=commitment_id,
            result=Result(self.result.data),
            opinion=text_of(self.opinion),
            on=day_of(self.on),
            upkeep=text_of(self.upkeep),
        )


class LightForm(PageForm):
    light = SelectField(
        _l("改为"),
        choices=[
            SelectChoice("", _l("按规则亮灯")),
            *(SelectChoice(light.value, _l(LIGHTS[light])) for light in Light),
        ],
    )
    reason = TextAreaField(_l("理由"), validators=needed(_l("请写明改灯的理由。"), 300))

    def chosen(self) -> Light | None:
        return Light(self.light.data) if self.light.data else None


class AssignForm(PageForm):
    unit = SelectField(_l("责任单位"), coerce=int)
