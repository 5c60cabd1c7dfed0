"""Shape of what browsers send about findings, inspections, letters, changes and evaluations."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from voting.core.fields import MoneyField, PageForm
from voting.supervision.actions_changes import Decision, NewChange
from voting.supervision.actions_evaluation import NewEvaluation
from voting.supervision.actions_findings import NewFinding, NewInspection, NewLetter, NewPost
from voting.supervision.forms import (
    day_of,
    needed,
    number_of,
    short,
    text_of,
)
from voting.supervision.models import Commitment
from voting.supervision.rules_results import CHANGE_KINDS, ChangeKind
from voting.uploads.forms import PicturesField


class FindingForm(PageForm):
    title = StringField(_l("问题"), validators=needed(_l("请用一句话写出问题。"), 120))
    text = TextAreaField(_l("具体情况"), validators=needed(_l("请写明具体情况。"), 1000))
    due_on = DateField(_l("整改期限"), validators=[InputRequired(_l("请填写整改期限。"))])
    photos = PicturesField(_l("现场照片"))

    def as_input(self, commitment_id: int) -> NewFinding:
        return NewFinding(
            commitment_id=commitment_id,
            title=text_of(self.title),
            text=text_of(self.text),
            due_on=day_of(self.due_on),
            photos=self.photos.handed(),
        )


class PostForm(PageForm):
    step = RadioField(_l("办理"), validators=[InputRequired(_l("请选择一项。"))])
    text = TextAreaField(_l("说明"), validators=needed(_l("请写明情况。"), 1000))
    due_on = DateField(_l("新的整改期限"), validators=[Optional()])
    photos = PicturesField(_l("照片"))

    def as_input(self, finding_id: int) -> NewPost:
        return NewPost(
            finding_id=finding_id,
            step=self.step.data,
            text=text_of(self.text),
            photos=self.photos.handed(),
            due_on=self.due_on.data,
        )


class InspectionForm(PageForm):
    on = DateField(_l("视察日期"), validators=[InputRequired(_l("请填写视察日期。"))])
    place = StringField(_l("地点"), validators=needed(_l("请填写地点。"), 120))
    people = IntegerField(
        _l("参加代表人数"),
        validators=[InputRequired(_l("请填写人数。")), NumberRange(1, 1000, _l("人数在 1 到 1000 之间。"))],
    )
    text = TextAreaField(_l("看到的情况和建议"), validators=needed(_l("请写明看到的情况。"), 2000))
    photos = PicturesField(_l("现场照片"))

    def as_input(self, commitment_id: int) -> NewInspection:
        return NewInspection(
            commitment_id=commitment_id,
            on=day_of(self.on),
            place=text_of(self.place),
            people=number_of(self.people),
            text=text_of(self.text),
            photos=self.photos.handed(),
        )


class LetterForm(PageForm):
    text = TextAreaField(_l("督办内容"), validators=needed(_l("请填写督办内容。"), 2000))
    due_on = DateField(_l("答复期限"), validators=[InputRequired(_l("请填写答复期限。"))])

    def as_input(self, commitment_id: int) -> NewLetter:
        return NewLetter(commitment_id=commitment_id, text=text_of(self.text), due_on=day_of(self.due_on))


class AnswerForm(PageForm):
    answer = TextAreaField(_l("答复"), validators=needed(_l("请填写答复。"), 2000))


class ChangeForm(PageForm):
    kind = RadioField(_l("申请"), validators=[InputRequired(_l("请选择申请的种类。"))])
    reason = TextAreaField(_l("理由"), validators=needed(_l("请写明理由。"), 1000))
    target = TextAreaField(_l("目标任务"), validators=needed(_l("请填写目标任务。"), 1000))
    due_on = DateField(_l("完成时限"), validators=[InputRequired(_l("请填写完成时限。"))])
    planned = MoneyField(_l("年度计划投资"), needed=True)

    def as_input(self, commitment: Commitment) -> NewChange:
        return NewChange(
            commitment_id=commitment.id,
            kind=ChangeKind(self.kind.data),
            reason=text_of(self.reason),
            target=text_of(self.target),
            due_on=day_of(self.due_on),
            planned_fen=number_of(self.planned),
        )


def kind_choices(kinds: Sequence[ChangeKind]) -> list[SelectChoice]:
    """Return the kinds of change as choices of a field."""
    return [SelectChoice(kind.value, _l(CHANGE_KINDS[kind])) for kind in kinds]


class DecisionForm(PageForm):
    approved = RadioField(
        _l("决定"),
        choices=[SelectChoice("yes", _l("同意")), SelectChoice("no", _l("不同意"))],
        validators=[InputRequired(_l("请选择决定。"))],
    )
    decided_on = DateField(_l("决定日期"), validators=[InputRequired(_l("请填写决定日期。"))])
    document = StringField(_l("决定或者会议纪要的文号"), validators=needed(_l("请填写文号。"), 120))
    opinion = TextAreaField(_l("意见"), validators=short(1000))

    def as_input(self, change_id: int) -> Decision:
        return Decision(
            change_id=change_id,
            approved=self.approved.data == "yes",
            decided_on=day_of(self.decided_on),
            document=text_of(self.document),
            opinion=text_of(self.opinion),
        )


class NoticeForm(PageForm):
    notice = TextAreaField(
        _l("公告全文"), validators=[InputRequired(_l("请填写公告。")), Length(min=10, max=3000)]
    )


class EvaluationForm(PageForm):
    meeting_id = SelectField(_l("在哪次会议上测评"), coerce=int)
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
