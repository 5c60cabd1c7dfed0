"""The life of a dossier that a lead unit is asked for, as a table. Pure."""

from __future__ import annotations

from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_


class CommissionState(ByName):
    """How far the unit has come with the text."""

    ASKED = "asked"
    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


_C = CommissionState
COMMISSION: Lifecycle[CommissionState] = Lifecycle(
    start=_C.ASKED,
    steps={
        (_C.ASKED, "hand_in_text"): _C.HANDED_IN,
        (_C.ASKED, "withdraw"): _C.WITHDRAWN,
        (_C.HANDED_IN, "return_text"): _C.ASKED,
        (_C.HANDED_IN, "accept_text"): _C.ACCEPTED,
        (_C.ACCEPTED, "ask"): _C.ASKED,
        (_C.WITHDRAWN, "ask"): _C.ASKED,
    },
    words={
        _C.ASKED: N_("单位填写中"),
        _C.HANDED_IN: N_("单位已交回"),
        _C.ACCEPTED: N_("已收下"),
        _C.WITHDRAWN: N_("已撤回"),
    },
    step_words={
        "ask": N_("请牵头单位填写"),
        "hand_in_text": N_("交回项目文本"),
        "withdraw": N_("撤回，不再请单位填写"),
        "return_text": N_("退回单位修改"),
        "accept_text": N_("收下"),
    },
)
