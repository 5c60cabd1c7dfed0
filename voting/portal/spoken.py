"""A sentence told in the reader's language."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from voting.portal.sentences import Sentence


def parts_of(page: object) -> dict[str, Any]:
    """Return the fields of a page by name."""
    return {field.name: getattr(page, field.name) for field in fields(page)}  # type: ignore[arg-type]


def say(sentence: Sentence) -> str:
    """Return a sentence in the reader's language, with its days written out."""
    values = {
        key: format_date(value, "long") if isinstance(value, date) else value
        for key, value in sentence.values.items()
    }
    return str(_(sentence.text, **values))
