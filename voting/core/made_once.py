"""Costly documents that anybody may ask for: made once for one content, by one maker at a time.

Whoever asks meanwhile waits without a connection, and is told to come again where too many wait or it takes too long.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from flask import current_app

from voting.core.db import hold_nothing
from voting.core.errors import Busy

MOST_BYTES = 64 * 1024 * 1024
"""What this process keeps of them in all; the longest unasked goes first."""
MOST_WAITING = 64
PATIENCE_SECONDS = 10.0


class MadeOnce:
    """What was made, by its content key, and the one place in which something is made."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock, self._making = Lock(), Lock()
        self._room = BoundedSemaphore(MOST_WAITING)

    @contextmanager
    def turn(self) -> Generator[None]:
        """Make something costly in this block, alone; whoever waited looks first whether it was made meanwhile.

        Errors: Busy when too many wait, or for longer than PATIENCE_SECONDS.
        """
        hold_nothing()
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            if not self._making.acquire(timeout=PATIENCE_SECONDS):
                raise Busy
            try:
                yield
            finally:
                self._making.release()
        finally:
            self._room.release()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what was made under this key, or make it. key: another one for any other content. Errors: Busy."""
        found = self._found(key)
        if found is not None:
            return found
        with self.turn():
            found = self._found(key)
            if found is None:
                found = make()
                self._keep(key, found)
            return found

    def _found(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: str, made: bytes) -> None:
        with self._lock:
            self._kept[key] = made
            while sum(map(len, self._kept.values())) > self._most:
                self._kept.popitem(last=False)


def made_once() -> MadeOnce:
    """Return what the running program has made."""
    found = current_app.extensions["made_once"]
    assert isinstance(found, MadeOnce)
    return found
