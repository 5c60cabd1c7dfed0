"""The law of residents' remarks: states, tables, pure functions. Pure.

Source: practice (代表联络站收集群众反映); 《个人信息保护法》 art. 6: no more of a person than is needed.
"""

from __future__ import annotations

import re

from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_
from voting.supervision.commitment.rules import FieldRefused

MOST_TEXT, MOST_REASON = 300, 500
_CONTACT = re.compile(r"(\d[\s-]*){6,}\d|[^\s@]+@[^\s@]+")
"""Seven digits or more, however they are parted: a telephone or an identity number; or an address of mail."""
_DATE = r"(?<!\d)(?<!\d-)(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])(?!-?\d)"
_AMOUNT = r"(?<!\d)(?<!\d[\s-])(?:\d{1,3}(?:\s\d{3}){1,2}|\d{1,9})(?:\.\d+)?\s?[万亿]?元"
_NO_CONTACT = re.compile(f"{_DATE}|{_AMOUNT}")
"""A day written 2026-06-30; money with its unit, at most nine digits before the point: a mobile number has eleven."""


class RemarkState(ByName):
    """How far what a resident said has come."""

    WAITING = "waiting"
    RAISED = "raised"
    CLOSED = "closed"


REMARK: Lifecycle[RemarkState] = Lifecycle(
    start=RemarkState.WAITING,
    steps={
        (RemarkState.WAITING, "raise"): RemarkState.RAISED,
        (RemarkState.WAITING, "close"): RemarkState.CLOSED,
    },
    words={
        RemarkState.WAITING: N_("待办理"),
        RemarkState.RAISED: N_("已立为问题"),
        RemarkState.CLOSED: N_("已了结"),
    },
    step_words={"raise": N_("立为问题"), "close": N_("说明理由并了结")},
)


def tells_contact(text: str) -> bool:
    """Tell whether a text has a telephone number, an identity number or an address of mail."""
    return _CONTACT.search(_NO_CONTACT.sub("；", text)) is not None


def expect_no_contact(text: str, field: str = "text") -> None:
    """Raise FieldRefused for a text with a telephone number, an identity number or an address: it may become public as it is."""
    if tells_contact(text):
        raise FieldRefused(field, "不要写电话、证件号码、邮箱：立为问题以后，文字向社会公开。")
