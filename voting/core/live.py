"""Tell open screens that something changed: published after the commit, heard by server-sent events.

In one process a condition wakes the listeners; with several processes one Redis subscription per process
carries the same messages. A message is a hint to look again, never the only copy of a fact.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from queue import Empty, Full, Queue
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

HEARTBEAT_SECONDS = 15.0
RELAY_PAUSE_SECONDS = 1.0
WAITING = 32
PREFIX = "live:"


class Live:
    """The listeners of this process, and the way to those of the others."""

    def __init__(self, redis_url: str | None) -> None:
        self._queues: dict[str, set[Queue[str]]] = defaultdict(set)
        self._lock = threading.Lock()
        self._redis = connect(redis_url) if redis_url else None
        if self._redis is not None:
            threading.Thread(target=self._relay, args=(redis_url,), daemon=True).start()

    def publish(self, channel: str, payload: dict[str, Any]) -> None:
        """Send a message to every listener of `channel`, here and in the other processes."""
        text = json.dumps(payload, ensure_ascii=False)
        if self._redis is None:
            self._deliver(channel, text)
        else:
            self._redis.publish(PREFIX + channel, text)

    def subscribe(self, channel: str, first: Callable[[], dict[str, Any]] | None = None) -> Iterator[str]:
        """Yield server-sent events of `channel` without end: at once `first`, then each message.

        A listener that does not keep up misses messages, and hears the newest again with the next one.
        """
        queue: Queue[str] = Queue(WAITING)
        with self._lock:
            self._queues[channel].add(queue)
        try:
            if first is not None:
                yield f"data: {json.dumps(first(), ensure_ascii=False)}\n\n"
            while True:
                try:
                    yield f"data: {queue.get(timeout=HEARTBEAT_SECONDS)}\n\n"
                except Empty:
                    yield ": still here\n\n"
        finally:
            with self._lock:
                self._queues[channel].discard(queue)

    def listeners(self, channel: str) -> int:
        """Return how many listen to `channel` in this process."""
        with self._lock:
            return len(self._queues.get(channel, ()))

    def _deliver(self, channel: str, text: str) -> None:
        with self._lock:
            queues = list(self._queues.get(channel, ()))
        for queue in queues:
            try:
                queue.put_nowait(text)
            except Full:
                continue

    def _relay(self, redis_url: str) -> None:
        """Carry what other processes publish to the listeners of this one, for as long as the process lives."""
        while True:
            try:
                pubsub = connect(redis_url, wait=None).pubsub(  # type: ignore[no-untyped-call]
                    ignore_subscribe_messages=True
                )
                pubsub.psubscribe(PREFIX + "*")
                for message in pubsub.listen():
                    self._deliver(message["channel"].decode().removeprefix(PREFIX), message["data"].decode())
            except RedisError:
                time.sleep(RELAY_PAUSE_SECONDS)  # screens fall back to asking until Redis is there again


def connect(redis_url: str, wait: float | None = 1.0) -> Redis:
    """Return a Redis connection that gives up soon; wait: seconds for an answer, None for blocking calls."""
    return Redis.from_url(
        redis_url, socket_connect_timeout=1.0, socket_timeout=wait, retry=Retry(NoBackoff(), 1)
    )
