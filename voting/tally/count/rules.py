"""The law of what was counted: states, tables, pure functions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.congress.ballot_rules.choices import BlankPaper, Kind, OverSelection
from voting.congress.ballot_rules.rules import BallotRules
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName
from voting.core.text import N_

ANSWERS: dict[Kind, tuple[str, ...]] = {
    Kind.CHOOSE: (N_("赞成"),),
    Kind.EACH: (N_("赞成"), N_("反对"), N_("弃权")),
    Kind.EVALUATE: (N_("满意"), N_("基本满意"), N_("不满意"), N_("弃权")),
}


class BallotChannel(StrEnum):
    """How ballots reached the box."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


@dataclass(frozen=True)
class LineCount:
    """What one project got.

    answers: choose (approve,); each (approve, oppose, abstain); evaluate (satisfied, basically,
    dissatisfied) and abstain as a fourth where the rules offer it.
    """

    ordinal: int
    answers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ChannelCount:
    """The count of one channel at one place. issued 发出, returned 收回, void 无效."""

    channel: BallotChannel
    place: str = ""
    issued: int
    returned: int
    void: int
    lines: tuple[LineCount, ...]

    @property
    def valid(self) -> int:
        """Return 有效票."""
        return self.returned - self.void

    @property
    def not_returned(self) -> int:
        """Return 未收回; negative where more came back than went out."""
        return self.issued - self.returned

    @property
    def excess(self) -> int:
        """Return how many more came back than went out, 0 where none did."""
        return max(0, -self.not_returned)


@dataclass(frozen=True, kw_only=True)
class Count:
    """The whole count. due 应到, present 实到 (all who checked in, those included who left later), on_leave 请假.

    paper_on_roll: deputies who received a paper ballot on the roll of who drew.
    """

    due: int
    present: int
    paper_on_roll: int
    channels: tuple[ChannelCount, ...]
    on_leave: int = 0

    @property
    def absent(self) -> int:
        return self.due - self.present

    @property
    def issued(self) -> int:
        return sum(one.issued for one in self.channels)

    @property
    def returned(self) -> int:
        return sum(one.returned for one in self.channels)

    @property
    def not_returned(self) -> int:
        return self.issued - self.returned

    @property
    def void(self) -> int:
        return sum(one.void for one in self.channels)

    @property
    def valid(self) -> int:
        return self.returned - self.void

    @property
    def paper_issued(self) -> int:
        """Return the paper ballots that went out, as the places report it."""
        return sum(one.issued for one in self.channels if one.channel is BallotChannel.PAPER)

    @property
    def unlisted(self) -> bool:
        """Tell whether more paper went out than deputies received it on the roll: somebody may have voted twice."""
        return self.paper_issued > self.paper_on_roll

    @property
    def overfull(self) -> bool:
        """Tell whether more came back than went out, of tablets or of paper (选举法 art. 44 by analogy).

        Each deputy has one of the two, so a surplus of one is never made good by what is missing of the other.
        """
        return any(
            sum(one.not_returned for one in self.channels if one.channel is channel) < 0
            for channel in BallotChannel
        )

    @property
    def lines(self) -> tuple[LineCount, ...]:
        """Return the channels added up, by ordinal."""
        sums: dict[int, tuple[int, ...]] = {}
        for one in self.channels:
            for line in one.lines:
                before = sums.get(line.ordinal, (0,) * len(line.answers))
                sums[line.ordinal] = tuple(a + b for a, b in zip(before, line.answers, strict=True))
        return tuple(LineCount(ordinal, sums[ordinal]) for ordinal in sorted(sums))


def answers_of(rules: BallotRules) -> tuple[str, ...]:
    """Return the words of the answers that a project can get under these rules, in their order."""
    words = ANSWERS[rules.kind]
    offered = rules.kind is not Kind.EVALUATE or rules.evaluation_abstain
    return words if offered else words[:-1]


def check(count: Count, rules: BallotRules) -> None:
    """Raise RuleBroken unless the sums hold that the report prints.

    应到 = 实到 + 缺席; 收回 = 有效 + 无效; the answers to a project sum up to 有效 (each, evaluate) or stay
    within it (choose). 发出 = 收回 + 未收回 may fail: then the vote is void, which is decided elsewhere.
    """
    if not 0 <= count.present <= count.due:
        raise RuleBroken("实到 %(present)s 人多于应到 %(due)s 人。", present=count.present, due=count.due)
    if count.issued > count.due:
        raise RuleBroken("发出 %(issued)s 票多于应到 %(due)s 人。", issued=count.issued, due=count.due)
    if not count.channels or len({tuple(x.ordinal for x in one.lines) for one in count.channels}) != 1:
        raise RuleBroken("各投票方式的项目不一致。")
    for one in count.channels:
        check_channel(one, rules)


