"""What many tests begin with is made once: the next test that begins alike goes on from a copy of the database.

A maker goes through the real deeds whenever something that it rests on is another: its arguments, what the database
holds before, the program that is asked, a clock that was turned. What a test does afterwards it does to its own copy.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import time_machine
from flask import current_app
from sqlalchemy import inspect

from tests.snapshots import Image, content, image, put
from voting.ballot.sealed import booth_ballot, keys, tokens
from voting.ballot.sealed.shortlived import OwnMemory
from voting.core.db import Table, db

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Kept:
    """image: the database; files: all of DATA/keys, by name; turns: issuing keys that were taken."""

    image: Image
    files: dict[str, bytes]
    turns: int
    returned: bytes


_kept: dict[object, Kept] = {}


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: Any) -> tuple[type[Table], tuple[Any, ...]] | None:
        """Write a row by its key alone."""
        if not isinstance(obj, Table):
            return None
        identity = inspect(obj).identity
        assert identity is not None
        return type(obj), identity


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid: tuple[type[Table], tuple[Any, ...]]) -> Table:
        return db.session.get_one(*pid)


def _pickled(value: object) -> bytes:
    raw = io.BytesIO()
    _Pickler(raw).dump(value)
    return raw.getvalue()


def remembered(*rests_on: Callable[[], object]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make something once for each state that it begins in. rests_on: what a test may have put in another's place."""

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        @wraps(make)
        def made(*args: P.args, **more: P.kwargs) -> R:
            if time_machine.escape_hatch.is_travelling():
                return make(*args, **more)
            db.session.rollback()
            patched = tuple(one() for one in rests_on)
            asked = _pickled((args, sorted(more.items())))
            key = (make, asked, patched, type(tokens.ahead), str(db.engine.url), content())
            if key in _kept:
                found: R = _again(_kept[key])
                return found
            turn = _turn()
            value = make(*args, **more)
            files = {path.name: path.read_bytes() for path in keys.folder().iterdir()}
            _kept[key] = Kept(image(), files, _turn() - turn, _pickled(value))
            return value

        return made

    return decorate


def _again(kept: Kept) -> Any:
    put(kept.image)
    for path in keys.folder().iterdir():
        path.unlink()
    for name, raw in kept.files.items():
        path = keys.folder() / name
        path.touch(0o600)
        path.write_bytes(raw)
    _turn(kept.turns)
    booth_ballot._texts.cache_clear()  # noqa: SLF001  the same UUID and version come again, and may have been changed since
    if isinstance(current_app.extensions["booth_memory"], OwnMemory):  # a test's own, as a Redis, stays
        current_app.extensions["booth_memory"] = OwnMemory()
    found = _Unpickler(io.BytesIO(kept.returned)).load()
    db.session.rollback()
    return found


def _turn(further: int = 0) -> int:
    """Return which of the shared issuing keys is next, after so many further ones; 0 where none are shared."""
    if hasattr(tokens.ahead, "turn"):
        tokens.ahead.turn += further
    return getattr(tokens.ahead, "turn", 0)
