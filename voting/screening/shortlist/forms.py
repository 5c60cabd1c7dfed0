"""Shape of what browsers send about the list of candidates. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
)
from wtforms.validators import InputRequired, NumberRange

from voting.core.fields import PageForm
from voting.screening.fields import line, lines, short, trimmed
from voting.screening.shortlist.actions import NewApproval
from voting.screening.shortlist.rules import ListCount


def people(label: str) -> IntegerField:
    """Return a field for a number of people."""
    return IntegerField(label, validators=[InputRequired(_l("请填写人数。")), NumberRange(0, 10_000)])


class ExecutiveForm(PageForm):
    decided_on = DateField(_l("会议日期"), validators=[InputRequired(_l("请填写日期。"))])
    document = line(_l("会议纪要或文号"), validators=short(120))
    left_out = lines(_l("没有列入名单的理由"), validators=short(300))

    def as_count(self) -> ListCount | None:
        """Return the votes; the executive meeting counts none."""
        return None

    def as_input(self, project_ids: tuple[int, ...]) -> NewApproval:
        """Return the approval as the deed takes it."""
        assert self.decided_on.data
        return NewApproval(
            decided_on=self.decided_on.data,
            project_ids=project_ids,
            document=trimmed(self.document.data),
            count=self.as_count(),
            left_out=trimmed(self.left_out.data),
        )


class VotedForm(ExecutiveForm):
    due = people(_l("应到"))
    present = people(_l("实到"))
    approve = people(_l("赞成"))
    oppose = people(_l("反对"))
    abstain = people(_l("弃权"))

    def as_count(self) -> ListCount | None:
        """Return the votes as counted."""
        assert self.decided_on.data
        return ListCount(
            decided_on=self.decided_on.data,
            due=self.due.data or 0,
            present=self.present.data or 0,
            approve=self.approve.data or 0,
            oppose=self.oppose.data or 0,
            abstain=self.abstain.data or 0,
        )
