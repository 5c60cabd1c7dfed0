"""What an outcome consists of, and what the presidium and the rules make of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from voting.congress.ballot_rules.choices import Base, Choice, Majority
from voting.congress.ballot_rules.rules import BallotRules
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName
from voting.core.text import N_
from voting.tally.outcome.grade import Grade


class Verdict(ByName):
    """What the count has come to."""

    DECIDED = "decided"
    TIE = "tie"
    SHORTFALL = "shortfall"
    VOID = "void"
    NO_QUORUM = "no_quorum"


class NextStep(Choice):
    """What has to follow, and why."""

    NOTHING = "nothing", N_("结果已定")
    TIE_VOTE = "tie_vote", N_("得票相等：再次票决")
    PRESIDIUM = "presidium", N_("得票相等：由主席团决定")
    SECOND_ROUND = "second_round", N_("不足应选：另行票决")
    NEW_BALLOT = "new_ballot", N_("票决无效：重新票决")


class Standing(Choice):
    """What is said of a project that was voted on: one wording for screens, pages and papers."""

    PASSED = "passed", N_("通过")
    TIED = "tied", N_("得票相等")
    CROWDED_OUT = "crowded_out", N_("过半数，因名额所限未列入")
    OUTRANKED = "outranked", N_("因名额所限未列入")
    FAILED = "failed", N_("未通过")
    LEFT_OUT = "left_out", N_("未列入")
    NONE = "none", N_("无结果")

    @property
    def colour(self) -> str:
        """Return the colour of its light."""
        return {Standing.PASSED: "green", Standing.TIED: "yellow"}.get(self, "grey")


@dataclass(frozen=True)
class Reasoned:
    """A sentence of the reasoning: a message id, the numbers it speaks of, and the article it rests on."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    article: str = ""

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


@dataclass(frozen=True)
class Next:
    """What follows, about which projects (in vote order) and for how many seats."""

    step: NextStep
    ordinals: tuple[int, ...] = ()
    seats: int = 0


@dataclass(frozen=True, kw_only=True)
class DecidedLine:
    """One project's numbers and standing. line: votes it needed, 0 for none; rank: 1 is best, equals share it."""

    ordinal: int
    approve: int
    oppose: int = 0
    abstain: int = 0
    basically: int = 0
    reached: bool
    line: int
    rank: int
    chosen: bool
    grade: Grade | None = None
    reason: Reasoned
    article: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The outcome. reasoning: quorum, validity and line in sentences, before the projects' own."""

    lines: tuple[DecidedLine, ...]
    verdict: Verdict
    next: Next
    seats_left: int
    reasoning: tuple[Reasoned, ...]

    @property
    def chosen(self) -> tuple[int, ...]:
        """Return the ordinals that are in, best first."""
        order = sorted((line for line in self.lines if line.chosen), key=lambda x: (x.rank, x.ordinal))
        return tuple(line.ordinal for line in order)

    def standing_of(self, line: DecidedLine, rules: BallotRules) -> Standing:
        """Return what is said of a project: tied until somebody has parted those that tie for the last places."""
        if self.verdict in {Verdict.VOID, Verdict.NO_QUORUM}:
            return Standing.NONE
        tied = self.verdict is Verdict.TIE and line.ordinal in self.next.ordinals
        return standing_of(rules, chosen=line.chosen, tied=tied, reached=line.reached)


def standing_of(rules: BallotRules, *, chosen: bool, tied: bool, reached: bool) -> Standing:
    """Return what is said of a project in a ballot that is valid. reached: the pass line.

    Who has reached the line and ranks beyond the places is not rejected: others have more votes. A line of exactly half
    is not "more than half", and a vote among the tied has no line at all.
    """
    if chosen:
        return Standing.PASSED
    if tied:
        return Standing.TIED
    if not reached:
        return Standing.FAILED
    by_half = rules.pass_base is not Base.NONE and rules.pass_line is not Majority.HALF
    return Standing.CROWDED_OUT if by_half else Standing.OUTRANKED


def settled_by_presidium(decision: Decision, chosen: frozenset[int]) -> Decision:
    """Return the decision after the presidium has named the tied projects that are in.

    Errors: RuleBroken unless it was left to the presidium and exactly the open seats are named among the tied.
    """
    follows = decision.next
    if follows.step is not NextStep.PRESIDIUM:
        raise RuleBroken("这次结果没有交主席团决定的项目。")
    if len(chosen) != follows.seats or not chosen <= set(follows.ordinals):
        raise RuleBroken("应当在得票相等的项目中恰好确定 %(seats)s 项。", seats=follows.seats)
    lines = []
    for line in decision.lines:
        if line.ordinal not in follows.ordinals:
            lines.append(line)
            continue
        taken = line.ordinal in chosen
        message = (
            N_("赞成 %(approve)s 票，末位得票相等，经主席团决定通过。")
            if taken
            else N_("赞成 %(approve)s 票，末位得票相等，经主席团决定，因名额所限未列入。")
        )
        lines.append(replace(line, chosen=taken, reason=Reasoned(message, {"approve": line.approve})))
    return replace(
        decision, lines=tuple(lines), verdict=Verdict.DECIDED, next=Next(NextStep.NOTHING), seats_left=0
    )


def rules_of_next(rules: BallotRules, follows: Next) -> BallotRules:
    """Return the rules of the ballot that follows.

    A vote among the tied has no pass line: they have all reached it, and the most votes win
    (选举法 art. 45). A second round keeps it (组织法 art. 29).
    """
    again = rules.for_ballot(rules.kind, follows.seats)
    return replace(again, pass_base=Base.NONE) if follows.step is NextStep.TIE_VOTE else again
