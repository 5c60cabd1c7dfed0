"""What goes to chat robots: written in the transaction that writes a line's notices, sent outside of any."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from voting.audit.models import Entry
from voting.congress.place.queries import place_by_id
from voting.core.clock import now
from voting.core.db import db, hold_nothing, transaction
from voting.core.due_rules import MOST_TRIES, pause_after, rest_of
from voting.notices.channel.robot_call import speak
from voting.notices.channel.robot_format import RobotAnswer
from voting.notices.chat.facts import Opened, is_any_post_ripe, opened_robot, ripe
from voting.notices.chat.models import ChatPost, ChatRobot
from voting.notices.chat.rules import SPACING
from voting.notices.chat.said import said_by
from voting.notices.event.rules import Telling
from voting.notices.outbox.rules import LEASE, MESSAGE, STALE

SENDING_SECONDS = 6.0
"""How long one job begins messages before another gets its turn; the last one may take web_call.WHOLE_SECONDS more."""


@dataclass(frozen=True, kw_only=True)
class Posting:
    """With what is sent: the program's own address, the key of the contacts, hosts that may be private."""

    site: str
    secret_key: str
    hosts: Collection[str]


@dataclass(frozen=True)
class Parcel:
    """A post that is being sent. robot: None where nobody is to get it any more."""

    id: int
    number: int
    again: bool
    robot: Opened | None
    text: str


def post_line(
    robot: ChatRobot, telling: Telling, line: Entry, *, path: str, told: Mapping[str, object]
) -> ChatPost:
    """Return what one robot is to say of a line; not yet stored."""
    return ChatPost(
        jurisdiction_id=line.jurisdiction_id,
        robot_id=robot.id,
        entry_id=line.id,
        kind=telling.kind,
        words=telling.words,
        told=dict(told),
        path=path,
        at=line.at,
    )


def deliver(by: Posting) -> None:
    """Send what is to be sent, for SENDING_SECONDS; a robot in trouble rests and holds up no other."""
    hold_nothing()
    if not is_any_post_ripe():
        return
    begun = time.monotonic()
    while time.monotonic() < begun + SENDING_SECONDS and (one := _begin(by)) is not None:
        hold_nothing()
        verdict = RobotAnswer("drop")
        if one.robot is not None:
            verdict = speak(one.robot.format, one.robot.address, one.robot.secret, one.text, by.hosts)
        with transaction():
            _keep(one, verdict)


def _begin(by: Posting) -> Parcel | None:
    """Begin a try of the oldest post that may be sent; None when there is none. From here on it is in doubt."""
    hold_nothing()
    with transaction():
        asked = select(ChatPost).where(ripe()).order_by(ChatPost.id).limit(1)
        while (row := db.session.scalar(asked.with_for_update(skip_locked=True))) is not None:
            row.tries += 1
            if row.tries > MOST_TRIES:
                row.state, row.settled_at = MESSAGE.after(row.state, "give_up"), now()
                db.session.flush()
                continue
            row.again, row.in_doubt = row.again or row.in_doubt, True
            row.next_try_at = now() + max(LEASE, pause_after(row.tries))
            robot = db.session.get_one(ChatRobot, row.robot_id)
            robot.rests_until = now() + SPACING
            opened = None if row.at < now() - STALE else opened_robot(robot, by.secret_key)
            text = said_by(row, place_by_id(row.jurisdiction_id).name, by.site)
            return Parcel(row.id, row.tries, row.again, opened, text)
        return None


def _keep(parcel: Parcel, verdict: RobotAnswer) -> None:
    """Keep what became of a try, unless another has begun since."""
    asked = select(ChatPost).where(ChatPost.id == parcel.id, ChatPost.tries == parcel.number)
    row = db.session.scalar(asked.with_for_update().execution_options(populate_existing=True))
    if row is None:
        return
    robot = db.session.get_one(ChatRobot, row.robot_id)
    row.failure, row.code = verdict.told, verdict.code
    waits = verdict.step in {"later", "silent"}
    robot.failed = robot.failed + 1 if waits else 0
    if waits:
        robot.rests_until = now() + rest_of(robot.failed, verdict.rest)
    if waits and parcel.number < MOST_TRIES and not (verdict.step == "silent" and parcel.again):
        if verdict.step == "later":
            row.in_doubt, row.next_try_at = False, now() + rest_of(parcel.number, verdict.rest)
        return
    row.state, row.settled_at = MESSAGE.after(row.state, "give_up" if waits else verdict.step), now()
    row.in_doubt, row.next_try_at = False, None
