"""The lifecycles of supervision and the words for their states and steps. Pure.

How a light is found stands in rules_lights, how results are graded and who decides changes in rules_results.
"""

from __future__ import annotations

from enum import StrEnum

from voting.core.errors import RuleBroken
from voting.core.lifecycle import Lifecycle
from voting.core.text import N_

MONTHS = range(1, 13)
REPORT_DAY = 5
"""A month's report is due on this day of the month after (practice: docs/rules.md, "The plan and the monthly report")."""


class CommitmentState(StrEnum):
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
        C.CARRIED_OVER: N_("结转下年"),
        C.TERMINATED: N_("终止"),
    },
    step_words={
        "publish_plan": N_("公布实施计划"),
        "revise_plan": N_("修订实施计划"),
        "report": N_("报送月报"),
        "deliver": N_("申请验收"),
        "send_back": N_("退回整改"),
        "accept": N_("通过验收"),
        "find_unfinished": N_("认定未完成"),
        "carry_over": N_("结转下年"),
        "adjust": N_("调整"),
        "suspend": N_("暂缓"),
        "resume": N_("恢复实施"),
        "terminate": N_("终止"),
    },
)


class ReportState(StrEnum):
    """How far a monthly report has come. A correction adds a version and never touches an older one."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTED = "corrected"


REPORT: Lifecycle[ReportState] = Lifecycle(
    start=ReportState.DRAFT,
    steps={
        (ReportState.DRAFT, "submit"): ReportState.SUBMITTED,
        (ReportState.SUBMITTED, "correct"): ReportState.CORRECTED,
        (ReportState.CORRECTED, "correct"): ReportState.CORRECTED,
    },
    words={
        ReportState.DRAFT: N_("未报送"),
        ReportState.SUBMITTED: N_("已报送"),
        ReportState.CORRECTED: N_("已更正"),
    },
    step_words={
        "submit": N_("报送"),
        "correct": N_("更正"),
    },
)


class FindingState(StrEnum):
    """How far a problem that deputies found has come (发现、答复、整改、复查)."""

    RAISED = "raised"
    ANSWERED = "answered"
    RECTIFIED = "rectified"
    CLOSED = "closed"


FINDING: Lifecycle[FindingState] = Lifecycle(
    start=FindingState.RAISED,
    steps={
        (FindingState.RAISED, "answer"): FindingState.ANSWERED,
        (FindingState.RAISED, "rectify"): FindingState.RECTIFIED,
        (FindingState.ANSWERED, "rectify"): FindingState.RECTIFIED,
        (FindingState.RECTIFIED, "pass_recheck"): FindingState.CLOSED,
        (FindingState.RECTIFIED, "fail_recheck"): FindingState.RAISED,
    },
    words={
        FindingState.RAISED: N_("待答复"),
        FindingState.ANSWERED: N_("整改中"),
        FindingState.RECTIFIED: N_("待复查"),
        FindingState.CLOSED: N_("已办结"),
    },
    step_words={
        "answer": N_("答复"),
        "rectify": N_("提交整改情况"),
        "pass_recheck": N_("复查通过"),
        "fail_recheck": N_("复查不通过"),
    },
)


class ChangeState(StrEnum):
    """How far a request to change what was voted has come. It takes effect with its public notice."""

    REQUESTED = "requested"
    APPROVED = "approved"
    PROCLAIMED = "proclaimed"
    REPORTED = "reported"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CHANGE: Lifecycle[ChangeState] = Lifecycle(
    start=ChangeState.REQUESTED,
    steps={
        (ChangeState.REQUESTED, "approve"): ChangeState.APPROVED,
        (ChangeState.REQUESTED, "refuse"): ChangeState.REFUSED,
        (ChangeState.REQUESTED, "withdraw"): ChangeState.WITHDRAWN,
        (ChangeState.APPROVED, "proclaim"): ChangeState.PROCLAIMED,
        (ChangeState.PROCLAIMED, "report_to_congress"): ChangeState.REPORTED,
    },
    words={
        ChangeState.REQUESTED: N_("待决定"),
        ChangeState.APPROVED: N_("已同意，待公告"),
        ChangeState.PROCLAIMED: N_("已公告"),
        ChangeState.REPORTED: N_("已向代表大会报告"),
        ChangeState.REFUSED: N_("未同意"),
        ChangeState.WITHDRAWN: N_("已撤回"),
    },
    step_words={
        "approve": N_("同意"),
        "refuse": N_("不同意"),
        "withdraw": N_("撤回"),
        "proclaim": N_("公告"),
        "report_to_congress": N_("向代表大会报告"),
    },
)


class Refused(RuleBroken):
    """A rule broken by one field of a form. field: the name of the input, the same in form and dataclass."""

    def __init__(self, field: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field
