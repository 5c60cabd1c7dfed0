"""The hall screen: what hangs on the wall, for who has its address; no count before it is announced."""

from __future__ import annotations

import json
import re

import pytest
import time_machine
from flask import Flask

from tests.ballot.factories import hall, opened, ready
from tests.factories import meeting, term
from tests.hall.factories import console
from tests.tally.factories_count import announced, confirmed, counted, people, sign_anew, signed
from voting.ballot.pages import calls as pages_page_calls
from voting.ballot.roll import facts as roll_facts
from voting.ballot.set_up import actions as set_up_actions
from voting.belenios.canonical import dump, hex_sha256
from voting.congress.ballot_rules.choices import Kind
from voting.core.db import transaction
from voting.demonstration import count, vote
from voting.hall.blueprint import screen_key
from voting.people.rules import Place
from voting.tally.run.models import find_run


def url_of(at: Place, meeting_id: int) -> str:
    return f"/j/{at.code}/hall/screens/{meeting_id}/{screen_key(meeting_id)}/"


def screen(app: Flask, at: Place, meeting_id: int) -> str:
    answer = app.test_client().get(url_of(at, meeting_id))
    assert answer.status_code == 200
    return answer.text


def figure(page: str, word: str) -> str:
    found = re.search(rf"<dt>{word}</dt><dd>(\d+)</dd>", page)
    assert found is not None, word
    return found[1]


def test_the_screen_shows_who_is_here_without_anybody_signed_in(app: Flask, city: Place) -> None:
    made = console(app, city, people=4, here=3)
    page = screen(app, city, made.meeting_id)
    assert (figure(page, "应到"), figure(page, "实到"), figure(page, "缺席")) == ("4", "3", "1")
    assert "符合法定人数" in page
    assert "第1代表团" in page


def test_no_line_of_the_header_begins_with_a_dot(app: Flask, city: Place) -> None:
    made = hall(city, 3)
    opened(made)
    header = screen(app, city, made.meeting_id).partition("<h1>")[2].partition("</h1>")[0]
    assert "hall-ballot" in header
    assert "·" not in header


def test_the_address_holds_a_word_that_cannot_be_guessed(app: Flask, city: Place, county: Place) -> None:
    made = console(app, city)
    other = meeting(county, in_term=term(county))
    client = app.test_client()
    assert client.get(f"/j/140900/hall/screens/{made.meeting_id}/0000/").status_code == 404
    assert client.get(f"/j/140900/hall/screens/{made.meeting_id}/0000/live").status_code == 404
    assert client.get(url_of(city, other.id)).status_code == 404
    assert client.get(url_of(county, made.meeting_id)).status_code == 404


def test_while_voting_the_screen_knows_one_total_and_the_mark_of_the_box(app: Flask, city: Place) -> None:
    made = hall(city, 3)
    uuid = ready(made)
    assert "正在领票" in screen(app, city, made.meeting_id)
    vote.open_voting(made.secretary, uuid)
    vote.vote(uuid, made.deputies[0], [[1, 1, 0]])
    page = screen(app, city, made.meeting_id)
    assert (figure(page, "已领票"), figure(page, "已投票")) == ("1", "1")
    from voting.ballot.order.models import find_ballot

    mark = find_ballot(uuid).fingerprint or ""
    assert f"<b>{mark[:4]}</b>" in page


def test_the_sealed_box_shows_its_digest(app: Flask, city: Place) -> None:
    made = hall(city, 3)
    uuid = opened(made)
    vote.vote(uuid, made.deputies[0], [[1, 0, 0]])
    digest = vote.close(made.secretary, uuid)
    page = screen(app, city, made.meeting_id)
    assert grouped(digest) in page
    assert "票箱已封存" in page
    assert (figure(page, "收回票"), figure(page, "未收回")) == ("1", "0")


def grouped(digest: str) -> str:
    """A digest as it stands on the screen, in eights."""
    return " ".join(f"<b>{digest[i : i + 8]}</b>" for i in range(0, 64, 8))


