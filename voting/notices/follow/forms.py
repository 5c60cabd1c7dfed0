"""Shape of what browsers send about following. No rule lives here."""

from __future__ import annotations

from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Label, RadioField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from voting.congress.fields import choice
from voting.core import normalise
from voting.core.fields import PageForm
from voting.notices.follow.rules import FOLLOWER_PACES, Way
from voting.notices.wish.models import MOST_EMAIL
from voting.notices.wish.rules import Pace, is_address


def pace_field() -> RadioField:
    """Return the field in which a follower says how soon he hears; a form that says nothing of it means at once."""
    offered = [choice(pace.value, _l(word)) for pace, word in FOLLOWER_PACES.items()]
    return RadioField(_l("多久通知一次"), choices=offered, default=Pace.AT_ONCE.value)


class PaceForm(PageForm):
    pace = pace_field()

    def as_input(self) -> Pace:
        return Pace(str(self.pace.data))


class FollowForm(PageForm):
    """contact: an address, or a mobile number where the place sends text messages."""

    contact = StringField(
        _l("邮箱"),
        validators=[
            InputRequired(_l("请填写邮箱或者手机号。")),
            Length(max=MOST_EMAIL, message=_l("邮箱地址过长。")),
        ],
    )
    agreed = BooleanField(
        _l("同意用它发送这件事的进展；可以随时停止，停止后立即删除。"),
        validators=[InputRequired(_l("请先勾选同意。"))],
    )
    pace = pace_field()
    mail, sms = True, False

    def offer(self, *, mail: bool, sms: bool) -> Self:
        """Ask for what the program can write to. mail, sms: at least one."""
        self.mail, self.sms = mail, sms
        label = _l("邮箱或手机号") if mail and sms else _l("手机号") if sms else _l("邮箱")
        self.contact.label = Label(self.contact.id, label)
        return self

    def validate_contact(self, _field: StringField) -> None:
        """Raise ValidationError for what is neither an address nor, where text messages are sent, a mobile number."""
        way, text = self.written
        if way is Way.MAIL and not (self.mail and is_address(text)):
            if not self.mail:
                raise ValidationError(_l("这里只能发短信，请填写手机号。"))
            raise ValidationError(_l("这不是一个邮箱地址，请核对，例如 name@example.cn。"))
        if way is Way.SMS and normalise.phone_fault(text):
            raise ValidationError(_l("这不是一个手机号，请核对。"))

    @property
    def written(self) -> tuple[Way, str]:
        """Return how the contact is reached, and the contact in one form."""
        text = str(self.contact.data or "").strip()
        if self.sms and "@" not in text:
            return Way.SMS, normalise.phone(text)
        return Way.MAIL, text
