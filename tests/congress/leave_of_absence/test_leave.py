"""Leave of absence: entered, taken back, ended by coming, counted among the absent on every screen."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest
import time_machine
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from tests.ballot.factories import open_ballot
from tests.factories import account, deputies, meeting, sign_in
from voting.audit.models import Entry
from voting.ballot.close.actions import close
from voting.ballot.figures.facts import figures_of, reading_of
from voting.ballot.handover_close_facts import reckoned
from voting.ballot.order.models import find_ballot
from voting.congress.attendance import actions as attendance_actions
from voting.congress.leave_of_absence import actions
from voting.congress.leave_of_absence.facts import on_leave
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.congress.term.models import Deputy, Term
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.tally.count.rules import Count
from voting.tally.documents.contents import identities


class Hall:
    def __init__(self, client: FlaskClient, at: Place, people: int = 4) -> None:
        self.people = deputies(at, people, delegations=2)
        self.meeting = meeting(at, in_term=db.session.get_one(Term, self.people[0].term_id))
        self.staff = account(at, Role.STAFF)
        self.client = sign_in(client, self.staff)
        self.url = f"/j/{at.code}/congress/meetings/{self.meeting.id}/leave"
        self.desk = f"/j/{at.code}/hall/meetings/{self.meeting.id}/check-in"

    def enter(self, who: str, reason: str = "因病") -> int:
        return self.client.post(self.url, data={"who": who, "reason": reason}).status_code

    def paper(self, kind: str) -> str:
        """The address of the list of leaves as a document."""
        return f"{self.url.split('/congress/')[0]}/tally/meetings/{self.meeting.id}/leave_list.{kind}"

    def figures(self) -> tuple[int, int, int]:
        found = reading_of(db.session.get_one(Meeting, self.meeting.id), None).figures
        return found.due, found.absent, found.on_leave


def check_in(actor: Actor, held: Meeting, row: Deputy) -> None:
    with transaction():
        attendance_actions.check_in(actor, meeting_id=held.id, deputy_id=row.id)


@pytest.mark.database
def test_leave_is_entered_and_counted_among_the_absent_everywhere(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    check_in(hall.staff, hall.meeting, hall.people[0])
    assert hall.enter("2") == 303
    assert hall.figures() == (4, 3, 1)
    page = client.get(hall.url).text
    assert "因病" in page
    assert "代表002 已登记请假" in page
    live = client.get(f"{hall.desk.removesuffix('check-in')}figures.json").get_json()
    assert (live["absent"], live["on_leave"]) == (3, 1)
    desk = client.get(f"{hall.desk}?only=absent").text
    assert "002 代表002" in desk
    console = client.get(f"{hall.desk.removesuffix('check-in')}console").text
    assert "缺席 3（其中请假 1 人）" in console
    line = db.session.scalars(select(Entry.facts).where(Entry.event == "congress:leave:entered")).one()
    assert line == {"meeting": hall.meeting.id, "deputy": "002"}


def test_a_deputy_on_leave_who_comes_is_checked_in_and_his_leave_ends(
    client: FlaskClient, city: Place
) -> None:
    hall = Hall(client, city)
    assert hall.enter("代表002") == 303
    assert client.post(hall.desk, data={"text": "2"}).status_code == 303
    assert hall.figures() == (4, 3, 0)
    assert "已到会" in client.get(hall.url).text
    assert client.post(f"{hall.url}/{hall.people[1].id}/take-back").status_code == 409


def test_who_leaves_with_leave_is_on_leave_and_who_leaves_without_is_not(
    client: FlaskClient, city: Place
) -> None:
    hall = Hall(client, city)
    row, held = hall.people[0], hall.meeting
    assert hall.enter("001") == 303
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        check_in(hall.staff, held, row)
        assert hall.enter("001") == 409
        with transaction():
            attendance_actions.leave(hall.staff, meeting_id=held.id, deputy_id=row.id)
        assert on_leave(held) == frozenset()
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        assert hall.enter("001", "下午有任务") == 303
        assert on_leave(held) == {row.id}


def test_a_leave_is_taken_back_and_entered_again(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    hall.enter("001")
    path = f"{hall.url}/{hall.people[0].id}/take-back"
    assert client.post(path).status_code == 303
    assert hall.figures() == (4, 4, 0)
    assert "已撤销" in client.get(hall.url).text
    assert client.post(path).status_code == 409
    assert hall.enter("001", "出差") == 303
    assert hall.figures() == (4, 4, 1)


@pytest.mark.parametrize(
    ("who", "reason", "said"),
    [
        ("", "因病", "请填写证号或姓名"),
        ("001", "", "请写明请假事由"),
        ("999", "因病", "没有找到"),
        ("代表", "因病", "4 名代表符合，请写证号"),
        ("140921:001", "因病", "属于其他地方"),
        ("001", "病" * 201, "不超过 200 字"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    client: FlaskClient, city: Place, who: str, reason: str, said: str
) -> None:
    hall = Hall(client, city)
    answer = client.post(hall.url, data={"who": who, "reason": reason})
    assert answer.status_code == 422
    assert said in answer.text
    assert (who or reason) in answer.text
    assert hall.figures() == (4, 4, 0)


def test_the_wrong_person_enters_and_reads_nothing(client: FlaskClient, city: Place, county: Place) -> None:
    hall = Hall(client, city)
    hall.enter("001")
    sign_in(client, account(city, Role.CHAIR))
    page = client.get(hall.url)
    assert page.status_code == 200
    assert "撤销</button>" not in page.text
    assert hall.enter("002") == 403
    assert client.post(f"{hall.url}/{hall.people[0].id}/take-back").status_code == 403
    for role in (Role.DEPUTY, Role.SCRUTINEER, Role.OVERSIGHT, Role.UNIT):
        sign_in(client, account(city, role))
        assert (client.get(hall.url).status_code, client.get(hall.paper("pdf")).status_code) == (403, 403)
    sign_in(client, account(county, Role.STAFF))
    assert client.get(hall.url).status_code == 404
    assert (
        client.post(hall.url.replace("140900", "140921"), data={"who": "1", "reason": "x"}).status_code == 404
    )


def test_nothing_is_entered_after_the_meeting(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    hall.enter("001")
    with transaction():
        db.session.get_one(Meeting, hall.meeting.id).state = MeetingState.CLOSED
    assert hall.enter("002") == 409
    assert client.post(f"{hall.url}/{hall.people[0].id}/take-back").status_code == 409


@pytest.mark.database
def test_the_sheet_names_who_is_on_leave_by_delegation(client: FlaskClient, city: Place) -> None:
    hall = Hall(client, city)
    for who in ("004", "001", "003"):
        hall.enter(who)
    client.post(f"{hall.url}/{hall.people[2].id}/take-back")
    pages = PdfReader(io.BytesIO(client.get(hall.paper("pdf")).data)).pages
    sheet = "".join("".join(page.extract_text().split()) for page in pages)
    assert "共2人" in sheet
    assert sheet.index("第一代表团") < sheet.index("001") < sheet.index("第二代表团") < sheet.index("004")
    assert "代表003" not in sheet
    (table,) = docx.Document(io.BytesIO(client.get(hall.paper("docx")).data)).tables
    assert [row.cells[2].text for row in table.rows] == ["证号", "001", "004"]
    assert "<b>第1代表团</b> 1 人" in client.get(hall.desk).text


def test_the_close_fixes_who_was_on_leave(city: Place) -> None:
    at = open_ballot(city, 3)
    ballot = find_ballot(at.uuid)
    absent = at.rows[2]
    with transaction():
        attendance_actions.leave(at.secretary, meeting_id=at.meeting_id, deputy_id=absent.id)
        actions.enter_leave(at.secretary, meeting_id=at.meeting_id, deputy_id=absent.id, reason="因病")
    assert (figures_of(ballot).absent, figures_of(ballot).on_leave) == (1, 1)
    with transaction():
        close(at.secretary, at.uuid)
    with transaction():
        attendance_actions.check_in(at.secretary, meeting_id=at.meeting_id, deputy_id=absent.id)
    assert figures_of(find_ballot(at.uuid)).on_leave == 1
    assert reckoned(at.uuid).on_leave == 1
    closed = db.session.scalars(select(Entry.facts).where(Entry.event == "ballot:ballot:closed")).one()
    assert closed["on_leave"] == 1


@pytest.mark.pure
@pytest.mark.parametrize(("leave", "said"), [(0, "缺席 3"), (2, "缺席 3（其中请假 2 人）")])
def test_the_report_prints_it(leave: int, said: str) -> None:
    count = Count(due=9, present=6, paper_on_roll=0, channels=(), on_leave=leave)
    assert identities(count)[0] == f"应到 9 = 实到 6 + {said}"
