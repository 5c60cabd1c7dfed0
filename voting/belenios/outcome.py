"""The outcome of a ballot, decided a second time (docs/rules.md, "Counting" and "The satisfaction evaluation").

Written apart from the program's own counting rules, for the verifier and as their oracle: plain arithmetic on the
values of rules.json, no import from any other room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voting.belenios.ballot_rules import FrozenCandidate, FrozenRules
from voting.belenios.errors import Malformed, need, need_form

Counts = Sequence[Sequence[int]]  # per question, per answer


@dataclass(frozen=True, slots=True)
class Figures:
    """How many: deputies due and present, tokens and cards issued, sealed ballots cast."""

    due: int
    present: int
    issued: int
    cast: int


@dataclass(frozen=True, slots=True)
class PaperCount:
    """The paper channel: ballots issued, collected, valid among them, and the counts of the valid ones.

    on_roll: deputies who received a paper ballot on the roll of who drew.
    """

    issued: int
    collected: int
    valid: int
    counts: tuple[tuple[int, ...], ...]
    on_roll: int


@dataclass(frozen=True, slots=True)
class CandidateOutcome:
    """What became of one candidate.

    votes: approve, oppose, abstain; of an evaluation: per grade, then abstentions where they were offered.
    grade: "satisfied", "basically", "dissatisfied", or "" where nothing was evaluated.
    """

    ordinal: int
    project_id: int
    votes: tuple[int, ...]
    passed: bool
    chosen: bool
    grade: str


@dataclass(frozen=True, slots=True)
class CountOutcome:
    """The outcome.

    void: "" or why the whole vote is void: "quorum", "unlisted", "issued", "collected". tied: ordinals that share the last
    places; open_places: how many of those places; vacant: places that nobody reached.
    """

    void: str
    quorum: int
    pass_line: int
    lines: tuple[CandidateOutcome, ...]
    tied: tuple[int, ...]
    open_places: int
    vacant: int


def decide(
    rules: FrozenRules,
    figures: Figures,
    counts: Counts,
    paper: PaperCount | None = None,
    by_presidium: Sequence[int] = (),
) -> CountOutcome:
    """Decide a ballot.

    counts: of the sealed ballots. by_presidium: ordinals that the presidium chose among the tied.
    Errors: Malformed for figures that cannot be; DoesNotHold where the presidium chose what it may not.
    """
    votes = _votes(rules, figures.cast, counts)
    valid = figures.cast
    if paper is not None:
        need_form(paper.valid <= paper.collected, "more paper ballots are valid than collected")
        more = _votes(rules, paper.valid, paper.counts)
        votes = [tuple(map(sum, zip(a, b, strict=True))) for a, b in zip(votes, more, strict=True)]
        valid += paper.valid
    quorum = _quorum(rules.values, figures.due)
    void = _void(figures, paper, quorum)
    if rules.kind == "evaluate":
        return _evaluate(rules, figures, valid, votes, (void, quorum))
    pass_line = _pass_line(rules.values, figures, valid)
    return _choose(rules, votes, (void, quorum, pass_line), by_presidium)


def _votes(rules: FrozenRules, ballots: int, counts: Counts) -> list[tuple[int, ...]]:
    """Turn the counts of a channel into votes per candidate."""
    number = len(rules.candidates)
    if rules.kind == "choose":
        need_form([len(column) for column in counts] == [number], "the counts do not fit the candidates")
        need_form(all(0 <= count <= ballots for count in counts[0]), "a count is not possible")
        need_form(sum(counts[0]) <= ballots * rules.seats, "more was chosen than the ballots could hold")
        return [(approve, 0, ballots - approve) for approve in counts[0]]
    width = 4 if rules.kind == "evaluate" and rules.values.get("evaluation_abstain", True) else 3
    need_form([len(column) for column in counts] == [width] * number, "the counts do not fit the candidates")
    for column in counts:
        need_form(
            min(column) >= 0 and sum(column) == ballots, "the votes for a candidate are not the ballots"
        )
    return [tuple(column) for column in counts]


def _part(line: object, base: int) -> int:
    """Return how many of `base` are enough."""
    if line == "more_than_half":
        return base // 2 + 1
    if line == "half":
        return (base + 1) // 2
    if line == "two_thirds":
        return (2 * base + 2) // 3
    raise Malformed("a line of the ballot rules is unknown")


def _quorum(values: Mapping[str, object], due: int) -> int:
    return 0 if values["quorum_base"] == "none" else _part(values["quorum_line"], due)


def _base(name: object, figures: Figures, valid: int) -> int:
    bases = {"all": figures.due, "present": figures.present, "valid": valid}
    if not isinstance(name, str) or name not in bases:
        raise Malformed("a base of the ballot rules is unknown")
    return bases[name]


def _pass_line(values: Mapping[str, object], figures: Figures, valid: int) -> int:
    base, line = values["pass_base"], values["pass_line"]
    return 0 if base == "none" else _part(line, _base(base, figures, valid))


def _void(figures: Figures, paper: PaperCount | None, quorum: int) -> str:
    issued = figures.issued + (paper.issued if paper else 0)
    overfull = figures.cast > figures.issued or (paper is not None and paper.collected > paper.issued)
    if figures.present < quorum:
        return "quorum"
    if paper is not None and paper.issued > paper.on_roll:
        return "unlisted"
    if issued > figures.present:
        return "issued"
    return "collected" if overfull else ""


def _evaluate(
    rules: FrozenRules,
    figures: Figures,
    valid: int,
    votes: list[tuple[int, ...]],
    validity: tuple[str, int],
) -> CountOutcome:
    void, quorum = validity
    base = _base(rules.values["evaluation_base"], figures, valid)
    high, low = _part(rules.values["satisfied_line"], base), _part(rules.values["basic_line"], base)
    lines = []
    for candidate, given in zip(rules.candidates, votes, strict=True):
        grade = "dissatisfied"
        if given[0] >= high:
            grade = "satisfied"
        elif given[0] + given[1] >= low:
            grade = "basically"
        lines.append(_line(candidate, given, grade="" if void else grade))
    return CountOutcome(void, quorum, high, tuple(lines), (), 0, 0)


def _line(
    candidate: FrozenCandidate,
    votes: tuple[int, ...],
    *,
    passed: bool = False,
    chosen: bool = False,
    grade: str = "",
) -> CandidateOutcome:
    return CandidateOutcome(candidate.ordinal, candidate.project_id, votes, passed, chosen, grade)


def _choose(
    rules: FrozenRules,
    votes: list[tuple[int, ...]],
    validity: tuple[str, int, int],
    by_presidium: Sequence[int],
) -> CountOutcome:
    void, _, pass_line = validity
    passed = [] if void else [i for i, given in enumerate(votes) if given[0] >= pass_line]
    chosen, tied = _select(rules, votes, passed)
    places = 0 if void else min(rules.seats - len(chosen), len(tied))
    if by_presidium:
        picked = {ordinal - 1 for ordinal in by_presidium}
        allowed = rules.values["tie_rule"] == "presidium" and picked <= set(tied)
        need(allowed and len(by_presidium) == len(picked) == places, "the presidium chose what it may not")
        chosen, tied, places = [*chosen, *picked], [], 0
    lines = tuple(
        _line(candidate, given, passed=i in passed, chosen=i in chosen)
        for i, (candidate, given) in enumerate(zip(rules.candidates, votes, strict=True))
    )
    vacant = 0 if void else rules.seats - len(chosen) - places
    return CountOutcome(*validity, lines, tuple(i + 1 for i in sorted(tied)), places, vacant)


def _select(
    rules: FrozenRules, votes: list[tuple[int, ...]], passed: list[int]
) -> tuple[list[int], list[int]]:
    """Take the best; returns who is chosen for certain and who shares the last places."""
    by_oppose = rules.values["tie_rule"] == "fewer_oppose"

    def rank(i: int) -> tuple[int, int]:
        return -votes[i][0], votes[i][1] if by_oppose else 0

    order = sorted(passed, key=rank)
    if len(order) <= rules.seats:
        return order, []
    edge = rank(order[rules.seats - 1])
    if rank(order[rules.seats]) != edge:
        return order[: rules.seats], []
    return [i for i in order if rank(i) < edge], [i for i in order if rank(i) == edge]
