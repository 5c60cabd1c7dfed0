"""Costly documents are made once for one content, one at a time; who waits holds nothing and not for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from voting.core import made_once
from voting.core.errors import Busy
from voting.core.made_once import MadeOnce

pytestmark = pytest.mark.pure


def test_what_many_ask_for_is_made_once() -> None:
    shelf, made, began, free = MadeOnce(), [], Event(), Event()

    def make() -> bytes:
        made.append(1)
        began.set()
        assert free.wait(60)
        return b"made"

    with ThreadPoolExecutor(10) as crowd:
        asked = [crowd.submit(shelf.get, "key", make) for _ in range(10)]
        assert began.wait(60)
        free.set()
        assert {one.result() for one in asked} == {b"made"}
    assert len(made) == 1


def test_another_key_is_another_document_and_the_longest_unasked_goes_first() -> None:
    shelf = MadeOnce(most_bytes=10)
    for key in "abc":
        assert shelf.get(key, lambda key=key: key.encode() * 5) == key.encode() * 5  # type: ignore[misc]
    assert shelf.get("c", lambda: b"anew") == b"ccccc"
    assert shelf.get("a", lambda: b"anew") == b"anew"


def test_what_failed_is_tried_again_and_blocks_nobody() -> None:
    shelf = MadeOnce()

    def fail() -> bytes:
        raise ValueError("no font")

    with pytest.raises(ValueError, match="no font"):
        shelf.get("key", fail)
    assert shelf.get("key", lambda: b"made") == b"made"


def test_who_waits_too_long_or_finds_too_many_waiting_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_once, "PATIENCE_SECONDS", 0.01)
    shelf = MadeOnce()
    with shelf.turn(), ThreadPoolExecutor(1) as another:
        assert isinstance(another.submit(shelf.get, "key", lambda: b"").exception(), Busy)
    monkeypatch.setattr(made_once, "MOST_WAITING", 0)
    full = MadeOnce()
    with pytest.raises(Busy):
        full.get("key", lambda: b"")
    assert shelf.get("key", lambda: b"made") == b"made"
