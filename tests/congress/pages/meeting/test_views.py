"""A meeting's set-up: opened, its posts filled, rehearsed, and what is still missing before each step."""

from __future__ import annotations

import io
import re

import pytest
import time_machine
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from tests.factories import account, check_in, deputies, meeting, sign_in, term
from tests.screening import factories as screening
from voting.audit.models import Entry
from voting.ballot.set_up.ordering import order_from_shortlist
from voting.congress.meeting.actions import rehearse
from voting.congress.meeting.models import Appointment, Meeting
from voting.congress.meeting.rules import MeetingState
from voting.congress.rule_set.actions import set_rules
from voting.congress.rule_set.queries import rules_values
from voting.congress.term.models import Term
from voting.core.db import db, transaction
from voting.people.models import Grant
from voting.people.rules import Place, Role
from voting.tally.documents.queries import of_ballot, paper_of_meeting

NEW = {
    "body": "congress",
    "number": "6",
    "year": "2026",
    "title": "忻州市第五届人民代表大会第六次会议",
    "opens_on": "2026-01-28",
}


def staff(client: FlaskClient, at: Place) -> FlaskClient:
    return sign_in(client, account(at, Role.STAFF))


@pytest.mark.parametrize(
    ("day", "year"), [("2026-08-31", "2026"), ("2026-11-28", "2027"), ("2027-01-10", "2027")]
)
def test_the_year_offered_is_that_of_the_next_ballot(
    client: FlaskClient, city: Place, day: str, year: str
) -> None:
    """From September on, when the calls for the coming year begin, the year is the coming one's, and the page says so."""
    url = f"/j/140900/congress/terms/{term(city).id}/meetings/new"
    with time_machine.travel(f"{day}T12:00:00+08:00"):
        page = staff(client, city).get(url).text
    assert re.search(rf'<input[^>]*name="year"[^>]*value="{year}"', page)
    assert "九月起登记的会议，先填下一年" in page


def test_a_meeting_is_opened_once(client: FlaskClient, city: Place) -> None:
    url = f"/j/140900/congress/terms/{term(city).id}/meetings/new"
    assert staff(client, city).get(url).status_code == 200
    answer = client.post(url, data=NEW)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert "忻州市第五届人民代表大会第六次会议" in page.text
    again = client.post(url, data=NEW)
    assert again.status_code == 422
    assert "第 6 次会议已经登记" in again.text


def test_title_and_date_are_corrected_with_a_reason_until_the_list_is_adopted(
    client: FlaskClient, city: Place, county: Place
) -> None:
    at = meeting(city, in_term=term(city))
    meeting_id = at.id
    url = f"/j/140900/congress/meetings/{meeting_id}/correction"
    assert at.title in staff(client, city).get(url).text
    right = {"title": "忻州市第五届人民代表大会第七次会议", "opens_on": "2026-02-03", "reason": "改期"}
    without = client.post(url, data=right | {"reason": ""})
    assert (without.status_code, "请写明理由" in without.text) == (422, True)
    assert client.post(url, data=right).status_code == 303
    db.session.rollback()
    assert db.session.get_one(Meeting, meeting_id).title == right["title"]
    line = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert line is not None
    assert (line.event, "改期" in str(line.facts)) == ("congress:meeting:corrected", True)
    with transaction():
        db.session.get_one(Meeting, meeting_id).state = MeetingState.SCRUTINEERS_ADOPTED
    late = client.post(url, data=right | {"title": "别的"})
    assert (late.status_code, "须先收回名单" in late.text) == (409, True)
    assert "更正会议名称" not in client.get(f"/j/140900/congress/meetings/{meeting_id}").text
    neighbour = staff(client, county)
    assert (
        neighbour.post(f"/j/140921/congress/meetings/{meeting_id}/correction", data=right).status_code == 404
    )


