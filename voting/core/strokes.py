"""The order of names by the strokes of the surname (姓氏笔画), as lists of persons have it. Pure.

strokes.txt holds 20,897 characters of GB 13000.1 in the order of GF 3003-1999: by the number of strokes, then by their
kinds, 横竖撇点折, one after another. Taken from the table of cn_sort 0.14.0 (MIT licence).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

from voting.core.normalise import name as as_written

T = TypeVar("T")
TABLE = Path(__file__).with_name("strokes.txt")


@cache
def _places() -> dict[str, int]:
    return {sign: place for place, sign in enumerate(TABLE.read_text(encoding="utf-8").strip())}


def stroke_key(name: str) -> tuple[int, int, tuple[int, ...], str]:
    """Return what a name is sorted by: its surname, then names of two characters before longer ones, then the rest.

    A character without a place comes behind all that have one.
    """
    signs = as_written(name)
    places = [_places().get(sign, len(_places())) for sign in signs]
    return (places[0] if places else len(_places()), len(signs), tuple(places), signs)


def in_stroke_order(many: Iterable[T], name_of: Callable[[T], str]) -> list[T]:
    """Return persons in the order of the strokes of their surnames; those of one name as they stood."""
    return sorted(many, key=lambda one: stroke_key(name_of(one)))
