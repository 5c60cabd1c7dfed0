"""What a page asks of a form's fields: how one is shown, and the sentence that stands first among its errors."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    Field,
    FileField,  # noqa: TID251  every kind of it
    HiddenField,
    RadioField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)
from wtforms.widgets import ListWidget

from voting.core.lifecycle import ByName


class Shape(ByName):
    """How a field is shown."""

    HIDDEN = "hidden"
    PICTURES = "pictures"
    CHOICES = "choices"
    TICK = "tick"
    LINES = "lines"
    FILE = "file"
    BUTTON = "button"
    LINE = "line"

    @property
    def is_shown(self) -> bool:
        """Tell whether it stands among the fields that somebody fills in."""
        return self not in {Shape.HIDDEN, Shape.BUTTON}


SHAPES: tuple[tuple[type[Field], Shape], ...] = (
    (HiddenField, Shape.HIDDEN),
    (RadioField, Shape.CHOICES),
    (SubmitField, Shape.BUTTON),
    (BooleanField, Shape.TICK),
    (TextAreaField, Shape.LINES),
    (FileField, Shape.FILE),
)


def shape_of(field: Field) -> Shape:
    """Return how a field is shown; a field of a kind of its own says so itself, in `shape`."""
    own: Shape | None = getattr(field, "shape", None)
    if own is not None:
        return own
    if isinstance(field, SelectMultipleField):
        return Shape.CHOICES if isinstance(field.widget, ListWidget) else Shape.LINE
    return next((shape for kind, shape in SHAPES if isinstance(field, kind)), Shape.LINE)


def first_error(errors: object) -> object:
    """Return the first sentence among a field's errors, however deep rows and their fields nest them."""
    if isinstance(errors, dict):
        return first_error(list(errors.values()))
    if isinstance(errors, list | tuple):
        return first_error(next((one for one in errors if one), ""))
    return errors
