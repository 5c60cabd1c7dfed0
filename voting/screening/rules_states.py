"""The four lifecycles of screening (call, suggestion, project, shortlist) as tables. Pure."""

from __future__ import annotations

from enum import StrEnum

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
    words={
        CallState.DRAFTED: N_("起草中"),
        CallState.OPENED: N_("征集中"),
        CallState.CLOSED: N_("征集结束"),
    },
    step_words={
        "revise_call": N_("修改征集公告"),
        "open_call": N_("开始征集"),
        "extend_call": N_("延长征集"),
        "close_call": N_("结束征集"),
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
    words={
        SuggestionState.SUBMITTED: N_("待梳理"),
        SuggestionState.MERGED: N_("已归并成项目"),
        SuggestionState.ROUTED: N_("已转办"),
        SuggestionState.REJECTED: N_("未采纳"),
    },
    step_words={
        "merge": N_("归并"),
        "route": N_("转办"),
        "reject": N_("不予采纳"),
        "detach": N_("撤出归并"),
        "reconsider": N_("重新梳理"),
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
    words={
        _P.FORMED: N_("论证中"),
        _P.APPRAISED: N_("论证通过"),
        _P.PRELIMINARY: N_("初步候选"),
        _P.REVIEWED: N_("已经审查"),
        _P.FROZEN: N_("正式候选"),
        _P.SHELVED: N_("列入储备"),
    },
    step_words={
        "revise": N_("修改项目文本"),
        "appraise": N_("论证通过"),
        "withdraw_appraisal": N_("退回论证"),
        "shelve": N_("列入储备"),
        "revive": N_("重新论证"),
        "nominate": N_("提为初步候选项目"),
        "endorse": N_("审查通过"),
        "freeze": N_("确定为正式候选项目"),
        "send_back": N_("退回重提"),
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
        "record_decided": N_("登记已确定的名单"),
    },
)
