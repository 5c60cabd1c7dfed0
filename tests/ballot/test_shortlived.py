from datetime import timedelta

import pytest
import time_machine

from tests.core.test_live import redis_url  # noqa: F401  a fixture: a server of the tests' own
from voting.ballot import shortlived
from voting.ballot.shortlived import SWEEP_AT, Memory, OwnMemory, RedisMemory, memory_for
from voting.core.clock import now

pytestmark = pytest.mark.pure


@pytest.fixture(params=["own", "redis", "redis is away"])
def memory(request: pytest.FixtureRequest) -> Memory:
    if request.param == "own":
        return OwnMemory()
    if request.param == "redis is away":
        return memory_for("redis://127.0.0.1:1/0")
    return memory_for(request.getfixturevalue("redis_url"))


def test_a_text_is_kept_and_counts_go_up(memory: Memory) -> None:
    assert memory.get("a") is None
    memory.put("a", "text", 60)
    assert memory.get("a") == "text"
    assert [memory.add("n", 60) for _ in range(3)] == [1, 2, 3]
    assert memory.get("n") == "3"


def test_one_holder_at_a_time(memory: Memory) -> None:
    holder = memory.take("turn", 60)
    assert holder is not None
    assert memory.take("turn", 60) is None
    memory.give_back("turn", "somebody else")
    assert memory.take("turn", 60) is None
    memory.give_back("turn", holder)
    assert memory.take("turn", 60) is not None


def test_the_own_memory_forgets_in_time_and_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [0.0]
    monkeypatch.setattr(shortlived, "monotonic", lambda: moment[0])
    memory = OwnMemory()
    for n in range(SWEEP_AT + 5):
        memory.put(str(n), "x", 10)
    moment[0] = 11.0
    assert memory.get("3") is None
    memory.put("new", "y", 10)
    memory.put("newer", "y", 10)
    assert len(memory._kept) <= 2  # noqa: SLF001
    assert memory.get("new") == "y"


def test_the_memory_follows_the_settings() -> None:
    assert isinstance(memory_for(None), OwnMemory)
    assert isinstance(memory_for("redis://127.0.0.1:1/0"), RedisMemory)
    with time_machine.travel(now() + timedelta(days=1)):
        assert memory_for(None).get("a") is None
