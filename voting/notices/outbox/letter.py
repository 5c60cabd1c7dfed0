"""A message as a mail: text and HTML in its reader's language, from the notices it carries. Its subject names no project."""

from __future__ import annotations

from collections.abc import Sequence
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
from voting.notices.wish.rules import LANGUAGES


@dataclass(frozen=True)
class LetterLine:
    """A notice in a mail. words, told: message id and its values; times: how many of the same; url: whole."""

    place: str
    kind: str
    words: str
    told: dict[str, Any]
    at: datetime
    urgent: bool
    url: str
    times: int


@dataclass(frozen=True)
class Letter:
    """What a mail says. place: of the reader; site: the program's own address; again: it may have come before.

    to_former: it tells an address that is the account's no more of that alone, and has no lines. confirm_url: it asks an
    address whether it is its owner's, and has no lines either. stop_url: where one click stops what of its lines may be; empty where
    all must be served.
    """

    key: str
    language: str
    name: str
    place: str
    lines: Sequence[LetterLine]
    made_at: datetime
    again: bool
    site: str
    to_former: bool = False
    confirm_url: str = ""
    stop_url: str = ""

    @property
    def is_english(self) -> bool:
        return self.language == "en"

    @property
    def wishes_url(self) -> str:
        return f"{self.site}/me/notices"

    @property
    def list_url(self) -> str:
        return f"{self.site}/me/notices/list"


def composed(letter: Letter, server: MailServer, to: str) -> EmailMessage:
    """Return the mail to an address. Its Message-ID is the same whenever it is made."""
    mail = EmailMessage(policy=SMTP)
    with force_locale(LANGUAGES[letter.language]):
        mail["Subject"] = subject_of(letter)
        _fill(mail, letter)
    mail["From"], mail["To"] = server.sender, to
    mail["Date"] = format_datetime(letter.made_at)
    mail["Message-ID"] = f"<{letter.key}@{server.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if letter.stop_url:
        offer_one_click(mail, letter.stop_url)
    if letter.again:
        mail["X-Sent-Again"] = "yes"
    return mail


def offer_one_click(mail: EmailMessage, url: str) -> None:
    """Say where a mail program stops this by one POST; opened in a browser, the same address asks first (RFC 8058)."""
    mail["List-Unsubscribe"] = f"<{url}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _fill(mail: EmailMessage, letter: Letter) -> None:
    """Write the text: to a former address, and to one that is asked, in words alone, else also as HTML."""
    if letter.to_former:
        mail.set_content(_rendered("notices/outbox/former.txt", letter), cte="base64")
        return
    if letter.confirm_url:
        mail.set_content(_rendered("notices/outbox/confirm.txt", letter), cte="base64")
        return
    mail.set_content(_rendered("notices/outbox/letter.txt", letter), cte="base64")
    mail.add_alternative(_rendered("notices/outbox/letter.html", letter), subtype="html", cte="base64")


def subject_of(letter: Letter) -> str:
    """Return the subject: what kind of thing it is, and where; no name and no text of it."""
    if letter.to_former:
        return str(_("【民生实事】这个邮箱不再接收通知"))
    if letter.confirm_url:
        return str(_("【民生实事】请确认您的邮箱"))
    if len(letter.lines) == 1:
        (line,) = letter.lines
        return str(_("【民生实事】%(place)s：%(kind)s", place=line.place, kind=_(line.kind)))
    count = sum(line.times for line in letter.lines)
    return str(_("【民生实事】%(place)s：%(count)s 条通知", place=letter.place, count=count))


def _rendered(template: str, letter: Letter) -> str:
    return current_app.jinja_env.get_template(template).render(page=letter)