def test_the_sealed_box_shows_the_very_digest_of_who_drew_that_scrutineers_sign(
    app: Flask, city: Place
) -> None:
    made = hall(city, 3)
    uuid = opened(made)
    vote.vote(uuid, made.deputies[0], [[1, 0, 0]])
    assert grouped(roll_facts.digest(uuid)) not in screen(app, city, made.meeting_id)
    vote.close(made.secretary, uuid)
    to_sign = hex_sha256(pages_page_calls.roll_text(made.scrutineers[0], uuid))
    assert grouped(to_sign) in screen(app, city, made.meeting_id)


@pytest.mark.parametrize("moment", [counted, signed])
def test_no_count_is_on_the_screen_before_it_is_announced(app: Flask, city: Place, moment: type) -> None:
    found = moment(city)
    page = screen(app, city, found.hall.meeting_id)
    assert "项目1" not in page
    assert "light is-green" not in page


def test_the_announced_result_stands_with_its_line(app: Flask, city: Place) -> None:
    found = announced(city, votes=((0, 1), (0, 1), (0,)))
    page = screen(app, city, found.hall.meeting_id)
    assert "2 个项目获得通过" in page
    assert "通过线 2 票" in page
    assert re.findall(r'class="place">(\d)<', page) == ["1", "2", "3"]
    assert "未通过" in page
    assert page.index("项目1") < page.index("项目3")


def test_the_result_shows_the_numbers_on_the_ballot_the_most_votes_first(app: Flask, city: Place) -> None:
    found = announced(city, votes=((1, 2), (1, 2), (1,)))
    page = body(screen(app, city, found.hall.meeting_id))
    told = re.findall(r'class="place">(\d)<.*?class="votes">(\d)<', page, re.DOTALL)
    assert told == [("2", "3"), ("3", "2"), ("1", "0")]


def test_who_passed_the_line_and_ranks_beyond_the_places_is_not_said_to_have_failed(
    app: Flask, city: Place
) -> None:
    found = announced(city, votes=((0, 1),) * 3 + ((0, 2),) * 2 + ((1, 2),) * 2)
    page = body(screen(app, city, found.hall.meeting_id))
    assert re.findall(r'class="votes">(\d)<', page) == ["5", "5", "4"]
    assert re.findall(r'class="why">([^<]*)<', page) == ["过半数，因名额所限未列入"]
    assert "未通过" not in page


def test_a_tie_at_the_edge_is_said(app: Flask, city: Place) -> None:
    found = confirmed(city, votes=((0, 1), (0, 2), (0, 1), (0, 2)), pass_base="none")
    page = screen(app, city, found.hall.meeting_id)
    assert "得票相等" in page
    assert "末位有 2 个项目同得 2 票" in page


def test_a_result_that_is_not_the_one_that_was_signed_is_not_on_the_screen(app: Flask, city: Place) -> None:
    found = announced(city, votes=((0, 1), (0, 1), (0,)))
    assert 'class="votes"' in screen(app, city, found.hall.meeting_id)
    with transaction():
        find_run(found.uuid, None).counts = [[0, 0, 3]]
    answer = app.test_client().get(url_of(city, found.hall.meeting_id))
    assert (answer.status_code, "与监票人签署的不一致" in answer.text) == (409, True)
    assert 'class="votes"' not in answer.text


def test_a_vote_that_is_void_by_its_figures_is_said_to_be_so(app: Flask, city: Place) -> None:
    found = announced(city, votes=((0, 1), (0, 1), (0,)))
    with transaction():
        told = json.loads(found.run.outcome or "")
        lines = [{**line, "chosen": False, "passed": False} for line in told["lines"]]
        sign_anew(found.uuid, found.hall.holders, dump({**told, "void": "issued", "lines": lines}))
    page = body(screen(app, city, found.hall.meeting_id))
    assert "票决无效，不产生结果。" in page
    assert "获得通过" not in page
    assert page.count("无结果") == 3


