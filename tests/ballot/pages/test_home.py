"""The ballot room's page offers what can be done, and says why the rest cannot; it leads to the hall and to what is printed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.ballot import factories
from tests.ballot.factories import hall, ordered, ready
from tests.factories import account, sign_in
from tests.queries_counted import counted
from voting.ballot.ceremony.models import ceremony_done
from voting.ballot.ceremony.rules import IN_USE
from voting.ballot.set_up.rules import NO_CANDIDATES, NO_METHOD, ORDERED
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Place, Role

ROOM = "/j/140900/ballots"


def test_a_key_is_given_up_only_while_no_ballot_uses_it(client: FlaskClient, city: Place) -> None:
    at = hall(city, 2)
    sign_in(client, at.secretary)
    assert "放弃这把钥匙" in client.get(ROOM).text
    ready(at)
    page = client.get(ROOM).text
    assert "放弃这把钥匙" not in page
    assert IN_USE in page
    key = ceremony_done(at.meeting_id, rehearsal=False)
    assert key is not None
    refused = client.post(f"/j/140900/ceremony/{key.id}/give-up", data={"reason": "丢失"})
    assert refused.status_code == 409
    assert IN_USE in refused.text


def test_a_vote_is_ordered_here_only_when_it_can_be(client: FlaskClient, city: Place) -> None:
    at = hall(city, 2)
    sign_in(client, at.secretary)
    page = client.get(ROOM).text
    assert 'name="title"' not in page
    assert NO_CANDIDATES in page
    ordered(at)
    page = client.get(ROOM).text
    assert 'name="title"' not in page
    assert ORDERED in page
    assert 'href="/j/140900/tally">打开计票室' in page
    with transaction():
        meeting_of(city.id, at.meeting_id).state = MeetingState.CLOSED
    page = client.get(ROOM).text
    assert "登记票决" not in page
    assert ORDERED not in page


def test_before_the_method_is_adopted_the_page_says_so(client: FlaskClient, city: Place) -> None:
    at = hall(city, 2)
    with transaction():
        meeting_of(city.id, at.meeting_id).state = MeetingState.DRAFT
    page = sign_in(client, at.secretary).get(ROOM).text
    assert NO_METHOD in page
    assert NO_CANDIDATES in page
    assert "开始生成钥匙" not in page


@pytest.mark.parametrize(("role", "leads"), [(Role.SECRETARIAT, True), (Role.CHAIR, True), (None, False)])
def test_the_room_has_the_halls_menu(
    client: FlaskClient, city: Place, role: Role | None, *, leads: bool
) -> None:
    factories.open_ballot(city)
    if role is not None:
        sign_in(client, account(city, role))
    page = client.get(ROOM).text
    assert ('href="/j/140900/hall/console"' in page) is leads
    assert ('aria-current="page">票决' in page) is leads


def test_who_prints_papers_is_led_to_where_they_are_printed(client: FlaskClient, city: Place) -> None:
    at = hall(city, 2)
    uuid = ready(at, paper_allowed=True)
    sign_in(client, at.secretary)
    assert "/j/140900/tally#papers" in client.get(f"{ROOM}/{uuid}/paper").text
    assert 'id="papers"' in client.get("/j/140900/tally").text


def test_the_console_leads_to_papers_and_says_that_the_sealing_sheet_is_printed(
    client: FlaskClient, city: Place
) -> None:
    at = hall(city, 2)
    uuid = ready(at, paper_allowed=True)
    sign_in(client, at.secretary)
    console = f"/j/140900/hall/meetings/{at.meeting_id}/console"
    assert "/j/140900/tally#papers" in client.get(console).text
    vote.open_voting(at.secretary, uuid)
    for deputy in at.deputies:
        vote.vote(uuid, deputy, factories.choices())
    assert "打印封箱单" not in client.get(console).text
    vote.close(at.secretary, uuid)
    page = client.get(console).text
    assert "打印封箱单" in page
    assert f"{ROOM}/{uuid}/roll" in page


@pytest.mark.parametrize(
    ("size", "told"), [(1, "1 scrutineer holds the key"), (3, "3 scrutineers hold a key each")]
)
def test_how_many_hold_the_key_is_said_in_good_english(
    client: FlaskClient, city: Place, size: int, told: str
) -> None:
    at = hall(city, 2, size=size, threshold=(size + 1) // 2)
    sign_in(client, at.secretary).set_cookie("locale", "en")
    assert told in client.get(ROOM).text


def test_what_every_meeting_lacks_is_asked_once(client: FlaskClient, city: Place) -> None:
    at = hall(city, 2)
    sign_in(client, at.secretary)
    with counted() as one:
        client.get(ROOM)
    for number in range(2, 5):
        with transaction():
            db.session.add(another(at.meeting_id, number))
    with counted() as four:
        page = client.get(ROOM).text
    assert page.count(NO_CANDIDATES) == 4
    lists = [len([sent for sent in asked if "screening_shortlist" in sent]) for asked in (one, four)]
    assert lists == [1, 1]


def another(meeting_id: int, number: int) -> Meeting:
    """A further meeting of the same congress and year."""
    first = db.session.get_one(Meeting, meeting_id)
    return Meeting(
        jurisdiction_id=first.jurisdiction_id,
        term_id=first.term_id,
        number=first.number + number,
        year=first.year,
        title=f"第{number}次会议",
        opens_on=first.opens_on,
    )
