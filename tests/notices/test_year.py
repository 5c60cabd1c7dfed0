"""Four months of a county with a stopped clock: every mail by day, reader and words, worked out by hand; and killed at random points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import time_machine
from flask import Flask

from tests.factories import account
from tests.interleaved.cuts import Fate, PowerCut, cut
from tests.notices.factories import Told, told, under_way, wishes
from tests.notices.mail_server import Mailbox, certificate, free_port, sending, serving
from tests.supervision import factories as supervision
from voting.core.clock import day_of, in_china, moment, now
from voting.core.db import db, transaction
from voting.notices.outbox.actions import Sending, deliver
from voting.notices.reading.actions import read_on
from voting.people.rules import Place, Role
from voting.supervision.change import actions as change_actions
from voting.supervision.change.rules import ChangeKind
from voting.supervision.finding import actions as finding_actions
from voting.supervision.follow_up import actions as follow_up_actions

pytestmark = pytest.mark.database
P = "“农村饮水安全巩固提升”"
BY_HAND = f"""
03-04 08 staff {P}的实施计划已公布，第 1 版。
03-04 08 group {P}的实施计划已公布，第 1 版。
04-01 10 unit {P}发现一个问题，请按期答复、整改。
04-04 08 staff {P}的问题，责任单位已答复。
04-04 08 group {P}的问题，责任单位已答复。
04-11 07 staff {P}的问题已提交整改情况，请复查。
04-11 07 group {P}的问题已提交整改情况，请复查。
04-13 10 unit {P}的问题复查没有通过，请按新的期限整改。
04-20 10 staff {P}的问题已提交整改情况，请复查。
04-20 10 group {P}的问题已提交整改情况，请复查。
04-22 08 unit {P}的问题复查通过，已办结。
05-06 23 unit 收到关于{P}的督办函（第 1 号），请按期答复。
05-09 08 staff {P}的督办函已答复。
05-09 08 group {P}的督办函已答复。
06-01 10 staff {P}申请调整，等待决定。
06-02 08 group {P}申请调整，等待决定。
06-06 08 unit {P}的调整申请已有决定。
06-06 08 group {P}的调整申请已有决定。
06-09 08 unit {P}的调整已公告，即日生效。
06-09 08 group {P}的调整已公告，即日生效。
06-09 08 above {P}的调整已公告，即日生效。
"""
"""Day, hour, reader, words. The hour is China's; staff is the colleague of who did it."""
CHOICE = {
    "staff": "staff@example.cn",
    "group": "group@example.cn",
    "unit": "unit@example.cn",
    "above": "above@example.cn",
}


def deeds(world: Told) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """What is done in these months, each with its moment."""
    group, clerk, staff = world.group, world.clerk, world.staff

    def post(step: str, due_on: date | None = None) -> Callable[[], object]:
        new = finding_actions.NewPost(finding_id=1, step=step, text="x", due_on=due_on)
        by_unit = step in {"answer", "rectify"}
        return lambda: finding_actions.respond(clerk, new) if by_unit else finding_actions.recheck(group, new)

    yield moment(date(2026, 3, 3), 10), lambda: None
    finding = finding_actions.NewFinding(
        commitment_id=world.row.id, title="x", text="x", due_on=date(2026, 4, 10)
    )
    yield moment(date(2026, 4, 1), 10), lambda: finding_actions.raise_finding(group, finding)
    yield moment(date(2026, 4, 3), 10), post("answer")
    yield moment(date(2026, 4, 10), 23), post("rectify")
    yield moment(date(2026, 4, 13), 10), post("fail_recheck", date(2026, 4, 21))
    yield moment(date(2026, 4, 20), 10), post("rectify")
    yield moment(date(2026, 4, 21), 10), post("pass_recheck")
    sent = follow_up_actions.NewLetter(commitment_id=world.row.id, text="x", due_on=date(2026, 5, 20))
    yield moment(date(2026, 5, 6), 23), lambda: follow_up_actions.send_letter(staff, sent)
    yield moment(date(2026, 5, 8), 10), lambda: follow_up_actions.answer_letter(clerk, 1, "x")
    wish = change_actions.NewChange(
        commitment_id=world.row.id,
        kind=ChangeKind.SUSPEND,
        reason="x",
        target=world.row.target,
        due_on=world.row.due_on,
        planned_fen=0,
    )
    yield moment(date(2026, 6, 1), 10), lambda: change_actions.request_change(clerk, wish)
    decided = change_actions.ChangeDecision(
        change_id=1, approved=True, decided_on=date(2026, 6, 5), document="x"
    )
    yield moment(date(2026, 6, 5), 10), lambda: change_actions.decide(staff, decided)
    yield moment(date(2026, 6, 8), 10), lambda: change_actions.proclaim(staff, 1, "x")


