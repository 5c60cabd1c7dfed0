"""Text messages to followers and accounts, sent outside of any transaction by their place's provider; one in trouble rests and holds up no other."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from voting.congress.place.queries import place_by_id
from voting.core.clock import now
from voting.core.db import db, hold_nothing, transaction
from voting.core.due_rules import MOST_TRIES, PAUSES, pause_after, rest_of
from voting.core.sentences import word
from voting.notices.channel.robot_format import RobotAnswer
from voting.notices.channel.sms_call import text_to
from voting.notices.channel.sms_template import SmsTemplate
from voting.notices.follow.rules import Way
from voting.notices.outbox.account_texts import compose_texts, told_account
from voting.notices.outbox.facts import address_of, is_any_text_ripe, ripe_message, texting_places
from voting.notices.outbox.follower_letter import Told, told_follower
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import LEASE, MESSAGE
from voting.notices.outbox.spreading import spread
from voting.notices.sms.facts import opened_template, provider_for
from voting.notices.sms.models import SmsProvider
from voting.notices.wish.rules import LANGUAGES

SENDING_SECONDS = 6.0
"""How long one job begins messages before another gets its turn; the last one may take web_call.WHOLE_SECONDS more."""
MOST_SIGNS = 300
MOST_REST = timedelta(minutes=30)
"""How long a provider rests at most that refuses: a few wrong numbers in a row must not hold up the others for long."""


@dataclass(frozen=True, kw_only=True)
class Texting:
    """With what is sent: the program's own address, the key of the contacts, hosts that may be private."""

    site: str
    secret_key: str
    hosts: Collection[str]


@dataclass(frozen=True, repr=False)
class Parcel:
    """A message that is being sent. phone, template: None where nobody is to get it, or nobody sends it, any more."""

    id: int
    number: int
    again: bool
    provider_id: int | None
    phone: str | None
    template: SmsTemplate | None
    text: str


def deliver(by: Texting) -> None:
    """Send what is to be sent, for SENDING_SECONDS."""
    hold_nothing()
    if not is_any_text_ripe():
        return
    spread()
    compose_texts()
    begun = time.monotonic()
    while time.monotonic() < begun + SENDING_SECONDS and (one := _begin(by)) is not None:
        hold_nothing()
        verdict = RobotAnswer("drop")
        if one.phone is not None and one.template is not None:
            verdict = text_to(one.template, one.phone, one.text, by.hosts)
        with transaction():
            _keep(one, verdict)


def _begin(by: Texting) -> Parcel | None:
    """Begin a try of the oldest message whose provider does not rest; None when there is none. From here on it is in doubt."""
    hold_nothing()
    with transaction():
        asked = (
            select(Message)
            .where(ripe_message(Way.SMS), Message.jurisdiction_id.in_(texting_places()))
            .order_by(Message.tries, Message.id)
        )
        while (row := db.session.scalar(asked.limit(1).with_for_update(skip_locked=True))) is not None:
            row.tries += 1
            if row.tries > MOST_TRIES:
                row.state, row.settled_at = MESSAGE.after(row.state, "give_up"), now()
                db.session.flush()
                continue
            row.again, row.in_doubt = row.again or row.in_doubt, True
            row.next_try_at = now() + max(LEASE, pause_after(row.tries))
            return _parcel(row, by)
        return None


def _parcel(row: Message, by: Texting) -> Parcel:
    provider = provider_for(place_by_id(row.jurisdiction_id))
    phone = address_of(row, by.secret_key)
    if provider is None or phone is None:
        return Parcel(row.id, row.tries, row.again, None, None, None, "")
    text = _text(row, by, provider.signature)
    if not text:
        return Parcel(row.id, row.tries, row.again, None, None, None, "")
    template = opened_template(provider, by.secret_key)
    return Parcel(row.id, row.tries, row.again, provider.jurisdiction_id, phone, template, text)


def _text(row: Message, by: Texting, signature: str) -> str:
    """Return what a message says; empty where nothing is left to say."""
    if row.follow_id is not None:
        return said_in(told_follower(row, by.site, by.secret_key), signature)
    head, tail = told_account(row, by.site, by.secret_key)
    return fitted(head, tail, signature, again=row.again) if head else ""


def said_in(told: Told, signature: str) -> str:
    """Return the text of a message, in its reader's language: what there is to tell, and the link, which never is cut off."""
    with force_locale(LANGUAGES[told.language]):
        about = word(told.about) % {"name": told.name}
        if told.words:
            head, tail = word(told.words) % told.told, _("查看或停止：%(link)s", link=told.link)
            if told.lines:
                head = _(
                    "一周来%(what)s有 %(count)s 条进展，最近一条：%(said)s",
                    what=about,
                    count=len(told.lines),
                    said=head,
                )
        else:
            head = _("有人登记了这个号码，想收到关于%(what)s的进展。", what=about)
            tail = _("是您本人请打开确认：%(link)s ，不是请忽略。", link=told.link)
        return fitted(head, tail, signature, again=told.again)


def fitted(head: str, tail: str, signature: str, *, again: bool) -> str:
    """Return a text of at most MOST_SIGNS signs, whose head is cut off where it is too long."""
    more = _("（可能已发过一次）") if again else ""
    room = MOST_SIGNS - len(tail) - len(more) - len(signature) - 3
    return f"【{signature}】{head if len(head) <= room else head[: room - 1] + '…'}{tail}{more}"


def _keep(parcel: Parcel, verdict: RobotAnswer) -> None:
    """Keep what became of a try, unless another has begun since. A provider in trouble rests."""
    asked = select(Message).where(Message.id == parcel.id, Message.tries == parcel.number)
    row = db.session.scalar(asked.with_for_update().execution_options(populate_existing=True))
    if row is None:
        return
    in_trouble = _note_provider(parcel, verdict)
    row.failure = f"{verdict.step} {verdict.code}" if verdict.told else ""
    if verdict.step == "silent":
        if parcel.again or parcel.number >= MOST_TRIES:
            _settle(row, "give_up")
        return  # else it stays in doubt, and goes once more when its lease is over
    row.in_doubt, row.next_try_at = False, None
    if in_trouble:
        row.tries = min(
            row.tries, MOST_TRIES - 1
        )  # it is not the message's fault: it waits, and others are tried before it
    elif verdict.step == "refuse" and parcel.number < MOST_TRIES:
        row.next_try_at = now() + pause_after(parcel.number)
    else:
        _settle(row, verdict.step)


def _note_provider(parcel: Parcel, verdict: RobotAnswer) -> bool:
    """Keep how a provider fares; tell whether it is in trouble itself: it takes nothing from here, whatever the number.

    A refusal may be the number's fault or that of the credentials, and providers say so in words of their own. After one it took
    before it is the number's; after another refusal it is taken for the credentials', and nothing is lost by it.
    """
    if parcel.provider_id is None:
        return False
    provider, refused = db.session.get_one(SmsProvider, parcel.provider_id), verdict.step == "refuse"
    in_trouble = verdict.step in {"later", "silent"} or (refused and provider.failed > 0)
    provider.failed = provider.failed + 1 if in_trouble or refused else 0
    rest = min(rest_of(provider.failed, verdict.rest), MOST_REST if refused else PAUSES[-1])
    provider.rests_until = now() + rest if in_trouble else None
    return in_trouble


def _settle(row: Message, step: str) -> None:
    row.state, row.settled_at = MESSAGE.after(row.state, step), now()
    row.in_doubt, row.next_try_at = False, None
