"""What went wrong, said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import get_locale
from flask_babel import gettext as _

from voting.core.errors import DomainError
from voting.core.money import in_yuan, millions, wan, yi
from voting.core.normalise import numeral


def sentence(error: DomainError) -> str:
    """Return an error's sentence in the reader's language, the texts among its values translated too."""
    return said(error.message, error.values)


def said(message: str, values: Mapping[str, object]) -> str:
    """Return a message id with its values in the reader's language, the texts among the values translated too."""
    translated = {key: word(value) if isinstance(value, str) else value for key, value in values.items()}
    text = word(message)
    return text % translated if translated else text


def word(text: str) -> str:
    """Return a text translated; an empty one stays empty, for which a catalogue has its own heading."""
    return str(_(text)) if text else ""


def counted(number: int) -> str:
    """Return which one of several it is, as the reader's language writes it in a title: 二 in Chinese, 2 in others."""
    return numeral(number) if _in_chinese() else str(number)


def amount(fen: int) -> str:
    """Return an amount in full as the reader's language counts: 96.5 万元, 1.2 亿元, where six decimals are enough; ¥965,000, ¥27.84 million."""
    if not _in_chinese():
        return f"¥{millions(fen) or in_yuan(fen)}"
    greater = yi(fen)
    return f"{greater} 亿元" if greater else f"{wan(fen)} 万元"


def _in_chinese() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "zh"
