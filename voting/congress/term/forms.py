"""Shape of what browsers send about terms and deputies. No rule of the procedure lives here."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from voting.congress.fields import CHOSEN, ReasonForm, choice, whole
from voting.congress.term.actions import DeputyChange, NewTerm, TermDates
from voting.congress.term.rules import MOST_ETHNICITY, MOST_POST, proposed_end
from voting.core import normalise
from voting.core.fields import PageForm


class TermForm(PageForm):
    number = IntegerField(
        _l("第几届"),
        validators=[InputRequired(_l("请填写届次。")), NumberRange(1, 99, _l("届次应为 1 到 99。"))],
    )
    starts_on = DateField(_l("本届开始日期"), validators=[InputRequired(_l("请填写日期，例如 2022-02-01。"))])
    ends_on = DateField(_l("届满日期"), description=_l("不填的，按任期五年写上。"), validators=[Optional()])

    def as_input(self) -> NewTerm:
        """Return the term; one that nobody has given an end lasts its five years."""
        assert isinstance(self.starts_on.data, date)
        ends_on = self.ends_on.data or proposed_end(self.starts_on.data)
        return NewTerm(number=whole(self.number.data), starts_on=self.starts_on.data, ends_on=ends_on)


class PlaceForm(PageForm):
    """Where a dragged delegation was dropped. before: in front of which one, nothing at the end; static/js/ordered.js fills it."""

    moved = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    before = IntegerField(validators=[Optional()], widget=HiddenInput())

    def as_input(self) -> tuple[int, int | None]:
        return whole(self.moved.data), self.before.data


class DeputyForm(PageForm):
    delegation_id = SelectField(_l("代表团"), coerce=int, validators=[CHOSEN])
    in_office = BooleanField(_l("在任"))
    standing_committee = BooleanField(_l("常委会组成人员"))
    presidium = BooleanField(_l("主席团成员"))
    gender = SelectField(
        _l("性别"),
        choices=[choice("", _l("不填")), choice("男", _l("男")), choice("女", _l("女"))],
        default="",
    )
    ethnicity = StringField(
        _l("民族"), validators=[Length(max=MOST_ETHNICITY, message=_l("民族不超过 20 字。"))]
    )
    post = StringField(_l("职务"), validators=[Length(max=MOST_POST, message=_l("职务不超过 100 字。"))])
    phone = StringField(_l("电话"), description=_l("只有办公室看得到。"))

    def validate_phone(self, field: StringField) -> None:
        text = normalise.phone(field.data or "")
        if text and (wrong := normalise.phone_fault(text)):
            raise ValidationError(_l(wrong))

    def as_input(self) -> DeputyChange:
        return DeputyChange(
            delegation_id=int(self.delegation_id.data),
            in_office=bool(self.in_office.data),
            standing_committee=bool(self.standing_committee.data),
            presidium=bool(self.presidium.data),
            gender=str(self.gender.data or ""),
            ethnicity=normalise.label(self.ethnicity.data or ""),
            post=normalise.label(self.post.data or ""),
            phone=normalise.phone(self.phone.data or ""),
        )


class PresidiumForm(PageForm):
    """The members of the presidium, one box a deputy; who is offered is set for the term."""

    members = SelectMultipleField(
        _l("主席团成员"),
        coerce=int,
        choices=(),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def as_input(self) -> frozenset[int]:
        return frozenset(self.members.data or ())


class NameForm(ReasonForm):
    name = StringField(_l("正确的姓名"), validators=[InputRequired(_l("请填写姓名。")), Length(max=40)])


class TermDatesForm(ReasonForm):
    starts_on = DateField(_l("本届开始日期"), validators=[InputRequired(_l("请填写日期，例如 2022-02-01。"))])
    ends_on = DateField(_l("届满日期"), validators=[InputRequired(_l("请填写日期，例如 2027-01-31。"))])

    def as_input(self) -> TermDates:
        assert isinstance(self.starts_on.data, date)
        assert isinstance(self.ends_on.data, date)
        return TermDates(self.starts_on.data, self.ends_on.data, str(self.reason.data))
