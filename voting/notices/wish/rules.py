"""When a notice leaves the program, as its reader wishes: at once, in a daily or weekly digest, or not at all. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from voting.core.clock import day_of, in_china, moment
from voting.core.lifecycle import ByName
from voting.core.text import N_
from voting.notices.event.rules import SERVED, NoticeKind


class Pace(ByName):
    """How soon somebody wants to be sent what is of a kind."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


PACES: dict[Pace, str] = {
    Pace.AT_ONCE: N_("立即"),
    Pace.DAILY: N_("每天汇总"),
    Pace.WEEKLY: N_("每周汇总"),
    Pace.NONE: N_("不发送"),
}

USUAL: dict[NoticeKind, Pace] = {
    NoticeKind.ACCOUNT: Pace.AT_ONCE,
    NoticeKind.TO_ANSWER: Pace.AT_ONCE,
    NoticeKind.MEETING: Pace.AT_ONCE,
    NoticeKind.RESULT: Pace.AT_ONCE,
    NoticeKind.CHANGE: Pace.DAILY,
    NoticeKind.PROGRESS: Pace.DAILY,
    NoticeKind.SCREENING: Pace.WEEKLY,
}
"""What holds for who has chosen nothing."""

DIGEST_HOUR = 8
"""By the clock of China; the weekly digest comes on Mondays."""
LANGUAGES = {"zh": "zh_CN", "en": "en"}


@dataclass(frozen=True)
class QuietHours:
    """From one full hour of China's clock to another, over midnight where the first is later; none where both are the same."""

    begins: int
    ends: int

    def after(self, at: datetime) -> datetime:
        """Return the first moment from `at` on at which somebody may be disturbed."""
        local = in_china(at)
        hour, over_midnight = local.hour, self.begins > self.ends
        inside = self.begins <= hour or hour < self.ends if over_midnight else self.begins <= hour < self.ends
        if not inside:
            return at
        day = local.date() + timedelta(days=1) if over_midnight and hour >= self.begins else local.date()
        return moment(day, self.ends % 24)


def pace_of(kind: NoticeKind, chosen: Pace | None) -> Pace:
    """Return the pace that holds: what must be served is always sent at once."""
    return Pace.AT_ONCE if kind in SERVED else chosen or USUAL[kind]


def leaves_at(at: datetime, pace: Pace, quiet: QuietHours, *, urgent: bool) -> datetime | None:
    """Return when a notice made at a moment leaves the program; None for never.

    Quiet hours hold back what is not urgent. A digest leaves at DIGEST_HOUR of the next day, or the next Monday.
    """
    if pace is Pace.NONE:
        return None
    if pace is Pace.AT_ONCE:
        return at if urgent else quiet.after(at)
    days = 1 if pace is Pace.DAILY else 7 - day_of(at).weekday()
    if pace is Pace.DAILY and at < moment(day_of(at), DIGEST_HOUR):
        days = 0
    return quiet.after(moment(day_of(at) + timedelta(days=days), DIGEST_HOUR))


ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")


def is_address(text: str) -> bool:
    """Tell whether a text is one mail address and nothing else: no name, no second address, no line break (RFC 5321)."""
    local = text.partition("@")[0]
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return ADDRESS.fullmatch(text) is not None and not dots
