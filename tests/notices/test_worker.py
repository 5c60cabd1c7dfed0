"""The worker wakes telling by itself: what a deed says is told and sent, and what rests is not hurried."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.notices.factories import START, letter, told, under_way, wishes, words_of
from tests.notices.mail_server import SITE, Mailbox, certificate, free_port, sending, serving
from tests.queries_counted import counted
from voting import jobs
from voting.core import due_tries
from voting.core.clock import now
from voting.core.db import db
from voting.core.running import settings
from voting.people.rules import Place

pytestmark = pytest.mark.database
MAIL = ("notices:mail", jobs.STANDING)


def look(app: Flask) -> int:
    """What a worker does each time it looks."""
    jobs.owe_what_stands()
    return jobs.work_off(app)


def test_what_a_deed_says_is_told_and_sent_at_the_next_look_and_rests_while_the_server_is_away(
    app: Flask, city: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, port, files = Mailbox(), free_port(), certificate(tmp_path)
    by = sending(port, files[0])
    monkeypatch.setitem(app.extensions, "settings", replace(settings(), mail=by.server, site=SITE))
    with time_machine.travel(START, tick=False) as clock:
        world = under_way(city)
        look(app)
        wishes(world.clerk)
        letter(world)
        look(app)
        assert any("督办函" in one for one in words_of(world.clerk))
        look(app)
        row = due_tries.row_of(*MAIL)
        assert row is not None
        assert (row.tries, row.failure) == (
            1,
            "邮件服务器连不上或不收本站邮件（ConnectionRefusedError），请检查 MAIL_SERVER 和 MAIL_FROM。",
        )
        letter(world)
        assert look(app) == 1, "the journal is read; the server is left alone while it rests"
        assert row.tries == 1
        clock.shift(timedelta(minutes=1))
        with serving(box, port, files):
            look(app)
        said = "".join(mail.get_body(("plain",)).get_content() for _to, mail in box.taken)  # type: ignore[union-attr]
        assert [said.count("第 1 号"), said.count("第 2 号")] == [1, 1]
        jobs.owe_what_stands()
        db.session.expire_all()
        assert row.due_at > now()


def test_without_a_mail_server_nobody_tries_to_send(app: Flask, city: Place) -> None:
    world = under_way(city)
    wishes(world.clerk)
    letter(world)
    told()
    look(app)
    row = due_tries.row_of(*MAIL)
    assert row is not None
    assert (row.tries, row.failure) == (0, "")
    assert not jobs.is_mail_wanted()


def test_a_look_when_nothing_is_new_asks_little_and_writes_nothing(app: Flask, city: Place) -> None:
    told()
    look(app)
    db.session.rollback()
    with counted() as statements:
        jobs.owe_what_stands()
    assert not [one for one in statements if not one.startswith("SELECT")]
    assert len([one for one in statements if "audit_head" in one]) == 1
    assert not [one for one in statements if "FROM audit_entry" in one]