def test_a_correction_reaches_the_rehearsal_while_its_own_list_is_open(
    client: FlaskClient, city: Place
) -> None:
    at = meeting(city, in_term=term(city))
    with transaction():
        practice = rehearse(account(city, Role.STAFF), place=city, meeting_id=at.id).id
    url = f"/j/140900/congress/meetings/{at.id}/correction"
    for title, state, expected in (
        ("第七次会议", MeetingState.METHOD_ADOPTED, "第七次会议"),
        ("第八次会议", MeetingState.SCRUTINEERS_ADOPTED, "第七次会议"),
    ):
        with transaction():
            db.session.get_one(Meeting, practice).state = state
        sent = {"title": title, "opens_on": "2026-02-03", "reason": "改期"}
        assert staff(client, city).post(url, data=sent).status_code == 303
        db.session.rollback()
        assert db.session.get_one(Meeting, practice).title == expected


@pytest.mark.parametrize(
    "change",
    [
        {"body": "senate"},
        {"number": "0"},
        {"year": "26"},
        {"title": "长" * 101},
        {"opens_on": "x"},
    ],
)
def test_a_bad_meeting_keeps_what_was_typed(client: FlaskClient, city: Place, change: dict[str, str]) -> None:
    url = f"/j/140900/congress/terms/{term(city).id}/meetings/new"
    answer = staff(client, city).post(url, data=NEW | change)
    assert answer.status_code == 422
    assert db.session.scalars(select(Meeting.id)).all() == []
    if "title" not in change:
        assert NEW["title"] in answer.text


def test_a_township_has_no_standing_committee_to_meet(client: FlaskClient, township: Place) -> None:
    url = f"/j/140921100/congress/terms/{term(township).id}/meetings/new"
    assert "常务委员会" not in staff(client, township).get(url).text
    assert client.post(url, data=NEW | {"body": "standing_committee"}).status_code == 422


def test_the_page_says_what_is_missing_and_who_can_mend_it(client: FlaskClient, city: Place) -> None:
    row = meeting(city, in_term=term(city))
    page = staff(client, city).get(f"/j/140900/congress/meetings/{row.id}").text
    assert "还没有导入代表名册" in page
    assert "名单上还没有总监票人" in page
    assert "由人大工作人员办理" in page


def test_a_list_whose_tellers_could_count_no_paper_is_not_adopted(client: FlaskClient, city: Place) -> None:
    row = meeting(city, in_term=term(city))
    url = f"/j/140900/congress/meetings/{row.id}"
    lacking = "须有两名有账号的计票人"
    office = staff(client, city)
    for number, teller in enumerate((account(city, Role.TELLER), account(city, Role.TELLER))):
        assert lacking in office.get(url).text
        form = {"post": "teller", "name": f"计票人{number}", "account_id": str(teller.account_id)}
        assert office.post(f"{url}/posts", data=form).status_code == 303
    assert lacking not in office.get(url).text


def test_a_scrutineer_is_put_forward_receives_the_role_and_is_taken_off(
    client: FlaskClient, city: Place
) -> None:
    row, person = meeting(city, in_term=term(city)), account(city, Role.DEPUTY)
    url = f"/j/140900/congress/meetings/{row.id}/posts"
    form = {"post": "chief_scrutineer", "name": "人员甲", "account_id": str(person.account_id)}
    assert staff(client, city).post(url, data=form).status_code == 303
    assert db.session.get(Grant, (person.account_id, Role.SCRUTINEER)) is not None
    twice = client.post(url, data=form | {"post": "teller"})
    assert twice.status_code == 422
    assert "不能由一人兼任" in twice.text
    other_name = client.post(url, data=form | {"name": "人员乙"})
    assert (other_name.status_code, "一个账号只能担任一项" in other_name.text) == (422, True)
    appointed = db.session.scalars(select(Appointment.id)).one()
    assert client.post(f"{url}/{appointed}/remove").status_code == 303
    assert db.session.scalars(select(Appointment.id)).all() == []
    assert db.session.get(Grant, (person.account_id, Role.SCRUTINEER)) is None


