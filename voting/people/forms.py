"""Shape of what browsers send to people. No rule of the procedure lives here."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from voting.core import normalise
from voting.core.fields import PageForm


@dataclass(frozen=True)
class Credentials:
    """What somebody claims to be and to know. login: of an account, or a deputy's number.

    tablet: the secret of a bound tablet of the hall, or nothing.
    """

    login: str
    secret: str
    tablet: str = ""


@dataclass(frozen=True)
class PasswordChange:
    old: str
    new: str


class SignInForm(PageForm):
    login = StringField(_l("账号"), validators=[InputRequired(_l("请填写账号。")), Length(max=80)])
    password = PasswordField(_l("密码"), validators=[InputRequired(_l("请填写密码。")), Length(max=200)])

    def as_input(self) -> Credentials:
        return Credentials(normalise.code(str(self.login.data)), str(self.password.data))


class DeputySignInForm(PageForm):
    number = StringField(_l("出席证号"), validators=[InputRequired(_l("请填写出席证号。")), Length(max=40)])
    pin = PasswordField(
        _l("个人密码（6 位数字）"), validators=[InputRequired(_l("请填写个人密码。")), Length(max=20)]
    )
    tablet = PasswordField(validators=[Length(max=64)])  # on no page: a tablet's script adds it

    def as_input(self) -> Credentials:
        number = normalise.code(str(self.number.data)).rpartition(":")[2]  # a scanned badge reads CODE:NUMBER
        return Credentials(number, str(self.pin.data), str(self.tablet.data or ""))


class SecretForm(PageForm):
    old = PasswordField(
        _l("现在的密码"), validators=[InputRequired(_l("请填写现在的密码。")), Length(max=200)]
    )
    new = PasswordField(_l("新密码"), validators=[InputRequired(_l("请填写新密码。")), Length(max=200)])
    again = PasswordField(
        _l("再输一遍新密码"),
        validators=[InputRequired(_l("请再输一遍新密码。")), EqualTo("new", _l("两次输入的新密码不一致。"))],
    )

    def as_input(self) -> PasswordChange:
        return PasswordChange(str(self.old.data), str(self.new.data))


class PinForm(SecretForm):
    """The same for a deputy, whose secret is six digits."""

    old = PasswordField(
        _l("个人密码（6 位数字）"), validators=[InputRequired(_l("请填写个人密码。")), Length(max=200)]
    )
    new = PasswordField(
        _l("新个人密码（6 位数字）"), validators=[InputRequired(_l("请填写新个人密码。")), Length(max=200)]
    )
    again = PasswordField(
        _l("再输一遍新个人密码"),
        validators=[
            InputRequired(_l("请再输一遍新个人密码。")),
            EqualTo("new", _l("两次输入的个人密码不一致。")),
        ],
    )


SECRET_FIELDS = frozenset({"password", "pin", "old", "new", "again", "secret", "tablet"})
"""Fields of what only the person should know: no page ever says them back."""


@dataclass(frozen=True)
class HomeAcceptance:
    """What a deputy says who opens signing in from home. number: his badge's."""

    number: str
    code: str
    password: str


class HomeSignInForm(PageForm):
    number = StringField(_l("出席证号"), validators=[InputRequired(_l("请填写出席证号。")), Length(max=40)])
    password = PasswordField(
        _l("在家登录的密码"), validators=[InputRequired(_l("请填写密码。")), Length(max=200)]
    )

    def as_input(self) -> Credentials:
        number = normalise.code(str(self.number.data)).rpartition(":")[2]
        return Credentials(number, str(self.password.data))


class AcceptForm(PageForm):
    number = StringField(_l("出席证号"), validators=[InputRequired(_l("请填写出席证号。")), Length(max=40)])
    invitation = StringField(
        _l("邀请码"), validators=[InputRequired(_l("请填写邀请单上的邀请码。")), Length(max=40)]
    )
    new = PasswordField(_l("新密码"), validators=[InputRequired(_l("请填写新密码。")), Length(max=200)])
    again = PasswordField(
        _l("再输一遍新密码"),
        validators=[InputRequired(_l("请再输一遍新密码。")), EqualTo("new", _l("两次输入的新密码不一致。"))],
    )

    def as_input(self) -> HomeAcceptance:
        number = normalise.code(str(self.number.data)).rpartition(":")[2]
        return HomeAcceptance(number, normalise.code(str(self.invitation.data)), str(self.new.data))


class PasskeyForm(PageForm):
    """What a browser says of a passkey, as JSON. No page shows the field: the script fills it in."""

    credential = HiddenField(validators=[Length(max=16_000)])

    def as_input(self) -> str:
        return str(self.credential.data or "")


class NewPasskeyForm(PasskeyForm):
    name = StringField(
        _l("给这台设备起个名字"),
        validators=[InputRequired(_l("请起个名字，以后分得清是哪台设备。")), Length(max=40)],
    )


class CodeForm(PageForm):
    code = StringField(
        _l("6 位验证码"), validators=[InputRequired(_l("请填写验证码。")), Length(min=6, max=20)]
    )

    def as_input(self) -> str:
        return normalise.code(str(self.code.data))
