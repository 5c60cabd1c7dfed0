"""The law of special inquiries: what is recorded of a question. Pure. Source: 《监督法》 (2024) arts. 47–50."""

from __future__ import annotations

from datetime import date

from voting.core.errors import WrongMoment
from voting.supervision.activity.rules import ActivityKind
from voting.supervision.commitment.rules import FieldRefused

MOST_TEXT = 2000


def expect_inquiry(kind: ActivityKind) -> None:
    """Raise WrongMoment for an activity in which no questions are put."""
    if kind is not ActivityKind.INQUIRY:
        raise WrongMoment("只有专题询问才记录问题和回答。")


def expect_promise_with_its_day(promise: str, due_on: date | None) -> None:
    """Raise FieldRefused where a promise has no day, or a day no promise: neither can be followed up."""
    if promise and due_on is None:
        raise FieldRefused("due_on", "有承诺的，请写明兑现日期。")
    if due_on is not None and not promise:
        raise FieldRefused("promise", "写了兑现日期，请写明承诺了什么；没有承诺的，请把日期清空。")