def test_the_role_goes_with_the_last_post_that_gave_it_and_never_if_it_was_there_before(
    client: FlaskClient, city: Place
) -> None:
    in_term = term(city)
    first, second = meeting(city, in_term=in_term), meeting(city, in_term=in_term, number=7)
    ids, given = (first.id, second.id), account(city, Role.DEPUTY).account_id
    had = account(city, Role.SCRUTINEER).account_id
    staff(client, city)
    for meeting_id in ids:
        for who, name in ((given, "人员甲"), (had, "人员乙")):
            form = {"post": "scrutineer", "name": name, "account_id": str(who)}
            client.post(f"/j/140900/congress/meetings/{meeting_id}/posts", data=form)
    held = []
    for meeting_id in ids:
        asked = select(Appointment.id).where(Appointment.meeting_id == meeting_id)
        for appointed in db.session.scalars(asked).all():
            url = f"/j/140900/congress/meetings/{meeting_id}/posts/{appointed}/remove"
            assert client.post(url).status_code == 303
        db.session.rollback()
        grants = [db.session.get(Grant, (who, Role.SCRUTINEER)) is not None for who in (given, had)]
        held.append(grants)
    assert held == [[True, True], [False, True]]


def test_somebody_elses_account_cannot_be_given_a_post(
    client: FlaskClient, city: Place, county: Place
) -> None:
    row, person = meeting(city, in_term=term(city)), account(county, Role.SCRUTINEER)
    form = {"post": "scrutineer", "name": "人员甲", "account_id": str(person.account_id)}
    answer = staff(client, city).post(f"/j/140900/congress/meetings/{row.id}/posts", data=form)
    assert answer.status_code == 422
    assert db.session.scalars(select(Appointment.id)).all() == []


def test_the_list_is_closed_once_it_was_adopted(client: FlaskClient, city: Place) -> None:
    row = meeting(city, in_term=term(city))
    with transaction():
        db.session.get_one(Meeting, row.id).state = MeetingState.SCRUTINEERS_ADOPTED
    form = {"post": "teller", "name": "人员甲", "account_id": "0"}
    answer = staff(client, city).post(f"/j/140900/congress/meetings/{row.id}/posts", data=form)
    assert answer.status_code == 409


def test_a_rehearsal_is_its_own_meeting_with_the_same_posts_and_nobody_in_it(
    client: FlaskClient, city: Place
) -> None:
    rows = deputies(city, 3)
    real = meeting(city, in_term=db.session.get_one(Term, rows[0].term_id))
    check_in(real, rows)
    staff(client, city)
    url = f"/j/140900/congress/meetings/{real.id}"
    client.post(f"{url}/posts", data={"post": "teller", "name": "人员甲", "account_id": "0"})
    answer = client.post(f"{url}/rehearsal")
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "（演练）" in page
    assert "人员甲" in page
    practice = db.session.scalars(select(Meeting).where(Meeting.rehearsal.is_(True))).one()
    assert practice.id != real.id
    assert "<dt>实到</dt><dd>0</dd>" in page.replace("\n", "")
    assert client.post(f"{url}/rehearsal").status_code == 422
    assert client.post(f"/j/140900/congress/meetings/{practice.id}/rehearsal").status_code == 422


def test_a_neighbour_finds_no_meeting(client: FlaskClient, city: Place, county: Place) -> None:
    row = meeting(city, in_term=term(city))
    staff(client, county)
    mine = f"/j/140921/congress/meetings/{row.id}"
    assert client.get(mine).status_code == 404
    assert client.post(f"{mine}/rehearsal").status_code == 404
    form = {"post": "teller", "name": "甲", "account_id": "0"}
    assert client.post(f"{mine}/posts", data=form).status_code == 404
    assert client.post(f"{mine}/posts/1/remove").status_code == 404
    assert client.get(f"/j/140921/congress/terms/{row.term_id}/meetings/new").status_code == 404


def test_the_chair_reads_and_the_office_writes(client: FlaskClient, city: Place) -> None:
    row = meeting(city, in_term=term(city))
    sign_in(client, account(city, Role.CHAIR))
    assert client.get(f"/j/140900/congress/meetings/{row.id}").status_code == 200
    assert client.post(f"/j/140900/congress/meetings/{row.id}/rehearsal").status_code == 403


