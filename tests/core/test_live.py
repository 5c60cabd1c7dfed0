from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.redis_server import RedisServer
from voting.core import live as live_module
from voting.core.live import Live

pytestmark = pytest.mark.pure


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path) as server:
        yield server


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    with RedisServer(tmp_path) as server:
        yield server.url


def joined(url: str) -> Live:
    """The screens of a process that hears the others."""
    live = Live(url)
    until(heard_again(live))
    return live


def until(true: Callable[[], bool]) -> None:
    """Wait for what must come to be; how long it takes is no matter here."""
    for _ in range(1200):
        if true():
            return
        time.sleep(0.05)
    raise TimeoutError


def heard_again(live: Live) -> Callable[[], bool]:
    return lambda: not live.degraded


def messages(heard: Iterator[str]) -> Iterator[str]:
    """What a stream says but its beats."""
    return (event for event in heard if not event.startswith("event: beat"))


def beats(heard: Iterator[str]) -> Iterator[bool]:
    """What a stream says of itself."""
    found = (event for event in heard if event.startswith("event: beat"))
    return (json.loads(event.split("data: ")[1])["degraded"] for event in found)


def test_a_listener_hears_first_the_state_and_then_each_message() -> None:
    live = Live(None)
    heard = live.subscribe("meeting:1", lambda: {"present": 1})
    assert next(heard) == 'data: {"present": 1}\n\n'
    live.publish("meeting:1", {"present": 2})
    live.publish("meeting:2", {"present": 9})
    live.publish("meeting:1", {"present": 3})
    assert list(islice(heard, 2)) == ['data: {"present": 2}\n\n', 'data: {"present": 3}\n\n']


def test_a_listener_that_went_away_is_forgotten() -> None:
    live = Live(None)
    heard = live.subscribe("meeting:1", dict)
    next(heard)
    heard.close()  # type: ignore[attr-defined]
    assert live.listeners("meeting:1") == 0


def test_a_slow_listener_does_not_hold_up_the_publisher() -> None:
    live = Live(None)
    heard = live.subscribe("meeting:1", dict)
    next(heard)
    for number in range(1000):
        live.publish("meeting:1", {"n": number})
    assert next(heard) == 'data: {"n": 0}\n\n'


def test_a_quiet_stream_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "HEARTBEAT_SECONDS", 0.0)
    heard = Live(None).subscribe("meeting:1")
    assert next(heard) == 'event: beat\ndata: {"degraded": false}\n\n'


def test_two_processes_share_messages_through_redis(redis_url: str) -> None:
    here, there = joined(redis_url), joined(redis_url)
    own, heard = messages(here.subscribe("meeting:1", dict)), messages(there.subscribe("meeting:1", dict))
    assert (next(own), next(heard)) == ("data: {}\n\n", "data: {}\n\n")
    here.publish("meeting:1", {"present": 2})
    there.publish("meeting:1", {"present": 3})
    both = {'data: {"present": 2}\n\n', 'data: {"present": 3}\n\n'}
    assert set(islice(own, 2)) == both  # its own only once
    assert set(islice(heard, 2)) == both


def test_without_redis_a_message_still_reaches_the_screens_of_this_process(redis_server: RedisServer) -> None:
    live = joined(redis_server.url)
    heard = live.subscribe("meeting:1", dict)
    next(heard)
    redis_server.kill()
    live.publish("meeting:1", {"present": 2})
    assert next(messages(heard)) == 'data: {"present": 2}\n\n'


@pytest.mark.parametrize("lose", [RedisServer.kill, RedisServer.pause])
def test_streams_say_that_redis_is_lost_and_that_it_is_back(
    redis_server: RedisServer, lose: Callable[[RedisServer], None]
) -> None:
    here, there = joined(redis_server.url), joined(redis_server.url)
    heard = there.subscribe("meeting:1", dict)
    next(heard)
    lose(redis_server)
    assert True in beats(heard)
    late = there.subscribe("meeting:1", dict)
    assert [next(late), next(late)] == ["data: {}\n\n", 'event: beat\ndata: {"degraded": true}\n\n']
    here.publish("meeting:1", {"present": 2})
    redis_server.kill()
    redis_server.start()
    back = messages(heard)
    assert next(back) == 'data: {"changed": "all"}\n\n'  # what was said meanwhile may be lost: look again
    assert False in beats(heard)
    until(heard_again(here))
    here.publish("meeting:1", {"present": 3})
    assert 'data: {"present": 3}\n\n' in back


def test_what_could_not_be_sent_is_sent_again(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that publishes has lost Redis for a moment; the others have not, so nothing tells them to look."""
    here, there = joined(redis_url), joined(redis_url)
    heard = messages(there.subscribe("meeting:1", dict))
    next(heard)
    publish, failures = Redis.publish, [RedisError("lost"), RedisError("lost")]

    def lost_at_first(redis: Redis, channel: str, text: str) -> object:
        if failures:
            raise failures.pop()
        return publish(redis, channel, text)

    monkeypatch.setattr(Redis, "publish", lost_at_first)
    here.publish("meeting:1", {"present": 2})
    assert next(heard) == 'data: {"present": 2}\n\n'
    assert failures == []
