"""The documents of a count: report of issue and return, count report, confirmation, proclamation, decision.

Facts only; core.typeset sets them. Pure: the callers bring every number and name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules, without_other_places
from voting.congress.documents.contents import Heading, chinese_date, paper
from voting.congress.documents.gongwen import signature, title_lines
from voting.congress.documents.method import grading, passing
from voting.core.typeset import Document
from voting.tally.count.rules import BallotChannel, ChannelCount, Count, answers_of, small_channels
from voting.tally.outcome.decision import DecidedLine, Decision, NextStep, Reasoned, Verdict
from voting.tally.outcome.grade import GRADES

CHANNELS = {BallotChannel.ELECTRONIC: "电子票", BallotChannel.PAPER: "纸质票"}
NEXT = {
    NextStep.NOTHING: "",
    NextStep.TIE_VOTE: "应当就得票相等的项目再次票决",
    NextStep.PRESIDIUM: "由大会主席团在得票相等的项目中决定",
    NextStep.SECOND_ROUND: "应当就未通过的项目另行票决",
    NextStep.NEW_BALLOT: "应当重新票决",
}


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A count with its outcome, ready to be printed. titles: of the projects by ordinal.

    ballots_digest: of the sorted sealed ballots, as on the hall screen; holders: who opened the box.
    together: titles chosen in this round and those before it, where there were any. cards_lost: token cards written off.
    """

    heading: Heading
    ballot_title: str
    uuid: str
    rules: BallotRules
    count: Count
    decision: Decision
    titles: Mapping[int, str]
    ballots_digest: str
    holders: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    cards_lost: int = 0

    def facts(self) -> dict[str, Any]:
        """Return what all documents of the count share besides the heading."""
        day = chinese_date(self.heading.on)
        return {
            "ballot": self.ballot_title,
            "uuid": self.uuid,
            "is_evaluation": self.rules.kind is Kind.EVALUATE,
            "signature": signature(self.presidium, day).facts(),
            "seats": self.rules.seats,
            "numbers": _numbers(self.count),
            "ballots_digest": self.ballots_digest,
            "holders": list(self.holders),
        }

    @property
    def presidium(self) -> str:
        """Return who issues what is published."""
        return f"{self.heading.meeting}主席团"

    @property
    def subject(self) -> str:
        """Return what was voted on, as titles of documents name it."""
        what = "民生实事项目满意度测评" if self.rules.kind is Kind.EVALUATE else "民生实事项目人大代表票决"
        return f"{self.heading.place}{self.heading.year}年{what}"


def _numbers(count: Count) -> dict[str, int]:
    names = ("due", "present", "absent", "issued", "returned", "not_returned", "valid", "void")
    return {name: max(0, int(getattr(count, name))) for name in names}


def _channel(one: ChannelCount) -> dict[str, Any]:
    return {
        "name": CHANNELS[one.channel] + (f"（{one.place}）" if one.place else ""),
        "issued": one.issued,
        "returned": one.returned,
        "not_returned": max(0, one.not_returned),
        "valid": one.valid,
        "void": one.void,
    }


def issue_report(counted: Counted, accepted_by: Sequence[str] = ()) -> Document:
    """Return the report of issued and returned ballots (发票收票情况报告).

    accepted_by: who accepted that a channel is so small that its subtotal tells much.
    """
    count, decision = counted.count, counted.decision
    few = [_channel(one)["name"] for one in small_channels(count.channels, counted.rules)]
    facts = {
        **counted.facts(),
        "channels": [_channel(one) for one in count.channels],
        "reasoning": _reasoning(decision.reasoning[:2]),
        "identities": identities(count),
        "quorum": counted.rules.quorum_of(count.due),
        "held": decision.verdict not in {Verdict.VOID, Verdict.NO_QUORUM},
        "small": few,
        "accepted_by": list(accepted_by),
        "remarks": remarks(counted),
    }
    return paper(counted.heading, "issue_report", f"{counted.subject}发票收票情况报告", facts)


