"""Shape of what browsers send about meetings. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from voting.congress.fields import CHOSEN, YEARS, choice, whole
from voting.congress.meeting.actions import MeetingPlan, NewAppointment, NewMeeting
from voting.congress.meeting.correction import Correction
from voting.congress.meeting.rules import MOST_DAYS, title_of
from voting.congress.place.rules import Body, Post
from voting.core import normalise
from voting.core.fields import PageForm

MOST_VENUE = 100

BODIES = {
    Body.CONGRESS: _l("代表大会"),
    Body.STANDING_COMMITTEE: _l("常务委员会"),
    Body.PRESIDIUM: _l("主席团"),
}
POSTS = {
    Post.CHIEF_SCRUTINEER: _l("总监票人"),
    Post.SCRUTINEER: _l("监票人"),
    Post.CHIEF_TELLER: _l("总计票人"),
    Post.TELLER: _l("计票人"),
}


OPENS_ON = InputRequired(_l("请填写日期，例如 2026-01-28。"))


class CorrectionForm(PageForm):
    title = StringField(_l("会议全称"), validators=[InputRequired(_l("请填写会议全称。")), Length(max=100)])
    opens_on = DateField(_l("开会日期"), validators=[OPENS_ON])
    reason = StringField(_l("理由"), validators=[InputRequired(_l("请写明理由。")), Length(max=300)])

    def as_input(self) -> Correction:
        assert isinstance(self.opens_on.data, date)
        return Correction(
            title=str(self.title.data).strip(),
            opens_on=self.opens_on.data,
            reason=str(self.reason.data),
        )


class PlanForm(PageForm):
    venue = StringField(_l("地点"), validators=[Length(max=MOST_VENUE, message=_l("地点不超过 100 字。"))])
    days = IntegerField(
        _l("会期（天）"), validators=[Optional(), NumberRange(1, MOST_DAYS, _l("会期应为 1 到 30 天。"))]
    )
    agenda = TextAreaField(_l("议程"), description=_l("每行一项。"), validators=[Length(max=20_000)])
    usual = SelectMultipleField(
        _l("通常的议程"),
        description=_l("勾选的加在上面的议程后面，次序可以再改。"),
        choices=(),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, items: Iterable[str]) -> None:
        """Offer what such a meeting usually deals with."""
        self.usual.choices = [choice(item, item) for item in items]

    def as_plan(self) -> MeetingPlan:
        """Return the plan, with the usual items that were chosen behind those that were typed."""
        agenda = "\n".join([str(self.agenda.data or ""), *(self.usual.data or ())])
        return MeetingPlan(venue=str(self.venue.data or ""), days=self.days.data, agenda=agenda)


class MeetingForm(PlanForm):
    """A new meeting. offered: the full title that the page had composed; left as it was, it follows what is chosen."""

    offered = HiddenField()
    title = StringField(_l("会议全称"), validators=[Length(max=100)])
    opens_on = DateField(_l("开会日期"), validators=[OPENS_ON])
    body = SelectField(
        _l("会议"), choices=[choice(str(body), label) for body, label in BODIES.items()], validators=[CHOSEN]
    )
    number = IntegerField(
        _l("第几次会议"),
        validators=[InputRequired(_l("请填写次数。")), NumberRange(1, 200, _l("次数应为 1 到 200。"))],
    )
    year = IntegerField(
        _l("项目年度"),
        description=_l("这次会议票决哪一年的民生实事项目。九月起登记的会议，先填下一年；不是的请改。"),
        validators=[InputRequired(_l("请填写四位年份。")), YEARS],
    )

    def as_input(self, term_id: int, place: str, term: int) -> NewMeeting:
        """Return the meeting; its title is composed unless somebody typed another. place, term: as the title has them."""
        assert isinstance(self.opens_on.data, date)
        typed = str(self.title.data or "").strip()
        composed = title_of(place, term, Body(self.body.data), whole(self.number.data))
        return NewMeeting(
            term_id=term_id,
            year=whole(self.year.data),
            number=whole(self.number.data),
            title=composed if typed in {"", self.offered.data} else typed,
            opens_on=self.opens_on.data,
            body=Body(self.body.data),
            plan=self.as_plan(),
        )


class AppointmentForm(PageForm):
    post = SelectField(
        _l("职务"), choices=[choice(str(post), label) for post, label in POSTS.items()], validators=[CHOSEN]
    )
    name = StringField(_l("姓名"), validators=[InputRequired(_l("请填写姓名。")), Length(max=40)])
    account_id = SelectField(
        _l("登录账号"),
        coerce=int,
        description=_l(
            "监票人要在自己的设备上保管钥匙，计票人要各自录入纸质票的点算，都须有账号；只在旁协助的可以不选。"
        ),
    )

    def as_input(self) -> NewAppointment:
        chosen = int(self.account_id.data)
        return NewAppointment(
            post=Post(self.post.data), name=normalise.name(str(self.name.data)), account_id=chosen or None
        )