def test_an_evaluation_is_listed_by_the_numbers_on_the_ballot(app: Flask, city: Place) -> None:
    made = hall(city, 3)
    uuid = opened(made, kind=Kind.EVALUATE)
    for deputy, grades in zip(made.deputies, ((2, 0, 0), (2, 0, 1), (2, 0, 1)), strict=True):
        vote.vote(uuid, deputy, [[int(grade == place) for place in range(4)] for grade in grades])
    vote.close(made.secretary, uuid)
    tally = people(made)
    count.open_box(uuid, made.holders)
    count.step(uuid, "count", tally.secretary, tally.scrutineer)
    count.sign(uuid, made.holders)
    count.step(uuid, "confirm", tally.secretary, tally.chair)
    count.step(uuid, "announce", tally.secretary, tally.chair, {"number": 1})
    whole = screen(app, city, made.meeting_id)
    assert "测评结果" in whole
    assert "票决结果" not in whole
    page = body(whole)
    assert "满意线：2 票" in page
    head = re.findall(r'<span class="place">(\D+?)</span>', page)
    assert head == ["满意", "基本满意", "不满意", "弃权"]
    told = [re.findall(r'class="(?:place|votes|why)">(\S+?)<', line) for line in page.split("<li")[1:]]
    assert told == [
        ["1", "0", "0", "3", "0", "不满意"],
        ["2", "3", "0", "0", "0", "满意"],
        ["3", "1", "2", "0", "0", "基本满意"],
    ]


def body(page: str) -> str:
    """The screen without its clock and the tokens of the page."""
    return page[page.index('<dl class="hall-facts">') : page.index('id="away"')]


def test_a_rehearsal_is_marked_on_the_screen(app: Flask, city: Place) -> None:
    made = console(app, city, rehearsal=True)
    assert "不是正式会议" in screen(app, city, made.meeting_id)


def test_an_unchanged_screen_travels_as_a_header(app: Flask, city: Place) -> None:
    made = console(app, city)
    client, url = app.test_client(), url_of(city, made.meeting_id)
    with time_machine.travel("2026-01-28 02:00:00+00:00", tick=False):
        first = client.get(url)
        again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_message_of_the_presidium_is_shown(app: Flask, city: Place) -> None:
    made = console(app, city)
    made.first.post(f"{made.url}/message", data={"text": "休会十分钟 <b>"})
    assert "休会十分钟 &lt;b&gt;" in screen(app, city, made.meeting_id)


def test_a_step_at_the_console_wakes_the_screen(app: Flask, city: Place) -> None:
    made = console(app, city)
    answer = app.test_client().get(url_of(city, made.meeting_id) + "live", buffered=False)
    assert answer.mimetype == "text/event-stream"
    heard = iter(answer.response)
    assert b"all" in next(heard)
    made.step("confirm_quorum")
    assert b"acts" in next(heard)
    answer.close()


def test_what_to_do_on_a_bad_day_is_written_down(app: Flask, city: Place) -> None:
    from voting.hall.guide.queries import BAD_DAYS

    made = console(app, city)
    page = made.first.get("/j/140900/hall/what-if").text
    for day in BAD_DAYS:
        assert f'id="{day.key}"' in page
    stranger = app.test_client()
    assert stranger.get("/j/140900/hall/what-if").status_code == 303


def test_a_void_vote_is_told_with_its_reason_until_another_is_ordered(app: Flask, city: Place) -> None:
    made = hall(city, 3)
    uuid = opened(made)
    with transaction():
        set_up_actions.void(made.secretary, uuid, reason="票箱封条损坏")
    page = screen(app, city, made.meeting_id)
    assert "本次票决已宣布无效" in page
    assert "票箱封条损坏" in page
    ready(made)
    assert "已宣布无效" not in screen(app, city, made.meeting_id)


def test_a_count_that_is_declared_void_is_told_as_well(app: Flask, city: Place) -> None:
    found = counted(city)
    count.step(found.uuid, "void", found.secretary, found.chair, {"reason": "收回多于发出"})
    assert "收回多于发出" in screen(app, city, found.hall.meeting_id)


def test_without_a_pass_line_nobody_is_said_to_be_over_it(app: Flask, city: Place) -> None:
    found = announced(city, votes=((0, 1), (0, 1), (0,)), pass_base="none")
    page = screen(app, city, found.hall.meeting_id)
    assert "因名额所限未列入" in page
    assert "过半数" not in page
    assert "过线" not in page