def remarks(counted: Counted) -> list[str]:
    """Return what the report must not hide: paper that differs from the roll, and cards that nobody can account for."""
    found = []
    paper, on_roll = counted.count.paper_issued, counted.count.paper_on_roll
    if paper != on_roll:
        found.append(f"各投票点报告发出纸质票 {paper} 张，领票名册登记领取纸质票 {on_roll} 人，两数不符。")
    found += [
        f"{_channel(one)['name']}发出 {one.issued} 张，收回 {one.returned} 张，多出 {one.excess} 张。"
        for one in counted.count.channels
        if one.excess
    ]
    if counted.cards_lost:
        found.append(f"无法收回的票卡 {counted.cards_lost} 张，没有发出，不计入发出票数；已由两人登记。")
    return found


def _reasoning(reasons: Sequence[Reasoned]) -> list[str]:
    return [f"{reason}（{_ground(reason.article)}）" for reason in reasons]


def _ground(article: str) -> str:
    """Return on what a finding rests, as a paper says it: the national law, else the method of this vote."""
    return without_other_places(article) or "依照通过的办法"


def identities(count: Count) -> list[str]:
    """Return the sums of the whole count that hold, as they are printed."""
    return [
        f"应到 {count.due} = 实到 {count.present} + 缺席 {count.absent}{_of_leave(count)}",
        _collected(count),
        f"收回 {count.returned} = 有效 {count.valid} + 无效 {count.void}",
    ]


def _of_leave(count: Count) -> str:
    """Return how many of the absent had asked for leave, in brackets; nothing for none."""
    return f"（其中请假 {count.on_leave} 人）" if count.on_leave else ""


def _collected(count: Count) -> str:
    """Return 发出 and 收回 as a sum that holds, also where more came back than went out."""
    if count.not_returned < 0:
        return f"收回 {count.returned} = 发出 {count.issued} + 多出 {-count.not_returned}"
    return f"发出 {count.issued} = 收回 {count.returned} + 未收回 {count.not_returned}"


def line_sums(counted: Counted) -> list[str]:
    """Return 赞成 + 反对 + 弃权 = 有效 of each project; none of `choose`, whose votes only stay within 有效."""
    if counted.rules.kind is Kind.CHOOSE:
        return []
    sums = []
    for line in counted.decision.lines:
        parts = zip(answers_of(counted.rules), _votes(counted.rules, line), strict=True)
        terms = " + ".join(f"{name} {number}" for name, number in parts)
        sums.append(f"第 {line.ordinal} 项：{terms} = 有效 {counted.count.valid}")
    return sums


def _votes(rules: BallotRules, line: DecidedLine) -> tuple[int, ...]:
    """Return what a project got, in the order of the columns."""
    votes = {
        Kind.CHOOSE: (line.approve,),
        Kind.EACH: (line.approve, line.oppose, line.abstain),
        Kind.EVALUATE: (line.approve, line.basically, line.oppose, line.abstain),
    }[rules.kind]
    return votes[: len(answers_of(rules))]


def count_report(counted: Counted) -> Document:
    """Return the count report (计票结果报告单) with a line to sign for each who answers for it."""
    decision = counted.decision
    facts = {
        **counted.facts(),
        "columns": list(answers_of(counted.rules)),
        "lines": [_line(counted, line) for line in decision.lines],
        "reasoning": _reasoning(decision.reasoning),
        "identities": identities(counted.count),
        "line_sums": line_sums(counted),
        "remarks": remarks(counted),
        "conclusion": conclusion(counted),
        "signatures": ["总监票人", "监票人", "总计票人", "计票人"],
        "seals": [counted.presidium],
    }
    return paper(counted.heading, "count_report", f"{counted.subject}计票结果报告单", facts)


