"""Where a scrutineer with a laptop sits: what is asked and said, and his key file on disk."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voting.belenios import keyfile
from voting.belenios.errors import Malformed
from voting.belenios.keyfile import KeyFile


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a scrutineer sits: what is asked, said and waited for goes through here, so that tests can sit in."""

    ask: Callable[[str], str] = input
    ask_secret: Callable[[str], str] = getpass.getpass
    say: Callable[[str], None] = print
    wait: Callable[[float], None] = time.sleep


class KeyStore:
    """The key file on disk, opened with one passphrase."""

    def __init__(self, path: Path, passphrase: str) -> None:
        self._path = path
        self._passphrase = passphrase

    def exists(self) -> bool:
        return self._path.exists()

    def load(self) -> KeyFile:
        """Open the file.

        Errors: Malformed, DoesNotHold.
        """
        try:
            raw = self._path.read_text(encoding="utf-8")
        except OSError:
            raise Malformed(f"the key file {self._path} cannot be read") from None
        return keyfile.unseal(raw, self._passphrase)

    def save(self, file: KeyFile) -> KeyFile:
        """Replace the file at once, readable for its owner only."""
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as out:
            out.write(keyfile.seal(file, self._passphrase))
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._path)
        return file
