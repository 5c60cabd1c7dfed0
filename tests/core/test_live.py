from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NotYet

from tests.postgres import free_port
from voting.core.live import Live

pytestmark = pytest.mark.pure


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    if shutil.which("redis-server") is None:
        pytest.skip("Redis is not installed: apt install redis-server")
    port = free_port()
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    for _ in range(100):
        try:
            Redis.from_url(url).ping()
            break
        except (OSError, NotYet):
            time.sleep(0.05)
    yield url
    server.terminate()
    server.wait(10)


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


def test_two_processes_share_messages_through_redis(redis_url: str) -> None:
    here, there = Live(redis_url), Live(redis_url)
    heard = there.subscribe("meeting:1", dict)
    next(heard)
    for _ in range(100):  # the relay subscribes in a thread of its own
        if Redis.from_url(redis_url).pubsub_numpat() == 2:
            break
        time.sleep(0.05)
    here.publish("meeting:1", {"present": 2})
    assert next(heard) == 'data: {"present": 2}\n\n'
