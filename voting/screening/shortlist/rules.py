"""The law of the list of candidates: states, tables, pure functions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voting.confirmation.rules import ConfirmationKind, Sentences
from voting.congress.ballot_rules.thresholds import majority_of_all, surplus_percent
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName, Lifecycle, Missing
from voting.core.text import N_
from voting.people.rules import COLLECTING, LEAD, Role
from voting.screening.dossier.states import ProjectState
from voting.screening.words import STAFF


class ShortlistState(StrEnum):
    """How far a year's list of candidates has come along the chain of approvals."""

    DRAFTED = "drafted"
    NOMINATED = "nominated"
    REVIEWED = "reviewed"
    DECIDED = "decided"


_S = ShortlistState
SHORTLIST: Lifecycle[ShortlistState] = Lifecycle(
    start=_S.DRAFTED,
    steps={
        (_S.DRAFTED, "name_preliminary"): _S.NOMINATED,
        (_S.NOMINATED, "review_list"): _S.REVIEWED,
        (_S.REVIEWED, "decide_list"): _S.DECIDED,
        (_S.NOMINATED, "send_back"): _S.DRAFTED,
        (_S.REVIEWED, "send_back"): _S.DRAFTED,
        (_S.REVIEWED, "return_to_review"): _S.NOMINATED,
        (_S.DRAFTED, "record_decided"): _S.DECIDED,
    },
    words={
        _S.DRAFTED: N_("酝酿中"),
        _S.NOMINATED: N_("已提出初步名单"),
        _S.REVIEWED: N_("名单已经审查"),
        _S.DECIDED: N_("名单已经确定"),
    },
    step_words={
        "name_preliminary": N_("提出初步候选名单"),
        "review_list": N_("审查候选名单"),
        "decide_list": N_("确定正式候选名单"),
        "send_back": N_("退回重提"),
        "return_to_review": N_("退回审查之前"),
        "record_decided": N_("登记已确定的名单"),
    },
)


OPEN_LISTS = (ShortlistState.REVIEWED, ShortlistState.DECIDED)
"""Deputies read a list once it is reviewed: visits, comments and deliberation come next (docs/rules_foundations.md)."""


@dataclass(frozen=True)
class Surplus:
    """How many candidates there are beyond the seats (差额). warning: under the rule set's percentage."""

    candidates: int
    seats: int
    warning: bool

    @property
    def count(self) -> int:
        """Return the surplus in projects; negative when there are fewer candidates than seats."""
        return self.candidates - self.seats

    @property
    def percent(self) -> int:
        """Return the surplus as whole per cent of the seats, as the ballot method prints it."""
        return surplus_percent(self.candidates, self.seats)


def surplus(candidates: int, seats: int, warn_percent: int) -> Surplus:
    """Return the surplus of a list; seats at least 1. No law sets a percentage: docs/rules.md, "The list of candidates"."""
    return Surplus(candidates, seats, 100 * (candidates - seats) < warn_percent * seats)


class ApprovalKind(ByName):
    """A step in the chain of approvals of the list, in its order (docs/rules.md, "The list of candidates")."""

    EXECUTIVE = "executive"
    PARTY = "party"
    COUNCIL = "council"
    REVIEW = "review"
    VISITS = "visits"
    COMMENTS = "comments"
    DELEGATIONS = "delegations"
    DECISION = "decision"


MOVING = (ApprovalKind.EXECUTIVE, ApprovalKind.REVIEW, ApprovalKind.DECISION)
"""The approvals that every list needs: each moves it on."""


class ListDecision(ByName):
    """What came of a step. NOTED: it decides nothing; RETURNED: the list went back, to its beginning or before the review."""

    PASSED = "passed"
    FAILED = "failed"
    NOTED = "noted"
    RETURNED = "returned"


DECISION_WORDS: dict[ListDecision, str] = {
    ListDecision.PASSED: N_("通过"),
    ListDecision.FAILED: N_("没有通过"),
    ListDecision.NOTED: N_("已办理"),
    ListDecision.RETURNED: N_("退回"),
}


def recorders(kind: ApprovalKind) -> frozenset[Role]:
    """Return who records an approval: the government its own executive meeting, the congress office every one of them."""
    return COLLECTING if kind is ApprovalKind.EXECUTIVE else frozenset({Role.STAFF})


