"""应到 实到 发出 收回: whatever happened in the hall, every screen, the close and the public page say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.ballot.factories import Hall, choices, hall, make_cards, opened, ready, withdrawn
from tests.factories import account, sign_in
from tests.tally.factories_count import hand_out, leave, people
from voting.audit.models import Entry
from voting.ballot.card.actions import hand_out_card
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.pages import queries as ballot_pages
from voting.congress.attendance.models import Attendance
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.hall.blueprint import screen_key
from voting.people.rules import Place, Role
from voting.portal.ballots.queries import ballot_facts
from voting.tally.opening import actions as opening_actions
from voting.tally.pages.run.queries import run_page

pytestmark = pytest.mark.database


@dataclass(frozen=True)
class Figures:
    """What somebody reads: 应到, 实到, 发出 of all means, paper among it, what lies in the box."""

    due: int
    present: int
    issued: int
    papers: int
    cast: int


def cast(at: Hall, *who: int) -> None:
    for one in who:
        vote.vote(at.uuid, at.deputies[one], choices())


def draw(at: Hall, *who: int) -> None:
    for one in who:
        vote.draw(at.uuid, at.deputies[one])


def tablets_only(_app: Flask, at: Hall) -> None:
    cast(at, 0, 1, 2)
    draw(at, 3)


def tablets_and_paper(_app: Flask, at: Hall) -> None:
    cast(at, 0, 1, 2, 3, 4)
    hand_out(at, 5, 2)


def paper_alone(_app: Flask, at: Hall) -> None:
    hand_out(at, 0, 3)


def cards(app: Flask, at: Hall) -> None:
    make_cards(app, at, 2)
    for number in ("001", "002"):
        with transaction():
            hand_out_card(at.secretary, at.uuid, number)
    cast(at, 2)


def all_three(app: Flask, at: Hall) -> None:
    make_cards(app, at, 1)
    with transaction():
        hand_out_card(at.secretary, at.uuid, "001")
    cast(at, 1, 2)
    hand_out(at, 3, 1)


def late_comer(_app: Flask, at: Hall) -> None:
    leave(at, 6)
    cast(at, 0)
    with transaction():
        db.session.get_one(Attendance, (at.meeting_id, at.deputies[6].deputy_id, 1)).present = True
    cast(at, 6)


def left_after_drawing(_app: Flask, at: Hall) -> None:
    cast(at, 0, 1)
    draw(at, 2)
    hand_out(at, 3, 1)
    for one in (0, 2, 3):
        leave(at, one)


def left_without_drawing(_app: Flask, at: Hall) -> None:
    cast(at, 0)
    leave(at, 6)


Played = Callable[[Flask, Hall], None]
SITUATIONS: dict[str, tuple[Played, Figures]] = {
    "tablets": (tablets_only, Figures(7, 7, 4, 0, 3)),
    "tablets and paper": (tablets_and_paper, Figures(7, 7, 7, 2, 5)),
    "paper": (paper_alone, Figures(7, 7, 3, 3, 0)),
    "cards": (cards, Figures(7, 7, 3, 0, 1)),
    "all three": (all_three, Figures(7, 7, 4, 1, 2)),
    "a late comer": (late_comer, Figures(7, 7, 2, 0, 2)),
    "left after drawing": (left_after_drawing, Figures(7, 7, 4, 1, 2)),
    "left without drawing": (left_without_drawing, Figures(7, 6, 1, 0, 1)),
}


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    db.session.rollback()
    return str(answer.text)


def figure(page: str, *words: str) -> int:
    """The number that stands under the first of these words that the page has."""
    for word in words:
        found = re.search(rf"<dt>{word}</dt>\s*<dd[^>]*>(?:<b[^>]*>)?(\d+)", page)
        if found:
            return int(found[1])
    raise AssertionError(words)


def papers_said(page: str) -> int:
    found = re.search(r"纸质票 (\d+) 张，由计票室清点", page)
    return int(found[1]) if found else 0


def on_the_hall_screen(app: Flask, at: Hall) -> Figures:
    key = screen_key(at.meeting_id)
    page = text_of(app.test_client(), f"/j/{at.place.code}/hall/screens/{at.meeting_id}/{key}/")
    told = re.search(r"应到 (\d+)，实到 (\d+)", page)
    due, present = (int(told[1]), int(told[2])) if told else (figure(page, "应到"), figure(page, "实到"))
    assert re.search(rf"缺席[^<]*?(?:</dt><dd>| ){due - present}\b", page), "who is absent"
    return Figures(
        due,
        present,
        figure(page, "已领票", "发出票"),
        papers_said(page),
        figure(page, "电子票已投", "已投票", "收回电子票", "收回票"),
    )


def on_the_console(app: Flask, at: Hall) -> Figures:
    client = sign_in(app.test_client(), at.secretary)
    page = text_of(client, f"/j/{at.place.code}/hall/meetings/{at.meeting_id}/console")
    means = re.search(r"<dt>已领票</dt><dd>.*?纸质票 (\d+)", page, re.DOTALL)
    return Figures(
        figure(page, "应到"),
        figure(page, "实到"),
        figure(page, "已领票"),
        int(means[1]) if means else 0,
        figure(page, "电子票已投", "已投票"),
    )


def at_the_desk(app: Flask, at: Hall) -> tuple[int, int, int]:
    """应到 and 实到 of the page, and who is in the hall; the live figures are the same."""
    client = sign_in(app.test_client(), at.secretary)
    url = f"/j/{at.place.code}/hall/meetings/{at.meeting_id}"
    page = text_of(client, f"{url}/check-in")
    live = client.get(f"{url}/figures.json").get_json()
    shown = {name: int(n) for name, n in re.findall(r'data-figure="(\w+)">(\d+)', page)}
    assert shown == {name: live[name] for name in ("due", "present", "absent", "on_leave", "here")}
    assert live["absent"] == live["due"] - live["present"]
    return shown["due"], shown["present"], shown["here"]


def in_the_ballot_room(at: Hall) -> Figures:
    now = ballot_pages.ballot_line(find_ballot(at.uuid)).figures
    return Figures(now.due, now.present, now.issued, now.papers, now.cast)


def on_the_public_page(at: Hall) -> Figures:
    _, now = ballot_facts(at.place.id, 2026)
    assert now is not None
    return Figures(now.due, now.present, now.issued, now.papers, now.cast)


def everywhere(app: Flask, at: Hall) -> list[Figures]:
    said = [on_the_hall_screen(app, at), on_the_console(app, at), in_the_ballot_room(at)]
    if not find_ballot(at.uuid).rehearsal:
        said.append(on_the_public_page(at))
    return said


def expect_everywhere(app: Flask, at: Hall, expected: Figures) -> None:
    said = everywhere(app, at)
    assert said == [expected] * len(said)
    assert at_the_desk(app, at)[:2] == (expected.due, expected.present)


def as_closed(at: Hall) -> Figures:
    """What was fixed at the close and handed to the tally, whose page shows it."""
    found = people(at)
    with transaction():
        opening_actions.take_over(at.secretary, at.uuid)
    page = run_page(found.secretary, at.place, at.uuid)
    assert page.run.present == page.present
    return Figures(
        page.run.due, page.present, page.run.issued + page.beside.paper, page.beside.paper, page.run.cast
    )


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_screen_and_the_close_say_the_same(app: Flask, city: Place, name: str) -> None:
    play, expected = SITUATIONS[name]
    at = hall(city, 7)
    opened(at)
    play(app, at)
    expect_everywhere(app, at, expected)
    vote.close(at.secretary, at.uuid)
    expect_everywhere(app, at, expected)
    assert as_closed(at) == expected


def test_a_rehearsal_says_the_same_on_every_screen(app: Flask, city: Place) -> None:
    at = hall(city, 7, rehearsal=True)
    opened(at, rehearsal=True)
    tablets_and_paper(app, at)
    expect_everywhere(app, at, SITUATIONS["tablets and paper"][1])


def test_a_set_up_that_was_withdrawn_leaves_nothing_in_the_figures(app: Flask, city: Place) -> None:
    at = hall(city, 7)
    ready(at)
    at.uuid = withdrawn(at)
    vote.set_up(at.secretary, at.uuid)
    vote.open_voting(at.secretary, at.uuid)
    tablets_and_paper(app, at)
    expect_everywhere(app, at, SITUATIONS["tablets and paper"][1])


def test_who_comes_after_the_close_is_here_and_changes_nothing_else(app: Flask, city: Place) -> None:
    at = hall(city, 7)
    opened(at)
    left_without_drawing(app, at)
    vote.close(at.secretary, at.uuid)
    with transaction():
        db.session.get_one(Attendance, (at.meeting_id, at.deputies[6].deputy_id, 1)).present = True
    expect_everywhere(app, at, SITUATIONS["left without drawing"][1])
    assert at_the_desk(app, at) == (7, 6, 7)


def test_before_any_ballot_the_screens_show_the_door(app: Flask, city: Place) -> None:
    at = hall(city, 3)
    leave(at, 0)
    console = text_of(
        sign_in(app.test_client(), at.secretary), f"/j/{city.code}/hall/meetings/{at.meeting_id}/console"
    )
    assert (figure(console, "应到"), figure(console, "实到")) == (3, 2)
    assert at_the_desk(app, at) == (3, 2, 2)


def test_who_is_no_longer_in_office_is_present_nowhere(app: Flask, city: Place) -> None:
    from voting.congress.attendance.facts import present
    from voting.congress.term.models import Deputy

    at = hall(city, 3)
    with transaction():
        db.session.get_one(Deputy, at.deputies[0].deputy_id).in_office = False
    assert present(at.meeting_id) == 2
    assert at_the_desk(app, at)[1:] == (2, 2)


def test_paper_is_neither_missing_nor_returned_before_the_tellers_count_it(app: Flask, city: Place) -> None:
    at = hall(city, 7)
    opened(at)
    tablets_and_paper(app, at)
    vote.close(at.secretary, at.uuid)
    key = screen_key(at.meeting_id)
    page = text_of(app.test_client(), f"/j/{city.code}/hall/screens/{at.meeting_id}/{key}/")
    assert "发出 7 = 收回电子票 5 + 未收回电子票 0 + 纸质票 2" in page
    assert (figure(page, "未收回电子票"), figure(page, "待清点纸质票")) == (0, 2)


def console_url(at: Hall) -> str:
    return f"/j/{at.place.code}/hall/meetings/{at.meeting_id}"


def journal_lines() -> int:
    return db.session.scalar(select(func.count()).select_from(Entry)) or 0


def ask_to_close(app: Flask, at: Hall, **more: str) -> tuple[int, str]:
    client = sign_in(app.test_client(), at.secretary)
    answer = client.post(f"{console_url(at)}/requests/close_voting", data={"ballot": at.uuid, **more})
    db.session.rollback()
    return answer.status_code, str(answer.text)


def test_before_the_end_who_has_not_drawn_is_named_and_who_has_not_cast_never(
    app: Flask, city: Place
) -> None:
    at = hall(city, 4)
    opened(at)
    cast(at, 0)
    draw(at, 1)
    leave(at, 3)
    chair = sign_in(app.test_client(), account(city, Role.CHAIR))
    page = text_of(chair, f"{console_url(at)}/console")
    assert "还有 1 位实到代表没有领票" in page
    assert "已领电子票 2，还有 1 票没有投出" in page
    assert "具备" not in page[page.index("需要的条件") : page.index("发起：停止投票")]
    assert [name for name in ("代表001", "代表002", "代表003", "代表004") if name in page] == ["代表003"]
    desk = text_of(sign_in(app.test_client(), at.secretary), f"{console_url(at)}/check-in?only=undrawn")
    assert [name for name in ("代表001", "代表002", "代表003", "代表004") if name in desk] == ["代表003"]


def test_the_end_is_asked_for_expressly_while_somebody_would_lose_his_vote(app: Flask, city: Place) -> None:
    at = hall(city, 3)
    opened(at)
    cast(at, 0)
    draw(at, 1)
    lines = journal_lines()
    status, page = ask_to_close(app, at)
    assert (status, "确实要停止的，请先勾选" in page) == (422, True)
    assert 'name="acknowledged"' in page
    assert (find_ballot(at.uuid).state, journal_lines()) == (BallotState.OPEN, lines)
    assert ask_to_close(app, at, acknowledged="y")[0] == 303
    told = db.session.scalars(select(Entry.facts).where(Entry.event == "hall:step:asked")).all()[-1]
    assert (told["undrawn"], told["uncast"], told["acknowledged"]) == (1, 1, True)


def test_when_everybody_has_drawn_and_cast_nothing_more_is_asked(app: Flask, city: Place) -> None:
    at = hall(city, 3)
    opened(at)
    cast(at, 0, 1)
    hand_out(at, 2, 1)
    page = text_of(sign_in(app.test_client(), at.secretary), f"{console_url(at)}/console")
    assert 'name="acknowledged"' not in page
    assert "纸质票 1 张，由计票室清点" in page
    assert "已全部收回" not in page
    assert ask_to_close(app, at)[0] == 303
    told = db.session.scalars(select(Entry.facts).where(Entry.event == "hall:step:asked")).all()[-1]
    assert (told["undrawn"], told["uncast"], told["acknowledged"]) == (0, 0, False)
