"""A form with one field of every kind, for the living page of the look. Never handed in."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from voting.core.fields import MoneyField, PageForm
from voting.supervision.light.rules import LIGHTS, Light
from voting.uploads.forms import PicturesField

SOME_LIGHTS = [
    SelectChoice(light, lazy_gettext(LIGHTS[light])) for light in (Light.GREEN, Light.YELLOW, Light.RED)
]


class LookForm(PageForm):
    """Text, number, money, date, choices, file and a tick."""

    title = StringField(
        lazy_gettext("项目名称"), [InputRequired()], description=lazy_gettext("一事一提，不超过 60 个字")
    )
    progress = IntegerField(lazy_gettext("累计进度"), [InputRequired()], description=lazy_gettext("上月 41%"))
    spent = MoneyField(lazy_gettext("累计完成投资"), description=lazy_gettext("上月 1968 万元"))
    due = DateField(lazy_gettext("完成时限"), [InputRequired()])
    light = RadioField(lazy_gettext("亮灯"), [InputRequired()], choices=SOME_LIGHTS)
    field = SelectField(lazy_gettext("领域"), choices=[SelectChoice("edu", lazy_gettext("教育"))])
    done = SelectMultipleField(
        lazy_gettext("本月完成的节点"),
        choices=[
            SelectChoice("1", lazy_gettext("管网勘测与设计")),
            SelectChoice("2", lazy_gettext("施工招标")),
        ],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    reason = TextAreaField(
        lazy_gettext("一句话说明"), description=lazy_gettext("亮黄灯时必填：原因，几时赶上")
    )
    photo = PicturesField(lazy_gettext("现场照片"))
    agreed = BooleanField(lazy_gettext("内容属实，可以公开"))

    def show_errors(self) -> None:
        """Put a sentence under some fields, as a refused form would."""
        self.progress.errors = [_("不能少于上月的 41%")]
        self.light.errors = [_("请选一种")]
        self.reason.errors = [_("请用一句话说明落后的原因")]
