"""Who records that a drawn token is lost, and who confirms it. Pure."""

from __future__ import annotations

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
"""A deputy's token that one person says is lost and another one confirms; its subject: see `subject_of`."""


def subject_of(uuid: str, deputy_id: int) -> str:
    """Return what such a record is about: one deputy's token of one ballot."""
    return f"{uuid}:{deputy_id}"


def ballot_in(subject: str) -> str:
    """Return the ballot's UUID of a subject."""
    return subject.partition(":")[0]


def deputy_in(subject: str) -> int:
    """Return the deputy's id of a subject."""
    return int(subject.partition(":")[2])
