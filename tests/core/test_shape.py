from __future__ import annotations

import pytest
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.csrf.core import CSRFTokenField
from wtforms.csrf.session import SessionCSRF
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import ListWidget

from voting.core.shape import Shape, first_error, shape_of
from voting.uploads.forms import PicturesField

pytestmark = pytest.mark.pure


class Every(Form):
    hidden = HiddenField()
    radio = RadioField(choices=[SelectChoice("a")])
    ticks = SelectMultipleField(choices=[SelectChoice("a")], widget=ListWidget())
    several = SelectMultipleField(choices=[SelectChoice("a")])
    one = SelectField(choices=[SelectChoice("a")])
    tick = BooleanField()
    button = SubmitField()
    lines = TextAreaField()
    file = FileField()
    files = MultipleFileField()
    line = StringField()
    secret = PasswordField()
    number = IntegerField()
    pictures = PicturesField("")


SHAPES = {
    "hidden": Shape.HIDDEN,
    "radio": Shape.CHOICES,
    "ticks": Shape.CHOICES,
    "tick": Shape.TICK,
    "button": Shape.BUTTON,
    "lines": Shape.LINES,
    "file": Shape.FILE,
    "files": Shape.FILE,
    "pictures": Shape.PICTURES,
}


def test_every_field_has_its_shape() -> None:
    assert {field.name: shape_of(field) for field in Every()} == {
        name: SHAPES.get(name, Shape.LINE) for name in Every()._fields
    }


def test_the_token_of_a_form_is_hidden() -> None:
    assert shape_of(CSRFTokenField(csrf_impl=SessionCSRF(), name="csrf_token", _form=Form())) is Shape.HIDDEN


def test_what_nobody_fills_in_is_not_shown() -> None:
    assert [shape for shape in Shape if not shape.is_shown] == [Shape.HIDDEN, Shape.BUTTON]


@pytest.mark.parametrize(
    "errors",
    ["句子", ["句子", "另一句"], {"title": ["句子"]}, [{}, [], {"rows": [{}, {"title": ("句子",)}]}]],
)
def test_the_first_sentence_is_found_however_deep(errors: object) -> None:
    assert first_error(errors) == "句子"


def test_a_sentence_that_is_translated_when_shown_is_one() -> None:
    sentence = lazy_gettext("句子")
    assert first_error([sentence]) is sentence
