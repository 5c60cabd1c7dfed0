"""Fields that the forms of screening share. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional

from voting.core.fields import PageForm
from voting.screening.words import wording


def trimmed(text: str | None) -> str:
    """Return what was typed without blanks at the ends and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").strip()


def filled(label: str, most: int, least: int = 1) -> list[Any]:
    """Return the validators of a text that must be there."""
    return [
        InputRequired(_l("请填写%(label)s。", label=label)),
        Length(
            min=least,
            max=most,
            message=_l("%(label)s要 %(least)s 至 %(most)s 个字。", label=label, least=least, most=most),
        ),
    ]


def short(most: int) -> list[Any]:
    """Return the validators of a text that may be left out."""
    return [Optional(), Length(max=most, message=_l("最多 %(most)s 个字。", most=most))]


def line(label: str, *, validators: list[Any]) -> StringField:
    """Return a field for one line of text; blanks at its ends do not count."""
    return StringField(label, validators=validators, filters=[trimmed])


def lines(label: str, *, validators: list[Any]) -> TextAreaField:
    """Return a field for a longer text; blanks at its ends do not count."""
    return TextAreaField(label, validators=validators, filters=[trimmed])


def choices_of(kind: type[StrEnum]) -> list[Any]:
    """Return the values and wordings of a choice, for a select field."""
    return [SelectChoice(choice.value, _l(wording(choice))) for choice in kind]


def chosen_from(kind: type[StrEnum], offered: Collection[StrEnum] | None = None) -> list[Any]:
    """Return the choices of a select field in which nothing is chosen beforehand. offered: of `kind`, all where none are said."""
    shown = [one for one in choices_of(kind) if offered is None or one.value in offered]
    return [SelectChoice("", _l("请选择")), *shown]


class ReasonForm(PageForm):
    reason = lines(_l("理由"), validators=filled(_l("理由"), 300, 4))

    def as_reason(self) -> str:
        """Return the reason."""
        return trimmed(self.reason.data)
