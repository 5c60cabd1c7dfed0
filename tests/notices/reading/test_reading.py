"""The journal is read on: each line is told once, to whom it concerns, however often and by however many it is read."""

from __future__ import annotations

from random import Random
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import account
from tests.interleaved.cuts import Fate, PowerCut, cut
from tests.notices.factories import letter, notices_of, seated, told, under_way, words_of
from tests.queries_counted import counted
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from voting.audit.journal import record
from voting.audit.models import Head
from voting.core.db import db, transaction
from voting.notices.event.rules import About, NoticeKind
from voting.notices.inbox.models import Notice
from voting.notices.reading.actions import read_on, skip_to_end
from voting.notices.reading.facts import is_anything_new
from voting.notices.reading.models import Cursor
from voting.notices.reading.subject import Facts, Subject, subject_of
from voting.people import actions_accounts
from voting.people.rules import Place, Role
from voting.supervision.follow_up.actions import LetterAnswered

pytestmark = pytest.mark.database


def test_a_letter_is_told_to_its_unit_and_to_nobody_else(app: Flask, city: Place) -> None:
    world = under_way(city)
    stranger = account(city, Role.UNIT)
    told()
    before = {
        one.account_id: len(notices_of(one)) for one in (world.staff, world.other, world.group, stranger)
    }
    number = letter(world)
    told()
    row = notices_of(world.clerk)[-1]
    assert row.words % row.told == "收到关于“农村饮水安全巩固提升”的督办函（第 1 号），请按期答复。"
    assert (row.path, row.urgent, row.kind) == (
        f"/j/140900/supervision/letters/{number}",
        True,
        NoticeKind.TO_ANSWER,
    )
    assert {
        key: len(notices_of(one))
        for one in (world.staff, world.other, world.group, stranger)
        if (key := one.account_id)
    } == before
    assert "请说明原因" not in str([row.told for row in notices_of(world.clerk)])


def test_who_did_it_is_not_told_but_his_colleague_is(app: Flask, city: Place) -> None:
    world = under_way(city)
    supervision.planned(world.clerk, world.row)
    told()
    said = "“农村饮水安全巩固提升”的实施计划已公布，第 1 版。"
    assert said in words_of(world.staff)
    assert said in words_of(world.group)
    assert said not in words_of(world.clerk)


def test_an_account_s_owner_is_told_of_what_happens_to_it_and_a_closed_account_of_nothing(
    app: Flask, city: Place
) -> None:
    admin, staff = account(city, Role.PLATFORM_ADMIN), account(city, Role.STAFF)
    gone = account(city, Role.STAFF)
    assert staff.account_id
    assert gone.account_id
    with transaction():
        actions_accounts.change_roles(
            admin,
            city,
            account_id=staff.account_id,
            roles=frozenset({Role.STAFF, Role.TELLER}),
        )
        actions_accounts.close(admin, city, account_id=gone.account_id)
    told()
    assert words_of(staff) == ["您的账号身份有变动。"]
    assert words_of(gone) == []


def test_deputies_in_office_hear_of_the_call(app: Flask, city: Place) -> None:
    staff, seats = account(city, Role.STAFF), seated(city, 3)
    screening.call(city, actor=staff)
    told()
    assert [words_of(one)[-1:] for one in seats] == [["2027 年民生实事项目开始征集建议。"]] * 3


def test_read_twice_nothing_is_told_twice_and_nothing_new_costs_one_question(app: Flask, city: Place) -> None:
    world = under_way(city)
    letter(world)
    assert is_anything_new()
    told()
    count = db.session.scalar(select(func.count()).select_from(Notice))
    told()
    assert db.session.scalar(select(func.count()).select_from(Notice)) == count
    db.session.rollback()
    with counted() as statements:
        assert not is_anything_new()
    assert len(statements) == 1


def test_two_who_read_at_once_tell_everything_once(app: Flask, city: Place, county: Place) -> None:
    worlds = [under_way(city), under_way(county)]
    for _ in range(5):
        for world in worlds:
            letter(world)

    def read() -> None:
        with app.app_context():
            read_on()

    readers = [Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(60)
    told()
    for world in worlds:
        assert len([one for one in words_of(world.clerk) if "督办函" in one]) == 5


@pytest.mark.parametrize("seed", range(5))
def test_killed_at_random_commits_the_list_is_that_of_an_undisturbed_reading(
    app: Flask, city: Place, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voting.notices.reading.actions.MOST_LINES", 2)
    chance, world = Random(seed), under_way(city)
    deaths = 0
    for _ in range(20):
        letter(world)
        try:
            with cut(chance.choice([Fate.UNDONE, Fate.HALF_DONE]), later=chance.randrange(3)):
                read_on()
        except PowerCut:
            deaths += 1
    assert deaths > 3
    told()
    said = [one for one in words_of(world.clerk) if "督办函" in one]
    assert said == [
        f"收到关于“农村饮水安全巩固提升”的督办函（第 {n} 号），请按期答复。" for n in range(1, 21)
    ]
    head = db.session.get_one(Head, city.id)
    assert db.session.get_one(Cursor, city.id).number == head.number


def test_a_line_that_cannot_be_read_silences_no_other_place(
    app: Flask, city: Place, county: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = under_way(city), under_way(county)
    told()
    letter(bad)
    letter(good)

    def broken(about: About, place: Place, facts: Facts) -> Subject | None:
        if place.id == city.id:
            raise ConnectionError
        return subject_of(about, place, facts)

    with monkeypatch.context() as patch:
        patch.setattr("voting.notices.reading.actions.subject_of", broken)
        with pytest.raises(ConnectionError):
            read_on()
    assert any("督办函" in one for one in words_of(good.clerk))
    assert not any("督办函" in one for one in words_of(bad.clerk))
    told()
    assert any("督办函" in one for one in words_of(bad.clerk))


def test_what_is_spoken_of_and_is_no_more_is_passed_over(app: Flask, city: Place) -> None:
    world = under_way(city)
    with transaction():
        record(LetterAnswered(letter=999), world.clerk, city.id)
    told()
    assert not any("已答复" in one for one in words_of(world.staff))
    assert not is_anything_new()


def test_an_account_that_was_only_told_something_can_be_removed_as_if_never_opened(
    app: Flask, city: Place
) -> None:
    staff, seats = account(city, Role.STAFF), seated(city, 2)
    screening.call(city, actor=staff)
    told()
    assert words_of(seats[0])
    assert seats[0].account_id
    with transaction():
        assert actions_accounts.remove_unused(seats[0].account_id)
    assert words_of(seats[0]) == []
    assert words_of(seats[1])


def test_of_what_is_skipped_nobody_is_told_and_of_what_follows_everybody(app: Flask, city: Place) -> None:
    world = under_way(city)
    letter(world)
    with transaction():
        skip_to_end()
    assert not is_anything_new()
    told()
    assert notices_of(world.clerk) == []
    letter(world)
    told()
    assert len(notices_of(world.clerk)) == 1
