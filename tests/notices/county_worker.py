"""The worker of that county with a stopped clock: it looks whenever something is ripe, may be killed at any commit, and is back in six minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import time_machine
from flask import Flask
from sqlalchemy import Select, func, select

from tests.interleaved.cuts import Fate, PowerCut
from tests.notices.county import OUTSIDE, County
from tests.notices.county_calendar import played
from tests.notices.mail_server import Mailbox
from tests.notices.robot_server import Robot
from voting.audit.models import Entry
from voting.core import db as database
from voting.core.clock import in_china, now
from voting.core.db import db
from voting.core.due_models import Due
from voting.core.due_rules import DueState
from voting.jobs import STANDING, owe_what_stands, work_off
from voting.notices.chat.models import ChatPost, ChatRobot
from voting.notices.follow.models import FollowNews
from voting.notices.inbox.models import Notice
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import MessageState
from voting.notices.sms.models import SmsProvider

BY_HAND = Path(__file__).with_name("county_by_hand.txt")
AWAY = timedelta(minutes=6)
ASKED = "notices:follow:asked"
MARKS = ("这一条可能已经发过一次。", "（可能已发过一次）")


@dataclass(frozen=True, order=True)
class Told:
    """A row of the table. at: day and hour of China's clock."""

    at: str
    event: str
    channel: str
    to: str


def by_hand() -> Counter[Told]:
    """Read the table: a line for each day and hour, event and channel, with all who are told; `name*2` is told twice."""
    rows: Counter[Told] = Counter()
    for line in BY_HAND.read_text(encoding="utf-8").splitlines():
        if fields := line.partition("#")[0].split():
            day, hour, event, channel, *names = fields
            for name, _, times in (one.partition("*") for one in names):
                rows[Told(f"{day} {hour}", event, channel, name)] += int(times or 1)
    return rows


@dataclass
class Power:
    """What the worker runs on. fails: number of a commit of the worker's -> undone or half_done; commits: so many were begun."""

    fails: Mapping[int, Fate] = field(default_factory=dict)
    commits: int = 0
    deaths: int = 0

    @contextmanager
    def on(self) -> Iterator[None]:
        honest = database._commit  # noqa: SLF001  the one place that commits

        def commit(failed: database.Written) -> None:
            self.commits += 1
            fate = self.fails.get(self.commits, Fate.WELL)
            if fate is not Fate.UNDONE:
                honest(failed)
            if fate is not Fate.WELL:
                self.deaths += 1
                raise PowerCut

        database._commit = commit  # noqa: SLF001
        try:
            yield
        finally:
            database._commit = honest  # noqa: SLF001


@dataclass
class Servers:
    """Everything outside that takes messages."""

    box: Mailbox
    robot: Robot
    provider: Robot


@dataclass
class Play:
    """One play of all months. once, again: what arrived outside, not marked and marked as perhaps sent before."""

    app: Flask
    world: County
    servers: Servers
    clock: time_machine.Traveller
    power: Power
    once: Counter[Told] = field(default_factory=Counter)
    again: Counter[Told] = field(default_factory=Counter)

    def through(self) -> Counter[Told]:
        """Play to the end; return the lists in the program."""
        for at, deed in played(self.world):
            while (ripe := self.next_ripe()) is not None and ripe < at:
                self.clock.move_to(max(ripe, now()))
                self.look()
            self.clock.move_to(max(at, now()))
            deed()
            self.look()
        return self.listed()

    def look(self) -> None:
        """Work as long as anything is ripe; killed, be back after a while."""
        while True:
            try:
                with self.power.on():
                    did = self._work()
            except PowerCut:
                self._take_down()
                self.clock.shift(AWAY)
                continue
            self._take_down()
            if not did:
                return

    def _work(self) -> int:
        with self.app.app_context():
            owe_what_stands()
        return work_off(self.app)

    def next_ripe(self) -> datetime | None:
        """Return when anything is ripe next. What the program sees to again and again, whatever was done, waits for these stops."""
        db.session.rollback()
        waiting, owed = Message.state == MessageState.WAITING, Due.state == DueState.WAITING
        posts = select(ChatPost.robot_id).where(ChatPost.state == MessageState.WAITING)
        asked = (
            select(func.min(Due.due_at)).where(owed, Due.key != STANDING),
            select(func.min(Due.next_try_at)).where(owed, Due.tries > 0),
            select(func.min(Notice.leaves_at)).where(Notice.message_id.is_(None)),
            select(func.min(FollowNews.leaves_at)).where(FollowNews.spread.is_(False)),
            select(func.min(Message.next_try_at)).where(waiting),
            select(func.min(ChatRobot.rests_until)).where(ChatRobot.id.in_(posts)),
            select(func.min(SmsProvider.rests_until)),
        )
        found = [at for one in asked if (at := db.session.scalar(one)) is not None and at > now()]
        return min(found, default=None)

    def _take_down(self) -> None:
        """Write down what arrived since the last time, with the present hour."""
        db.session.rollback()
        servers = self.servers
        for to, mail in servers.box.taken:
            for event in _events_of(mail):
                self._note(event, "mail", to.partition("@")[0], marked=mail["X-Sent-Again"] is not None)
        for text in servers.robot.texts:
            self._note(
                _event_in(text, select(ChatPost).order_by(ChatPost.id.desc())),
                "chat",
                "robot",
                marked=MARKS[0] in text,
            )
        for one in servers.provider.taken:
            names = {contact: name for name, (_way, contact) in OUTSIDE.items()}
            text = one["content"]
            self._note(
                _event_in(text, select(FollowNews).order_by(FollowNews.id.desc())),
                "sms",
                names[one["mobile"]],
                marked=MARKS[1] in text,
            )
        servers.box.taken.clear()
        servers.robot.taken.clear()
        servers.provider.taken.clear()

    def _note(self, event: str, channel: str, to: str, *, marked: bool) -> None:
        row = Told(f"{in_china(now()):%Y-%m-%d %H}", event, channel, to)
        (self.again if marked else self.once)[row] += 1

    def listed(self) -> Counter[Told]:
        """Return what stands in everybody's list, with the hour of the deed."""
        db.session.rollback()
        names = {one.account_id: name for name, one in self.world.people.items()}
        asked = select(Notice.at, Entry.event, Notice.account_id).join(Entry, Entry.id == Notice.entry_id)
        return Counter(
            Told(f"{in_china(at):%Y-%m-%d %H}", event, "list", names[account_id])
            for at, event, account_id in db.session.execute(asked)
        )


def _events_of(mail: EmailMessage) -> list[str]:
    """Return of which lines a mail tells: of each notice in it, or the one piece of news."""
    key = mail["Message-ID"].strip("<>").partition("@")[0]
    row = db.session.scalars(select(Message).where(Message.key == key)).one()
    if row.account_id is not None:
        noticed = select(Entry.event).join(Notice, Notice.entry_id == Entry.id)
        return list(db.session.scalars(noticed.where(Notice.message_id == row.id)))
    if row.news_id is None:
        return [ASKED]
    news = select(Entry.event).join(FollowNews, FollowNews.entry_id == Entry.id)
    return list(db.session.scalars(news.where(FollowNews.id == row.news_id)))


def _event_in(text: str, rows: Select[ChatPost] | Select[FollowNews]) -> str:
    """Return of which line a text tells: the newest whose words stand in it; a first message tells of none."""
    for row in db.session.scalars(rows):
        if row.words % row.told in text:
            return db.session.get_one(Entry, row.entry_id).event
    return ASKED
