"""The outcome of a count, with the reasoning printed for every project. Pure; knows no voter (the wall).

The same law stands in `belenios/outcome.py` and `static/js/belenios/outcome.js`, written apart on purpose: whoever changes
it here changes it there, or `second_opinion` refuses to sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from voting.congress.ballot_rules.choices import Base, Kind, QuorumBase, ShortfallRule, TieRule
from voting.congress.ballot_rules.rules import BY_KEY, WITHOUT_LINE, BallotRules, source_of
from voting.core.text import N_
from voting.tally.count.rules import Count, LineCount, check
from voting.tally.outcome.decision import DecidedLine, Decision, Next, NextStep, Reasoned, Verdict
from voting.tally.outcome.grade import Grade, grade_line

SURPLUS = N_("参照《选举法》第四十四条")
"""More ballots than there can be make a vote void: docs/rules.md, "Counting"."""
OVER_THE_LINE = N_(
    "赞成 %(approve)s 票，达到通过线 %(line)s 票，列第 %(rank)s 位，应选 %(seats)s 项已由得票更多的项目选足，因名额所限未列入。"
)
OUTRANKED = N_(
    "赞成 %(approve)s 票，列第 %(rank)s 位，应选 %(seats)s 项已由得票更多的项目选足，因名额所限未列入。"
)
MOST_VOTES = N_("参照《地方组织法》第二十九条：以得票多的当选")


def decide(count: Count, rules: BallotRules) -> Decision:
    """Return who is in, who is out, why, and what must follow.

    Errors: RuleBroken where the sums of the count do not hold (see `count.rules.check`).
    Source: docs/rules.md, "Counting"; the sentence on each project carries its article.
    """
    check(count, rules)
    surplus = _surplus(count)
    reasoning = (_quorum_reason(count, rules), surplus or _validity_reason(count))
    if count.present < rules.quorum_of(count.due):
        return _without_result(count, rules, Verdict.NO_QUORUM, reasoning)
    if surplus is not None:
        return _without_result(count, rules, Verdict.VOID, reasoning)
    if rules.kind is Kind.EVALUATE:
        return _evaluated(count, rules, reasoning)
    return _ranked(count, rules, reasoning)


def _quorum_reason(count: Count, rules: BallotRules) -> Reasoned:
    people = {"due": count.due, "present": count.present, "quorum": rules.quorum_of(count.due)}
    if rules.quorum_base is QuorumBase.NONE:
        message = N_("应到 %(due)s 人，实到 %(present)s 人；本次票决不设法定人数。")
    elif count.present >= rules.quorum_of(count.due):
        message = N_("应到 %(due)s 人，实到 %(present)s 人，法定人数 %(quorum)s 人，符合法定人数。")
    else:
        message = N_("应到 %(due)s 人，实到 %(present)s 人，不足法定人数 %(quorum)s 人，票决无效。")
    return Reasoned(message, people, _quorum_source(rules))


def _quorum_source(rules: BallotRules) -> str:
    return source_of("quorum_base" if rules.quorum_base is QuorumBase.NONE else "quorum_line", rules)


def _surplus(count: Count) -> Reasoned | None:
    """Return why there are more ballots than there can be, which makes the whole vote void; None where there are not."""
    if count.unlisted:
        message = N_(
            "发出纸质票 %(paper)s 票，多于名册上领取纸质票的 %(on_roll)s 人，本次票决无效，应当重新票决。"
        )
    elif count.issued > count.present:
        message = N_("发出 %(issued)s 票，多于实到 %(present)s 人，本次票决无效，应当重新票决。")
    elif count.overfull:
        message = N_("发出 %(issued)s 票，收回 %(returned)s 票；收回多于发出，本次票决无效，应当重新票决。")
    else:
        return None
    values = {
        "paper": count.paper_issued,
        "on_roll": count.paper_on_roll,
        "issued": count.issued,
        "present": count.present,
        "returned": count.returned,
    }
    return Reasoned(message, values, SURPLUS)


def _validity_reason(count: Count) -> Reasoned:
    message = N_(
        "发出 %(issued)s 票，收回 %(returned)s 票，收回不多于发出，票决有效；"
        "其中有效 %(valid)s 票，无效 %(void)s 票。"
    )
    values = {"issued": count.issued, "returned": count.returned, "valid": count.valid, "void": count.void}
    return Reasoned(message, values, SURPLUS)


def _numbers(line: LineCount) -> dict[str, int]:
    """Return the answers under the names of a decided line."""
    names = {1: ("approve",), 3: ("approve", "oppose", "abstain")}[len(line.answers)]
    return dict(zip(names, line.answers, strict=True))


def _without_result(
    count: Count, rules: BallotRules, verdict: Verdict, reasoning: tuple[Reasoned, ...]
) -> Decision:
    """No quorum or more back than out: nobody is in, and all projects go into a new ballot."""
    article = _quorum_source(rules) if verdict is Verdict.NO_QUORUM else SURPLUS
    lines = tuple(
        DecidedLine(
            ordinal=line.ordinal,
            approve=line.answers[0],
            reached=False,
            line=0,
            rank=0,
            chosen=False,
            reason=Reasoned(N_("票决无效，不产生结果。")),
            article=article,
        )
        for line in count.lines
    )
    again = Next(NextStep.NEW_BALLOT, tuple(line.ordinal for line in lines), rules.seats)
    return Decision(lines=lines, verdict=verdict, next=again, seats_left=rules.seats, reasoning=reasoning)


def _evaluated(count: Count, rules: BallotRules, reasoning: tuple[Reasoned, ...]) -> Decision:
    lines = []
    for line in count.lines:
        judged = grade_line(line, count, rules)
        lines.append(
            DecidedLine(
                ordinal=line.ordinal,
                approve=line.answers[0],
                basically=line.answers[1],
                oppose=line.answers[2],
                abstain=sum(line.answers[3:]),
                reached=judged.grade is not Grade.DISSATISFIED,
                line=judged.line,
                rank=0,
                chosen=False,
                grade=judged.grade,
                reason=Reasoned(judged.message, judged.values),
                article=judged.article,
            )
        )
    nothing = Next(NextStep.NOTHING)
    return Decision(
        lines=tuple(lines), verdict=Verdict.DECIDED, next=nothing, seats_left=0, reasoning=reasoning
    )


@dataclass(frozen=True)
class _Edge:
    """The ranking around place K. inside: surely in; tied: equal at the edge and too many for it."""

    inside: frozenset[int]
    tied: tuple[int, ...]
    reached: frozenset[int]


def rank_key(approve: int, oppose: int, rules: BallotRules) -> tuple[int, int]:
    """Return what ranks a project, the best first: more approvals, and by rule fewer oppositions."""
    return -approve, oppose if rules.tie_rule is TieRule.FEWER_OPPOSE else 0


def rank_of(key: tuple[int, int], keys: Iterable[tuple[int, int]]) -> int:
    """Return a project's rank among all: 1 is best, equals share it."""
    return 1 + sum(other < key for other in keys)


