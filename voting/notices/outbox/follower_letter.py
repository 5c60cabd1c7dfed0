"""What a follower is told, in his language: the first message, which asks him, and what there is to tell. As a mail; it names no contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from config import MailServer
from voting.congress.place.queries import place_by_id
from voting.core.db import db
from voting.notices.follow.link import token_of
from voting.notices.follow.models import DigestLine, Follow, FollowNews
from voting.notices.follow.queries import ABOUT
from voting.notices.follow.rules import Topic
from voting.notices.outbox.letter import offer_one_click
from voting.notices.outbox.models import Message
from voting.notices.wish.rules import LANGUAGES


@dataclass(frozen=True)
class ToldLine:
    """One thing that a digest tells. words: message id, with told as its values; url: where it stands."""

    words: str
    told: Mapping[str, Any]
    at: datetime
    url: str


@dataclass(frozen=True)
class Told:
    """A message to a follower. about, words: message ids, with name and told as their values; words: empty in the first message.

    url: where it stands; link: where he says yes, or no more; again: it may have come before.
    lines: of a digest, the oldest first, whose newest gives words and told.
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
    lines: tuple[ToldLine, ...] = ()

    @property
    def is_english(self) -> bool:
        return self.language == "en"


def told_follower(row: Message, site: str, secret_key: str) -> Told:
    """Return what a message says to its follower."""
    follow = db.session.get_one(Follow, row.follow_id)
    told = _news_of(row)
    lines = tuple(ToldLine(one.words, one.told, one.at, _url(follow, one, site)) for one in told)
    news = told[-1] if told else None
    return Told(
        key=row.key,
        language=follow.language,
        place=place_by_id(row.jurisdiction_id).name,
        about=ABOUT[follow.topic],
        name=follow.name,
        words=news.words if news else "",
        told=news.told if news else {},
        at=row.made_at if row.digest or news is None else news.at,
        url=_url(follow, None if row.digest else news, site),
        link=f"{site}/follow/{token_of(follow.id, follow.digest, secret_key)}",
        again=row.again,
        lines=lines if row.digest else (),
    )


def _news_of(row: Message) -> Sequence[FollowNews]:
    """Return what a message tells, the oldest first; nothing for the first message, which asks."""
    if row.digest:
        asked = select(FollowNews).join(DigestLine, DigestLine.news_id == FollowNews.id)
        ordered = asked.where(DigestLine.message_id == row.id).order_by(FollowNews.at, FollowNews.id)
        return db.session.scalars(ordered).all()
    return [db.session.get_one(FollowNews, row.news_id)] if row.news_id is not None else []


def _url(follow: Follow, news: FollowNews | None, site: str) -> str:
    """Return where news stands; a suggestion's follower is led to its own page."""
    led = news is not None and news.path and follow.topic is not Topic.SUGGESTION
    return site + (news.path if news is not None and led else follow.path)


def told_by_mail(told: Told, server: MailServer, to: str) -> EmailMessage:
    """Return the mail. Its Message-ID is the same whenever it is made."""
    mail = EmailMessage(policy=SMTP)
    with force_locale(LANGUAGES[told.language]):
        word = _("一周进展") if told.lines else _("有新的进展") if told.words else _("请确认是否接收进展通知")
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
