"""Looking back: a year after the acceptance suggesters are asked again, and say whether their problem is solved; it counts."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.notices.factories import Told, told, under_way, words_of
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from tests.waiting import while_uncommitted
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.core.errors import WrongMoment
from voting.jobs import work_off
from voting.people.rules import Actor, Place, Role
from voting.screening.suggestion.models import Suggestion
from voting.supervision.acceptance import actions as acceptance
from voting.supervision.acceptance.rules import Result, looked_back_on
from voting.supervision.finding.actions import NewPost, recheck, respond
from voting.supervision.finding.models import Finding
from voting.supervision.finding.rules import FindingState
from voting.supervision.look_back.actions import NewVoice, say
from voting.todo.queries import own

pytestmark = pytest.mark.database
DAY = "2026-07-08T02:00:00Z"


@pytest.fixture
def world(city: Place) -> Told:
    return under_way(city)


@pytest.fixture
def number(world: Told) -> str:
    """The number of a suggestion behind the project."""
    screening.call(world.at, actor=world.staff)
    row = screening.suggestion(world.at)
    with transaction():
        db.session.get_one(Suggestion, row.id).project_id = world.row.project_id
    return row.number


def behind(world: Told, title: str) -> str:
    """The number of another suggestion behind the project."""
    row = screening.suggestion(world.at, title=title)
    with transaction():
        db.session.get_one(Suggestion, row.id).project_id = world.row.project_id
    return row.number


def accepted(world: Told, on: date = date(2026, 7, 8)) -> None:
    supervision.planned(world.clerk, world.row)
    supervision.report(world.clerk, world.row, 6, progress=100, done=9)
    with transaction():
        acceptance.deliver(world.clerk, world.row.id)
    with transaction():
        new = acceptance.NewAcceptance(
            commitment_id=world.row.id, result=Result.FINISHED, opinion="符合要求。", on=on, upkeep="水利站"
        )
        acceptance.accept(world.staff, new)


@pytest.mark.pure
def test_a_year_after_the_last_of_february_is_the_last_of_february() -> None:
    assert looked_back_on(date(2028, 2, 29)) == date(2029, 2, 28)
    assert looked_back_on(date(2026, 7, 8)) == date(2027, 7, 8)


@time_machine.travel(DAY, tick=False)
def test_who_suggested_it_says_that_it_is_not_solved_and_it_counts(
    client: FlaskClient, world: Told, number: str
) -> None:
    path = f"/j/140900/supervision/look-back/{number}"
    assert "还没有办结" in client.get(path).text
    assert client.post(path, data={"solved": "unsolved"}).status_code == 409
    accepted(world)
    told()
    before = len(words_of(world.clerk))
    answer = client.post(path, data={"solved": "unsolved", "text": "村东头还是没有水。"})
    assert answer.status_code == 303
    assert client.post(path, data={"solved": "unsolved", "text": "村东头还是没有水。"}).status_code == 303
    told()
    assert words_of(world.clerk)[before:] == ["“农村饮水安全巩固提升”：有提建议的人说问题还没有解决。"]
    public = client.get(f"/j/140900/projects/{world.row.project_id}").text
    assert "1 人说还没有解决，0 人说已经解决" in public
    assert "村东头" not in public
    line = db.session.scalars(select(Entry).where(Entry.event == "supervision:look_back:heard")).one()
    assert (set(line.facts), line.facts["solved"]) == ({"commitment", "suggestion", "solved"}, False)
    db.session.rollback()
    page = sign_in(client, world.clerk).get(f"/j/140900/supervision/projects/{world.row.id}/voices").text
    assert "村东头还是没有水。" in page
    assert number not in page
    assert client.post(path, data={"solved": "solved"}).status_code == 303
    assert "0 人说还没有解决，1 人说已经解决" in client.get(f"/j/140900/projects/{world.row.project_id}").text


@time_machine.travel(DAY, tick=False)
@pytest.mark.parametrize(
    ("data", "sentence"),
    [({}, "请选择一项。"), ({"solved": "unsolved", "text": "长" * 501}, "最多 500 个字。")],
)
def test_bad_input_gets_a_sentence(
    client: FlaskClient, world: Told, number: str, data: dict[str, str], sentence: str
) -> None:
    accepted(world)
    answer = client.post(f"/j/140900/supervision/look-back/{number}", data=data)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert rows("SELECT id FROM look_back_voice") == []


def test_another_place_s_number_and_an_unvoted_suggestion_say_nothing(
    client: FlaskClient, world: Told, number: str, county: Place
) -> None:
    other = screening.suggestion(world.at, title="修一座便民桥").number
    assert client.get(f"/j/140900/supervision/look-back/{other}").status_code == 404
    assert client.get(f"/j/{county.code}/supervision/look-back/{number}").status_code == 404
    with pytest.raises(WrongMoment), transaction():
        say(world.at, NewVoice(number=number, solved=True, text=""))


def test_another_unit_and_the_public_do_not_read_the_words(client: FlaskClient, world: Told) -> None:
    path = f"/j/140900/supervision/projects/{world.row.id}/voices"
    assert client.get(path).status_code in {302, 303, 401}
    assert sign_in(client, account(world.at, Role.UNIT)).get(path).status_code == 404
    assert sign_in(client, account(world.at, Role.TELLER)).get(path).status_code == 403


def test_a_year_after_the_acceptance_it_is_asked_once(app: Flask, world: Told, number: str) -> None:
    with time_machine.travel(DAY, tick=False):
        accepted(world)
        work_off(app)
    asked = select(Entry).where(Entry.event == "supervision:commitment:looked_back")
    for day, count in (("2027-07-07T12:00:00Z", 0), ("2027-07-20T02:00:00Z", 1), ("2027-07-21T02:00:00Z", 1)):
        with time_machine.travel(day, tick=False):
            work_off(app)
            db.session.rollback()
            assert len(db.session.scalars(asked).all()) == count
    told()
    assert "验收已满一年" in words_of(world.group)[-1]


@time_machine.travel(DAY, tick=False)
@pytest.mark.parametrize(("again", "said"), [(False, [False]), (True, [False, True])])
def test_an_answer_that_is_sent_twice_at_once_is_one_voice_and_the_last_word_counts(
    app: Flask, world: Told, number: str, again: bool, said: list[bool]
) -> None:
    accepted(world)

    def spoken(solved: bool) -> None:
        say(world.at, NewVoice(number=number, solved=solved, text="村东头还是没有水。"))

    assert while_uncommitted(app, lambda: spoken(False), lambda: spoken(again)) == []
    assert rows("SELECT solved FROM look_back_voice") == [(said[-1],)]
    heard = select(Entry).where(Entry.event == "supervision:look_back:heard").order_by(Entry.number)
    assert [line.facts["solved"] for line in db.session.scalars(heard)] == said


def unsolved(world: Told, number: str, text: str = "村东头还是没有水。") -> int:
    """A suggester says that it is not solved; the id of what he says."""
    with transaction():
        return say(world.at, NewVoice(number=number, solved=False, text=text)).id


def version(client: FlaskClient, path: str) -> str:
    """Of the words that the open page shows."""
    found = re.search(r'name="version"[^>]*value="([0-9a-f]{16})"', client.get(path).text)
    assert found is not None
    return found[1]


def waiting(actor: Actor) -> list[str]:
    db.session.rollback()
    return [one.kind for one in own(actor) if one.kind == "supervision:voice"]


@time_machine.travel(DAY, tick=False)
def test_what_is_not_solved_waits_for_the_office_until_it_is_answered_and_again_when_he_says_more(
    client: FlaskClient, world: Told, number: str
) -> None:
    accepted(world)
    voice = unsolved(world, number)
    assert waiting(world.staff) == ["supervision:voice"]
    assert waiting(world.group) == [], "the office answers"
    sign_in(client, world.staff)
    listed = client.get(f"/j/140900/supervision/projects/{world.row.id}/voices").text
    path = f"/j/140900/supervision/voices/{voice}"
    assert path in listed
    assert "村东头还是没有水。" in client.get(path).text
    refused = client.post(path, data={"answer": " "})
    assert refused.status_code == 422
    assert "请填写答复。" in refused.text
    assert waiting(world.staff) == ["supervision:voice"]
    assert (
        client.post(path, data={"answer": "九月底前接通。", "version": version(client, path)}).status_code
        == 303
    )
    assert waiting(world.staff) == []
    line = db.session.scalars(select(Entry).where(Entry.event == "supervision:look_back:answered")).one()
    assert "九月" not in str(line.facts)
    assert "九月底前接通。" in client.get(f"/j/140900/supervision/look-back/{number}").text
    public = client.get(f"/j/140900/projects/{world.row.project_id}").text
    assert "九月底前接通。" not in public
    unsolved(world, number, "九月过了，还是没有水。")
    assert waiting(world.staff) == ["supervision:voice"]
    assert "九月底前接通。" not in client.get(f"/j/140900/supervision/look-back/{number}").text


@time_machine.travel(DAY, tick=False)
def test_an_answer_to_words_that_he_has_changed_meanwhile_is_not_kept_as_one_to_the_new(
    client: FlaskClient, world: Told, number: str
) -> None:
    accepted(world)
    path = f"/j/140900/supervision/voices/{unsolved(world, number)}"
    sign_in(client, world.staff)
    read = version(client, path)
    unsolved(world, number, "水来了，是浑的。")
    answer = client.post(path, data={"answer": "九月底前接通。", "version": read})
    assert answer.status_code == 409
    assert "刚刚又说了新的情况" in answer.text
    assert "九月底前接通。" in answer.text
    assert "水来了，是浑的。" in answer.text
    assert waiting(world.staff) == ["supervision:voice"]
    again = re.search(r'name="version"[^>]*value="([0-9a-f]{16})"', answer.text)
    assert again is not None
    assert client.post(path, data={"answer": "换滤芯。", "version": again[1]}).status_code == 303
    assert waiting(world.staff) == []


@time_machine.travel(DAY, tick=False)
def test_others_do_not_answer_and_what_is_solved_meanwhile_needs_none(
    client: FlaskClient, world: Told, number: str, county: Place
) -> None:
    accepted(world)
    voice = unsolved(world, number)
    path = f"/j/140900/supervision/voices/{voice}"
    for actor in (world.clerk, world.group):
        sign_in(client, actor)
        assert client.get(path).status_code == client.post(path, data={"answer": "x"}).status_code == 403
    sign_in(client, account(county, Role.STAFF))
    elsewhere = f"/j/{county.code}/supervision/voices/{voice}"
    assert client.post(elsewhere, data={"answer": "x"}).status_code == 404
    with transaction():
        say(world.at, NewVoice(number=number, solved=True, text=""))
    assert waiting(world.staff) == []
    sign_in(client, world.staff)
    answer = client.post(path, data={"answer": "九月底前接通。"})
    assert answer.status_code == 409
    assert "不用再答复" in answer.text


@time_machine.travel(DAY, tick=False)
def test_the_government_office_is_told_of_what_concerns_it(world: Told, number: str) -> None:
    office = account(world.at, Role.GOVERNMENT)
    told()
    before = len(words_of(office))
    accepted(world)
    unsolved(world, number)
    told()
    assert words_of(office)[before:] == [
        "“农村饮水安全巩固提升”已验收。",
        "“农村饮水安全巩固提升”：有提建议的人说问题还没有解决。",
    ]


def test_who_was_heard_before_a_finding_was_closed_does_not_open_it_again(world: Told, number: str) -> None:
    numbers = [number, *(behind(world, title) for title in ("东街没有水", "西街没有水"))]
    with time_machine.travel(DAY, tick=False):
        accepted(world)
        for one in numbers:
            unsolved(world, one)
        (finding,) = db.session.scalars(select(Finding)).all()
        assert finding.state is FindingState.RAISED
    with time_machine.travel("2026-07-09T02:00:00Z", tick=False):
        with transaction():
            respond(world.clerk, NewPost(finding_id=finding.id, step="rectify", text="已接通。"))
        with transaction():
            recheck(world.group, NewPost(finding_id=finding.id, step="pass_recheck", text="看过。"))
    with time_machine.travel("2026-07-10T02:00:00Z", tick=False):
        for text in ("还是没有水。", "今天也没有水。", "没有水！"):
            unsolved(world, number, text)
        unsolved(world, numbers[1], "又没有水。")
        assert db.session.get_one(Finding, finding.id).state is FindingState.CLOSED
        unsolved(world, numbers[2], "又没有水。")
        assert db.session.get_one(Finding, finding.id).state is FindingState.RAISED