def _key(line: LineCount, rules: BallotRules) -> tuple[int, int]:
    numbers = _numbers(line)
    return rank_key(numbers["approve"], numbers.get("oppose", 0), rules)


def _edge(order: list[LineCount], needed: int, rules: BallotRules) -> _Edge:
    """order: best first."""
    reached = [line for line in order if line.answers[0] >= needed]
    ordinals = frozenset(line.ordinal for line in reached)
    if len(reached) <= rules.seats:
        return _Edge(ordinals, (), ordinals)
    last = _key(reached[rules.seats - 1], rules)
    if last != _key(reached[rules.seats], rules):
        return _Edge(frozenset(line.ordinal for line in reached[: rules.seats]), (), ordinals)
    inside = frozenset(line.ordinal for line in reached if _key(line, rules) < last)
    tied = tuple(line.ordinal for line in reached if _key(line, rules) == last)
    return _Edge(inside, tied, ordinals)


def _ranked(count: Count, rules: BallotRules, reasoning: tuple[Reasoned, ...]) -> Decision:
    needed = rules.pass_line_of(due=count.due, present=count.present, valid=count.valid)
    order = sorted(count.lines, key=lambda line: (_key(line, rules), line.ordinal))
    edge = _edge(order, needed, rules)
    lines = tuple(_decided(line, order, needed, edge, rules) for line in count.lines)
    verdict, follows = _next(order, edge, rules)
    left = rules.seats - len(edge.inside)
    return Decision(
        lines=lines,
        verdict=verdict,
        next=follows,
        seats_left=left,
        reasoning=(*reasoning, _line_reason(count, needed, rules), _edge_reason(edge, rules)),
    )


