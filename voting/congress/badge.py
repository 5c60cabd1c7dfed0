"""What the QR code of a badge says, and how it is read back. A badge names a deputy; it proves nothing."""

from __future__ import annotations

import re

BADGE = re.compile(r"(\d{6,12}):([\w-]{1,20})")


def badge_text(code: str, number: str) -> str:
    """Return what the badge's QR code holds: division code and number, which is also the deputy's login."""
    return f"{code}:{number}"


def read_badge(text: str) -> tuple[str, str] | None:
    """Return (code, number) of a scanned badge, or None when the text is something else."""
    found = BADGE.fullmatch(text.strip().replace("：", ":"))
    return (found[1], found[2]) if found else None
