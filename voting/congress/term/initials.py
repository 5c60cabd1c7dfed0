"""By which letters the check-in desk finds a name. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, product

MOST_READINGS = 256


def initials(name: str) -> str:
    """Return the first letters of the pinyin, lower case: what the check-in desk searches by.

    A character that is read in several ways (单 is d, c and s) gives one word for each, the usual one first and those
    of the surname next, as many as 20 characters hold. Marks between the parts of a name count for nothing.
    """
    from pypinyin import Style, lazy_pinyin, pinyin  # noqa: PLC0415  its tables take 55 MB: only once a roster comes

    letters = "".join(sign for sign in name if sign.isalnum()).lower()
    first = Style.FIRST_LETTER
    usual = "".join(lazy_pinyin(letters, style=first))
    each = [pinyin(sign, style=first, heteronym=True)[0] for sign in letters]  # alone: as in no word
    others = islice(product(*each), MOST_READINGS)
    readings = [usual, *sorted(map("".join, others), key=lambda one: one[1:] != usual[1:])]
    return _fitting(dict.fromkeys(readings), 20)


def _fitting(words: Iterable[str], room: int) -> str:
    """Return as many whole words as fit, apart by a blank; of the first one what fits."""
    text = ""
    for word in words:
        longer = f"{text} {word}" if text else word[:room]
        if len(longer) > room:
            break
        text = longer
    return text