@dataclass(frozen=True, kw_only=True)
class ListCount:
    """A show of hands: due (全体组成人员), present, and how they voted."""

    decided_on: date
    due: int
    present: int
    approve: int
    oppose: int = 0
    abstain: int = 0


def check_count(count: ListCount) -> None:
    """Raise RuleBroken unless the body could meet and the list passed.

    More than half of the members present, more than half of all members in favour: 组织法 art. 51; for a
    presidium, which the law gives no number, by analogy.
    """
    check_sums(count)
    if count.present < majority_of_all(count.due):
        raise RuleBroken("实到 %(present)s 人，不足全体组成人员的过半数。", present=count.present)
    if count.approve < majority_of_all(count.due):
        raise RuleBroken(
            "赞成 %(approve)s 票，不足全体组成人员的过半数（%(needed)s 票），名单没有通过。没有通过的，请在“登记其他环节”登记结果。",
            approve=count.approve,
            needed=majority_of_all(count.due),
        )


def check_sums(count: ListCount) -> None:
    """Raise RuleBroken for a count that cannot be, whatever came of it."""
    if count.due < 1 or count.present > count.due:
        raise RuleBroken("实到人数不能多于应到人数。")
    if count.approve + count.oppose + count.abstain > count.present:
        raise RuleBroken("赞成、反对、弃权合计不能多于实到人数。")


def check_after(on: date, before: date | None, today: date) -> None:
    """Raise RuleBroken when an approval is dated in the future or before the one it follows."""
    if on > today:
        raise RuleBroken("日期不能晚于今天。")
    if before is not None and on < before:
        raise RuleBroken("日期不能早于上一环节（%(before)s）。", before=before.isoformat())


def missing_before_name_preliminary(states: Sequence[ProjectState], seats: int) -> list[Missing]:
    """Return what is lacking before a preliminary list can be put: enough projects that passed appraisal."""
    ready = sum(state is ProjectState.APPRAISED for state in states)
    return [Missing(N_("论证通过的项目数要不少于应选数量"), STAFF)] if ready < seats else []


def missing_before_review_list(states: Sequence[ProjectState], seats: int) -> list[Missing]:
    """Return what is lacking before the list can be reviewed."""
    ready = sum(state is ProjectState.PRELIMINARY for state in states)
    return [Missing(N_("初步候选项目数要不少于应选数量"), STAFF)] if ready < seats else []


def missing_before_decide_list(states: Sequence[ProjectState], seats: int) -> list[Missing]:
    """Return what is lacking before the presidium can fix the formal list."""
    ready = sum(state is ProjectState.REVIEWED for state in states)
    return [Missing(N_("经审查的项目数要不少于应选数量"), STAFF)] if ready < seats else []


def check_chosen(chosen: Sequence[int], seats: int) -> None:
    """Raise RuleBroken when a list names a project twice or has fewer projects than seats."""
    if len(set(chosen)) != len(chosen):
        raise RuleBroken("同一个项目不能列入两次。")
    if len(chosen) < seats:
        raise RuleBroken("名单有 %(count)s 项，少于应选数量 %(seats)s 项。", count=len(chosen), seats=seats)


FREEZE = ConfirmationKind(
    name="screening:freeze",
    ask=frozenset({Role.STAFF}),
    confirm=LEAD,
    said=Sentences(
        unknown=N_("没有这项请求。"),
        waiting=N_("%(year)s 年的名单已经提请定稿，正等待第二人确认。"),
        settled=N_("这次定稿已经确认或者撤回。"),
        own=N_("提请定稿的人不能自己确认，请另一人在自己的设备上核对后确认。"),
        role=N_("须由人大工作人员、秘书处或者执行主席确认。"),
    ),
)
"""The texts become final when a second person has read the list as it was entered. Its subject: the year."""


def check_despite(unanswered: int, despite: str) -> None:
    """Raise RuleBroken when the list is decided while suggestions wait for an answer, and nobody says why.

    A promise of the call (每条建议都会答复), not of a law; docs/rules.md, "The list of candidates".
    """
    if unanswered and not despite:
        raise RuleBroken(
            "这一年还有 %(count)s 条建议没有答复。请先答复，或者写明现在定稿的理由。", count=unanswered
        )