def do(deed: Callable[[], object]) -> None:
    with transaction():
        deed()


def rows_of(box: Mailbox, *, again: bool) -> Counter[str]:
    """What arrived, a row for each notice; again: also what is marked as sent once more."""
    names = {address: name for name, address in CHOICE.items()}
    found: Counter[str] = Counter()
    for to, mail in box.taken:
        if mail["X-Sent-Again"] and not again:
            continue
        at = in_china(mail["Date"].datetime)
        body = mail.get_body(("plain",)).get_content().replace("\r", "")  # type: ignore[union-attr]
        said = re.findall(r"^【.*】.*\n\n(.+)$", body, re.MULTILINE)
        assert said
        found.update(f"{at:%m-%d %H} {names[to]} {words}" for words in said)
    return found


def killed_at_times(by: Sending, clock: time_machine.Traveller, chance: Random) -> int:
    """Let the worker die at commits of chance, up to three times; it is back after six minutes. Return how often it died."""
    deaths = 0
    for _ in range(chance.randrange(1, 5)):
        try:
            with cut(chance.choice([Fate.UNDONE, Fate.HALF_DONE]), later=chance.randrange(4)):
                read_on()
                deliver(by)
        except PowerCut:
            deaths += 1
            clock.shift(timedelta(minutes=6))
    return deaths


def played(at: Place, by: Sending, clock: time_machine.Traveller, chance: Random | None) -> int:
    """Play the months; with a chance the worker is killed again and again. Return how often."""
    world = under_way(at)
    above = account(at, Role.OVERSIGHT)
    told()
    for name, actor in {
        "staff": world.other,
        "group": world.group,
        "unit": world.clerk,
        "above": above,
    }.items():
        wishes(actor, email=CHOICE[name], quiet=(22, 7))
    told()
    deaths = 0
    waiting = list(deeds(world))
    while now() < moment(date(2026, 6, 11), 0):
        while waiting and waiting[0][0] <= now():
            _at, deed = waiting.pop(0)
            if day_of(now()) == date(2026, 3, 3):
                supervision.planned(world.clerk, world.row)
            do(deed)
        deaths += killed_at_times(by, clock, chance) if chance else 0
        read_on()
        deliver(by)
        db.session.rollback()
        hour = in_china(now()).hour
        ahead = next(one for one in (7, 8, 10, 23, 31) if one > hour)
        clock.move_to(moment(day_of(now()), 0) + timedelta(hours=ahead))
    return deaths


def by_hand() -> Counter[str]:
    return Counter(line for line in BY_HAND.strip().splitlines())


@pytest.fixture
def by(tmp_path: Path) -> Iterator[tuple[Mailbox, Sending]]:
    files, port, box = certificate(tmp_path), free_port(), Mailbox()
    with serving(box, port, files):
        yield box, sending(port, files[0])


def test_everybody_is_told_what_was_worked_out_by_hand(
    app: Flask, city: Place, by: tuple[Mailbox, Sending]
) -> None:
    with time_machine.travel(moment(date(2026, 3, 2), 10), tick=False) as clock:
        played(city, by[1], clock, None)
    found = rows_of(by[0], again=True)
    assert sorted((found - by_hand()).elements()) == []
    assert sorted((by_hand() - found).elements()) == []


@pytest.mark.parametrize("seed", range(2))
def test_killed_again_and_again_the_table_is_the_same_but_for_what_is_marked(
    app: Flask, city: Place, by: tuple[Mailbox, Sending], seed: int
) -> None:
    with time_machine.travel(moment(date(2026, 3, 2), 10), tick=False) as clock:
        deaths = played(city, by[1], clock, Random(seed))
        assert deaths >= 20
    unmarked, everything = rows_of(by[0], again=False), rows_of(by[0], again=True)
    assert unmarked <= by_hand(), "nothing that is not marked came twice, and nothing that was not expected"
    assert set(everything) == set(by_hand()), "nothing was lost"
