"""Zip files of strangers: measured before anybody unpacks them."""

from __future__ import annotations

import zipfile
from io import BytesIO

LARGEST_UNPACKED = 96 * 1024 * 1024
MOST_PARTS = 2000
CHUNK = 1 << 20
NOT_READ = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What reading a broken zip raises."""


def unpacks_small(content: bytes) -> bool:
    """Tell whether a zip unpacks to a bounded size; measured, not as the file claims. Errors: NOT_READ."""
    left = LARGEST_UNPACKED
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if len(archive.infolist()) > MOST_PARTS:
            return False
        for part in archive.infolist():
            if part.flag_bits & 1:
                continue  # under a password: the reader says so, and unpacks nothing
            with archive.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        return False
    return True
