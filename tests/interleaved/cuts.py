"""What may go wrong with a deed: its request never leaves, the power fails at its commit, its answer is never heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TypeVar

from flask import Flask

from tests.properties import st
from voting.ballot.close import actions as close_actions
from voting.ballot.sealed import booth_ballot, tokens
from voting.ballot.sealed.shortlived import OwnMemory
from voting.core import db as database
from voting.core.db import db
from voting.core.errors import DomainError

Done = TypeVar("Done")


class Fate(StrEnum):
    """What becomes of a deed. undone: rolled back at the commit; half_done: committed, and nothing after that."""

    WELL = "well"
    NOT_SENT = "not_sent"
    UNHEARD = "unheard"
    UNDONE = "undone"
    HALF_DONE = "half_done"


FATES = st.sampled_from([Fate.WELL, Fate.WELL, Fate.WELL, *list(Fate)[1:]])


class PowerCut(BaseException):
    """The process is gone; no handler of the program may catch this."""


@contextmanager
def cut(fate: Fate, later: int) -> Iterator[None]:
    """Let the power fail at a commit, before or after it. later: how many commits succeed before that one."""
    honest, left = database._commit, [later]  # noqa: SLF001  the one place that commits

    def failing(failed: database.Written) -> None:
        left[0] -= 1
        if left[0] >= 0 or fate is Fate.HALF_DONE:
            honest(failed)
        if left[0] < 0:
            raise PowerCut

    if fate in {Fate.UNDONE, Fate.HALF_DONE}:
        database._commit = failing  # noqa: SLF001
    try:
        yield
    finally:
        database._commit = honest  # noqa: SLF001


def restart(app: Flask) -> None:
    """Forget what a process held, and do what it does when it starts."""
    db.session.remove()
    app.extensions["booth_memory"] = OwnMemory()
    for uuid in tokens.open_keys.ballots():
        tokens.open_keys.forget(uuid)
    booth_ballot._texts.cache_clear()  # noqa: SLF001
    close_actions.sweep_what_was_left()


def unless_refused(work: Callable[[], Done]) -> Done | None:
    """Do something; what the program refuses, it refuses with a sentence, and None comes back."""
    try:
        return work()
    except DomainError as refused:
        heard = refused
    assert str(heard), type(heard)
    return None


def befalls(app: Flask, fate: Fate, work: Callable[[], Done], later: int = 0) -> Done | None:
    """Do something that may go wrong; returns its answer, or None where nobody hears one. later: as for `cut`."""
    if fate is Fate.NOT_SENT:
        return None
    try:
        with cut(fate, later):
            answer = work()
    except PowerCut:
        restart(app)
        return None
    return None if fate is Fate.UNHEARD else answer