def test_the_page_says_that_the_rules_of_its_year_were_never_saved(client: FlaskClient, city: Place) -> None:
    """Those of another year are no help: the meeting goes by the defaults, and says so until somebody has saved its own."""
    at = meeting(city, in_term=term(city), year=2027)
    url, said = f"/j/140900/congress/meetings/{at.id}", "2027 年的票决规则还没有保存过"
    with transaction():
        set_rules(account(city, Role.STAFF), place=city, year=2026, values={"seats": 3})
    page = staff(client, city).get(url).text
    assert said in page
    assert 'href="/j/140900/congress/rules/2027"' in page
    with transaction():
        set_rules(account(city, Role.STAFF), place=city, year=2027, values={})
    assert said not in client.get(url).text


def test_saving_rules_says_of_which_year(client: FlaskClient, city: Place) -> None:
    rules = {
        f"rule_{key}": ("yes" if value else "no") if isinstance(value, bool) else value
        for key, value in rules_values(city, 2026).items()
    }
    answer = staff(client, city).post("/j/140900/congress/rules/2026", data=rules, follow_redirects=True)
    assert "2026 年票决规则已保存" in answer.text


def test_the_page_says_that_the_candidates_are_missing_and_where_they_are_made(
    client: FlaskClient, city: Place
) -> None:
    at = meeting(city, in_term=term(city), year=2027)
    url = f"/j/140900/congress/meetings/{at.id}"
    page = staff(client, city).get(url).text
    assert "正式候选项目名单还没有确定" in page
    assert 'href="/j/140900/screening/list?year=2027"' in page
    screening.decided(account(city, Role.STAFF), city, year=2027)
    page = client.get(url).text
    assert "正式候选项目名单还没有确定" not in page
    assert "名单已经确定" in page


def test_paper_ballots_are_printed_before_the_sitting_once_the_list_is_decided(
    client: FlaskClient, city: Place
) -> None:
    at = meeting(city, in_term=term(city), year=2027)
    url, paper = f"/j/140900/congress/meetings/{at.id}", f"/j/140900/tally/meetings/{at.id}/paper_ballot.pdf"
    page = staff(client, city).get(url).text
    assert "正式候选项目名单确定以后，可以在这里印" in page
    assert paper not in page
    assert client.get(f"{paper}?copies=2").status_code == 409
    screening.decided(account(city, Role.STAFF), city, year=2027)
    assert paper in client.get(url).text
    answer = client.get(f"{paper}?copies=2&colour=pink")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "No. 0002" in "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages)
    with transaction():
        set_rules(account(city, Role.STAFF), place=city, year=2027, values={"paper_allowed": False})
    assert "本年度的票决规则不使用纸质票" in client.get(url).text
    assert client.get(paper).status_code == 409


def test_paper_printed_before_the_sitting_is_that_of_the_ballot(city: Place) -> None:
    clerk, at = account(city, Role.STAFF, Role.SECRETARIAT), meeting(city, in_term=term(city), year=2027)
    screening.decided(clerk, city, year=2027)
    before = paper_of_meeting(city, at.id, 3, "green")
    with transaction():
        db.session.get_one(Meeting, at.id).state = MeetingState.METHOD_ADOPTED
    with transaction():
        uuid = order_from_shortlist(clerk, at.id, "票决")
    assert of_ballot(city, uuid, "paper_ballot", 3, "green") == before


@pytest.mark.parametrize("role", [Role.CHAIR, Role.DEPUTY, Role.UNIT])
def test_only_the_office_prints_paper_ballots(client: FlaskClient, city: Place, role: Role) -> None:
    at = meeting(city, in_term=term(city), year=2027)
    sign_in(client, account(city, role))
    assert client.get(f"/j/140900/tally/meetings/{at.id}/paper_ballot.pdf").status_code == 403
