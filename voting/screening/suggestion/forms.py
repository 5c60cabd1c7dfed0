"""Shape of what browsers send about suggestions. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    HiddenField,
    MultipleFileField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional, Regexp, ValidationError

from voting.core import normalise
from voting.core.bodies import whole
from voting.core.clock import today
from voting.core.errors import RuleBroken
from voting.core.fields import MoneyField, PageForm
from voting.core.form_page import AS_ANSWERED, TOKEN
from voting.core.sentences import sentence
from voting.screening.fields import ReasonForm, chosen_from, filled, line, lines, short, trimmed
from voting.screening.suggestion.actions import NewSuggestion
from voting.screening.suggestion.models import ORDER_LENGTH
from voting.screening.suggestion.rules import says_something
from voting.screening.words import TYPED_IN, Channel, Source
from voting.uploads.pictures import remade

LONGEST_PLACE, MOST_PHOTOS = 100, 3

OLDEST_LETTER = timedelta(days=3 * 366)
"""How long ago a letter can have come that is typed now: what lay longer is a slip of the pen (a default of the program)."""


def telephone(_form: PageForm, field: StringField) -> None:
    """Raise ValidationError for what is no telephone number, in whatever width it was typed."""
    if wrong := normalise.phone_fault(normalise.phone(field.data or "")):
        raise ValidationError(_l(wrong))


def telling(_form: PageForm, field: StringField) -> None:
    """Raise ValidationError for full stops alone, with which nobody asks for anything."""
    if field.data and not says_something(field.data):
        raise ValidationError(_l("这里只有标点，没有写事情。请用文字写明。"))


def in_the_past(_form: PageForm, field: DateField) -> None:
    """Raise ValidationError for a day on which nothing can have come in."""
    if field.data is not None and not today() - OLDEST_LETTER <= field.data <= today():
        raise ValidationError(_l("收到日期不能晚于今天，也不能早于 %(day)s。", day=today() - OLDEST_LETTER))


class SuggestionForm(PageForm):
    nonce = HiddenField(
        default=lambda: uuid4().hex,
        validators=[Regexp(r"^[0-9a-f]{32}$", message=_l("请重新打开表单再填。"))],
    )
    title = line(_l("建议办什么事"), validators=[*filled(_l("建议名称"), 40, 4), telling])
    content = lines(_l("具体内容和理由"), validators=[*filled(_l("具体内容"), 2000, 10), telling])
    division = SelectField(_l("在哪个地方"), choices=[], default="")
    place = line(_l("具体在哪里"), validators=short(LONGEST_PLACE))
    cost = MoneyField(_l("大约要多少钱"))
    finish = line(_l("希望什么时候办成"), validators=short(60))
    scale = line(_l("建设规模"), validators=short(200))
    funding = line(_l("资金从哪里来"), validators=short(200))
    implementer = line(_l("由谁来办"), validators=short(80))
    contact_name = line(_l("您的姓名"), validators=short(40))
    contact_phone = line(
        _l("联系电话"),
        validators=[Optional(), telephone],
    )
    contact_email = line(
        _l("电子邮箱"),
        validators=[*short(120), Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("邮箱地址不完整。"))],
    )

    photos = MultipleFileField(
        _l("照片"),
        description=_l(
            "可以不传。最多 3 张 JPG、PNG 或 WebP，每张不超过 10 MB。只给工作人员看；拍摄地点、时间等隐藏信息会去掉。"
        ),
    )
    pictures: tuple[bytes, ...] = ()

    def validate_photos(self, field: MultipleFileField) -> None:
        """Make the pictures anew, and say of each that cannot be why."""
        sent = [one for one in field.data or () if isinstance(one, FileStorage) and one.filename]
        if len(sent) > MOST_PHOTOS:
            raise ValidationError(_l("最多 %(most)s 张照片。", most=MOST_PHOTOS))
        made, wrong = [], []
        for one in sent:
            try:
                made.append(remade(whole(one)))
            except RuleBroken as error:
                wrong.append(_("“%(file)s”：%(why)s", file=one.filename, why=sentence(error)))
        if wrong:
            raise ValidationError(" ".join(wrong))
        self.pictures = tuple(made)

    def offer_divisions(self, names: Sequence[str]) -> Self:
        """Let one of these be chosen; where there are none, nothing is asked."""
        self.division.choices = [
            SelectChoice("", _l("说不准，或者不止一处")),
            *(SelectChoice(one, one) for one in names),
        ]
        if not names:
            del self.division
        return self

    def where(self) -> str:
        """Return the place: the division that was chosen before what was typed, unless that names it already."""
        typed, chosen = trimmed(self.place.data), self.division.data if "division" in self else ""
        return typed if not chosen or chosen in typed else f"{chosen} {typed}".strip()

    def words(self, code: str) -> str:
        """Return everything that was typed, and the place, as one text to compare."""
        typed = sorted(
            (name, str(value))
            for name, value in self.data.items()
            if name not in {"nonce", "opened", "website", "joins", "photos", TOKEN}
        )
        return f"{code}|{typed}"

    def as_new(self, sentence: str, nonce: str) -> Self:
        """Return the form with the same words and a nonce of its own: sent again, it is another suggestion."""
        self.nonce.data = nonce
        self.nonce.render_kw = {AS_ANSWERED: True}
        self.form_errors.append(sentence)
        return self

    def as_input(self, jurisdiction_id: int, *, source: Source, origin: str | None) -> NewSuggestion:
        """Return what the browser sent as the deed takes it."""
        assert self.nonce.data
        return NewSuggestion(
            jurisdiction_id=jurisdiction_id,
            nonce=self.nonce.data,
            title=trimmed(self.title.data),
            content=trimmed(self.content.data),
            place=self.where(),
            scale=trimmed(self.scale.data),
            finish=trimmed(self.finish.data),
            cost_fen=self.cost.data,
            funding=trimmed(self.funding.data),
            implementer=trimmed(self.implementer.data),
            contact_name=trimmed(self.contact_name.data),
            contact_phone=normalise.phone(self.contact_phone.data or ""),
            contact_email=trimmed(self.contact_email.data),
            source=source,
            origin=origin,
            photos=self.pictures,
        )


class OpenForm(SuggestionForm):
    """A suggestion from anybody.

    opened: a signed mark (guard.py); website: a trap, unseen by people; joins: the suggestion of somebody else that is joined
    by a tap (static/js/asked_before.js), for which the title is words enough.
    """

    opened = HiddenField(render_kw={AS_ANSWERED: True})
    website = StringField()
    joins = HiddenField(validators=[Optional(), Regexp(r"^[0-9]{1,9}$")], render_kw={AS_ANSWERED: True})

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check what was typed; who joins somebody need not say it all again."""
        if self.joins.data:
            self.content.validators = short(2000)
        return super().validate(extra_validators)

    def as_joining(self, jurisdiction_id: int, *, source: Source, origin: str | None) -> NewSuggestion:
        """Return what the browser sent as the deed takes it, with whom it joins."""
        new = self.as_input(jurisdiction_id, source=source, origin=origin)
        return replace(new, joins_id=int(self.joins.data) if self.joins.data else None)


