"""The law of following: what may be followed, the life of a following, its limits. Pure.

Source: 《个人信息保护法》第十四条 (consent of one's own, informed), 第十五条 (withdrawn as easily as given), 第十九条 (kept no longer than needed).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from voting.core.errors import TooManyTries
from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_
from voting.notices.wish.rules import Pace


class Topic(ByName):
    """What somebody follows."""

    SUGGESTION = "suggestion"
    PROJECT = "project"
    YEAR = "year"


class Way(ByName):
    """How a message leaves the program for somebody."""

    MAIL = "mail"
    SMS = "sms"


class FollowState(ByName):
    """Whether a contact is told of what it follows. ASKED: it has not answered the first message."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    LAPSED = "lapsed"


FOLLOW: Lifecycle[FollowState] = Lifecycle(
    start=FollowState.ASKED,
    steps={
        (FollowState.ASKED, "confirm"): FollowState.CONFIRMED,
        (FollowState.CONFIRMED, "confirm"): FollowState.CONFIRMED,
        (FollowState.ASKED, "end"): FollowState.ENDED,
        (FollowState.CONFIRMED, "end"): FollowState.ENDED,
        (FollowState.ENDED, "end"): FollowState.ENDED,
        (FollowState.LAPSED, "end"): FollowState.LAPSED,
        (FollowState.ASKED, "lapse"): FollowState.LAPSED,
        (FollowState.CONFIRMED, "lapse"): FollowState.LAPSED,
        (FollowState.ENDED, "ask"): FollowState.ASKED,
        (FollowState.LAPSED, "ask"): FollowState.ASKED,
    },
    words={
        FollowState.ASKED: N_("等待确认"),
        FollowState.CONFIRMED: N_("已订阅"),
        FollowState.ENDED: N_("已停止"),
        FollowState.LAPSED: N_("已到期"),
    },
    step_words={
        "confirm": N_("确认订阅"),
        "end": N_("停止订阅"),
        "lapse": N_("到期删除"),
        "ask": N_("再次订阅"),
    },
)

FOLLOWER_PACES: Mapping[Pace, str] = {
    Pace.AT_ONCE: N_("一有进展就发"),
    Pace.WEEKLY: N_("每周汇总，没有进展就不发"),
}
"""How soon a follower may choose to hear."""

ANSWERED_WITHIN = timedelta(days=3)
"""Who has not answered the first message by then is forgotten."""
FOLLOWED_FOR = timedelta(days=3 * 366)
"""A year of screening, one of work, one to look back: then the contact is deleted (docs/rules.md, "Notices")."""
FORGOTTEN_AFTER = timedelta(days=30)
"""After its contact was deleted, a row is kept so long: of it only a keyed digest, so that nobody is written to again and again."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOST_OF_A_CONTACT, MOST_OF_A_NETWORK = 10, 60
"""First messages to one contact in a day, and from one network in an hour: a village hall has one address, a mailbox has one owner."""


def expect_calm(of_contact: int, of_network: int) -> None:
    """Raise TooManyTries where somebody has strangers written to. of_contact: in a DAY; of_network: in an HOUR."""
    if of_contact >= MOST_OF_A_CONTACT:
        raise TooManyTries("这个邮箱或手机号今天已收到多封确认信，请明天再试。")
    if of_network >= MOST_OF_A_NETWORK:
        raise TooManyTries("您这个网络上刚才订阅的人很多，请过一小时再试。")
