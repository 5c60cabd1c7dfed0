"""A meeting's title composed, its place, days and agenda kept."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, meeting, sign_in, term
from voting.audit.models import Entry
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState, agenda_of, title_of, usual_items
from voting.congress.place.rules import Body
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken
from voting.people.rules import Place, Role

TITLE = "忻州市第五届人民代表大会第一次会议"
NEW = {"body": "congress", "number": "1", "year": "2026", "opens_on": "2026-01-28"}
PLAN = {"venue": "市政府礼堂", "days": "3", "agenda": " 听取报告\n\n票决民生实事项目 "}


@pytest.mark.pure
@pytest.mark.parametrize(
    ("body", "number", "title"),
    [
        (Body.CONGRESS, 4, "忻州市第五届人民代表大会第四次会议"),
        (Body.STANDING_COMMITTEE, 31, "忻州市第五届人民代表大会常务委员会第三十一次会议"),
        (Body.PRESIDIUM, 120, "忻州市第五届人民代表大会主席团第120次会议"),
    ],
)
def test_a_title_is_composed(body: Body, number: int, title: str) -> None:
    assert title_of("忻州市", 5, body, number) == title


@pytest.mark.pure
def test_an_agenda_is_items() -> None:
    assert agenda_of(PLAN["agenda"]) == ("听取报告", "票决民生实事项目")
    for wrong in ("项\n" * 61, "项" * 201):
        with pytest.raises(RuleBroken, match="议程最多"):
            agenda_of(wrong)


def opened(client: FlaskClient, at: Place, **sent: str) -> Meeting:
    row = term(at)
    sign_in(client, account(at, Role.STAFF))
    url = f"/j/140900/congress/terms/{row.id}/meetings/new"
    assert f'value="{TITLE}"' in client.get(url).text
    assert client.post(url, data=NEW | {"title": TITLE, "offered": TITLE} | sent).status_code == 303
    return db.session.scalars(select(Meeting)).one()


def test_the_offered_title_follows_what_is_chosen(client: FlaskClient, city: Place) -> None:
    row = opened(client, city, number="4", body="presidium")
    assert row.title == "忻州市第五届人民代表大会主席团第四次会议"


def test_an_empty_title_is_composed_and_a_typed_one_stands(client: FlaskClient, city: Place) -> None:
    assert opened(client, city, title="").title == TITLE


def test_a_typed_title_stands(client: FlaskClient, city: Place) -> None:
    assert opened(client, city, title="忻州市五届人大一次会议", number="2").title == "忻州市五届人大一次会议"


def test_place_days_and_agenda_are_kept_from_the_start(client: FlaskClient, city: Place) -> None:
    row = opened(client, city, **PLAN)
    assert (row.venue, row.days, row.agenda) == ("市政府礼堂", 3, "听取报告\n票决民生实事项目")
    page = client.get(f"/j/140900/congress/meetings/{row.id}").text
    assert "<li>票决民生实事项目</li>" in page
    assert "市政府礼堂" in page


def test_they_are_changed_with_the_rehearsal_and_journalled(client: FlaskClient, city: Place) -> None:
    row = opened(client, city)
    client.post(f"/j/140900/congress/meetings/{row.id}/rehearsal")
    assert client.post(f"/j/140900/congress/meetings/{row.id}/plan", data=PLAN).status_code == 303
    db.session.expire_all()
    assert [one.venue for one in db.session.scalars(select(Meeting))] == ["市政府礼堂"] * 2
    facts = db.session.scalars(select(Entry.facts).where(Entry.event == "congress:meeting:planned")).one()
    assert (facts["days"], facts["agenda"]) == (3, ["听取报告", "票决民生实事项目"])
    assert client.post(f"/j/140900/congress/meetings/{row.id}/plan", data={}).status_code == 303
    db.session.expire_all()
    assert {(one.venue, one.days, one.agenda) for one in db.session.scalars(select(Meeting))} == {
        (None, None, None)
    }


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"days": "0"}, "会期应为 1 到 30 天"), ({"venue": "厅" * 101}, "地点不超过"), ({"agenda": "项\n" * 61}, "议程最多 60 项")],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_loses_nothing(
    client: FlaskClient, city: Place, sent: dict[str, str], said: str
) -> None:
    held = meeting(city, in_term=term(city))
    sign_in(client, account(city, Role.STAFF))
    answer = client.post(f"/j/140900/congress/meetings/{held.id}/plan", data=PLAN | sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert "听取报告" in answer.text or "项" in answer.text


def test_the_wrong_person_and_the_wrong_moment(client: FlaskClient, city: Place, county: Place) -> None:
    held = meeting(city, in_term=term(city))
    url = f"/j/140900/congress/meetings/{held.id}/plan"
    sign_in(client, account(city, Role.CHAIR))
    assert (client.get(url).status_code, client.post(url, data=PLAN).status_code) == (403, 403)
    assert url not in client.get(f"/j/140900/congress/meetings/{held.id}").text
    sign_in(client, account(county, Role.STAFF))
    assert client.post(url.replace("140900", "140921"), data=PLAN).status_code == 404
    with transaction():
        db.session.get_one(Meeting, held.id).state = MeetingState.CLOSED
    sign_in(client, account(city, Role.STAFF))
    assert client.post(url, data=PLAN).status_code == 409


def test_the_usual_items_are_offered_to_take_or_to_leave(client: FlaskClient, city: Place) -> None:
    at = meeting(city, in_term=term(city), year=2027)
    url = f"/j/140900/congress/meetings/{at.id}/plan"
    page = sign_in(client, account(city, Role.STAFF)).get(url).text
    items = usual_items(Body.CONGRESS, 2027)
    assert all(f'value="{item}"' in page for item in items)
    assert "checked" not in page
    assert client.post(url, data={"agenda": "听取报告", "usual": [items[1], items[4]]}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Meeting, at.id).agenda == f"听取报告\n{items[1]}\n{items[4]}"
    page = client.get(url).text
    assert f'value="{items[1]}"' not in page
    assert f'value="{items[0]}"' in page


def test_what_is_no_usual_item_is_refused_and_nothing_is_lost(client: FlaskClient, city: Place) -> None:
    at = meeting(city, in_term=term(city), year=2027)
    url = f"/j/140900/congress/meetings/{at.id}/plan"
    answer = sign_in(client, account(city, Role.STAFF)).post(
        url, data={"agenda": "听取报告", "usual": "别的"}
    )
    assert answer.status_code == 422
    assert "听取报告" in answer.text


@pytest.mark.pure
def test_a_standing_committee_has_no_usual_items() -> None:
    assert usual_items(Body.STANDING_COMMITTEE, 2027) == ()
