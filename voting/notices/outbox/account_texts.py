"""Text messages to accounts: made of the notices that also go to a confirmed number, and what they say. A transaction for each batch."""

from __future__ import annotations

import secrets
from itertools import groupby

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select, update

from voting.congress.place.models import Jurisdiction
from voting.core.clock import now
from voting.core.db import db, hold_nothing, transaction
from voting.core.sentences import word
from voting.notices.follow.rules import DAY, Way
from voting.notices.inbox.models import Notice
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import STALE, MessageState
from voting.notices.phone.facts import kinds_of, number_of, phone_of
from voting.notices.phone.models import AccountPhone
from voting.notices.wish.contact import token_of
from voting.notices.wish.facts import reader_of
from voting.notices.wish.rules import LANGUAGES
from voting.people.models import Account

MOST_COMPOSED = 200
MOST_ASKED = 5
"""Messages in a DAY that ask, for one account, whether a number is its owner's; the page of the number says so."""


def ripe_text() -> ColumnElement[bool]:
    """Return what picks out a notice that is to go to a number and is in no text message yet."""
    return Notice.text_id.is_(None) & (Notice.texts_at <= now())


def compose_texts() -> None:
    """Make the text messages that accounts are to get: one for each account, and those that ask a number."""
    while _compose_some():
        pass


def _compose_some() -> bool:
    hold_nothing()
    with transaction():
        db.session.execute(
            update(Notice).where(ripe_text(), Notice.texts_at < now() - STALE).values(texts_at=None)
        )
        asked = select(Notice).where(ripe_text()).order_by(Notice.account_id, Notice.id).limit(MOST_COMPOSED)
        rows = db.session.scalars(asked.with_for_update(skip_locked=True)).all()
        for account_id, theirs in groupby(rows, key=lambda row: row.account_id):
            message = message_to(account_id, Way.SMS)
            for row in theirs:
                row.text_id = message.id
        unasked = select(AccountPhone).where(AccountPhone.to_confirm.is_(True)).limit(MOST_COMPOSED)
        for phone in db.session.scalars(unasked.with_for_update(skip_locked=True)).all():
            if _asked_lately(phone.account_id) < MOST_ASKED:
                message_to(phone.account_id, Way.SMS).confirms = True
            phone.to_confirm = False
    return len(rows) == MOST_COMPOSED


def _asked_lately(account_id: int) -> int:
    """Return how many numbers were asked for an account within a day: nobody has strangers written to again and again."""
    asked = Message.account_id == account_id, Message.confirms.is_(True), Message.way == Way.SMS
    sent = Message.state != MessageState.DROPPED, Message.made_at > now() - DAY
    return db.session.scalar(select(func.count()).where(*asked, *sent)) or 0


def message_to(account_id: int, way: Way) -> Message:
    """Make a message to an account, stored."""
    account = db.session.get_one(Account, account_id)
    message = Message(
        jurisdiction_id=account.jurisdiction_id,
        account_id=account_id,
        key=secrets.token_hex(16),
        made_at=now(),
        way=way,
    )
    db.session.add(message)
    db.session.flush()
    return message


def told_account(row: Message, site: str, secret_key: str) -> tuple[str, str]:
    """Return what a text message says to its account, and the end that is never cut off; empty where nothing is left to say."""
    assert row.account_id is not None
    reader = reader_of(row.account_id)
    with force_locale(LANGUAGES[reader.language if reader else "zh"]):
        if row.confirms:
            token = token_of(
                row.account_id, number_of(phone_of(row.account_id), secret_key) or "", secret_key
            )
            link = f"{site}/me/notices/phone/{token}"
            return _("请确认用这个号码接收您账号的通知。"), _(
                "登录后打开：%(link)s ，不是您本人请忽略。", link=link
            )
        lines = _lines(row)
        if not lines:
            return "", ""
        notice, place = lines[-1]
        said = word(notice.words) % notice.told
        if len(lines) == 1:
            head = _("%(place)s：%(said)s", place=place, said=said)
        else:
            head = _("%(count)s 条新通知，最近一条：%(said)s", count=len(lines), said=said)
        return head, _("查看或停止：%(link)s", link=f"{site}/me/notices/list")


def _lines(row: Message) -> list[tuple[Notice, str]]:
    """Return the notices that a message carries, of kinds that its reader still wants, each with its place; the newest last."""
    phone = phone_of(row.account_id or 0)
    kinds = kinds_of(phone) if phone is not None else frozenset()
    asked = select(Notice, Jurisdiction.name).join(Jurisdiction, Jurisdiction.id == Notice.jurisdiction_id)
    found = db.session.execute(asked.where(Notice.text_id == row.id).order_by(Notice.at, Notice.id))
    return [(notice, place) for notice, place in found if notice.kind in kinds]
