"""An approval of the list as somebody enters it, and as it waits for a second person. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from voting.screening.shortlist.rules import ListCount


@dataclass(frozen=True, kw_only=True)
class NewApproval:
    """An approval as recorded. project_ids: those approved, in order; count: None for the executive meeting.

    left_out: why those that were on the list and are not named go into the reserve; despite: why the list is decided
    while suggestions wait for an answer.
    """

    decided_on: date
    project_ids: tuple[int, ...]
    document: str = ""
    count: ListCount | None = None
    left_out: str = ""
    despite: str = ""


def payload_of(new: NewApproval) -> dict[str, Any]:
    """Return an approval as it waits: dates as YYYY-MM-DD."""
    count = new.count and {**asdict(new.count), "decided_on": new.count.decided_on.isoformat()}
    return {
        **asdict(new),
        "decided_on": new.decided_on.isoformat(),
        "project_ids": list(new.project_ids),
        "count": count,
    }


def read_payload(payload: Mapping[str, Any]) -> NewApproval:
    """Return the approval that waits."""
    count = payload["count"]
    return NewApproval(
        decided_on=date.fromisoformat(payload["decided_on"]),
        project_ids=tuple(payload["project_ids"]),
        document=payload["document"],
        count=ListCount(**{**count, "decided_on": date.fromisoformat(count["decided_on"])}),
        left_out=payload["left_out"],
        despite=payload["despite"],
    )