def _line(counted: Counted, line: DecidedLine) -> dict[str, Any]:
    return {
        "ordinal": line.ordinal,
        "title": counted.titles[line.ordinal],
        "votes": list(_votes(counted.rules, line)),
        "rank": line.rank,
        "line": line.line,
        "result": GRADES[line.grade]
        if line.grade
        else counted.decision.standing_of(line, counted.rules).label,
        "chosen": line.chosen,
        "reason": str(line.reason),
        "article": _ground(line.article),
    }


def conclusion(counted: Counted) -> str:
    """Return the outcome in one sentence."""
    decision = counted.decision
    if decision.verdict in {Verdict.VOID, Verdict.NO_QUORUM}:
        return f"本次票决无效，{NEXT[decision.next.step]}。"
    if counted.rules.kind is Kind.EVALUATE:
        return "测评有效，各项目的等次见上表。"
    text = f"票决有效，应选 {counted.rules.seats} 项，通过 {len(decision.chosen)} 项"
    follows = NEXT[decision.next.step]
    if follows:
        names = "、".join(f"第 {ordinal} 项" for ordinal in decision.next.ordinals)
        return f"{text}；{follows}（{names}，确定 {decision.next.seats} 项）。"
    return f"{text}，空缺 {decision.seats_left} 项。" if decision.seats_left else f"{text}。"


def presidium_confirmation(counted: Counted, report_digest: str) -> Document:
    """Return the presidium's confirmation of the result. report_digest: of the count report confirmed."""
    facts = {
        **counted.facts(),
        "conclusion": conclusion(counted),
        "chosen": _chosen(counted),
        "report_digest": report_digest,
        "signatures": counted.heading.presidium_signs,
    }
    title = f"大会主席团关于{counted.subject}结果的确认书"
    return paper(counted.heading, "presidium_confirmation", title, facts)


def _chosen(counted: Counted) -> list[str]:
    """Return the chosen titles in the candidates' order, which tells nothing of the votes."""
    return [counted.titles[ordinal] for ordinal in sorted(counted.decision.chosen)]


def _all_chosen(counted: Counted) -> list[str]:
    """Return what all rounds together have chosen."""
    return list(counted.together) or _chosen(counted)


def proclamation(counted: Counted, number: int) -> Document:
    """Return the proclamation (公告 第 N 号): the projects alone, in the candidates' order (2025 sample)."""
    facts = {**counted.facts(), "number": number, "chosen": _all_chosen(counted), "grades": _grades(counted)}
    facts["title_lines"] = [*title_lines(counted.heading.meeting, names=[counted.heading.place]), "公　告"]
    return paper(counted.heading, "proclamation", f"{counted.heading.meeting}公告（第{number}号）", facts)


def resolution(counted: Counted) -> Document:
    """Return the decision (决定) that some congresses adopt beside the proclamation."""
    facts = {**counted.facts(), "chosen": _all_chosen(counted), "grades": _grades(counted)}
    subject = f"{counted.heading.place}{counted.heading.year}年民生实事项目"
    return paper(counted.heading, "resolution", f"{counted.heading.meeting}关于{subject}的决定", facts)


def result(counted: Counted) -> Document:
    """Return the result as one table (票决结果, 测评结果表) with the rule by which it was found."""
    evaluated = counted.rules.kind is Kind.EVALUATE
    numbers = _numbers(counted.count)
    facts = {
        **counted.facts(),
        "columns": list(answers_of(counted.rules)),
        "lines": [_line(counted, line) for line in counted.decision.lines],
        "outcome": "等次" if evaluated else "结果",
        "figures": "应到 {due} 人，实到 {present} 人；发出 {issued} 张，收回 {returned} 张，"
        "有效 {valid} 张，无效 {void} 张。".format(**numbers),
        "rule": grading(counted.rules) if evaluated else passing(counted.rules),
        "seals": [counted.presidium],
    }
    return paper(counted.heading, "result", f"{counted.subject}结果{'表' if evaluated else ''}", facts)


def _grades(counted: Counted) -> list[list[str]]:
    lines = counted.decision.lines
    return [[counted.titles[line.ordinal], GRADES[line.grade]] for line in lines if line.grade]
