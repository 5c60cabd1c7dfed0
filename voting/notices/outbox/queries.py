"""What waits to leave the program by mail and text message: how many, since when, why; never to whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true

from voting.core.clock import now
from voting.core.db import db
from voting.core.text import N_
from voting.notices.follow.rules import Way
from voting.notices.outbox.facts import LATELY
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import MessageState

WAY_NAMES: Mapping[Way, str] = {Way.MAIL: N_("邮件"), Way.SMS: N_("短信")}
ANSWERED = N_("对方服务器回答 %(code)s")
REFUSED = N_("服务商没有收下（代码 %(code)s），请核对接口、密钥和签名")
LATER = N_("服务商说稍后再发，或者连不上（代码 %(code)s）")
SILENT = N_("发出以后没有等到回答")
BROKEN = N_("没有发成（%(kind)s）")
BY_STEP: Mapping[str, str] = {"refuse": REFUSED, "later": LATER, "silent": SILENT}


@dataclass(frozen=True)
class Queue:
    """What waits on one way. name: message id; since: the oldest's, None where none waits; lost: of the last seven days.

    fault: message id of the newest trouble of what waits or was lost lately, with `values`, empty for none.
    """

    name: str
    waiting: int
    since: datetime | None
    lost: int
    fault: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def fault_in(failure: str) -> tuple[str, Mapping[str, object]]:
    """Return what a message's failure says, in words: a number of a mail server, a step and code of a provider, a kind of error."""
    if not failure:
        return "", {}
    step, _blank, code = failure.partition(" ")
    if step in BY_STEP and code.isdigit():
        return BY_STEP[step], {"code": code}
    return (ANSWERED, {"code": failure}) if failure.isdigit() else (BROKEN, {"kind": failure})


def queue(way: Way, ids: Collection[int] | None) -> Queue:
    """Return what waits on a way, of these places; None for all."""
    here: ColumnElement[bool] = true() if ids is None else Message.jurisdiction_id.in_(ids)
    waits = (Message.way == way) & (Message.state == MessageState.WAITING) & here
    lately = Message.state.in_((MessageState.REFUSED, MessageState.FAILED)) & (
        Message.settled_at > now() - LATELY
    )
    lost = (Message.way == way) & lately & here
    count, since = db.session.execute(select(func.count(), func.min(Message.made_at)).where(waits)).one()
    newest = select(Message.failure).where((waits | lost) & (Message.failure != ""))
    failure = db.session.scalar(newest.order_by(Message.id.desc()).limit(1)) or ""
    gone = db.session.scalar(select(func.count()).where(lost)) or 0
    return Queue(WAY_NAMES[way], count, since, gone, *fault_in(failure))