def _decided(
    line: LineCount, order: list[LineCount], needed: int, edge: _Edge, rules: BallotRules
) -> DecidedLine:
    numbers = _numbers(line)
    rank = rank_of(_key(line, rules), (_key(other, rules) for other in order))
    values = {**numbers, "line": needed, "rank": rank, "seats": rules.seats}
    message, article = _fate(line.ordinal, edge, rules)
    return DecidedLine(
        ordinal=line.ordinal,
        approve=numbers["approve"],
        oppose=numbers.get("oppose", 0),
        abstain=numbers.get("abstain", 0),
        reached=line.ordinal in edge.reached,
        line=needed,
        rank=rank,
        chosen=line.ordinal in edge.inside,
        reason=Reasoned(message, values),
        article=article,
    )


def _fate(ordinal: int, edge: _Edge, rules: BallotRules) -> tuple[str, str]:
    """Return the sentence and the article that say what becomes of a project."""
    has_line = rules.pass_base is not Base.NONE
    if ordinal in edge.inside:
        if has_line:
            return N_(
                "赞成 %(approve)s 票，达到通过线 %(line)s 票，列第 %(rank)s 位，在应选 %(seats)s 项之内，通过。"
            ), BY_KEY["pass_line"].source
        return N_("赞成 %(approve)s 票，列第 %(rank)s 位，在应选 %(seats)s 项之内，通过。"), WITHOUT_LINE
    if ordinal in edge.tied:
        if rules.tie_rule is TieRule.PRESIDIUM:
            return N_("赞成 %(approve)s 票，在应选末位与其他项目得票相等，由主席团决定。"), BY_KEY[
                "tie_rule"
            ].source
        return N_("赞成 %(approve)s 票，在应选末位与其他项目得票相等，须再次票决。"), BY_KEY[
            "tie_rule"
        ].source
    if ordinal in edge.reached:
        return OVER_THE_LINE if has_line else OUTRANKED, MOST_VOTES
    return N_("赞成 %(approve)s 票，未达到通过线 %(line)s 票，未通过。"), BY_KEY["pass_line"].source


def _line_reason(count: Count, needed: int, rules: BallotRules) -> Reasoned:
    if rules.pass_base is Base.NONE:
        message = N_("本次票决不设得票线，按赞成票从多到少选足 %(seats)s 项。")
        return Reasoned(message, {"seats": rules.seats}, WITHOUT_LINE)
    base = {Base.ALL: count.due, Base.PRESENT: count.present, Base.VALID: count.valid}[rules.pass_base]
    return Reasoned(
        N_("通过线以%(base)s %(size)s 为基数，%(part)s，即 %(line)s 票。"),
        {"base": rules.pass_base.label, "size": base, "part": rules.pass_line.label, "line": needed},
        BY_KEY["pass_line"].source,
    )


def _edge_reason(edge: _Edge, rules: BallotRules) -> Reasoned:
    values = {"reached": len(edge.reached), "seats": rules.seats, "inside": len(edge.inside)}
    if edge.tied:
        values["tied"] = len(edge.tied)
        return Reasoned(
            N_(
                "%(reached)s 项达到要求，应选 %(seats)s 项；%(inside)s 项确定通过，末位有 %(tied)s 项得票相等。"
            ),
            values,
            BY_KEY["tie_rule"].source,
        )
    if len(edge.inside) < rules.seats:
        message = N_("%(reached)s 项达到要求，少于应选 %(seats)s 项，全部通过。")
        return Reasoned(message, values, BY_KEY["shortfall_rule"].source)
    message = N_("%(reached)s 项达到要求，应选 %(seats)s 项，通过 %(inside)s 项。")
    return Reasoned(message, values, MOST_VOTES)


def _next(order: list[LineCount], edge: _Edge, rules: BallotRules) -> tuple[Verdict, Next]:
    left = rules.seats - len(edge.inside)
    if edge.tied:
        by_presidium = rules.tie_rule is TieRule.PRESIDIUM
        step = NextStep.PRESIDIUM if by_presidium else NextStep.TIE_VOTE
        return Verdict.TIE, Next(step, edge.tied, left)
    if left == 0:
        return Verdict.DECIDED, Next(NextStep.NOTHING)
    rest = tuple(line.ordinal for line in order if line.ordinal not in edge.inside)
    if rules.shortfall_rule is ShortfallRule.SECOND_ROUND and rest:
        return Verdict.SHORTFALL, Next(NextStep.SECOND_ROUND, rest, left)
    return Verdict.SHORTFALL, Next(NextStep.NOTHING)
