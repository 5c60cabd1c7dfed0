"""What the booth remembers for minutes and never stores: openings of tests, failed tries, credentials in work.

In this process, or in Redis where several processes serve one hall. Losing it loses no ballot.
"""

from __future__ import annotations

import secrets
import threading
from contextlib import suppress
from time import monotonic
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError
from redis.lock import Lock

from voting.core.live import connect

SWEEP_AT = 1_000


class Memory(Protocol):
    """Texts and counters that vanish by themselves."""

    def put(self, key: str, text: str, seconds: int) -> None: ...

    def get(self, key: str) -> str | None: ...

    def add(self, key: str, seconds: int) -> int: ...

    def take(self, key: str, seconds: int) -> str | None: ...

    def renew(self, key: str, holder: str, seconds: int) -> None: ...

    def give_back(self, key: str, holder: str) -> None: ...


class OwnMemory:
    """The memory of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, str]] = {}

    def put(self, key: str, text: str, seconds: int) -> None:
        """Keep a text for so long."""
        with self._lock:
            self._keep(key, text, seconds)

    def get(self, key: str) -> str | None:
        """Return a text that is still kept, else None."""
        with self._lock:
            return self._held(key)

    def add(self, key: str, seconds: int) -> int:
        """Count one more and return the count; it starts anew after so long without one."""
        with self._lock:
            count = int(self._held(key) or 0) + 1
            self._keep(key, str(count), seconds)
            return count

    def take(self, key: str, seconds: int) -> str | None:
        """Take a key for oneself and return the holder's mark, or None if somebody holds it."""
        with self._lock:
            if self._held(key) is not None:
                return None
            holder = secrets.token_hex(8)
            self._keep(key, holder, seconds)
            return holder

    def renew(self, key: str, holder: str, seconds: int) -> None:
        """Hold a key that is still ours for so long from now on."""
        with self._lock:
            if self._held(key) == holder:
                self._keep(key, holder, seconds)

    def give_back(self, key: str, holder: str) -> None:
        """Let go of a key that is still ours."""
        with self._lock:
            if self._held(key) == holder:
                del self._kept[key]

    def _held(self, key: str) -> str | None:
        until, text = self._kept.get(key, (0.0, ""))
        return text if until > monotonic() else None

    def _keep(self, key: str, text: str, seconds: int) -> None:
        if len(self._kept) >= SWEEP_AT:
            moment = monotonic()
            self._kept = {known: kept for known, kept in self._kept.items() if kept[0] > moment}
        self._kept[key] = (monotonic() + seconds, text)


class RedisMemory:
    """The same, shared by several processes; while Redis is away each process goes on with its own memory."""

    PREFIX = "booth:"

    def __init__(self, redis_url: str) -> None:
        self._redis: Redis = connect(redis_url)
        self._own = OwnMemory()

    def put(self, key: str, text: str, seconds: int) -> None:
        """Keep a text for so long."""
        try:
            self._redis.set(self.PREFIX + key, text, ex=seconds)
        except RedisError:
            self._own.put(key, text, seconds)

    def get(self, key: str) -> str | None:
        """Return a text that is still kept, else None."""
        try:
            found = self._redis.get(self.PREFIX + key)
        except RedisError:
            return self._own.get(key)
        return found.decode() if isinstance(found, bytes) else self._own.get(key)

    def add(self, key: str, seconds: int) -> int:
        """Count one more and return the count; it starts anew after so long without one."""
        try:
            count = self._redis.incr(self.PREFIX + key)
            self._redis.expire(self.PREFIX + key, seconds)
        except RedisError:
            return self._own.add(key, seconds)
        return int(str(count))

    def take(self, key: str, seconds: int) -> str | None:
        """Take a key for oneself and return the holder's mark, or None if somebody holds it."""
        holder = secrets.token_hex(8)
        try:
            taken = self._lock(key, seconds).acquire(blocking=False, token=holder)
        except RedisError:
            return self._own.take(key, seconds)
        return holder if taken else None

    def renew(self, key: str, holder: str, seconds: int) -> None:
        """Hold a key that is still ours for so long from now on."""
        self._own.renew(key, holder, seconds)
        with suppress(RedisError):  # also: it ran out, and is perhaps another's by now
            self._lock(key, seconds, holder).reacquire()

    def give_back(self, key: str, holder: str) -> None:
        """Let go of a key that is still ours."""
        self._own.give_back(key, holder)
        with suppress(RedisError):
            self._lock(key, 1, holder).release()

    def _lock(self, key: str, seconds: int, holder: str = "") -> Lock:
        """Return the key as a lock of Redis, whose steps compare the holder and act as one."""
        lock = Lock(self._redis, self.PREFIX + key, timeout=seconds, thread_local=False)
        lock.local.token = holder.encode() or None
        return lock


def memory_for(redis_url: str | None) -> Memory:
    """Return the memory that fits the settings."""
    return RedisMemory(redis_url) if redis_url else OwnMemory()
