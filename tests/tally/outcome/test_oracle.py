"""The outcome rules against a second implementation that was written apart (belenios.outcome)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.properties import given, settings, st
from tests.tally.factories import counts
from voting.belenios import outcome
from voting.belenios.ballot_rules import FrozenCandidate, FrozenRules
from voting.belenios.blindrsa import PublicKey
from voting.belenios.errors import DoesNotHold
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules
from voting.core.errors import RuleBroken
from voting.tally.count.rules import BallotChannel, ChannelCount, Count
from voting.tally.outcome.decision import Decision, NextStep, Verdict, settled_by_presidium
from voting.tally.outcome.rules import decide

Case = tuple[Count, BallotRules]
RANKED = st.one_of(counts("choose"), counts("each"))
ANY = st.one_of(RANKED, counts("evaluate"))
VOID = {Verdict.NO_QUORUM: {"quorum"}, Verdict.VOID: {"unlisted", "issued", "collected"}}


def frozen(count: Count, rules: BallotRules) -> FrozenRules:
    """The same rules as the verifier reads them from rules.json."""
    document = rules.as_document()
    return FrozenRules(
        uuid="NcZH3XGq31NJbf",
        title="票决",
        place="忻州市",
        meeting="会议",
        parent=None,
        rehearsal=False,
        values={key: value for key, value in document.items() if key != "year"},
        candidates=tuple(
            FrozenCandidate(n, 100 + n, f"项目{n}", "", "0" * 64) for n in range(1, len(count.lines) + 1)
        ),
        trustees="0" * 64,
        issuer=PublicKey(3, 3),
        receipt_key="",
    )


def columns(one: ChannelCount, rules: BallotRules) -> tuple[tuple[int, ...], ...]:
    """The counts as the record holds them: one question of all projects, or one question a project."""
    if rules.kind is Kind.CHOOSE:
        return (tuple(line.answers[0] for line in one.lines),)
    return tuple(line.answers for line in one.lines)


def second_opinion(
    count: Count, rules: BallotRules, by_presidium: tuple[int, ...] = ()
) -> outcome.CountOutcome:
    sealed, paper = count.channels
    assert sealed.channel is BallotChannel.ELECTRONIC
    figures = outcome.Figures(count.due, count.present, sealed.issued, sealed.valid)
    beside = outcome.PaperCount(
        paper.issued, paper.returned, paper.valid, columns(paper, rules), count.paper_on_roll
    )
    return outcome.decide(frozen(count, rules), figures, columns(sealed, rules), beside, by_presidium)


@st.composite
def cases(draw: st.DrawFn, of: st.SearchStrategy[Case] = ANY) -> Case:
    """Any count of tablets (no void ones, none too many) and paper."""
    count, rules = draw(of)
    sealed, paper = count.channels
    whole = ChannelCount(
        channel=sealed.channel,
        issued=max(sealed.issued, sealed.valid),
        returned=sealed.valid,
        void=0,
        lines=sealed.lines,
    )
    due = max(count.due, whole.issued + paper.issued)
    return replace(count, due=due, present=min(due, count.present), channels=(whole, paper)), rules


def agree(mine: Decision, other: outcome.CountOutcome, rules: BallotRules) -> None:
    assert (other.void in VOID[mine.verdict]) if mine.verdict in VOID else other.void == ""
    assert sorted(mine.chosen) == [line.ordinal for line in other.lines if line.chosen]
    assert [line.grade or "" for line in mine.lines] == [line.grade for line in other.lines]
    if mine.verdict in VOID or rules.kind is Kind.EVALUATE:
        return
    assert [line.reached for line in mine.lines] == [line.passed for line in other.lines]
    assert [line.line for line in mine.lines] == [other.pass_line] * len(mine.lines)
    tied = sorted(mine.next.ordinals) if mine.verdict is Verdict.TIE else []
    assert tied == list(other.tied)
    assert mine.seats_left == other.open_places + other.vacant


@settings(max_examples=400)
@given(cases())
def test_two_implementations_agree_on_every_count(case: Case) -> None:
    count, rules = case
    agree(decide(count, rules), second_opinion(count, rules), rules)


@settings(max_examples=200)
@given(cases(RANKED), st.randoms())
def test_two_implementations_agree_on_what_the_presidium_may_choose(case: Case, random) -> None:  # type: ignore[no-untyped-def]
    count, rules = case
    mine = decide(count, rules)
    named = tuple(
        sorted(random.sample([line.ordinal for line in mine.lines], random.randint(1, len(mine.lines))))
    )
    if mine.next.step is NextStep.PRESIDIUM and random.random() < 0.5:
        named = tuple(sorted(random.sample(mine.next.ordinals, mine.next.seats)))
    try:
        settled = settled_by_presidium(mine, frozenset(named))
    except RuleBroken:
        with pytest.raises(DoesNotHold):
            second_opinion(count, rules, named)
        return
    other = second_opinion(count, rules, named)
    assert sorted(settled.chosen) == [line.ordinal for line in other.lines if line.chosen]
