"""gunicorn's threaded worker, patient but not for ever: whoever sends too slowly is hung up on, and holds no thread.

gunicorn gives a connection a thread when its first bytes arrive, and the thread then waits for the rest of them without
end: a few hundred half-sent requests stop everybody. Here each connection has a time for its handshake, headers and body.
It grows with what arrives, and shrinks while many threads wait: the limit is by time, not by address, because all
tablets of a hall may stand behind one router. What the program sends, live screens included, has no limit.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore, Thread
from typing import Any
from weakref import WeakSet

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers import gthread

GRACE_SECONDS = 20.0
"""How long a sender may keep a thread waiting in all, however little he sends."""
CROWDED_SECONDS = 3.0
"""The same while a quarter of the threads or more wait for senders."""
BYTES_A_SECOND = 4_000
"""What arrives beyond the grace: a photo of 10 MB has forty minutes, a ballot of 28 kB seven seconds more."""
LONGEST_SECONDS = 900.0
MOST_LINGERING = 64
"""How many closed connections may wait at once until the other side has read to the end."""
FIRST_BYTES_SECONDS = 0.05
"""How long a thread waits for a new connection's first bytes before the poller does so, which costs no thread."""


class PatientConnection(gthread.TConn):  # type: ignore[misc]  # gunicorn has no types
    """A connection that knows how long it has kept threads waiting for the request that is being read."""

    lingering = BoundedSemaphore(MOST_LINGERING)

    def __init__(self, *args: Any) -> None:  # noqa: ANN401  as its base class
        super().__init__(*args)
        self.began()
        self._since: float | None = None

    def began(self) -> None:
        """Begin to count for another request."""
        self.arrived, self._waited = 0, 0.0

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count the time of this block: a thread waits in it for the sender."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._waited += time.monotonic() - self._since
            self._since = None

    def waits(self) -> bool:
        """Tell whether a thread waits for the sender now."""
        return self._since is not None

    def overdue(self, grace: float) -> bool:
        """Tell whether the sender has kept a thread waiting for too long."""
        since = self._since
        if since is None:
            return False
        allowed = min(grace + self.arrived / BYTES_A_SECOND, LONGEST_SECONDS)
        return self._waited + time.monotonic() - since > allowed

    def hang_up(self) -> None:
        """End the connection under the thread that waits for it, which then reads its end; with TLS too."""
        with suppress(OSError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def init(self) -> None:
        """Shake hands, and from then on count what arrives."""
        if self.initialized:
            return
        with self.waiting():
            super().init()
        if not self.is_http2:
            self.parser.unreader = PatientUnreader(self)

    def close(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002  as its base class
        """Close; who is waited for until he has read the answer (two seconds at most) keeps nobody else waiting."""
        if not graceful or not self.lingering.acquire(blocking=False):
            super().close()
            return

        def linger() -> None:
            try:
                super(PatientConnection, self).close(graceful=True)
            finally:
                self.lingering.release()

        Thread(target=linger, daemon=True).start()

    def wait_for_data(self, timeout: float) -> bool:
        """Leave the wait for the first bytes to the poller."""
        return bool(super().wait_for_data(min(timeout, FIRST_BYTES_SECONDS)))


class PatientUnreader(SocketUnreader):  # type: ignore[misc]  # gunicorn has no types
    """Reads a connection, and counts the time and the bytes."""

    def __init__(self, connection: PatientConnection) -> None:
        super().__init__(connection.sock)
        self._connection = connection

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next bytes; none at the end, or when the worker hung up."""
        with self._connection.waiting():
            found: bytes = super().chunk(size_hint)
        self._connection.arrived += len(found)
        return found


class PatientWorker(gthread.ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Looks once a second, and whenever something arrives, who is overdue."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  as its base class
        super().__init__(*args, **named)
        self._connections: WeakSet[PatientConnection] = WeakSet()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, as gunicorn does, and keep an eye on it."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        connection = PatientConnection(self.cfg, client, address, listener.getsockname())
        self._connections.add(connection)
        self.enqueue_req(connection)

    def handle(self, conn: PatientConnection) -> object:
        """Serve one request of a connection, in a thread."""
        conn.began()
        return super().handle(conn)

    def murder_pending(self) -> None:
        """Close what is overdue: gunicorn calls this at least once a second."""
        super().murder_pending()
        waiting = [one for one in self._connections if one.waits()]
        crowded = len(waiting) * 4 >= self.cfg.threads
        for connection in waiting:
            if connection.overdue(CROWDED_SECONDS if crowded else GRACE_SECONDS):
                connection.hang_up()
