"""The processes that check ballots: they are replaced when they die, however many threads notice it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.belenios import factories
from voting.ballot.sealed.verifiers import Checked, Verifiers, patiently
from voting.belenios import ballot as sealed

pytestmark = pytest.mark.pure


@pytest.fixture
def verifiers() -> Iterator[Verifiers]:
    pool = Verifiers(1)
    yield pool
    pool.stop()


def test_everybody_who_waits_is_answered_although_the_worker_dies(verifiers: Verifiers) -> None:
    election = factories.make_election("choose", 3, 2)
    secret, credential = sealed.new_credential()
    raw = sealed.seal(election, secret, [[1, 0, 0]])
    wanted = Checked(credential, sealed.tracker(raw))
    assert verifiers.check(election.raw, raw) == wanted
    with ThreadPoolExecutor(8) as hands:
        waiting = [hands.submit(verifiers.check, election.raw, raw) for _ in range(24)]
        for pid in verifiers.running()._processes or {}:  # noqa: SLF001  whom to kill
            os.kill(pid, signal.SIGKILL)
        assert [one.result() for one in waiting] == [wanted] * 24


def test_who_waits_for_a_check_says_so_again_and_again_until_it_is_done() -> None:
    asked: Future[Checked] = Future()
    told: list[int] = []

    def still() -> None:
        told.append(len(told))
        if len(told) == 3:
            asked.set_result(Checked("credential", "tracker"))

    assert patiently(asked, still, 0.001) == Checked("credential", "tracker")
    assert told == [0, 1, 2]
