"""A drawn token that is lost: two persons record it, and nothing of the vote changes by it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.ballot.factories import Hall, choices, hall, joint, open_ballot
from tests.ballot.play import Tablet
from tests.factories import account, sign_in
from voting.audit.models import Entry
from voting.ballot.figures.facts import reading_of
from voting.ballot.lost import actions
from voting.ballot.order.models import find_ballot
from voting.ballot.paper import actions as paper_actions
from voting.congress.meeting.facts import meeting_of
from voting.core.db import db, transaction
from voting.core.errors import NotFound, WrongMoment
from voting.demonstration import vote
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database
SAID = {"text": "001", "reason": "平板黑屏，没有备用码"}


def path(at: Hall, more: str = "") -> str:
    return f"/j/{at.place.code}/ballots/{at.uuid}/lost{more}"


def asked(app: Flask, client: FlaskClient, where: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    with app.app_context():
        answer = client.get(where) if form is None else client.post(where, data=form)
        found = answer.status_code, answer.get_data(as_text=True)
    db.session.rollback()
    return found


@pytest.fixture
def at(app: Flask, city: Place) -> Hall:
    """A ballot of which deputy 001 has drawn and not cast."""
    made = open_ballot(city)
    assert Tablet(app, made.uuid, made.deputies[0]).draw()[0] == 200
    return made


def test_two_persons_record_it_by_name_and_what_was_issued_stays_issued(app: Flask, at: Hall) -> None:
    desk, chair = (
        sign_in(app.test_client(), at.secretary),
        sign_in(app.test_client(), account(at.place, Role.CHAIR)),
    )
    before = figures(at)
    assert asked(app, desk, path(at), SAID)[0] == 303
    page = asked(app, desk, path(at))[1]
    assert ("等另一人确认" in page, "按未收回计" in page) == (True, True)
    assert asked(app, desk, path(at, "/1/confirm"), {})[0] == 403, "one person alone"
    assert asked(app, chair, path(at, "/1/confirm"), {})[0] == 303
    assert "已登记遗失" in asked(app, desk, path(at))[1]
    events = select(Entry.event).where(Entry.event.like("ballot:token_lost:%")).order_by(Entry.id)
    assert db.session.scalars(events).all() == ["ballot:token_lost:asked", "ballot:token_lost:recorded"]
    assert figures(at) == before
    assert asked(app, desk, path(at), SAID)[0] == 409, "once is enough"
    assert Tablet(app, at.uuid, at.deputies[0]).draw()[0] == 409, "no second token"


def figures(at: Hall) -> object:
    found = reading_of(meeting_of(at.place.id, at.meeting_id), find_ballot(at.uuid)).figures
    db.session.rollback()
    return found


def test_what_was_drawn_at_once_is_lost_at_once_and_stands_on_the_page_of_each(
    app: Flask, city: Place
) -> None:
    made = hall(city)
    pair = joint(made)
    for uuid in pair:
        vote.draw(uuid, made.deputies[0])
    vote.draw(pair[1], made.deputies[1])
    desk = sign_in(app.test_client(), made.secretary)
    chair = sign_in(app.test_client(), account(city, Role.CHAIR))
    made.uuid = pair[1]
    assert 'value="001"' in asked(app, desk, path(made, "?who=001"))[1]
    assert asked(app, desk, path(made), SAID)[0] == 303
    first = path(made).replace(pair[1], pair[0])
    assert "一次领取的 2 张一并登记" in asked(app, chair, first)[1]
    assert asked(app, desk, first, SAID)[0] == 409, "it waits already"
    assert asked(app, chair, f"{first}/1/confirm", {})[0] == 303
    assert all("已登记遗失" in asked(app, desk, one)[1] for one in (first, path(made)))
    told = db.session.scalars(select(Entry.facts).where(Entry.event == "ballot:token_lost:asked")).one()
    assert told["ballots"] == list(pair)
    with transaction():
        actions.ask_loss(made.secretary, pair[1], made.deputies[1].deputy_id or 0, reason="只领到一张")
    assert "只领到一张" in asked(app, desk, path(made))[1]
    assert "只领到一张" not in asked(app, desk, first)[1]


def test_desk_and_console_lead_to_the_page_where_the_need_arises(app: Flask, at: Hall) -> None:
    desk, chair = (
        sign_in(app.test_client(), at.secretary),
        sign_in(app.test_client(), account(at.place, Role.CHAIR)),
    )
    hall_url = f"/j/{at.place.code}/hall/meetings/{at.meeting_id}"
    found = asked(app, desk, f"{hall_url}/check-in?only=present")[1]
    assert re.findall(r"/lost\?who=(\d+)", found) == ["001"], "of who has drawn alone"
    assert f'href="{path(at)}"' in asked(app, chair, f"{hall_url}/console")[1]
    assert "项遗失登记等第二人确认" not in asked(app, chair, f"{hall_url}/console")[1]
    asked(app, desk, path(at), SAID)
    assert "有 1 项遗失登记等第二人确认" in asked(app, chair, f"{hall_url}/console")[1]
    vote.close(at.secretary, at.uuid)
    assert "/lost?who" not in asked(app, desk, f"{hall_url}/check-in?only=present")[1]
    assert f'href="{path(at)}"' not in asked(app, chair, f"{hall_url}/console")[1]


def test_what_is_lost_is_not_returned_at_the_close(app: Flask, at: Hall) -> None:
    vote.vote(at.uuid, at.deputies[1], choices())
    with transaction():
        row = actions.ask_loss(at.secretary, at.uuid, at.deputies[0].deputy_id or 0, reason="平板坏了")
    with transaction():
        actions.confirm_loss(account(at.place, Role.STAFF), at.uuid, row.number)
    vote.close(at.secretary, at.uuid)
    ballot = find_ballot(at.uuid)
    assert (ballot.issued, ballot.cast) == (2, 1)


def test_the_page_is_for_the_office_and_the_chair_of_the_place(app: Flask, at: Hall) -> None:
    for actor, status in ((at.deputies[0], 403), (at.scrutineers[0], 403), (at.secretary, 200)):
        assert asked(app, sign_in(app.test_client(), actor), path(at))[0] == status
    chair = sign_in(app.test_client(), account(at.place, Role.CHAIR))
    assert (asked(app, chair, path(at))[0], asked(app, chair, path(at), SAID)[0]) == (200, 403)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": "", "reason": "坏了"}, "请填写代表的证号或姓名"),
        ({"text": "001", "reason": ""}, "请写明情况"),
        ({"text": "没有这个人", "reason": "坏了"}, "没有找到"),
        ({"text": "代表", "reason": "坏了"}, "请填写证号："),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    app: Flask, at: Hall, said: dict[str, str], words: str
) -> None:
    status, page = asked(app, sign_in(app.test_client(), at.secretary), path(at), said)
    assert (status, words in page) == (422, True)
    assert all(f'value="{kept}"' in page for kept in said.values() if kept)


def test_only_a_token_that_was_drawn_is_lost_and_only_before_the_close(app: Flask, at: Hall) -> None:
    second = at.deputies[1].deputy_id or 0
    with pytest.raises(WrongMoment, match="没有领电子票"), transaction():
        actions.ask_loss(at.secretary, at.uuid, second, reason="坏了")
    with transaction():
        paper_actions.hand_out_paper(at.secretary, at.uuid, second)
    with pytest.raises(WrongMoment, match="没有领电子票"), transaction():
        actions.ask_loss(at.secretary, at.uuid, second, reason="坏了")
    vote.close(at.secretary, at.uuid)
    with pytest.raises(WrongMoment, match="已经封存"), transaction():
        actions.ask_loss(at.secretary, at.uuid, at.deputies[0].deputy_id or 0, reason="坏了")


def test_what_was_said_by_mistake_is_taken_back_and_belongs_to_its_ballot(app: Flask, at: Hall) -> None:
    deputy = at.deputies[0].deputy_id or 0
    with transaction():
        row = actions.ask_loss(at.secretary, at.uuid, deputy, reason="坏了")
    with pytest.raises(WrongMoment, match="正等待"), transaction():
        actions.ask_loss(at.secretary, at.uuid, deputy, reason="坏了")
    with pytest.raises(NotFound), transaction():
        actions.withdraw_loss(at.secretary, "another", row.number)
    with transaction():
        actions.withdraw_loss(at.secretary, at.uuid, row.number)
    with transaction():
        actions.ask_loss(at.secretary, at.uuid, deputy, reason="又坏了")
