"""Shape of what browsers send to congress. No rule of the procedure lives here."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length, NumberRange

from voting.congress.actions import DeputyChange, NewTerm
from voting.congress.actions_correction import Correction
from voting.congress.actions_meeting import NewAppointment, NewMeeting
from voting.congress.roster import SUFFIXES
from voting.congress.rules import RULES, Body, Post, RuleDefinition
from voting.core import written
from voting.core.errors import DomainError
from voting.core.fields import PageForm
from voting.core.visible import is_seen

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
CHOSEN = InputRequired(_l("请选择一项。"))
YEARS = NumberRange(min=2000, max=2100, message=_l("请填写四位年份。"))


def choice(value: object, label: object) -> Any:  # noqa: ANN401  WTForms has no type for it
    """Return one choice of a select field."""
    return SelectChoice(value, label)


def sentence(error: DomainError) -> str:
    """Return the error's sentence in the reader's language."""
    values = {key: _(value) if isinstance(value, str) else value for key, value in error.values.items()}
    text = str(_(error.message))
    return text % values if values else text


def blame(form: PageForm, error: DomainError, field: str | None = None) -> None:
    """Show a domain error in the form, at a field or at its head."""
    if field is None:
        form.form_errors.append(sentence(error))
    else:
        form[field].errors = [*form[field].errors, sentence(error)]


def whole(value: int | None) -> int:
    """Return what a validated whole-number field holds."""
    assert value is not None
    return value


class TermForm(PageForm):
    number = IntegerField(
        _l("第几届"),
        validators=[InputRequired(_l("请填写届次。")), NumberRange(1, 99, _l("届次应为 1 到 99。"))],
    )
    starts_on = DateField(_l("本届开始日期"), validators=[InputRequired(_l("请填写日期，例如 2022-02-01。"))])
    ends_on = DateField(_l("届满日期"), validators=[InputRequired(_l("请填写日期，例如 2027-01-31。"))])

    def as_input(self) -> NewTerm:
        assert isinstance(self.starts_on.data, date)
        assert isinstance(self.ends_on.data, date)
        return NewTerm(
            number=whole(self.number.data), starts_on=self.starts_on.data, ends_on=self.ends_on.data
        )


class NamesForm(PageForm):
    names = TextAreaField(
        _l("名称"),
        description=_l("每行一个。"),
        validators=[InputRequired(_l("请至少填写一个名称。")), Length(max=20_000)],
    )

    def as_input(self) -> list[str]:
        return [line for line in str(self.names.data).splitlines() if is_seen(line)]


class RosterForm(PageForm):
    file = FileField(
        _l("代表名册"),
        description=_l("支持 .xlsx、.xls、.ods，不超过 10 MB。先预览，确认之前什么都不会保存。"),
        validators=[FileRequired(_l("请选择文件。"))],
    )
    new_delegations = BooleanField(_l("同时新建名册中出现的代表团"))

    def validate_file(self, field: FileField) -> None:
        name = str(field.data.filename or "").lower()
        if not name.endswith(SUFFIXES):
            raise ValidationError(_("只能上传 .xlsx、.xls 或 .ods 文件。"))


class CalledForm(PageForm):
    title = StringField(_l("会议全称"), validators=[InputRequired(_l("请填写会议全称。")), Length(max=100)])
    opens_on = DateField(_l("开会日期"), validators=[InputRequired(_l("请填写日期，例如 2026-01-28。"))])


class CorrectionForm(CalledForm):
    reason = StringField(_l("理由"), validators=[InputRequired(_l("请写明理由。")), Length(max=300)])

    def as_input(self) -> Correction:
        assert isinstance(self.opens_on.data, date)
        return Correction(
            title=str(self.title.data).strip(),
            opens_on=self.opens_on.data,
            reason=str(self.reason.data),
        )


class MeetingForm(CalledForm):
    body = SelectField(
        _l("会议"), choices=[choice(str(body), label) for body, label in BODIES.items()], validators=[CHOSEN]
    )
    number = IntegerField(
        _l("第几次会议"),
        validators=[InputRequired(_l("请填写次数。")), NumberRange(1, 200, _l("次数应为 1 到 200。"))],
    )
    year = IntegerField(
        _l("项目年度"),
        description=_l("这次会议票决哪一年的民生实事项目。"),
        validators=[InputRequired(_l("请填写四位年份。")), YEARS],
    )

    def as_input(self, term_id: int) -> NewMeeting:
        assert isinstance(self.opens_on.data, date)
        return NewMeeting(
            term_id=term_id,
            year=whole(self.year.data),
            number=whole(self.number.data),
            title=str(self.title.data).strip(),
            opens_on=self.opens_on.data,
            body=Body(self.body.data),
        )


class AppointmentForm(PageForm):
    post = SelectField(
        _l("职务"), choices=[choice(str(post), label) for post, label in POSTS.items()], validators=[CHOSEN]
    )
    name = StringField(_l("姓名"), validators=[InputRequired(_l("请填写姓名。")), Length(max=40)])
    account_id = SelectField(
        _l("登录账号"),
        coerce=int,
        description=_l("监票人要在自己的设备上保管钥匙，须有账号；只计纸质票的可以不选。"),
    )

    def as_input(self) -> NewAppointment:
        chosen = int(self.account_id.data)
        return NewAppointment(
            post=Post(self.post.data), name=written.name(str(self.name.data)), account_id=chosen or None
        )


class DeputyForm(PageForm):
    delegation_id = SelectField(_l("代表团"), coerce=int, validators=[CHOSEN])
    in_office = BooleanField(_l("在任"))
    standing_committee = BooleanField(_l("常委会组成人员"))
    presidium = BooleanField(_l("主席团成员"))

    def as_input(self) -> DeputyChange:
        return DeputyChange(
            delegation_id=int(self.delegation_id.data),
            in_office=bool(self.in_office.data),
            standing_committee=bool(self.standing_committee.data),
            presidium=bool(self.presidium.data),
        )


class EmptyForm(PageForm):
    """A button: nothing but the token against forgery."""


def rule_field(rule: RuleDefinition) -> Any:  # noqa: ANN401  WTForms has no types
    """Return the form field of one rule."""
    label = _l(rule.label)
    if rule.choices:
        return SelectField(
            label,
            choices=[choice(each.value, _l(each.label)) for each in rule.choices],
            validators=[CHOSEN],
        )
    if isinstance(rule.default, bool):
        return SelectField(
            label, choices=[choice("yes", _l("是")), choice("no", _l("否"))], validators=[CHOSEN]
        )
    bounds = NumberRange(
        rule.least, rule.most, _l("应为 %(least)s 到 %(most)s 的整数。", least=rule.least, most=rule.most)
    )
    return IntegerField(label, validators=[InputRequired(_l("请填写一个整数。")), bounds])


class RulesForm(PageForm):
    """One field for each rule of RULES, named rule_<key>."""

    def as_input(self) -> dict[str, str | int | bool]:
        values: dict[str, str | int | bool] = {}
        for rule in RULES:
            entered = self[f"rule_{rule.key}"].data
            values[rule.key] = entered == "yes" if isinstance(rule.default, bool) else entered
        return values


for _rule in RULES:
    setattr(RulesForm, f"rule_{_rule.key}", rule_field(_rule))
