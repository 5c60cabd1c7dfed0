"""The life of a project until the vote, as a table. Pure."""

from __future__ import annotations

from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_


class ProjectState(ByName):
    """How far a project has come; what becomes of a candidate stands in the rooms that follow."""

    FORMED = "formed"
    APPRAISED = "appraised"
    PRELIMINARY = "preliminary"
    REVIEWED = "reviewed"
    FROZEN = "frozen"
    SHELVED = "shelved"
    JOINED = "joined"
    DISSOLVED = "dissolved"

    @property
    def stands(self) -> bool:
        """Tell whether the project is one still: not gone up in another, not taken back."""
        return self not in {ProjectState.JOINED, ProjectState.DISSOLVED}

    @property
    def takes_scores(self) -> bool:
        """Tell whether points may still be given."""
        return self in {ProjectState.FORMED, ProjectState.APPRAISED}

    @property
    def is_on_list(self) -> bool:
        """Tell whether it stands on the year's list of candidates, preliminary or formal."""
        return self in {ProjectState.PRELIMINARY, ProjectState.REVIEWED, ProjectState.FROZEN}


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
        (_P.REVIEWED, "return_to_review"): _P.PRELIMINARY,
        (_P.SHELVED, "revive"): _P.FORMED,
        (_P.FORMED, "join"): _P.JOINED,
        (_P.JOINED, "part"): _P.FORMED,
        (_P.FORMED, "dissolve"): _P.DISSOLVED,
        (_P.DISSOLVED, "restore"): _P.FORMED,
    },
    words={
        _P.FORMED: N_("论证中"),
        _P.APPRAISED: N_("论证通过"),
        _P.PRELIMINARY: N_("初步候选"),
        _P.REVIEWED: N_("已经审查"),
        _P.FROZEN: N_("正式候选"),
        _P.SHELVED: N_("列入储备"),
        _P.JOINED: N_("已并入其他项目"),
        _P.DISSOLVED: N_("归并已撤销"),
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
        "join": N_("并入其他项目"),
        "part": N_("从其他项目拆回"),
        "dissolve": N_("撤销归并成的项目"),
        "restore": N_("恢复撤销的项目"),
        "return_to_review": N_("退回审查之前"),
    },
)
