"""The reason that a deed must state, as it is kept."""

from __future__ import annotations

from voting.core.errors import RuleBroken


def stated(reason: str, most: int = 400) -> str:
    """Return a reason without blanks around it, at most so many characters. Errors: RuleBroken where none is given."""
    if not reason.strip():
        raise RuleBroken("请写明理由。")
    return reason.strip()[:most]
