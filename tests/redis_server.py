"""A Redis server of the tests' own, on a port of its own."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.postgres import free_port


class RedisServer:
    """Runs on entering; can be killed, can hang, and can be started again at the same address.

    writes_down: every command at once, and the whole from time to time, both legible: what the program asks never to do.
    """

    PLAIN = ("--save", "")
    WRITTEN = ("--appendonly", "yes", "--appendfsync", "always", "--rdbcompression", "no", "--save", "3600 1")

    def __init__(self, folder: Path, *, writes_down: bool = False) -> None:
        self.folder, self.port = folder, free_port()
        self._writes_down = writes_down
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> RedisServer:
        if shutil.which("redis-server") is None:
            pytest.skip("Redis is not installed: apt install redis-server")
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it and wait until it answers."""
        kept = self.WRITTEN if self._writes_down else self.PLAIN
        options = ["--port", str(self.port), "--bind", "127.0.0.1", *kept, "--dir", str(self.folder)]
        self._server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        for _ in range(1200):
            try:
                Redis.from_url(self.url).ping()
            except (OSError, RedisError):
                time.sleep(0.05)
            else:
                return
        raise TimeoutError(self.url)

    def pause(self) -> None:
        """Stop answering and keep every connection open, as a host that hangs."""
        self._server.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """Stop at once, as a crash."""
        self._server.kill()
        self._server.wait(60)
