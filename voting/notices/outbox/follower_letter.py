"""What a follower is told, in his language: the first message, which asks him, and what there is to tell. As a mail; it names no contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from config import MailServer
from voting.congress.place.queries import place_by_id
from voting.core.db import db
from voting.notices.follow.link import token_of
from voting.notices.follow.models import Follow, FollowNews
from voting.notices.follow.queries import ABOUT
from voting.notices.follow.rules import Topic
from voting.notices.outbox.letter import offer_one_click
from voting.notices.outbox.models import Message
from voting.notices.wish.rules import LANGUAGES


@dataclass(frozen=True)
class Told:
    """A message to a follower. about, words: message ids, with name and told as their values; words: empty in the first message.

    url: where it stands; link: where he says yes, or no more; again: it may have come before.
    """

    key: str
    language: str
    place: str
    about: str
    name: str
    words: str
    told: Mapping[str, Any]
    at: datetime
    url: str
    link: str
    again: bool

    @property
    def is_english(self) -> bool:
        return self.language == "en"


def told_follower(row: Message, site: str, secret_key: str) -> Told:
    """Return what a message says to its follower."""
    follow = db.session.get_one(Follow, row.follow_id)
    news = db.session.get_one(FollowNews, row.news_id) if row.news_id is not None else None
    return Told(
        key=row.key,
        language=follow.language,
        place=place_by_id(row.jurisdiction_id).name,
        about=ABOUT[follow.topic],
        name=follow.name,
        words=news.words if news else "",
        told=news.told if news else {},
        at=news.at if news else row.made_at,
        url=site
        + (news.path if news and news.path and follow.topic is not Topic.SUGGESTION else follow.path),
        link=f"{site}/follow/{token_of(follow.id, follow.digest, secret_key)}",
        again=row.again,
    )


def told_by_mail(told: Told, server: MailServer, to: str) -> EmailMessage:
    """Return the mail. Its Message-ID is the same whenever it is made."""
    mail = EmailMessage(policy=SMTP)
    with force_locale(LANGUAGES[told.language]):
        word = _("有新的进展") if told.words else _("请确认是否接收进展通知")
        mail["Subject"] = str(_("【民生实事】%(place)s：%(word)s", place=told.place, word=word))
        mail.set_content(_rendered("notices/outbox/follower.txt", told), cte="base64")
        mail.add_alternative(_rendered("notices/outbox/follower.html", told), subtype="html", cte="base64")
    mail["From"], mail["To"] = server.sender, to
    mail["Date"] = format_datetime(told.at)
    mail["Message-ID"] = f"<{told.key}@{server.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    offer_one_click(mail, told.link)
    if told.again:
        mail["X-Sent-Again"] = "yes"
    return mail


def _rendered(template: str, told: Told) -> str:
    return current_app.jinja_env.get_template(template).render(page=told)
