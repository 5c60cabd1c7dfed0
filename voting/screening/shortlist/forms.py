"""Shape of what browsers send about the list of candidates. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, NumberRange, Optional

from voting.core.fields import PageForm
from voting.screening.fields import filled, line, lines, short, trimmed
from voting.screening.shortlist.actions_steps import NewStep
from voting.screening.shortlist.approval import NewApproval
from voting.screening.shortlist.chain import ChainStep
from voting.screening.shortlist.rules import (
    DECISION_WORDS,
    ApprovalKind,
    ListCount,
    ListDecision,
)


def people(label: str) -> IntegerField:
    """Return a field for a number of people."""
    return IntegerField(label, validators=[InputRequired(_l("请填写人数。")), NumberRange(0, 10_000)])


def people_if_counted(label: str) -> IntegerField:
    """Return a field for a number of people that may be left out."""
    return IntegerField(label, validators=[Optional(), NumberRange(0, 10_000)])


class ExecutiveForm(PageForm):
    decided_on = DateField(_l("会议日期"), validators=[InputRequired(_l("请填写日期。"))])
    document = line(_l("会议纪要或文号"), validators=short(120))
    left_out = lines(_l("没有列入名单的理由"), validators=short(300))

    def as_count(self) -> ListCount | None:
        """Return the votes; the executive meeting counts none."""
        return None

    def as_despite(self) -> str:
        """Return why the list is decided while suggestions wait; asked of the last approval alone."""
        return ""

    def as_input(self, project_ids: tuple[int, ...]) -> NewApproval:
        """Return the approval as the deed takes it."""
        assert self.decided_on.data
        return NewApproval(
            decided_on=self.decided_on.data,
            project_ids=project_ids,
            document=trimmed(self.document.data),
            count=self.as_count(),
            left_out=trimmed(self.left_out.data),
            despite=self.as_despite(),
        )


class VotedForm(ExecutiveForm):
    due = people(_l("应到"))
    present = people(_l("实到"))
    approve = people(_l("赞成"))
    oppose = people(_l("反对"))
    abstain = people(_l("弃权"))

    def as_count(self) -> ListCount | None:
        """Return the votes as counted."""
        return count_of(self)


class FinalForm(VotedForm):
    despite = lines(_l("还有建议没有答复就定稿的理由"), validators=short(300))

    def as_despite(self) -> str:
        """Return why the list is decided while suggestions wait."""
        return trimmed(self.despite.data)


def count_of(form: Any) -> ListCount | None:  # noqa: ANN401  a form with the five numbers
    """Return the numbers of a form as a count; None where none is filled in."""
    numbers = {name: form[name].data for name in ("due", "present", "approve", "oppose", "abstain")}
    if all(value is None for value in numbers.values()):
        return None
    assert form.decided_on.data
    return ListCount(decided_on=form.decided_on.data, **{name: value or 0 for name, value in numbers.items()})


class ChangeForm(PageForm):
    decided_on = DateField(_l("会议日期"), validators=[InputRequired(_l("请填写日期。"))])
    decision = SelectField(_l("结果"), validators=[InputRequired(_l("请选择结果。"))])
    document = line(_l("会议纪要或文号"), validators=short(120))
    due = people_if_counted(_l("应到"))
    present = people_if_counted(_l("实到"))
    approve = people_if_counted(_l("赞成"))
    oppose = people_if_counted(_l("反对"))
    abstain = people_if_counted(_l("弃权"))
    reason = lines(_l("意见或者理由"), validators=short(1000))

    def offer(self) -> None:
        """Offer what a body may decide of a change."""
        self.decision.choices = results((ListDecision.PASSED, ListDecision.FAILED))

    def as_reply(self) -> str:
        """Return what was answered; nothing is answered to a change."""
        return ""

    def as_input(self) -> NewStep:
        """Return the record as the deed takes it."""
        assert self.decided_on.data
        return NewStep(
            decided_on=self.decided_on.data,
            decision=ListDecision(self.decision.data),
            document=trimmed(self.document.data),
            count=count_of(self),
            reason=trimmed(self.reason.data),
            reply=self.as_reply(),
        )


class StepForm(ChangeForm):
    kind = SelectField(_l("环节"), validators=[InputRequired(_l("请选择环节。"))])
    reply = lines(_l("答复"), validators=short(1000))

    def offer_steps(self, steps: Iterable[tuple[ChainStep, str]]) -> None:
        """Offer the steps that may be recorded now, with their words, and what may come of any of them."""
        known = list(steps)
        self.kind.choices = [SelectChoice(step.kind.value, word) for step, word in known]
        offered = [one for one in ListDecision if any(one in step.decisions for step, _word in known)]
        self.decision.choices = results(offered)

    def as_kind(self) -> ApprovalKind:
        """Return the step."""
        return ApprovalKind(self.kind.data)

    def as_reply(self) -> str:
        """Return what was answered to what was said."""
        return trimmed(self.reply.data)


class SendBackForm(PageForm):
    before = SelectField(_l("退回到"), validators=[Optional()])
    reason = lines(_l("理由"), validators=filled(_l("理由"), 300, 4))

    def offer(self) -> None:
        """Offer the beginning, and the review."""
        self.before.choices = [
            SelectChoice(ApprovalKind.EXECUTIVE.value, _l("提出初步名单之前")),
            SelectChoice(ApprovalKind.REVIEW.value, _l("审查之前")),
        ]

    def as_before(self) -> ApprovalKind:
        """Return before which step the list goes back: its beginning where nothing is said."""
        return ApprovalKind((self.before.data or "").strip() or ApprovalKind.EXECUTIVE)

    def as_reason(self) -> str:
        """Return the reason."""
        return trimmed(self.reason.data)


def results(decisions: Iterable[ListDecision]) -> list[Any]:
    """Return what came of a step as choices."""
    return [SelectChoice(one.value, _l(DECISION_WORDS[one])) for one in decisions]
