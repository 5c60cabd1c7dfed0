"""Typed access to parsed JSON: exactly these fields, of these types (specification 4.1).

Raises Malformed and never coerces: `true` is not 1, and "1" is not 1.
"""

from __future__ import annotations

from voting.belenios.errors import Malformed, need_form


def fields(value: object, *names: str) -> list[object]:
    """Return the values of an object that has exactly these fields in this order."""
    if not isinstance(value, dict) or tuple(value) != names:
        raise Malformed(f"expected the fields {', '.join(names)}")
    return list(value.values())


def named(value: object, *names: str) -> list[object]:
    """Return the values, as named, of an object that has exactly these fields in whatever order."""
    if not isinstance(value, dict) or value.keys() != set(names):
        raise Malformed(f"expected the fields {', '.join(names)}")
    return [value[name] for name in names]


def has(value: object, name: str) -> bool:
    """Tell whether an object has a field; anything else has none."""
    return isinstance(value, dict) and name in value


def items(value: object, length: int | None = None) -> list[object]:
    """Return the items of a list, of this length where one is due."""
    if not isinstance(value, list):
        raise Malformed("expected a list")
    need_form(length is None or len(value) == length, f"expected a list of {length}")
    return value


def text(value: object) -> str:
    """Return a string."""
    if not isinstance(value, str):
        raise Malformed("expected a string")
    return value


def texts(value: object) -> list[str]:
    """Return a list of strings."""
    return [text(item) for item in items(value)]


def number(value: object, least: int = 0, most: int = 10**9) -> int:
    """Return an integer between the bounds."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed("expected an integer")
    need_form(least <= value <= most, f"expected an integer from {least} to {most}")
    return value


def flag(value: object) -> bool:
    """Return a truth value."""
    if not isinstance(value, bool):
        raise Malformed("expected true or false")
    return value
