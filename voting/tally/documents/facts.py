"""Shared reads of the official documents, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from voting.tally.run.models import TallyRun
from voting.tally.run.rules import ANNOUNCED, TallyState


def documents_of(run: TallyRun, *, told: bool) -> tuple[str, ...]:
    """Return the names of the documents that can be had now; told: by a reader who may know the votes.

    Proclamation and decision tell none and are for everybody.
    """
    names = []
    if told:
        names += ["issue_report", "count_report"]
        if run.state in ANNOUNCED | {TallyState.CONFIRMED}:
            names += ["presidium_confirmation", "result"]
    if run.is_announced:
        names += ["proclamation", "resolution"]
    return tuple(names)
