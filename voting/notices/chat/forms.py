"""Shape of what browsers send about chat robots. No rule lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from voting.congress.fields import CHOSEN, choice
from voting.core.fields import PageForm
from voting.notices.channel.robot_format import FORMATS, RobotFormat
from voting.notices.chat.actions import NewRobot
from voting.notices.chat.models import MOST_ADDRESS, MOST_NAME, MOST_SECRET
from voting.notices.chat.rules import CHAT_KINDS
from voting.notices.event.rules import KINDS, NoticeKind


class RobotForm(PageForm):
    name = StringField(
        _l("群聊名称"),
        validators=[
            InputRequired(_l("请填写群聊的名称。")),
            Length(max=MOST_NAME, message=_l("名称不超过 40 字。")),
        ],
    )
    format = RadioField(
        _l("哪一种"),
        choices=[choice(form.value, _l(word)) for form, word in FORMATS.items()],
        validators=[CHOSEN],
    )
    address = StringField(
        _l("机器人的网址"),
        validators=[
            InputRequired(_l("请填写机器人的网址（Webhook 地址）。")),
            Length(max=MOST_ADDRESS, message=_l("网址过长。")),
        ],
    )
    secret = PasswordField(_l("密钥"), validators=[Length(max=MOST_SECRET, message=_l("密钥过长。"))])
    kinds = SelectMultipleField(
        _l("发哪几类通知"),
        choices=[choice(kind.value, _l(KINDS[kind])) for kind in CHAT_KINDS],
        validators=[InputRequired(_l("请至少选一类通知。"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def as_input(self) -> NewRobot:
        return NewRobot(
            name=str(self.name.data).strip(),
            format=RobotFormat(str(self.format.data)),
            address=str(self.address.data).strip(" "),
            secret=str(self.secret.data or "").strip(" "),
            kinds=tuple(NoticeKind(value) for value in self.kinds.data or ()),
        )
