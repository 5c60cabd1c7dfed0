"""Fields that the forms of congress share."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length, NumberRange

from voting.core.allowed_signs import is_seen
from voting.core.fields import PageForm

CHOSEN = InputRequired(_l("请选择一项。"))
YEARS = NumberRange(min=2000, max=2100, message=_l("请填写四位年份。"))


def choice(value: object, label: object) -> Any:  # noqa: ANN401  WTForms has no type for it
    """Return one choice of a select field."""
    return SelectChoice(value, label)


def whole(value: int | None) -> int:
    """Return what a validated whole-number field holds."""
    assert value is not None
    return value


class NamesForm(PageForm):
    names = TextAreaField(
        _l("名称"),
        description=_l("每行一个。"),
        validators=[InputRequired(_l("请至少填写一个名称。")), Length(max=20_000)],
    )

    def as_input(self) -> list[str]:
        return [line for line in str(self.names.data).splitlines() if is_seen(line)]


class EmptyForm(PageForm):
    """A button: nothing but the token against forgery."""


class ReasonForm(PageForm):
    reason = StringField(
        _l("理由"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=300, message=_l("理由不超过 300 字。"))],
    )
