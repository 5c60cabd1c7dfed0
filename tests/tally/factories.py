"""Counts as plain values, with sensible defaults."""

from __future__ import annotations

from tests.properties import st
from voting.congress.ballot_rules.rules import BallotRules
from voting.congress.rule_set.rules import ballot_rules
from voting.people.rules import Level
from voting.tally.count.rules import BallotChannel, ChannelCount, Count, LineCount


def rules(**values: object) -> BallotRules:
    return ballot_rules(Level.CITY, 2026, values)


def channel(
    *answers: tuple[int, ...],
    issued: int = 340,
    returned: int | None = None,
    void: int = 0,
    kind: BallotChannel = BallotChannel.ELECTRONIC,
) -> ChannelCount:
    """Projects 1, 2, 3… with these answers."""
    lines = tuple(LineCount(n, got) for n, got in enumerate(answers, 1))
    back = issued if returned is None else returned
    return ChannelCount(channel=kind, issued=issued, returned=back, void=void, lines=lines)


def count(*channels: ChannelCount, due: int = 340, present: int = 340, on_roll: int | None = None) -> Count:
    """on_roll: who received paper on the roll; where it is not said, as many as paper went out."""
    paper = sum(one.issued for one in channels if one.channel is BallotChannel.PAPER)
    return Count(
        due=due,
        present=present,
        paper_on_roll=paper if on_roll is None else on_roll,
        channels=channels,
    )


def approvals(*votes: int, issued: int = 340) -> Count:
    """One electronic channel of the kind `choose`."""
    return count(channel(*((vote,) for vote in votes), issued=issued))


@st.composite
def counts(draw: st.DrawFn, kind: str = "choose", channels: int = 2) -> tuple[Count, BallotRules]:
    """Any count whose sums hold, with any rules of this kind."""
    projects = draw(st.integers(1, 8))
    ruled = rules(
        kind=kind,
        seats=draw(st.integers(1, 6)),
        quorum_base=draw(st.sampled_from(["all", "none"])),
        pass_base=draw(st.sampled_from(["all", "present", "valid", "none"])),
        pass_line=draw(st.sampled_from(["more_than_half", "half", "two_thirds"])),
        tie_rule=draw(st.sampled_from(["revote", "presidium", "fewer_oppose"])),
        shortfall_rule=draw(st.sampled_from(["accept", "second_round"])),
        evaluation_base=draw(st.sampled_from(["all", "present", "valid"])),
        evaluation_abstain=draw(st.booleans()),
    )
    parts = tuple(draw(_channel(ruled, projects, n)) for n in range(channels))
    issued = sum(one.issued for one in parts)
    due = issued + draw(st.integers(0, 6))
    paper = sum(one.issued for one in parts if one.channel is BallotChannel.PAPER)
    on_roll = max(0, paper + draw(st.sampled_from([0, 0, 0, 1, -1])))
    present = draw(st.integers(max(0, issued - 1), due))
    return Count(due=due, present=present, paper_on_roll=on_roll, channels=parts), ruled


@st.composite
def _channel(draw: st.DrawFn, ruled: BallotRules, projects: int, number: int) -> ChannelCount:
    valid, void = draw(st.integers(0, 12)), draw(st.integers(0, 2))
    issued = max(0, valid + void + draw(st.integers(-1, 2)))
    lines = []
    places = {"choose": 1, "each": 3, "evaluate": 4 if ruled.evaluation_abstain else 3}[ruled.kind]
    left = ruled.seats * valid
    for ordinal in range(1, projects + 1):
        if places == 1:
            got: tuple[int, ...] = (draw(st.integers(0, min(valid, left))),)
            left -= got[0]
        else:
            cuts = sorted(draw(st.lists(st.integers(0, valid), min_size=places - 1, max_size=places - 1)))
            got = tuple(b - a for a, b in zip([0, *cuts], [*cuts, valid], strict=True))
        lines.append(LineCount(ordinal, got))
    kind = BallotChannel.PAPER if number else BallotChannel.ELECTRONIC
    return ChannelCount(channel=kind, issued=issued, returned=valid + void, void=void, lines=tuple(lines))
