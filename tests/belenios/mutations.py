"""Deterministic single mutations of a sealed ballot: every field, type, number form, order and container.

Imports nothing of the program, so that it can judge the booth over HTTP as well. `mutations(raw)` lists all of one
ballot; `stratified(raws, number)` takes evenly from every stratum of several.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GROUP = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["group"]
P, Q = int(_GROUP["p"]), int(_GROUP["q"])
ORDER_3 = next(w for w in (pow(b, (P - 1) // 3, P) for b in range(2, 50)) if w != 1)

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Mutation:
    """One changed ballot; stratum: what was changed and how."""

    stratum: str
    raw: str


class Raw(str):
    """A text that stands in the JSON as it is, unquoted."""

    __slots__ = ()


def dump(value: object) -> str:
    """Write JSON as the ballots are written, with `Raw` texts put in verbatim."""
    raws: list[str] = []

    def hide(one: object) -> object:
        if isinstance(one, Raw):
            raws.append(str(one))
            return f"\u0001{len(raws) - 1}\u0001"
        if isinstance(one, dict):
            return {key: hide(item) for key, item in one.items()}
        return [hide(item) for item in one] if isinstance(one, list) else one

    text = json.dumps(hide(value), separators=(",", ":"), ensure_ascii=False)
    for i, raw in enumerate(raws):
        text = text.replace(f'"\\u0001{i}\\u0001"', raw)
    return text


# -------------------------------------------------------------------------------------- what can be done to a part

LEAVES: dict[str, Callable[[str], Any]] = {
    "number instead of text": lambda s: Raw(s) if s.isdigit() else Raw("7"),
    "short number": lambda _: 7,
    "null": lambda _: None,
    "true": lambda _: True,
    "list": lambda s: [s],
    "object": lambda s: {"value": s},
    "empty": lambda _: "",
    "space before": lambda s: " " + s,
    "space after": lambda s: s + " ",
    "line feed after": lambda s: s + "\n",
    "zero byte": lambda s: s + "\0",
    "leading zero": lambda s: "0" + s,
    "plus": lambda s: "+" + s,
    "minus": lambda s: "-" + s,
    "point": lambda s: s + ".0",
    "exponent": lambda s: s + "e0",
    "underscore": lambda s: s[:1] + "_" + s[1:],
    "hexadecimal": lambda s: hex(int(s)) if s.isdigit() else s.encode().hex(),
    "full-width digits": lambda s: s.translate({48 + i: 0xFF10 + i for i in range(10)}) + "\uff11",
    "arabic digits": lambda s: s.translate({48 + i: 0x660 + i for i in range(10)}) + "\u0661",
    "huge": lambda _: "9" * 50_000,
    "huge number": lambda _: Raw("9" * 50_000),
    "float": lambda _: Raw("1.5"),
    "not a number": lambda _: Raw("NaN"),
    "infinite": lambda _: Raw("-Infinity"),
    "cut": lambda s: s[:-1],
    "doubled": lambda s: s + s,
    "reversed": lambda s: s[::-1],
    "swapped case": lambda s: s.swapcase() if s.swapcase() != s else s + "A",
    "padded": lambda s: s + "=",
    "lone surrogate": lambda s: Raw('"' + s + '\\ud800"'),
    "escaped": lambda s: Raw('"' + "".join(f"\\u{ord(c):04x}" for c in s) + '"'),
    "zero": lambda _: "0",
    "one": lambda _: "1",
    "p - 1": lambda _: str(P - 1),
    "p": lambda _: str(P),
    "q": lambda _: str(Q),
    "plus one": lambda s: str(int(s) + 1) if s.isdigit() else s + "1",
    "minus one": lambda s: str(int(s) - 1) if s.isdigit() else "1" + s,
    "plus q": lambda s: str(int(s) + Q) if s.isdigit() else s + "q",
    "plus p": lambda s: str(int(s) + P) if s.isdigit() else s + "p",
    "negated": lambda s: str(P - int(s)) if s.isdigit() else "!" + s,
    "times order 2": lambda s: str(int(s) * (P - 1) % P) if s.isdigit() else "2" + s,
    "times order 3": lambda s: str(int(s) * ORDER_3 % P) if s.isdigit() else "3" + s,
    "inverted": lambda s: str(pow(int(s), -1, P)) if s.isdigit() else "?" + s,
    "squared": lambda s: str(int(s) ** 2 % P) if s.isdigit() else "^" + s,
    "outside the group": lambda _: "2" if pow(2, Q, P) != 1 else "3",
}

LISTS: dict[str, Callable[[list[Any]], Any]] = {
    "last dropped": lambda v: v[:-1],
    "first dropped": lambda v: v[1:],
    "last repeated": lambda v: [*v, *v[-1:]],
    "reversed": lambda v: v[::-1],
    "rotated": lambda v: [*v[1:], *v[:1]],
    "emptied": lambda _: [],
    "wrapped": lambda v: [v],
    "null": lambda _: None,
    "as object": lambda v: {str(i): item for i, item in enumerate(v)},
    "as text": json.dumps,
    "null added": lambda v: [*v, None],
    "nested deeply": lambda _: Raw("[" * 100_000 + "]" * 100_000),
    "nested a little": lambda v: [[[[[[[[[[v]]]]]]]]]],
}

OBJECTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "reordered": lambda v: dict(reversed(v.items())),
    "field added": lambda v: {**v, "extra": "1"},
    "field before": lambda v: {"extra": "1", **v},
    "prototype": lambda v: {**v, "__proto__": {}},
    "emptied": lambda _: {},
    "as list": lambda v: list(v.values()),
    "null": lambda _: None,
    "as text": json.dumps,
    "nested deeply": lambda _: Raw('{"a":' * 100_000 + "1" + "}" * 100_000),
}

TEXTS: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "null": lambda _: "null",
    "list": lambda s: f"[{s}]",
    "quoted": json.dumps,
    "byte order mark": lambda s: "\ufeff" + s,
    "space before": lambda s: " " + s,
    "line feed after": lambda s: s + "\n",
    "cut": lambda s: s[:-1],
    "half": lambda s: s[: len(s) // 2],
    "twice": lambda s: s + s,
    "comment": lambda s: s + "/**/",
    "single quotes": lambda s: s.replace('"', "'"),
    "space after colon": lambda s: s.replace(":", ": ", 1),
    "space after comma": lambda s: s.replace(",", ", ", 1),
    "trailing comma": lambda s: s[:-1] + ",}",
    "escaped key": lambda s: s.replace('"answers"', '"\\u0061nswers"', 1),
    "escaped slash": lambda s: s.replace('"answers"', '"answers\\/"', 1),
    "deep": lambda _: "[" * 200_000,
    "tabs": lambda s: s.replace("{", "{\t", 1),
    "padded to a megabyte": lambda s: s + " " * 1_000_000,
}


def _walk(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    yield steps, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*steps, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _walk(item, (*steps, i))


def _put(value: Any, steps: Steps, part: Any) -> Any:
    if not steps:
        return part
    first, *rest = steps
    if isinstance(value, dict):
        return {key: _put(item, tuple(rest), part) if key == first else item for key, item in value.items()}
    return [_put(item, tuple(rest), part) if i == first else item for i, item in enumerate(value)]


def _place(steps: Steps) -> str:
    return ".".join("#" if isinstance(step, int) else step for step in steps) or "ballot"


def _of_keys(value: Any, steps: Steps, part: dict[str, Any]) -> Iterator[Mutation]:
    place = _place(steps)
    for key, held in part.items():
        without = {name: item for name, item in part.items() if name != key}
        yield Mutation(f"{place}: {key} removed", dump(_put(value, steps, without)))
        renamed = {(name + "_" if name == key else name): item for name, item in part.items()}
        yield Mutation(f"{place}: {key} renamed", dump(_put(value, steps, renamed)))
        for name, twin in (("same", dump(held)), ("other", '"1"')):
            twice = Raw(dump(part)[:-1] + f',"{key}":{twin}' + "}")
            yield Mutation(f"{place}: {key} twice, {name}", dump(_put(value, steps, twice)))


def _of_value(value: Any) -> Iterator[Mutation]:
    for steps, part in _walk(value):
        table: dict[str, Callable[[Any], Any]] = (
            OBJECTS if isinstance(part, dict) else LISTS if isinstance(part, list) else LEAVES
        )
        for name, change in table.items():
            yield Mutation(f"{_place(steps)}: {name}", dump(_put(value, steps, change(part))))
        if isinstance(part, dict):
            yield from _of_keys(value, steps, part)


def mutations(raw: str) -> list[Mutation]:
    """List every single mutation of one ballot that differs from it."""
    listed = [Mutation(f"text: {name}", change(raw)) for name, change in TEXTS.items()]
    listed += _of_value(json.loads(raw))
    return [one for one in listed if one.raw != raw]


def stratified(raws: list[str], number: int, seed: int = 1) -> list[Mutation]:
    """Take this many mutations of several ballots, as evenly as possible over the strata; deterministic."""
    strata: dict[str, list[Mutation]] = {}
    for raw in raws:
        for one in mutations(raw):
            strata.setdefault(one.stratum, []).append(one)
    rng = random.Random(seed)
    for some in strata.values():
        rng.shuffle(some)
    order = sorted(strata)
    rng.shuffle(order)
    rounds = itertools.zip_longest(*(strata[name] for name in order))
    flat = (one for round_ in rounds for one in round_ if one is not None)
    return list(itertools.islice(flat, number))
