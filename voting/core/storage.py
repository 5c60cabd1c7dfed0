"""Files that people hand in, and the public records: kept under their own hash, never changed, never run."""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from pathlib import Path

from flask import current_app

from voting.core.errors import NotFound

DIGITS = 64
SUFFIXES = frozenset({".jpg", ".png", ".pdf", ".xlsx", ".xls", ".ods", ".docx", ".pptx", ".txt", ".zip"})


class Storage:
    """A folder of files named after their content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, suffix: str) -> str:
        """Store `content` and return its name: 64 hex digits of its SHA-256, and the suffix."""
        if suffix not in SUFFIXES:
            raise ValueError(suffix)
        name = hashlib.sha256(content).hexdigest() + suffix
        path = self._folder / name[:2] / name
        if not self.holds(name):
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{name}.{secrets.token_hex(4)}.part")
            part.write_bytes(content)
            part.replace(path)
        return name

    def holds(self, name: str) -> bool:
        """Tell whether a file of this name lies here, whole: a crash or a bad disk may have taken or cut it."""
        path = self._folder / name[:2] / name
        try:
            found = path.stat()
        except FileNotFoundError:
            return False
        return _sha256(path, found.st_mtime_ns, found.st_size) == path.stem

    def path_of(self, name: str) -> Path:
        """Return where a kept file lies; raise NotFound for a name that keep() never gave."""
        stem, dot, suffix = name.partition(".")
        known = len(stem) == DIGITS and set(stem) <= set("0123456789abcdef") and dot + suffix in SUFFIXES
        path = self._folder / name[:2] / name
        if not known or not path.is_file():
            raise NotFound("没有这个文件。")
        return path


@lru_cache(maxsize=256)
def _sha256(path: Path, _changed: int, _size: int) -> str:
    """Return the hash of a file's content, read once for as long as its time and size stay."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def storage() -> Storage:
    """Return where the running program keeps files."""
    found = current_app.extensions["storage"]
    assert isinstance(found, Storage)
    return found