def check_channel(one: ChannelCount, rules: BallotRules) -> None:
    """Raise RuleBroken unless the sums of one channel hold."""
    if min(one.issued, one.returned, one.void) < 0:
        raise RuleBroken("票数不能是负数。")
    if one.void > one.returned:
        raise RuleBroken("无效 %(void)s 票多于收回 %(returned)s 票。", void=one.void, returned=one.returned)
    if len({line.ordinal for line in one.lines}) != len(one.lines):
        raise RuleBroken("同一个项目出现两次。")
    for line in one.lines:
        _check_line(line, one.valid, len(answers_of(rules)))
    marks = sum(sum(line.answers) for line in one.lines)
    if rules.kind is Kind.CHOOSE and marks > rules.seats * one.valid:
        raise RuleBroken(
            "赞成合计 %(marks)s，超过有效票 %(valid)s 张每张至多 %(seats)s 项所能有的数。",
            marks=marks,
            valid=one.valid,
            seats=rules.seats,
        )


def _check_line(line: LineCount, valid: int, answers: int) -> None:
    if len(line.answers) != answers or min(line.answers) < 0:
        raise RuleBroken("第 %(ordinal)s 项的票数不完整。", ordinal=line.ordinal)
    total = sum(line.answers)
    if total > valid or (answers > 1 and total != valid):
        raise RuleBroken(
            "第 %(ordinal)s 项各栏合计 %(total)s，与有效票 %(valid)s 不符。",
            ordinal=line.ordinal,
            total=total,
            valid=valid,
        )


def is_few(issued: int, rules: BallotRules) -> bool:
    """Tell whether so few ballots went out that their subtotal beside others nearly tells how somebody voted."""
    return 0 < issued < rules.small_channel_limit


def small_channels(channels: Iterable[ChannelCount], rules: BallotRules) -> tuple[ChannelCount, ...]:
    """Return the channels so small that their subtotal nearly tells how somebody voted.

    A channel that stands alone has no subtotal beside the result itself, which must be told.
    """
    used = [one for one in channels if one.issued > 0]
    if len(used) == 1:
        return ()
    return tuple(one for one in used if is_few(one.issued, rules))


class Figure(ByName):
    """A number of a teller's sheet."""

    ISSUED = "issued"
    RETURNED = "returned"
    VOID = "void"
    ANSWER = "answer"


@dataclass(frozen=True)
class Difference:
    """Where two tellers disagree. ordinal, answer: of which project and at which place among its answers."""

    figure: Figure
    first: int
    second: int
    ordinal: int = 0
    answer: int = 0


def differences(first: ChannelCount, second: ChannelCount) -> tuple[Difference, ...]:
    """Return where two independent counts of the same papers differ; empty when they agree."""
    found = [
        Difference(Figure.ISSUED, first.issued, second.issued),
        Difference(Figure.RETURNED, first.returned, second.returned),
        Difference(Figure.VOID, first.void, second.void),
    ]
    for one, other in zip(first.lines, second.lines, strict=True):
        found += [
            Difference(Figure.ANSWER, a, b, one.ordinal, place)
            for place, (a, b) in enumerate(zip(one.answers, other.answers, strict=True))
        ]
    return tuple(one for one in found if one.first != one.second)


def count_papers(
    papers: Sequence[frozenset[int] | None], issued: int, ordinals: Sequence[int], rules: BallotRules
) -> ChannelCount:
    """Count papers of the kind `choose` one by one.

    papers: the ordinals marked on each; None for one that cannot be read. More than K marks and blank
    papers follow the rules; marks on no candidate make a paper unreadable.
    """
    valid: list[frozenset[int]] = []
    for marks in papers:
        if marks is None or not marks <= set(ordinals):
            continue
        if len(marks) > rules.seats and rules.over_selection is OverSelection.VOID:
            continue
        if not marks and rules.blank_paper is BlankPaper.VOID:
            continue
        valid.append(marks if len(marks) <= rules.seats else frozenset())
    return ChannelCount(
        channel=BallotChannel.PAPER,
        issued=issued,
        returned=len(papers),
        void=len(papers) - len(valid),
        lines=tuple(LineCount(o, (sum(o in marks for marks in valid),)) for o in ordinals),
    )


TELLERS = 2
TABLETS = 0
