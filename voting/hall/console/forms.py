"""Shape of what browsers send to the console. No rule of the procedure lives here."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from voting.congress.steps.actions import Hands
from voting.core.fields import PageForm
from voting.hall.console.actions import LONGEST_MESSAGE, Wish

HEADS = NumberRange(0, 10_000, _l("请填写人数。"))


class StepForm(PageForm):
    """A step: of which ballot, why, and with how many hands."""

    ballot = HiddenField()
    note = StringField(_l("理由"), validators=[Optional(), Length(max=300)])
    acknowledged = BooleanField(_l("我知道还有代表没有领票，或者有票没有投出，仍要停止投票。"))

    def as_input(self, meeting_id: int, step: str) -> Wish:
        return Wish(
            meeting_id=meeting_id,
            step=step,
            ballot=str(self.ballot.data or "") or None,
            note=str(self.note.data or ""),
            acknowledged=bool(self.acknowledged.data),
        )


class HandsForm(StepForm):
    approve = IntegerField(_l("赞成"), validators=[InputRequired(_l("请填写赞成人数。")), HEADS])
    oppose = IntegerField(
        _l("反对"), default=0, validators=[InputRequired(_l("请填写反对人数，没有填 0。")), HEADS]
    )
    abstain = IntegerField(
        _l("弃权"), default=0, validators=[InputRequired(_l("请填写弃权人数，没有填 0。")), HEADS]
    )

    def as_input(self, meeting_id: int, step: str) -> Wish:
        hands = Hands(
            approve=self.approve.data or 0, oppose=self.oppose.data or 0, abstain=self.abstain.data or 0
        )
        return replace(super().as_input(meeting_id, step), hands=hands)


class MessageForm(PageForm):
    text = StringField(
        _l("大屏上的话"),
        description=_l("例如：休会十分钟。留空则不显示。"),
        validators=[Optional(), Length(max=LONGEST_MESSAGE, message=_l("最多 60 个字。"))],
    )
