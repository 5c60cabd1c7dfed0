"""Shape of what browsers send about text messages. No rule lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from voting.congress.fields import CHOSEN, choice
from voting.core import normalise
from voting.core.fields import PageForm
from voting.notices.channel.sms_template import FORMATS, BodyFormat, SmsTemplate
from voting.notices.sms.actions import NewProvider
from voting.notices.sms.models import MOST_ACCEPTED, MOST_ADDRESS, MOST_BODY, MOST_HEADER, MOST_SIGNATURE


def _most(most: int) -> Length:
    return Length(max=most, message=_l("最多 %(most)s 个字。", most=most))


class ProviderForm(PageForm):
    signature = StringField(
        _l("短信签名"),
        validators=[
            InputRequired(_l("请填写在短信服务商那里登记的签名。")),
            _most(MOST_SIGNATURE),
            Regexp(r"^[^【】]*$", message=_l("不要写【】，发送时自动加上。")),
        ],
    )
    address = StringField(
        _l("接口网址"), validators=[InputRequired(_l("请填写接口网址。")), _most(MOST_ADDRESS)]
    )
    header = StringField(_l("请求头"), validators=[_most(MOST_HEADER)])
    format = RadioField(
        _l("正文格式"),
        choices=[choice(form.value, _l(word)) for form, word in FORMATS.items()],
        validators=[CHOSEN],
    )
    body = TextAreaField(_l("正文"), validators=[InputRequired(_l("请填写正文。")), _most(MOST_BODY)])
    accepted = StringField(
        _l("成功时回答里有"),
        validators=[InputRequired(_l("请填写成功时回答里有的一段文字。")), _most(MOST_ACCEPTED)],
    )

    def as_input(self) -> NewProvider:
        template = SmsTemplate(
            address=str(self.address.data).strip(),
            header=str(self.header.data or "").strip(),
            format=BodyFormat(str(self.format.data)),
            body=str(self.body.data).strip(),
            accepted=str(self.accepted.data).strip(),
        )
        return NewProvider(signature=str(self.signature.data).strip(), template=template)


class TrialForm(PageForm):
    phone = StringField(_l("发到哪个手机号"), validators=[InputRequired(_l("请填写手机号。"))])

    def validate_phone(self, _field: StringField) -> None:
        """Raise ValidationError for what is no telephone number."""
        if normalise.phone_fault(self.number):
            raise ValidationError(_l("这不是一个手机号，请核对。"))

    @property
    def number(self) -> str:
        return normalise.phone(str(self.phone.data or ""))
