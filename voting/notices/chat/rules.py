"""What a chat robot may be told, and when it is called again. Pure."""

from __future__ import annotations

from datetime import timedelta

from voting.notices.event.rules import NoticeKind, Telling, Whom

CHAT_KINDS = tuple(kind for kind in NoticeKind if kind is not NoticeKind.ACCOUNT)
"""What concerns one person's account is for no group to read."""
HEARD = frozenset({Whom.STAFF, Whom.GROUP, Whom.OVERSIGHT, Whom.DEPUTIES})
"""A group chat hears what concerns the office, the group, overseers or deputies; not what is said to one unit or one person."""
MOST_ROBOTS = 10
SPACING = timedelta(seconds=3)
"""Between two messages of one robot: WeCom and DingTalk take 20 a minute, and then none for a while."""


def is_heard(telling: Telling) -> bool:
    """Tell whether a group chat may hear this."""
    return telling.kind in CHAT_KINDS and bool(telling.whom & HEARD)
