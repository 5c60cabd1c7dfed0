"""The outcome decided a second time by the verifier's rules, and the exact text that scrutineers sign.

Two implementations that were written apart must agree before anything is signed. Reads nothing from the database.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from voting.ballot.handover import SealedBox
from voting.belenios import ballot_rules, outcome, outcome_document
from voting.belenios.canonical import hex_sha256
from voting.congress.ballot_rules.choices import Kind
from voting.core.errors import WrongMoment
from voting.tally.count.rules import BallotChannel, Count
from voting.tally.outcome.decision import Decision, Verdict

Columns = tuple[tuple[int, ...], ...]


class Counted(Protocol):
    """What a count in hand knows of its text: counts of the sealed ballots, the presidium's choice, serial and the text before."""

    @property
    def counts(self) -> list[list[int]] | None: ...
    @property
    def by_presidium(self) -> list[int]: ...
    @property
    def serial(self) -> int: ...
    @property
    def previous(self) -> str: ...


def outcome_text(box: SealedBox, counted: Counted, count: Count, decision: Decision) -> str:
    """Return the outcome's exact text.

    Errors: WrongMoment where the two implementations differ: then nothing may be signed.
    """
    rules = ballot_rules.parse(box.rules_raw)
    figures = outcome.Figures(count.due, count.present, box.issued, box.cast)
    paper = paper_in(count, rules.kind)
    columns = tuple(tuple(column) for column in counted.counts or ())
    other = outcome.decide(rules, figures, columns, paper, counted.by_presidium)
    if not agree(decision, other):
        raise WrongMoment("两套独立的计算结果不一致，不能继续，请立即停止计票并报告。")
    claim = outcome_document.Claim(
        uuid=box.uuid,
        rules=hex_sha256(box.rules_raw),
        digest=box.digest,
        figures=figures,
        counts=columns,
        paper=paper,
        by_presidium=tuple(counted.by_presidium),
        bound=None
        if rules.protocol == 1
        else outcome_document.Bound(box.roll_digest, counted.serial, counted.previous),
    )
    return outcome_document.exact(claim, other)


def paper_in(count: Count, kind: str) -> outcome.PaperCount | None:
    """Return all places with paper as the one channel that the record knows."""
    channels = tuple(one for one in count.channels if one.channel is BallotChannel.PAPER)
    if not channels:
        return None
    added = replace(count, channels=channels)
    return outcome.PaperCount(
        added.issued, added.returned, added.valid, _columns(added, kind), count.paper_on_roll
    )


def _columns(count: Count, kind: str) -> Columns:
    if kind == Kind.CHOOSE:
        return (tuple(line.answers[0] for line in count.lines),)
    return tuple(line.answers for line in count.lines)


def agree(mine: Decision, other: outcome.CountOutcome) -> bool:
    """Tell whether both say the same of validity, every project, ties and open seats."""
    void = mine.verdict in {Verdict.VOID, Verdict.NO_QUORUM}
    tied = sorted(mine.next.ordinals) if mine.verdict is Verdict.TIE else []
    lines = zip(mine.lines, other.lines, strict=True)
    return (
        void == bool(other.void)
        and all(a.chosen == b.chosen and (a.grade or "") == b.grade for a, b in lines)
        and (void or tied == list(other.tied))
        and (void or any(a.grade for a in mine.lines) or mine.seats_left == other.open_places + other.vacant)
    )
