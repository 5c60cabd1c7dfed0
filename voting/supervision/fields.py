"""Fields that the forms of supervision share. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, Optional

from voting.core.fields import MoneyField


def pairs(choices: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Return value and words as choices of a field."""
    return [SelectChoice(value, words) for value, words in choices]


def text_of(field: StringField) -> str:
    """Return what was written, without the blanks around it; empty when nothing was."""
    return (field.data or "").strip()


def day_of(field: DateField) -> date:
    """Return the day of a field that was validated as required."""
    assert field.data is not None
    return field.data


def number_of(field: IntegerField | MoneyField) -> int:
    """Return the number of a field that was validated as required."""
    assert field.data is not None
    return field.data


def needed(sentence: str, most: int) -> list[object]:
    """Return the validators of a text that must be there."""
    return [DataRequired(sentence), Length(max=most, message=_l("最多 %(most)s 个字。", most=most))]


def short(most: int) -> list[object]:
    """Return the validators of a text that may be empty."""
    return [Optional(), Length(max=most, message=_l("最多 %(most)s 个字。", most=most))]
