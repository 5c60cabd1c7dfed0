"""Shared reads of paper, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from voting.tally.count.rules import (
    BallotChannel,
    ChannelCount,
    LineCount,
)
from voting.tally.paper.models import (
    PaperPlace,
    PaperSheet,
)


def sheet_count(sheet: PaperSheet, place: PaperPlace, ordinals: Sequence[int]) -> ChannelCount:
    """Return a teller's sheet as a count."""
    return ChannelCount(
        channel=BallotChannel.PAPER,
        place=place.name,
        issued=sheet.issued,
        returned=sheet.returned,
        void=sheet.void,
        lines=tuple(LineCount(o, tuple(got)) for o, got in zip(ordinals, sheet.lines, strict=True)),
    )
