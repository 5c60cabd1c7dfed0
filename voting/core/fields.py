"""What every form of the program has in common: fields that take only what a page can show and a column can hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import g, request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    FieldList,
    FileField,  # noqa: TID251  every kind of it
    Form,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.i18n import messages_path
from wtforms.meta import DefaultMeta
from wtforms.validators import DataRequired, InputRequired, Optional, StopValidation
from wtforms.widgets import TextInput

from voting.core.allowed_signs import cleaned, holds_refused, in_one_line, is_seen
from voting.core.errors import DomainError, RuleBroken
from voting.core.money import read_wan, wan
from voting.core.sentences import sentence

MOST_NUMBER = 2**31 - 1
YEARS = range(1000, 9000)
"""Years of a typed day that can be counted from and written with four digits."""


def said(_form: Form, field: Field) -> None:
    """Refuse signs that are no text, and a text of which nothing can be seen."""
    for value in field.raw_data or ():
        if not isinstance(value, str) or holds_refused(value):
            raise StopValidation(_("这里有不能显示的控制字符，请删去后重新填写。"))
        if value and not value.strip() and field.flags.required:
            raise StopValidation(wanting(field))
        if value.strip() and not is_seen(value):
            raise StopValidation(_("这里没有看得见的字，请重新填写。"))


def wanting(field: Field) -> str:
    """Return what a field says that must be filled in and holds but blanks."""
    own = next(one.message for one in field.validators if isinstance(one, InputRequired | DataRequired))
    return str(own or _("这里没有看得见的字，请重新填写。"))


def no_controls(_form: Form, field: Field) -> None:
    """Refuse signs that are no text in a secret or in a list of names; nothing else is looked at."""
    if any(not isinstance(value, str) or holds_refused(value) for value in field.raw_data or ()):
        raise StopValidation(_("这里有不能显示的控制字符，请删去后重新填写。"))


def holdable(_form: Form, field: Field) -> None:
    """Refuse a whole number that no column can hold (32 bits)."""
    if isinstance(field.data, int) and abs(field.data) > MOST_NUMBER:
        raise StopValidation(_("这个数太大了，请核对。"))


def datable(_form: Form, field: Field) -> None:
    """Refuse a day so far away that no deadline can be counted from it."""
    if field.data is not None and field.data.year not in YEARS:
        raise StopValidation(_("年份不对，请核对。"))


def nameable(_form: Form, field: Field) -> None:
    """Refuse a file whose name has signs that are no text."""
    files = field.data if isinstance(field.data, list | tuple) else [field.data]
    if any(holds_refused(str(getattr(file, "filename", None) or "")) for file in files):
        raise StopValidation(_("文件名里有不能显示的控制字符，请改名后重新选择。"))


def _clean(text: object) -> object:
    return cleaned(text) if isinstance(text, str) else text


def _clean_line(text: object) -> object:
    return in_one_line(text) if isinstance(text, str) else text


CHECKS: Sequence[tuple[type[Field], Any, Any]] = (
    (PasswordField, no_controls, None),
    (TextAreaField, said, _clean),
    (StringField, said, _clean_line),
    (SelectMultipleField, no_controls, None),
    (IntegerField, holdable, None),
    (DateField, datable, None),
    (FileField, nameable, None),
)
"""What is asked of a field before its own validators, and what its text goes through before its own filters."""


def held(field: Field) -> Field:
    """Return a bound field that also asks what is asked of every field of its kind."""
    for kind, check, clean in CHECKS:
        if isinstance(field, kind):
            field.validators = [check, *field.validators]
            if clean is not None:
                field.filters = [clean, *field.filters]
            break
    return field


def blame(form: BaseForm, error: DomainError, field: str = "") -> None:
    """Show a domain error at the field it names, else at `field`, else at the form's head."""
    name = error.field or field
    if name in form and not isinstance(form[name], FieldList):
        form[name].errors = [*form[name].errors, sentence(error)]
    else:
        form.form_errors.append(sentence(error))


class HeldMeta(DefaultMeta):
    """How forms bind their fields: each asks first what is asked of every field of its kind."""

    def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:  # noqa: ANN401  WTForms' own types
        """Bind a field, with the checks of its kind."""
        return held(super().bind_field(form, unbound_field, options))


@cache
def own_sentences(locale: str) -> NullTranslations:
    """Return the sentences that WTForms brings, read from the disk once: Flask-WTF reads them at every request."""
    return Translations.load(messages_path(), [locale], domain="wtforms")


def fields_filled(fields: Iterable[Field]) -> int:
    """Return how many fields somebody filled in or chose, rows of lists one by one; hidden ones are the program's."""
    count = 0
    for field in fields:
        if isinstance(field, FieldList | FormField):
            count += fields_filled(field)
        elif not isinstance(field, HiddenField | SubmitField):
            count += any(field.raw_data or ())
    return count


class PageForm(FlaskForm):  # type: ignore[misc]
    """Base of every form of a page."""

    class Meta(HeldMeta, FlaskForm.Meta):  # type: ignore[misc]  # noqa: D106  WTForms' own name
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:  # noqa: ANN401  WTForms' own types
            """Take fields from a form alone: a JSON body, which Flask-WTF would read too, has none."""
            if formdata is not None and not hasattr(formdata, "getlist") and request.is_json:
                return request.form
            return super().wrap_formdata(form, formdata)

        def get_translations(self, form: Any) -> Any:  # noqa: ANN401, ARG002  WTForms' own types
            """Return WTForms' own sentences in the reader's language."""
            return own_sentences(str(get_locale()))

    def validate(self, *args: Any, **kwargs: Any) -> bool:  # noqa: ANN401  as its base class
        """Check the form, and note how many fields somebody filled in: what a form asks of people is counted."""
        g.fields_asked = fields_filled(self)
        return bool(super().validate(*args, **kwargs))


class RowForm(Form):
    """Base of a row that stands several times in a form."""

    Meta = HeldMeta


class MoneyField(Field):
    """An amount typed in 万元. data: whole fen, None where the field may be left out and was."""

    widget = TextInput()
    data: int | None

    def __init__(self, label: str, *, needed: bool = False, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own
        check = InputRequired(_l("请填写金额，没有就填 0。")) if needed else Optional()
        super().__init__(label, [check], **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else wan(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; what is wrong with it is a sentence at the field."""
        self.data = None
        text = str(valuelist[0]) if valuelist else ""
        if text.strip():
            try:
                self.data = read_wan(text)
            except RuleBroken as error:
                raise ValueError(sentence(error)) from None
