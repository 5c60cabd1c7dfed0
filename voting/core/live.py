"""Tell open screens that something changed: published after the commit, heard by server-sent events.

In one process a queue per listener carries the messages; with several processes one Redis subscription per process
carries those of the others. A message is a hint to look again, never the only copy of a fact: losing Redis fails no
deed and silences no screen of this process, and every stream says while it cannot hear the other processes.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from queue import Empty, Full, Queue
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.exceptions import RedisError
from redis.retry import Retry

HEARTBEAT_SECONDS = 2.0
LISTEN_SECONDS = 1.0
PAUSE_SECONDS = 1.0
WAITING = 32
UNSENT = 1_000
PREFIX = "live2:"
LOOK_AGAIN = {"changed": "all"}


class Live:
    """The listeners of this process, and the way to those of the others."""

    def __init__(self, redis_url: str | None) -> None:
        self._queues: dict[str, set[Queue[str]]] = defaultdict(set)
        self._lock = threading.Lock()
        self._wire = Wire(redis_url, self._deliver, self._turned) if redis_url else None
        if self._wire is not None:
            self._wire.start()

    def publish(self, channel: str, payload: dict[str, Any]) -> None:
        """Send a message to every listener of `channel`, here and in the other processes. Never fails, never waits."""
        text = json.dumps(payload, ensure_ascii=False)
        self._deliver(channel, text)
        if self._wire is not None:
            self._wire.send(channel, text)

    @property
    def degraded(self) -> bool:
        """Tell whether what other processes publish does not arrive here now."""
        return self._wire is not None and not self._wire.joined.is_set()

    def subscribe(self, channel: str, first: Callable[[], dict[str, Any]] | None = None) -> Iterator[str]:
        """Yield server-sent events of `channel` without end: at once `first`, then each message.

        Between them an event `beat`, {"degraded": bool}: every HEARTBEAT_SECONDS, and when it changes. A listener that
        does not keep up misses messages, and hears the newest again with the next one.
        """
        queue: Queue[str] = Queue(WAITING)
        with self._lock:
            self._queues[channel].add(queue)
        try:
            if first is not None:
                yield event_of(json.dumps(first(), ensure_ascii=False))
            if self.degraded:
                yield self._beat()
            while True:
                try:
                    yield queue.get(timeout=HEARTBEAT_SECONDS)
                except Empty:
                    yield self._beat()
        finally:
            with self._lock:
                self._queues[channel].discard(queue)

    def listeners(self, channel: str) -> int:
        """Return how many listen to `channel` in this process."""
        with self._lock:
            return len(self._queues.get(channel, ()))

    def _beat(self) -> str:
        return event_of(json.dumps({"degraded": self.degraded}), kind="beat")

    def _deliver(self, channel: str, text: str) -> None:
        with self._lock:
            queues = list(self._queues.get(channel, ()))
        _put(queues, event_of(text))

    def _turned(self) -> None:
        """Tell every listener at once that the other processes cannot be heard any more; or can again, so look again."""
        with self._lock:
            queues = [queue for channel in self._queues.values() for queue in channel]
        if not self.degraded:
            _put(queues, event_of(json.dumps(LOOK_AGAIN)))
        _put(queues, self._beat())


def _put(queues: list[Queue[str]], event: str) -> None:
    for queue in queues:
        try:
            queue.put_nowait(event)
        except Full:
            continue


def event_of(text: str, *, kind: str = "") -> str:
    """Return a server-sent event; kind: its name, none for a message."""
    return f"event: {kind}\ndata: {text}\n\n" if kind else f"data: {text}\n\n"


class Wire:
    """The way through Redis to the listeners of other processes, in two threads of its own. joined: it hears them now."""

    def __init__(
        self, redis_url: str, deliver: Callable[[str, str], None], turned: Callable[[], None]
    ) -> None:
        self.joined = threading.Event()
        self._me = secrets.token_hex(8)
        self._url = redis_url
        self._deliver, self._turned = deliver, turned
        self._unsent: Queue[tuple[str, str]] = Queue(UNSENT)
        self._pause = threading.Event()

    def start(self) -> None:
        """Send and hear for as long as the process lives."""
        for work in (self._send_all, self._hear_all):
            threading.Thread(target=work, daemon=True).start()

    def send(self, channel: str, text: str) -> None:
        """Take a message for the other processes; whoever sends it does not wait for Redis."""
        try:
            self._unsent.put_nowait((channel, json.dumps({"from": self._me, "text": text})))
        except Full:  # Redis is away for long: every stream says so, and whoever hears that asks by himself
            return

    def _send_all(self) -> None:
        redis = connect(self._url)
        while True:
            channel, text = self._unsent.get()
            while True:
                try:
                    redis.publish(PREFIX + channel, text)
                except RedisError:
                    self._pause.wait(PAUSE_SECONDS)
                else:
                    break

    def _hear_all(self) -> None:
        while True:
            try:
                with connect(self._url).pubsub() as pubsub:  # type: ignore[no-untyped-call]
                    pubsub.psubscribe(PREFIX + "*")
                    self._hear(pubsub)
            except RedisError:
                if self.joined.is_set():
                    self.joined.clear()
                    self._turned()
                self._pause.wait(PAUSE_SECONDS)

    def _hear(self, pubsub: PubSub) -> None:
        """Deliver what the other processes publish until Redis is gone, or silent: then raise RedisError."""
        asked = False
        while True:
            message = pubsub.get_message(timeout=LISTEN_SECONDS)
            if message is not None:
                asked = False
                self._take(message)
            elif asked:
                raise RedisError("no answer")
            else:
                pubsub.ping()
                asked = True

    def _take(self, message: dict[str, Any]) -> None:
        if (
            message["type"] == "psubscribe"
        ):  # also after a break so short that nobody noticed: what was said then is lost
            self.joined.set()
            self._turned()
        if message["type"] != "pmessage":
            return
        told = json.loads(message["data"])
        if told["from"] != self._me:
            self._deliver(message["channel"].decode().removeprefix(PREFIX), told["text"])


def connect(redis_url: str) -> Redis:
    """Return a Redis connection that gives up within seconds."""
    return Redis.from_url(
        redis_url, socket_connect_timeout=1.0, socket_timeout=1.0, retry=Retry(NoBackoff(), 1)
    )
