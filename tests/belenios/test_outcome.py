"""The outcome, decided from the rules: worked examples of docs/rules.md, and properties."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.belenios import factories
from tests.properties import given, st
from voting.belenios import outcome, outcome_document
from voting.belenios.ballot_rules import FrozenRules
from voting.belenios.errors import DoesNotHold, Malformed
from voting.belenios.outcome import CountOutcome, Figures, PaperCount


def everybody(number: int) -> Figures:
    return Figures(due=number, present=number, issued=number, cast=number)


def decide(
    rules: FrozenRules, counts: list[list[int]], number: int, paper: PaperCount | None = None
) -> CountOutcome:
    return outcome.decide(rules, everybody(number), counts, paper)


def chosen(decision: CountOutcome) -> list[int]:
    return [line.ordinal for line in decision.lines if line.chosen]


# ----------------------------------------------------------------------------------------- worked examples


@pytest.mark.parametrize(
    ("due", "quorum", "pass_line"),
    [(340, 227, 171), (354, 236, 178), (200, 134, 101), (60, 40, 31), (45, 30, 23)],
)
def test_quorum_and_pass_line_of_the_worked_values(due: int, quorum: int, pass_line: int) -> None:
    decision = decide(factories.make_rules(), [[0, 0, 0]], due)
    assert (decision.quorum, decision.pass_line) == (quorum, pass_line)


@pytest.mark.parametrize(("line", "of_5"), [("more_than_half", 3), ("half", 3), ("two_thirds", 4)])
def test_a_line_counts_whole_deputies(line: str, of_5: int) -> None:
    assert decide(factories.make_rules(pass_line=line), [[0, 0, 0]], 5).pass_line == of_5
    assert decide(factories.make_rules(pass_line=line), [[0, 0, 0]], 6).pass_line == {"half": 3}.get(line, 4)


def test_the_base_of_the_line_may_be_those_present_or_the_valid_votes() -> None:
    figures = Figures(due=100, present=80, issued=80, cast=60)
    for base, line in (("all", 51), ("present", 41), ("valid", 31), ("none", 0)):
        decision = outcome.decide(factories.make_rules(pass_base=base), figures, [[31, 20, 10]])
        assert decision.pass_line == line


def test_the_best_that_pass_are_chosen_up_to_the_seats() -> None:
    decision = decide(factories.make_rules(), [[9, 6, 5]], 10)
    assert chosen(decision) == [1, 2]
    assert [line.passed for line in decision.lines] == [True, True, False]
    assert (decision.tied, decision.open_places, decision.vacant) == ((), 0, 0)
    assert decision.lines[2].votes == (5, 0, 5)


def test_exactly_half_does_not_pass_more_than_half() -> None:
    decision = decide(factories.make_rules(), [[5, 6, 0]], 10)
    assert chosen(decision) == [2]
    assert decision.vacant == 1


def test_a_tie_for_the_last_place_chooses_only_those_above_it() -> None:
    decision = decide(factories.make_rules(), [[8, 6, 6]], 10)
    assert chosen(decision) == [1]
    assert (decision.tied, decision.open_places, decision.vacant) == ((2, 3), 1, 0)


def test_a_tie_inside_the_seats_is_no_tie() -> None:
    assert chosen(decide(factories.make_rules(), [[6, 6, 5]], 10)) == [1, 2]


def test_fewer_votes_against_can_part_a_tie() -> None:
    rules = factories.make_rules("each", seats=1, tie_rule="fewer_oppose")
    assert chosen(decide(rules, [[6, 3, 1], [6, 2, 2], [5, 0, 5]], 10)) == [2]
    still = decide(rules, [[6, 2, 2], [6, 2, 2], [0, 0, 10]], 10)
    assert (chosen(still), still.tied) == ([], (1, 2))
    assert decide(factories.make_rules("each", seats=1), [[6, 3, 1], [6, 2, 2], [5, 0, 5]], 10).tied == (1, 2)


def test_the_presidium_may_part_a_tie_where_the_rules_say_so() -> None:
    rules = factories.make_rules(tie_rule="presidium")
    decision = outcome.decide(rules, everybody(10), [[8, 6, 6]], None, [3])
    assert (chosen(decision), decision.tied, decision.open_places) == ([1, 3], (), 0)
    for picked in ([1], [2, 3], [3, 3], [9]):
        with pytest.raises(DoesNotHold, match="presidium"):
            outcome.decide(rules, everybody(10), [[8, 6, 6]], None, picked)
    with pytest.raises(DoesNotHold, match="presidium"):
        outcome.decide(factories.make_rules(), everybody(10), [[8, 6, 6]], None, [3])


@pytest.mark.parametrize(
    ("figures", "void"),
    [
        (Figures(10, 6, 6, 6), "quorum"),
        (Figures(10, 7, 7, 7), ""),
        (Figures(10, 8, 9, 8), "issued"),
        (Figures(10, 8, 7, 8), "collected"),
        (Figures(10, 8, 8, 3), ""),
    ],
)
def test_a_vote_is_void_for_quorum_or_numbers(figures: Figures, void: str) -> None:
    decision = outcome.decide(factories.make_rules(), figures, [[figures.cast, 0, 0]])
    assert decision.void == void
    if void:
        assert not any(line.passed or line.chosen for line in decision.lines)
        assert (decision.open_places, decision.vacant, decision.tied) == (0, 0, ())


def test_without_a_quorum_rule_anybody_may_vote() -> None:
    rules = factories.make_rules(quorum_base="none")
    decision = outcome.decide(rules, Figures(10, 1, 1, 1), [[1, 0, 0]])
    assert (decision.quorum, decision.void) == (0, "")


def test_paper_votes_are_added() -> None:
    figures = Figures(due=10, present=10, issued=4, cast=4)
    paper = PaperCount(issued=6, collected=5, valid=4, counts=((4, 0, 2),), on_roll=6)
    decision = outcome.decide(factories.make_rules(), figures, [[2, 2, 2]], paper)
    assert [line.votes for line in decision.lines] == [(6, 0, 2), (2, 0, 6), (4, 0, 4)]
    assert chosen(decision) == [1]
    too_many = PaperCount(issued=6, collected=7, valid=4, counts=((4, 0, 2),), on_roll=6)
    assert outcome.decide(factories.make_rules(), figures, [[2, 2, 2]], too_many).void == "collected"
    unlisted = PaperCount(issued=6, collected=5, valid=4, counts=((4, 0, 2),), on_roll=5)
    assert outcome.decide(factories.make_rules(), figures, [[2, 2, 2]], unlisted).void == "unlisted"
    with pytest.raises(Malformed, match="more paper ballots are valid"):
        outcome.decide(factories.make_rules(), figures, [[2, 2, 2]], PaperCount(6, 3, 4, ((4, 0, 2),), 6))


@pytest.mark.parametrize(
    ("votes", "grade"),
    [
        ([6, 0, 4, 0], "satisfied"),
        ([5, 1, 4, 0], "basically"),
        ([5, 0, 5, 0], "dissatisfied"),
        ([0, 6, 0, 4], "basically"),
        ([0, 0, 0, 10], "dissatisfied"),
    ],
)
def test_an_evaluation_gives_grades(votes: list[int], grade: str) -> None:
    decision = decide(factories.make_rules("evaluate", 1), [votes], 10)
    assert decision.lines[0].grade == grade
    assert not decision.lines[0].chosen


def test_an_evaluation_counts_against_its_own_base_and_gives_none_when_void() -> None:
    figures = Figures(due=10, present=8, issued=8, cast=5)
    votes = [[3, 0, 2]]
    for base, grade in (("all", "dissatisfied"), ("present", "dissatisfied"), ("valid", "satisfied")):
        rules = factories.make_rules("evaluate", 1, evaluation_abstain=False, evaluation_base=base)
        assert outcome.decide(rules, figures, votes).lines[0].grade == grade
    void = outcome.decide(factories.make_rules("evaluate", 1), Figures(10, 1, 1, 1), [[1, 0, 0, 0]])
    assert (void.void, void.lines[0].grade) == ("quorum", "")


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        ("choose", [[1, 2]]),
        ("choose", [[1, 2, 3], [1, 2, 3]]),
        ("choose", [[11, 0, 0]]),
        ("choose", [[-1, 0, 0]]),
        ("choose", [[8, 8, 8]]),
        ("each", [[10, 0, 0], [10, 0, 0]]),
        ("each", [[9, 0, 0], [10, 0, 0], [10, 0, 0]]),
        ("each", [[11, -1, 0], [10, 0, 0], [10, 0, 0]]),
        ("evaluate", [[10, 0, 0], [10, 0, 0], [10, 0, 0]]),
    ],
)
def test_counts_that_cannot_be_are_malformed(kind: str, counts: list[list[int]]) -> None:
    with pytest.raises(Malformed):
        decide(factories.make_rules(kind), counts, 10)


@pytest.mark.parametrize(("key", "value"), [("pass_line", "all"), ("pass_base", "some"), ("pass_base", 1)])
def test_a_rule_that_is_unknown_is_malformed(key: str, value: str | int) -> None:
    rules = factories.make_rules()
    with pytest.raises(Malformed, match="unknown"):
        decide(replace(rules, values={**rules.values, key: value}), [[1, 1, 1]], 10)


# ---------------------------------------------------------------------------------------------- properties

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=8)


@given(COUNTS, st.integers(1, 8), st.sampled_from(["all", "none", "valid"]), st.randoms())
def test_what_is_chosen_is_the_best_and_never_too_much(
    counts: list[int], seats: int, base: str, shuffle: object
) -> None:
    number = max(30, sum(counts))
    rules = factories.make_rules(projects=len(counts), seats=seats, pass_base=base)
    decision = decide(rules, [counts], number)
    taken = {line.ordinal for line in decision.lines if line.chosen}
    passed = {line.ordinal for line in decision.lines if line.passed}

    assert len(taken) + decision.open_places + decision.vacant == seats
    assert taken <= passed
    assert passed == {i for i, count in enumerate(counts, 1) if count >= decision.pass_line}
    assert not taken & set(decision.tied)
    assert decision.open_places < max(1, len(decision.tied))
    left = passed - taken - set(decision.tied)
    for better in taken | set(decision.tied):
        assert all(counts[better - 1] >= counts[worse - 1] for worse in left)
    if len(passed) <= seats:
        assert taken == passed


@given(COUNTS)
def test_an_outcome_document_is_read_back(counts: list[int]) -> None:
    rules = factories.make_rules(projects=len(counts), seats=8)
    number = max(30, sum(counts))
    paper = PaperCount(2, 2, 1, (tuple([1] + [0] * (len(counts) - 1)),), 2)
    claim = outcome_document.Claim(
        rules.uuid,
        "0" * 64,
        "1" * 64,
        Figures(number + 2, number + 2, number, number),
        (tuple(counts),),
        paper,
        (),
    )
    decided = outcome.decide(rules, claim.figures, claim.counts, claim.paper)
    assert outcome_document.parse_claim(outcome_document.exact(claim, decided)) == claim
