"""Who records that a drawn token is lost, and who confirms it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voting.confirmation.rules import ConfirmationKind, Sentences
from voting.core.text import N_
from voting.people.rules import LEAD, OFFICE

TOKEN_LOST = ConfirmationKind(
    name="ballot:token_lost",
    ask=OFFICE,
    confirm=LEAD,
    said=Sentences(
        unknown=N_("没有这项遗失登记。"),
        waiting=N_("%(name)s的遗失登记正等待第二人确认。"),
        settled=N_("这项遗失登记已经办结。"),
        own=N_("须由另一人在自己的设备上确认。"),
    ),
)
"""What one person says is lost and another one confirms: all tokens that a deputy drew at once, for they lay on one tablet.

Its subject: see `subject_of`; its payload: the reason, and the UUIDs of the ballots.
"""


def subject_of(uuid: str, deputy_id: int) -> str:
    """Return what such a record is about: what one deputy drew. uuid: the first ballot of his draw of which he holds a token."""
    return f"{uuid}:{deputy_id}"


def is_about(subject: str, payload: Mapping[str, Any], uuid: str) -> bool:
    """Tell whether a record is about a ballot's token; one of before joint draws names the ballot in its subject alone."""
    return uuid in payload.get("ballots", [subject.partition(":")[0]])


def deputy_in(subject: str) -> int:
    """Return the deputy's id of a subject."""
    return int(subject.partition(":")[2])
