"""Processes that check sealed ballots beside the web threads. They know elections and ballots, no database.

A worker imports nothing but voting.belenios and keeps the tables of its last elections, so that a ballot costs
its exponentiations alone (protocol, "Details that bite" 11: threads do not help gmpy2).
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock, Thread

from voting.belenios import ballot as sealed
from voting.belenios.election import Election

MOST_WAITING = 512
TRIES = 2
STILL_SECONDS = 2.0
Still = Callable[[], None]


class QueueFull(Exception):
    """As many ballots as we allow are waiting to be checked; try again soon."""


@dataclass(frozen=True)
class Checked:
    """What a worker says of a ballot that holds."""

    credential: str
    tracker: str


def check(election_raw: str, raw: str) -> Checked:
    """Check one ballot completely, in a worker. Raise Malformed or DoesNotHold with the reason."""
    found = sealed.check(Election.parse(election_raw), raw)
    return Checked(found.credential, found.tracker)


def check_opening(
    election_raw: str, raw: str, choices: list[list[int]], randomness: list[list[str]]
) -> Checked:
    """Recompute one opened ballot, in a worker. Raise Malformed or DoesNotHold with the reason."""
    found = sealed.open_challenge(Election.parse(election_raw), raw, choices, randomness)
    return Checked(found.credential, found.tracker)


def end_with_the_program() -> None:
    """Begin, in a worker, to wait for the program's end: one that is killed leaves no worker behind."""
    program = multiprocessing.parent_process()
    assert program is not None

    def follow() -> None:
        program.join()
        os._exit(1)

    Thread(target=follow, daemon=True).start()


def warm_up(election_raw: str) -> None:
    """Build the tables of an election, in a worker, before somebody waits for them."""
    Election.parse(election_raw)


def patiently(asked: Future[Checked], still: Still, every: float = STILL_SECONDS) -> Checked:
    """Return the result once it is there; still: called after each so many seconds without one."""
    while not wait((asked,), every).done:
        still()
    return asked.result()


class Verifiers:
    """A pool that starts with the first ballot and is made anew when a worker died.

    Many threads may meet one dead pool: the first takes it away, and none takes away the pool that followed.
    """

    def __init__(self, processes: int, waiting: int = MOST_WAITING) -> None:
        self._processes = processes
        self._places = BoundedSemaphore(waiting)
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def check(self, election_raw: str, raw: str, still: Still = lambda: None) -> Checked:
        """Check a ballot and wait for it; still: called every two seconds meanwhile.

        Raise QueueFull, Malformed or DoesNotHold.
        """
        return self._ask(still, check, election_raw, raw)

    def check_opening(
        self,
        election_raw: str,
        raw: str,
        choices: list[list[int]],
        randomness: list[list[str]],
        still: Still = lambda: None,
    ) -> Checked:
        """Recompute an opened ballot and wait for it, as `check` does. Raise QueueFull, Malformed or DoesNotHold."""
        return self._ask(still, check_opening, election_raw, raw, choices, randomness)

    def _ask(self, still: Still, work: Callable[..., Checked], *arguments: object) -> Checked:
        """Have a worker do this, and once more if its pool died or was stopped meanwhile; then QueueFull."""
        with self._place():
            for _ in range(TRIES):
                pool = self.running()
                try:
                    asked = pool.submit(work, *arguments)
                except RuntimeError:  # broken or stopped
                    self._retire(pool)
                    continue
                try:
                    return patiently(asked, still)
                except (BrokenProcessPool, CancelledError):
                    self._retire(pool)
            raise QueueFull

    def warm_up(self, election_raw: str) -> list[Future[None]]:
        """Start the workers and have each build the tables of this election; waits for nothing."""
        pool = self.running()
        return [pool.submit(warm_up, election_raw) for _ in range(self._processes)]

    def stop(self) -> None:
        """End the workers; the next ballot starts new ones."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def running(self) -> ProcessPoolExecutor:
        """Return the pool, started if need be."""
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(
                    self._processes, mp_context=context, initializer=end_with_the_program
                )
            return self._pool

    def _retire(self, dead: ProcessPoolExecutor) -> None:
        """Take a dead pool away, unless another thread did so and a new one is running."""
        with self._lock:
            if self._pool is dead:
                self._pool = None
        dead.shutdown(wait=False, cancel_futures=True)

    def _place(self) -> _Place:
        return _Place(self._places)


class _Place:
    """A place in the queue for the length of a with block; raises QueueFull when there is none."""

    def __init__(self, places: BoundedSemaphore) -> None:
        self._places = places

    def __enter__(self) -> None:
        if not self._places.acquire(blocking=False):
            raise QueueFull

    def __exit__(self, *_error: object) -> None:
        self._places.release()
