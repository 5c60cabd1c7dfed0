"""The life of a message that leaves the program, as a table. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from voting.core.lifecycle import Lifecycle
from voting.core.text import N_


class MessageState(StrEnum):
    """What has become of a message. SENT: a server has accepted it."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"
    DROPPED = "dropped"


MESSAGE = Lifecycle(
    start=MessageState.WAITING,
    steps={
        (MessageState.WAITING, "accept"): MessageState.SENT,
        (MessageState.WAITING, "refuse"): MessageState.REFUSED,
        (MessageState.WAITING, "give_up"): MessageState.FAILED,
        (MessageState.WAITING, "drop"): MessageState.DROPPED,
    },
    words={
        MessageState.WAITING: N_("待发送"),
        MessageState.SENT: N_("已发送"),
        MessageState.REFUSED: N_("对方服务器拒收"),
        MessageState.FAILED: N_("未发成"),
        MessageState.DROPPED: N_("不再发送"),
    },
    step_words={
        "accept": N_("发送"),
        "refuse": N_("拒收"),
        "give_up": N_("停止重试"),
        "drop": N_("取消发送"),
    },
)

LEASE = timedelta(minutes=5)
"""How long a message rests that is being sent, longer than a try takes: who finds it afterwards knows no answer came."""
STALE = timedelta(days=30)
"""What could not leave for so long is not sent any more; it stands in the program's own list."""
