"""A program that we did not write judges our records: Debian's belenios-tool, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

TOOL = shutil.which("belenios-tool")


def judge(archive: bytes, uuid: str) -> subprocess.CompletedProcess[str]:
    """Have it verify an archive (UUID.bel); it exits with 0 where everything holds."""
    assert TOOL is not None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{uuid}.bel").write_bytes(archive)
        command = [TOOL, "election", "verify", "--dir", folder]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


def accepts(archive: bytes, uuid: str) -> bool | None:
    """Tell whether it accepts an archive; None where it is not installed."""
    return None if TOOL is None else judge(archive, uuid).returncode == 0