class EnterForm(SuggestionForm):
    """A suggestion that staff enter for somebody: says also who made it and how it came."""

    source = SelectField(
        _l("提出主体"), choices=chosen_from(Source), validators=[InputRequired(_l("请选择。"))]
    )
    channel = SelectField(
        _l("来源渠道"), choices=chosen_from(Channel, TYPED_IN), validators=[InputRequired(_l("请选择。"))]
    )
    received_on = DateField(_l("收到日期"), validators=[InputRequired(_l("请填写收到日期。")), in_the_past])
    order_number = line(_l("来文或者工单编号"), validators=short(ORDER_LENGTH))
    contact_name = line(_l("提出人姓名"), validators=short(40))
    origin_name = line(_l("单位、联络站或代表名称"), validators=short(80))

    def as_entry(self, jurisdiction_id: int) -> NewSuggestion:
        """Return what was entered as the deed takes it."""
        return replace(
            self.as_input(jurisdiction_id, source=Source(self.source.data), origin=None),
            channel=Channel(self.channel.data),
            origin_name=trimmed(self.origin_name.data),
            received_on=self.received_on.data,
            order_number=trimmed(self.order_number.data) or None,
        )

    def as_reception(self, jurisdiction_id: int, station: str) -> NewSuggestion:
        """Return what a liaison station took down while somebody was there."""
        new = self.as_input(jurisdiction_id, source=Source(self.source.data), origin=None)
        return replace(new, channel=Channel.STATION, origin_name=station)


class RouteForm(ReasonForm):
    to = line(_l("转给"), validators=[InputRequired(_l("请选择转给哪里。"))])
