"""The page of wishes: kept for who is signed in, the address sealed, bad input answered with a sentence and not lost."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.notices.factories import KEY, wishes
from tests.waiting import while_uncommitted
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.notices.event.rules import NoticeKind
from voting.notices.wish.actions import NewWishes, choose, forget_closed
from voting.notices.wish.contact import token_of
from voting.notices.wish.facts import wishes_of
from voting.notices.wish.models import Addressee
from voting.notices.wish.rules import USUAL, Pace
from voting.people import actions_accounts
from voting.people.rules import Place, Role

PAGE = "/me/notices"
GOOD = {
    "email": "li.ming@example.cn",
    "language": "en",
    "quiet_begins": "21",
    "quiet_ends": "8",
    "pace_meeting": "daily",
    "pace_result": "none",
    "pace_change": "weekly",
    "pace_progress": "at_once",
    "pace_screening": "daily",
}
pytestmark = pytest.mark.database


def test_wishes_are_kept_and_shown_again_and_the_address_is_nowhere_in_clear(
    client: FlaskClient, city: Place
) -> None:
    staff = account(city, Role.STAFF)
    sign_in(client, staff)
    assert client.post(PAGE, data=GOOD).status_code == 303
    page = client.get(PAGE).text
    assert 'value="li.ming@example.cn"' in page
    assert staff.account_id
    assert "这个邮箱还没有确认" in page
    assert not wishes_of({staff.account_id})[staff.account_id].reached
    link = f"{PAGE}/confirm/{token_of(staff.account_id, 'li.ming@example.cn', KEY)}"
    assert "确认，是我的邮箱" in client.get(link).text
    assert client.post(link).status_code == 303
    assert client.post(link).status_code == 303, "said again, nothing changes"
    kept = wishes_of({staff.account_id})[staff.account_id]
    assert (kept.quiet.begins, kept.quiet.ends, kept.reached) == (21, 8, True)
    assert kept.paces[NoticeKind.RESULT] is Pace.NONE
    assert NoticeKind.TO_ANSWER not in kept.paces
    assert "li.ming" not in str(rows("SELECT email FROM notice_reader"))
    line = db.session.scalars(select(Entry).order_by(Entry.number.desc())).first()
    assert line is not None
    assert (line.event, "example" in str(line.facts)) == ("notices:address:confirmed", False)


def test_nobody_else_confirms_an_address(client: FlaskClient, city: Place) -> None:
    staff, other = account(city, Role.STAFF), account(city, Role.STAFF)
    assert staff.account_id
    assert sign_in(client, staff).post(PAGE, data=GOOD).status_code == 303
    link = f"{PAGE}/confirm/{token_of(staff.account_id, 'li.ming@example.cn', KEY)}"
    old = f"{PAGE}/confirm/{token_of(staff.account_id, 'former@example.cn', KEY)}"
    assert client.get(old).status_code == client.post(old).status_code == 404
    sign_in(client, other)
    assert client.get(link).status_code == client.post(link).status_code == 404
    assert not wishes_of({staff.account_id})[staff.account_id].reached


@pytest.mark.parametrize(
    "email",
    ["nobody", "a@example.cn, b@example.cn", "a@example.cn Bcc:b@example.cn", "x" * 300 + "@example.cn"],
)
def test_what_is_no_address_gets_a_sentence_and_nothing_is_lost(
    client: FlaskClient, city: Place, email: str
) -> None:
    sign_in(client, account(city, Role.STAFF))
    answer = client.post(PAGE, data={**GOOD, "email": email})
    assert answer.status_code == 422
    assert "邮箱地址" in answer.text
    assert email in answer.text
    assert '<option selected value="none">' in answer.text


def test_a_line_break_in_an_address_becomes_no_second_address(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    answer = client.post(PAGE, data={**GOOD, "email": "a@example.cn\r\nBcc: b@example.cn"})
    assert answer.status_code == 422
    assert db.session.scalars(select(Addressee)).all() == []


@pytest.mark.parametrize(
    "wrong", [{"pace_result": "never"}, {"quiet_ends": "24"}, {"language": "fr"}, {"language": ""}]
)
def test_a_choice_that_there_is_not_is_refused(
    client: FlaskClient, city: Place, wrong: dict[str, str]
) -> None:
    sign_in(client, account(city, Role.STAFF))
    assert client.post(PAGE, data=GOOD | wrong).status_code == 422


def test_an_address_taken_away_is_gone(client: FlaskClient, city: Place) -> None:
    staff = account(city, Role.STAFF)
    sign_in(client, staff)
    client.post(PAGE, data=GOOD)
    client.post(PAGE, data={**GOOD, "email": ""})
    assert rows("SELECT email FROM notice_reader") == [(None,)]


def test_an_address_sealed_with_a_key_that_is_gone_is_asked_for_again(
    client: FlaskClient, city: Place
) -> None:
    staff = account(city, Role.STAFF)
    sign_in(client, staff)
    client.post(PAGE, data=GOOD)
    with transaction():
        db.session.scalars(select(Addressee)).one().email = "abcdef01.something"
    assert "原来保存的邮箱读不出来了" in client.get(PAGE).text


def test_who_is_not_signed_in_has_no_wishes(client: FlaskClient, city: Place) -> None:
    assert client.get(PAGE).status_code in {302, 303, 401}
    assert client.post(PAGE, data=GOOD).status_code in {302, 303, 401}


def test_a_first_wish_that_comes_twice_at_once_is_kept_once(app: Flask, city: Place) -> None:
    staff = account(city, Role.STAFF)

    def chosen(email: str) -> None:
        choose(staff, NewWishes(email=email, language="zh", quiet_begins=0, quiet_ends=0, paces=USUAL), KEY)

    assert while_uncommitted(app, lambda: chosen(""), lambda: chosen("reader@example.cn")) == []
    assert rows("SELECT count(*) FROM notice_reader") == [(1,)]


def test_the_address_of_a_closed_account_is_deleted(app: Flask, city: Place) -> None:
    admin, staff, other = (
        account(city, Role.PLATFORM_ADMIN),
        account(city, Role.STAFF),
        account(city, Role.STAFF),
    )
    for one in (staff, other):
        wishes(one)
    assert staff.account_id
    with transaction():
        actions_accounts.close(admin, city, account_id=staff.account_id)
        forget_closed()
    kept = rows("SELECT account_id FROM notice_reader WHERE email IS NOT NULL")
    assert kept == [(other.account_id,)]
