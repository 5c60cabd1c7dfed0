"""The law of commitments: states, tables, pure functions. Pure."""

from __future__ import annotations

from datetime import date

from voting.confirmation.rules import ConfirmationKind, Sentences
from voting.core.clock import today
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_
from voting.people.rules import SUPERVISORS, Role

MONTHS = range(1, 13)
"""A month's report is due on this day of the month after (practice: docs/rules.md, "The plan and the monthly report")."""


class CommitmentState(ByName):
    """How far a project that the deputies chose has come this year."""

    ASSIGNED = "assigned"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    SUSPENDED = "suspended"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    UNFINISHED = "unfinished"
    CARRIED_OVER = "carried_over"
    TERMINATED = "terminated"


C = CommitmentState
OPEN = (C.ASSIGNED, C.PLANNED, C.UNDER_WAY)
ENDED = frozenset({C.ACCEPTED, C.UNFINISHED, C.CARRIED_OVER, C.TERMINATED})

COMMITMENT: Lifecycle[CommitmentState] = Lifecycle(
    start=C.ASSIGNED,
    steps={
        (C.ASSIGNED, "publish_plan"): C.PLANNED,
        (C.PLANNED, "revise_plan"): C.PLANNED,
        (C.UNDER_WAY, "revise_plan"): C.UNDER_WAY,
        (C.PLANNED, "report"): C.UNDER_WAY,
        (C.UNDER_WAY, "report"): C.UNDER_WAY,
        (C.UNDER_WAY, "deliver"): C.DELIVERED,
        (C.DELIVERED, "send_back"): C.UNDER_WAY,
        (C.DELIVERED, "withdraw_delivery"): C.UNDER_WAY,
        (C.DELIVERED, "accept"): C.ACCEPTED,
        **{(state, "find_unfinished"): C.UNFINISHED for state in (*OPEN, C.DELIVERED, C.SUSPENDED)},
        (C.UNFINISHED, "carry_over"): C.CARRIED_OVER,
        **{(state, "adjust"): state for state in OPEN},
        **{(state, "suspend"): C.SUSPENDED for state in OPEN},
        (C.SUSPENDED, "resume"): C.UNDER_WAY,
        **{(state, "terminate"): C.TERMINATED for state in (*OPEN, C.SUSPENDED)},
    },
    words={
        C.ASSIGNED: N_("已交办"),
        C.PLANNED: N_("已公布计划"),
        C.UNDER_WAY: N_("实施中"),
        C.SUSPENDED: N_("暂缓"),
        C.DELIVERED: N_("待验收"),
        C.ACCEPTED: N_("已验收"),
        C.UNFINISHED: N_("未完成"),
        C.CARRIED_OVER: N_("已结转下年"),
        C.TERMINATED: N_("终止"),
    },
    step_words={
        "publish_plan": N_("公布实施计划"),
        "revise_plan": N_("修订实施计划"),
        "report": N_("报送月报"),
        "deliver": N_("申请验收"),
        "send_back": N_("退回整改"),
        "withdraw_delivery": N_("撤回验收申请"),
        "accept": N_("通过验收"),
        "find_unfinished": N_("认定未完成"),
        "carry_over": N_("结转下年"),
        "adjust": N_("调整"),
        "suspend": N_("暂缓"),
        "resume": N_("恢复实施"),
        "terminate": N_("终止"),
    },
)

ACCEPTANCE = ConfirmationKind(
    name="supervision:acceptance",
    ask=SUPERVISORS | {Role.STAFF},
    confirm=SUPERVISORS | {Role.STAFF},
    said=Sentences(
        unknown=N_("没有这项请求。"),
        waiting=N_("这个项目的验收结论已经提交，正等待第二人确认。"),
        settled=N_("这次验收结论已经确认或者撤回。"),
        own=N_("提交验收结论的人不能自己确认，请另一人核对后确认。"),
    ),
)
"""A result, accepted or unfinished, counts when a second person has confirmed it. Its subject: the commitment."""


class FieldRefused(RuleBroken):
    """A rule broken by one field of a form. field: the name of the input, the same in form and dataclass."""

    def __init__(self, field: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


def percent(part: int, whole: int) -> int | None:
    """Return whole per cent, rounded half up; None where there is no whole."""
    return None if whole <= 0 else (200 * part + whole) // (2 * whole)


def expect_future(day: date) -> None:
    """Raise Refused for a limit that has passed."""
    if day < today():
        raise FieldRefused("due_on", "期限不能在今天以前。")
