"""Shape of what browsers send about the monthly report. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from voting.core.fields import MoneyField, PageForm
from voting.supervision.commitment.models import Milestone, SubItem
from voting.supervision.fields import number_of, pairs, short, text_of
from voting.supervision.report.actions import NewReport
from voting.supervision.report.rules import MOST_PHOTOS
from voting.uploads.forms import PicturesField

DAY = "done_on_"


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
    photos = PicturesField(_l("现场照片"), most=MOST_PHOTOS)
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
            done_on=self.days(),
        )

    def days(self) -> tuple[tuple[int, date], ...]:
        """Return the days of the ticked milestones, where one was written."""
        named = ((int(f.name.removeprefix(DAY)), f.data) for f in self if f.name.startswith(DAY))
        return tuple((step, day) for step, day in named if day and step in (self.milestones.data or ()))


class CheckForm(PageForm):
    looked = BooleanField(_l("已逐条核对，数没有错"))


def report_form(parts: Sequence[SubItem], milestones: Sequence[Milestone]) -> type[ReportForm]:
    """Return the report form with one number for each sub-item and one day for each open milestone."""
    bounds = NumberRange(0, 10**9, _l("请填写 0 以上的整数。"))
    fields: dict[str, object] = {
        f"quantity_{part.id}": IntegerField(part.title, validators=[Optional(), bounds]) for part in parts
    }
    days = {
        f"{DAY}{step.id}": DateField(_l("“%(title)s”完成日期", title=step.title), validators=[Optional()])
        for step in milestones
    }
    return type("ReportFormWithParts", (ReportForm,), fields | days)
