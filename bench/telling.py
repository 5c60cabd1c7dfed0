"""The rush beside ten thousand notices on their way through a slow mail server: how much later is the last receipt?

Run: .venv/bin/python -m bench.telling [--rounds N]
telling_ratio: the last receipt of 340 while the program's own worker spreads a piece of news to ten thousand followers of
another city and sends it, against the one without anything to send: medians of rounds that take turns in one run. The mail server is a
real one in a process of its own; it takes each message after a tenth of a second. Whatever is lost, doubled or answered 500, or a
worker that was not at work, ends the measurement with exit status 1.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import func, insert, select

from bench.report import Row, write
from bench.rush import PEOPLE, Rush, measure
from tests.ballot.factories import Hall
from tests.factories import account, place
from tests.postgres import free_port
from tests.service import SECRET_KEY, Service
from voting.audit.models import Entry
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.notices.follow.link import digest_of
from voting.notices.follow.models import Follow, FollowNews
from voting.notices.follow.rules import FollowState, Topic, Way
from voting.notices.outbox.models import Message
from voting.notices.wish.contact import seal
from voting.people.rules import Place, Role

TARGET = 1.1
FOLLOWERS = 10_000
DELAY_SECONDS = 0.1
HOST, YEAR = "127.0.0.1", 2027
PATIENCE_SECONDS = 60.0


class Slow:
    """Takes every message, each after a while."""

    def __init__(self, taken: Synchronized[int]) -> None:
        self._taken = taken

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802, ANN401  aiosmtpd's
        """Take a message."""
        await asyncio.sleep(DELAY_SECONDS)
        with self._taken.get_lock():
            self._taken.value += 1
        return "250 OK"


def serve(port: int, taken: Synchronized[int]) -> None:
    """Be the mail server, in a process of its own, until it is ended."""
    Controller(Slow(taken), hostname=HOST, port=port).start()
    while True:
        time.sleep(1)


@dataclass(frozen=True)
class Post:
    """The slow mail server. taken: how many messages it took."""

    taken: Synchronized[int]


@contextmanager
def post_office() -> Iterator[Post]:
    """Serve mail, and have the programs that are started meanwhile send theirs there."""
    context, port = get_context("spawn"), free_port()
    taken: Synchronized[int] = context.Value("i", 0)
    server = context.Process(target=serve, args=(port, taken), daemon=True)
    server.start()
    named = {
        "MAIL_SERVER": f"smtp://{HOST}:{port}",
        "MAIL_FROM": "b@example.cn",
        "SITE": "https://example.cn",
    }
    os.environ.update(named)
    try:
        yield Post(taken)
    finally:
        for name in named:
            del os.environ[name]
        server.kill()
        server.join()


def followed(at: Place) -> None:
    """Let ten thousand follow a year, and something be told of it: the worker finds it when it looks next."""
    account(at, Role.STAFF)
    entry = db.session.scalars(select(Entry.id).where(Entry.jurisdiction_id == at.id)).first()
    asked = now() - timedelta(days=1)
    rows = [
        {
            "jurisdiction_id": at.id,
            "topic": Topic.YEAR,
            "subject_id": YEAR,
            "name": str(YEAR),
            "path": "/",
            "way": Way.MAIL,
            "contact": seal(f"reader{number}@example.cn", SECRET_KEY),
            "digest": digest_of(f"reader{number}@example.cn", SECRET_KEY),
            "language": "zh",
            "origin": "0" * 64,
            "asked_at": asked,
            "state": FollowState.CONFIRMED,
            "first_made": True,
            "confirmed_at": asked,
        }
        for number in range(FOLLOWERS)
    ]
    news = {
        "jurisdiction_id": at.id,
        "entry_id": entry,
        "part": 0,
        "topics": {Topic.YEAR.value: [YEAR]},
        "words": "%(year)s 年民生实事项目开始征集建议。",
        "told": {"year": YEAR},
        "path": f"/j/{at.code}/years/{YEAR}",
        "at": now(),
        "leaves_at": now(),
    }
    with transaction():
        db.session.execute(insert(Follow), rows)
    with transaction():
        db.session.execute(insert(FollowNews), [news])


def messages() -> int:
    """Return how many messages the worker has made."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Message)) or 0


@contextmanager
def telling(service: Service, _hall: Hall) -> Iterator[None]:
    """Have ten thousand told while a block runs: it begins when the worker has begun to spread."""
    app = service.app()
    app.extensions["verifiers"].stop()
    with app.app_context():
        followed(place(code="140200", name="大同市"))
        until = time.monotonic() + PATIENCE_SECONDS
        while not messages():
            if time.monotonic() > until:
                raise TimeoutError("the worker does not spread")
            time.sleep(0.05)
        db.session.remove()
    yield
    with app.app_context():
        print(f"  messages made: {messages()}")
        db.session.remove()
        db.engine.dispose()


def row(quiet: list[Rush], beside: list[Rush], taken: int) -> Row:
    """Return the row of the results."""
    alone, told = (statistics.median(one.last_receipt for one in found) for found in (quiet, beside))
    peer = (
        f"quiet {alone:.1f} s, beside {told:.1f} s, medians of {len(quiet)}; {FOLLOWERS} followers, "
        f"{taken} mails taken after {DELAY_SECONDS} s each; load {os.getloadavg()[1]:.1f}"
    )
    return Row(round(told / alone, 2), "ratio", TARGET, "lower", peer)


def main() -> int:
    """Measure without and with what is told, in turn, and write the row; returns the exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    quiet, beside = list[Rush](), list[Rush]()
    with post_office() as post:
        for number in range(options.parse_args().rounds):
            print(f"round {number + 1}: quiet, then beside what is told")
            quiet.append(measure(PEOPLE, 0.0))
            beside.append(measure(PEOPLE, 0.0, telling))
            print(
                f"  {quiet[-1].last_receipt:.2f} s, {beside[-1].last_receipt:.2f} s; mails {post.taken.value}"
            )
        taken = post.taken.value
    write({"telling_ratio": row(quiet, beside, taken)})
    return int(not taken or any(one.lost or one.faults for one in (*quiet, *beside)))


if __name__ == "__main__":
    sys.exit(main())
