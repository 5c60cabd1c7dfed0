"""What a robot says: the notice's own words, where it leads, and why it came; in Chinese, as the group reads it."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from voting.core.clock import in_china
from voting.core.sentences import word
from voting.notices.channel.robot_format import MOST_BYTES, fitted
from voting.notices.chat.models import ChatPost
from voting.notices.event.rules import KINDS
from voting.notices.wish.rules import LANGUAGES


def said_by(post: ChatPost, place: str, site: str) -> str:
    """Return the text of a post. site: the program's own address; without it no link is named."""
    with force_locale(LANGUAGES["zh"]):
        head = f"【{place} · {word(KINDS[post.kind])}】"
        at = _("时间：%(at)s", at=f"{in_china(post.at):%Y-%m-%d %H:%M}")
        foot = [at, *([site + post.path] if site else [])]
        foot.append(_("办公室在“群机器人”里设置了本群接收这类通知；不再接收，请办公室在那里移除。"))
        if post.again:
            foot.append(_("这一条可能已经发过一次。"))
        rest = "\n".join(foot)
        room = MOST_BYTES - len(rest.encode()) - 1
        return f"{fitted(head + word(post.words) % post.told, room)}\n{rest}"
