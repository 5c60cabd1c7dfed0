"""Whence a suggestion comes, as its place says. Pure."""

from __future__ import annotations

from collections.abc import Sequence

SUFFIXES = ("街道", "镇", "乡", "县", "区", "市")
SHORTEST = 2


def division_in(text: str, names: Sequence[str]) -> str | None:
    """Return the division that a place as typed names, in full or without its kind; the longest where several fit."""
    fitting = [name for name in names if name in text or _short(name) in text]
    return max(fitting, key=len, default=None)


def _short(name: str) -> str:
    for suffix in SUFFIXES:
        short = name.removesuffix(suffix)
        if short != name and len(short) >= SHORTEST:
            return short
    return name
