"""Shape of what browsers send about changes of what was voted. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from voting.core.fields import MoneyField, PageForm
from voting.supervision.change.actions import ChangeDecision, CongressReport, NewChange, PublicNotice
from voting.supervision.change.rules import CHANGE_KINDS, ChangeKind
from voting.supervision.commitment.models import Commitment
from voting.supervision.fields import day_of, needed, number_of, short, text_of


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

    def as_input(self, change_id: int) -> ChangeDecision:
        return ChangeDecision(
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
    local_rule = StringField(_l("引用的本地规定（可不填）"), validators=short(120))

    def as_input(self, change_id: int) -> PublicNotice:
        return PublicNotice(
            change_id=change_id, text=text_of(self.notice), local_rule=text_of(self.local_rule).strip("《》")
        )


class CongressReportForm(PageForm):
    meeting_id = SelectField(_l("在哪次代表大会会议上报告"), coerce=int)
    on = DateField(_l("报告日期"), validators=[InputRequired(_l("请填写报告日期。"))])

    def as_input(self, change_id: int) -> CongressReport:
        return CongressReport(change_id=change_id, meeting_id=self.meeting_id.data, on=day_of(self.on))
