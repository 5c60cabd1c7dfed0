"""Files that people hand in: kept under their own hash, never overwritten, never run."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from flask import current_app

from voting.core.errors import NotFound

DIGITS = 64
SUFFIXES = frozenset({".jpg", ".png", ".pdf", ".xlsx", ".xls", ".ods", ".docx", ".txt"})


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
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{name}.{os.getpid()}.part")
            part.write_bytes(content)
            part.replace(path)
        return name

    def path_of(self, name: str) -> Path:
        """Return where a kept file lies; raise NotFound for a name that keep() never gave."""
        stem, dot, suffix = name.partition(".")
        known = len(stem) == DIGITS and set(stem) <= set("0123456789abcdef") and dot + suffix in SUFFIXES
        path = self._folder / name[:2] / name
        if not known or not path.is_file():
            raise NotFound("没有这个文件。")
        return path


def storage() -> Storage:
    """Return where the running program keeps files."""
    found = current_app.extensions["storage"]
    assert isinstance(found, Storage)
    return found
