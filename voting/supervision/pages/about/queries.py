"""What is asked of a letter or a change by its number alone: one function for all that belong to a commitment."""

from __future__ import annotations

from voting.supervision.change.models import Change
from voting.supervision.commitment.facts import commitment_of
from voting.supervision.follow_up.models import FollowUp

KEYED: dict[str, type[Change | FollowUp]] = {"change": Change, "letter": FollowUp}
"""What a line of the journal calls them."""


def commitment_about(jurisdiction_id: int, what: str, row_id: int) -> int | None:
    """Return the commitment that a row of the place is about, None where there is no such row. what: a key of KEYED."""
    return commitment_of(KEYED[what], jurisdiction_id, row_id)
