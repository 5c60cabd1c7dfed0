"""The four lifecycles of screening (call, suggestion, project, shortlist) as tables. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from voting.core.errors import WrongMoment
from voting.core.lifecycle import Lifecycle
from voting.core.text import N_


class CallState(StrEnum):
    """How far a year's call for suggestions (征集) has come."""

    DRAFTED = "drafted"
    OPENED = "opened"
    CLOSED = "closed"


CALL: Lifecycle[CallState] = Lifecycle(
    start=CallState.DRAFTED,
    steps={
        (CallState.DRAFTED, "revise_call"): CallState.DRAFTED,
        (CallState.DRAFTED, "open_call"): CallState.OPENED,
        (CallState.OPENED, "extend_call"): CallState.OPENED,
        (CallState.OPENED, "close_call"): CallState.CLOSED,
        (CallState.CLOSED, "extend_call"): CallState.OPENED,
    },
)


class SuggestionState(StrEnum):
    """Where a suggestion (建议项目) has gone."""

    SUBMITTED = "submitted"
    MERGED = "merged"
    ROUTED = "routed"
    REJECTED = "rejected"


SUGGESTION: Lifecycle[SuggestionState] = Lifecycle(
    start=SuggestionState.SUBMITTED,
    steps={
        (SuggestionState.SUBMITTED, "merge"): SuggestionState.MERGED,
        (SuggestionState.SUBMITTED, "route"): SuggestionState.ROUTED,
        (SuggestionState.SUBMITTED, "reject"): SuggestionState.REJECTED,
        (SuggestionState.MERGED, "detach"): SuggestionState.SUBMITTED,
        (SuggestionState.REJECTED, "reconsider"): SuggestionState.SUBMITTED,
    },
)


class ProjectState(StrEnum):
    """How far a project has come; what becomes of a candidate stands in the rooms that follow."""

    FORMED = "formed"
    APPRAISED = "appraised"
    PRELIMINARY = "preliminary"
    REVIEWED = "reviewed"
    FROZEN = "frozen"
    SHELVED = "shelved"


_P = ProjectState
PROJECT: Lifecycle[ProjectState] = Lifecycle(
    start=_P.FORMED,
    steps={
        (_P.FORMED, "revise"): _P.FORMED,
        (_P.FORMED, "appraise"): _P.APPRAISED,
        (_P.FORMED, "shelve"): _P.SHELVED,
        (_P.APPRAISED, "withdraw_appraisal"): _P.FORMED,
        (_P.APPRAISED, "nominate"): _P.PRELIMINARY,
        (_P.APPRAISED, "shelve"): _P.SHELVED,
        (_P.PRELIMINARY, "revise"): _P.PRELIMINARY,
        (_P.PRELIMINARY, "endorse"): _P.REVIEWED,
        (_P.PRELIMINARY, "shelve"): _P.SHELVED,
        (_P.REVIEWED, "revise"): _P.REVIEWED,
        (_P.REVIEWED, "freeze"): _P.FROZEN,
        (_P.REVIEWED, "shelve"): _P.SHELVED,
        (_P.PRELIMINARY, "send_back"): _P.APPRAISED,
        (_P.REVIEWED, "send_back"): _P.APPRAISED,
        (_P.SHELVED, "revive"): _P.FORMED,
    },
)


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
        (_S.DRAFTED, "record_decided"): _S.DECIDED,
    },
)

STATE_WORDS: dict[type[StrEnum], dict[str, str]] = {
    CallState: {"drafted": N_("起草中"), "opened": N_("征集中"), "closed": N_("征集结束")},
    SuggestionState: {
        "submitted": N_("待梳理"),
        "merged": N_("已归并成项目"),
        "routed": N_("已转办"),
        "rejected": N_("未采纳"),
    },
    ProjectState: {
        "formed": N_("论证中"),
        "appraised": N_("论证通过"),
        "preliminary": N_("初步候选"),
        "reviewed": N_("已经审查"),
        "frozen": N_("正式候选"),
        "shelved": N_("列入储备"),
    },
    ShortlistState: {
        "drafted": N_("酝酿中"),
        "nominated": N_("已提出初步名单"),
        "reviewed": N_("名单已经审查"),
        "decided": N_("名单已经确定"),
    },
}

STEP_WORDS: dict[str, str] = {
    "revise_call": N_("修改征集公告"),
    "open_call": N_("开始征集"),
    "extend_call": N_("延长征集"),
    "close_call": N_("结束征集"),
    "merge": N_("归并"),
    "route": N_("转办"),
    "reject": N_("不予采纳"),
    "detach": N_("撤出归并"),
    "reconsider": N_("重新梳理"),
    "revise": N_("修改项目文本"),
    "appraise": N_("论证通过"),
    "withdraw_appraisal": N_("退回论证"),
    "shelve": N_("列入储备"),
    "revive": N_("重新论证"),
    "nominate": N_("提为初步候选项目"),
    "endorse": N_("审查通过"),
    "freeze": N_("确定为正式候选项目"),
    "name_preliminary": N_("提出初步候选名单"),
    "review_list": N_("审查候选名单"),
    "decide_list": N_("确定正式候选名单"),
    "send_back": N_("退回重提"),
    "record_decided": N_("登记已确定的名单"),
}

S = TypeVar("S", bound=StrEnum)


def word_of(state: StrEnum) -> str:
    """Return the wording of a state (states of two lifecycles may share a value, so the type counts)."""
    return STATE_WORDS[type(state)][state.value]


def moved(lifecycle: Lifecycle[S], state: S, step: str) -> S:
    """Return the state that `step` leads to; raise WrongMoment in the words of the procedure."""
    if not lifecycle.may(state, step):
        raise WrongMoment(
            "现在是“%(state)s”，不能办理“%(step)s”。", state=word_of(state), step=STEP_WORDS[step]
        )
    return lifecycle.after(state, step)
