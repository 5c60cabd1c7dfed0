"""The check-in desk: every way to name a deputy, several desks at once, coming late and leaving."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.ballot.factories import hall, ready
from tests.factories import account, deputies, meeting, sign_in
from voting.congress.attendance.actions import Arrival, check_in
from voting.congress.attendance.facts import present
from voting.congress.attendance.models import Attendance
from voting.congress.meeting.models import Meeting
from voting.congress.term.models import Deputy
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Actor, Place, Role


class Hall:
    """A meeting with a desk, as the tests need it."""

    def __init__(self, client: FlaskClient, at: Place, count: int = 4, delegations: int = 2) -> None:
        self.deputies = deputies(at, count, delegations=delegations)
        from voting.congress.term.models import Term

        self.meeting = meeting(at, in_term=db.session.get_one(Term, self.deputies[0].term_id))
        self.actor = account(at, Role.STAFF)
        self.client = sign_in(client, self.actor)
        self.url = f"/j/{at.code}/hall/meetings/{self.meeting.id}/check-in"

    def scan(self, text: str) -> int:
        return self.client.post(self.url, data={"text": text}).status_code

    @property
    def present(self) -> int:
        return present(self.meeting.id)


@pytest.mark.parametrize("text", ["001", "140900:001", "代表001", " 001 ", "140900：001"])
def test_a_deputy_is_checked_in_by_badge_number_or_whole_name(
    client: FlaskClient, city: Place, text: str
) -> None:
    hall = Hall(client, city)
    assert hall.scan(text) == 303
    assert "001 代表001 签到成功" in client.get(hall.url).text
    assert hall.present == 1


@pytest.mark.parametrize("text", ["db001", "表001"])
def test_a_part_of_a_name_checks_in_nobody_and_is_listed(client: FlaskClient, city: Place, text: str) -> None:
    hall = Hall(client, city)
    assert hall.scan(text) == 303
    assert hall.present == 0
    assert "代表001" in client.get(f"{hall.url}?q={text}").text
    told = client.post(hall.url, data={"text": text}, headers={"Accept": "application/json"}).get_json()
    assert (told["outcome"], "还没有签到" in told["sentence"]) == ("several", True)


def test_several_who_fit_are_offered_and_nobody_is_checked_in(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    answer = client.post(hall.url, data={"text": "代表"}, follow_redirects=True)
    assert "代表004" in answer.text
    assert hall.present == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("999", "没有找到"),
        ("", "请扫描"),
        ("140921:001", "其他地方"),
        ("%", "没有找到"),
        ("x" * 5000, "没有找到"),
    ],
)
def test_a_text_that_means_nobody_is_answered_with_a_sentence(
    client: FlaskClient, city: Place, text: str, sentence: str
) -> None:
    hall = Hall(client, city)
    answer = client.post(hall.url, data={"text": text})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert hall.present == 0


def test_a_second_desk_is_told_that_the_first_did_it(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    hall.scan("001")
    hall.scan("001")
    assert "已于" in client.get(hall.url).text
    assert hall.present == 1


def test_a_script_gets_the_sentence_as_json(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    ask = {"Accept": "application/json"}
    first = client.post(hall.url, data={"text": "140900:001"}, headers=ask).get_json()
    again = client.post(hall.url, data={"text": "140900:001"}, headers=ask).get_json()
    none = client.post(hall.url, data={"text": "777"}, headers=ask)
    assert (first["outcome"], again["outcome"], none.status_code) == ("checked_in", "already", 422)
    assert "没有找到" in none.get_json()["sentence"]


def test_a_deputy_leaves_and_comes_back(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    hall.scan("001")
    url = f"/j/140900/hall/meetings/{hall.meeting.id}/leave/{hall.deputies[0].id}"
    assert client.post(url).status_code == 303
    assert hall.present == 0
    assert client.post(url).status_code == 409
    assert hall.scan("001") == 303
    assert hall.present == 1


def test_the_figures_add_up_by_delegation(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    hall.scan("001")
    hall.scan("003")
    figures = client.get(f"/j/140900/hall/meetings/{hall.meeting.id}/figures.json").get_json()
    assert (figures["due"], figures["present"], figures["absent"]) == (4, 2, 2)
    assert [team["present"] for team in figures["teams"]] == [2, 0]
    assert sum(team["due"] for team in figures["teams"]) == figures["due"]


def test_nobody_checks_in_after_the_meeting_has_closed(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    with transaction():
        row = db.session.get_one(Meeting, hall.meeting.id)
        row.state = type(row.state)("closed")
    assert hall.scan("001") == 409
    assert hall.present == 0


def test_only_members_of_the_body_that_meets_check_in(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    with transaction():
        db.session.get_one(Deputy, hall.deputies[0].id).in_office = False
    assert hall.scan("001") == 422
    answer = client.post(f"{hall.url}/{hall.deputies[0].id}")
    assert answer.status_code == 422
    assert "不是这次会议的应到人员" in answer.text


def test_a_neighbours_meeting_and_deputies_are_not_found(
    client: FlaskClient, city: Place, county: Place
) -> None:
    hall = Hall(client, city)
    other = Hall(client.application.test_client(), county)
    assert other.client.get(hall.url).status_code == 404
    assert other.client.get(hall.url.replace("140900", "140921")).status_code == 404
    assert other.client.post(hall.url.replace("140900", "140921"), data={"text": "001"}).status_code == 404
    assert other.client.post(f"{other.url}/{hall.deputies[0].id}").status_code == 404
    assert hall.present == other.present == 0


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CHAIR, Role.UNIT])
def test_only_the_office_works_the_desk(client: FlaskClient, city: Place, role: Role) -> None:
    hall = Hall(client, city)
    sign_in(client, account(city, role))
    assert client.get(hall.url).status_code == 403
    assert hall.scan("001") == 403


def test_two_desks_that_check_in_the_same_deputy_at_once_make_one_line(app: Flask, city: Place) -> None:
    hall = Hall(app.test_client(), city, count=10)
    ends: list[Arrival] = []
    barrier = Barrier(4)

    def desk(actor: Actor, meeting_id: int, ids: list[int]) -> None:
        with app.app_context():
            barrier.wait()
            for deputy_id in ids:
                with transaction():
                    ends.append(check_in(actor, meeting_id=meeting_id, deputy_id=deputy_id))

    ids = [row.id for row in hall.deputies]
    actor, meeting_id = hall.actor, hall.meeting.id
    desks = [Thread(target=desk, args=(actor, meeting_id, ids)) for _ in range(4)]
    for thread in desks:
        thread.start()
    for thread in desks:
        thread.join()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 10
    assert len(ends) == 40
    assert sum(end.before is None for end in ends) == 10


def test_a_change_is_told_to_open_screens(app: Flask, client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    heard = app.extensions["live"].subscribe(f"meeting:{hall.meeting.id}", dict)
    assert next(heard) == "data: {}\n\n"
    hall.scan("001")
    assert '"attendance"' in next(heard)
    heard.close()


def test_the_desk_leads_to_where_paper_is_given_out_while_ballots_are_drawn(
    client: FlaskClient, city: Place
) -> None:
    made = hall(city, 3)
    ready(made)
    page = f"/j/{city.code}/hall/meetings/{made.meeting_id}/check-in"
    staff = sign_in(client, account(city, Role.STAFF))
    assert f"/j/{city.code}/ballots/{made.uuid}/paper" in staff.get(page).text
    vote.open_voting(made.secretary, made.uuid)
    vote.close(made.secretary, made.uuid)
    assert "发纸质票" not in staff.get(page).text
