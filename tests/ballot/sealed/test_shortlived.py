from datetime import timedelta

import pytest
import time_machine
from redis import Redis

from tests.core.test_live import redis_url  # noqa: F401  a fixture: a server of the tests' own
from voting.ballot.sealed import shortlived
from voting.ballot.sealed.shortlived import SWEEP_AT, Memory, OwnMemory, RedisMemory, memory_for
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


def test_a_key_is_kept_by_renewing_it_and_free_soon_after_its_holder_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = [0.0]
    monkeypatch.setattr(shortlived, "monotonic", lambda: moment[0])
    memory = OwnMemory()
    first = memory.take("turn", 6) or ""
    for moment[0] in (5.0, 10.0, 15.0):
        memory.renew("turn", first, 6)
    moment[0] = 20.0
    assert memory.take("turn", 6) is None
    moment[0] = 22.0  # nobody renewed it
    second = memory.take("turn", 6)
    assert second is not None
    memory.renew("turn", first, 600)
    memory.give_back("turn", first)
    assert memory.take("turn", 6) is None  # it is the second's, and for six seconds
    moment[0] = 29.0
    assert memory.take("turn", 6) is not None


def test_a_key_in_redis_is_its_holders_alone_and_ends_by_itself(redis_url: str) -> None:  # noqa: F811
    here, there, redis = RedisMemory(redis_url), RedisMemory(redis_url), Redis.from_url(redis_url)
    name = f"{RedisMemory.PREFIX}turn"
    first = here.take("turn", 6) or ""
    assert 0 < int(str(redis.pttl(name))) <= 6_000
    assert there.take("turn", 6) is None
    redis.pexpire(name, 1_000)
    here.renew("turn", first, 6)
    assert int(str(redis.pttl(name))) > 1_000
    redis.delete(name)  # the host was away for too long: it ran out
    here.renew("turn", first, 6)
    assert redis.exists(name) == 0
    second = there.take("turn", 6) or ""
    here.renew("turn", first, 600)
    here.give_back("turn", first)
    assert redis.get(name) == second.encode()
    assert int(str(redis.pttl(name))) <= 6_000
    there.give_back("turn", second)
    assert redis.exists(name) == 0


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
