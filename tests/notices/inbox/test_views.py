"""Bell and list: one's own notices, opened and read without scripts; nobody else's."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.factories import account, sign_in
from tests.notices.factories import letter, notices_of, told, under_way
from tests.queries_counted import counted
from voting.notices.inbox.queries import PER_PAGE
from voting.people.rules import Place, Role

LIST = "/me/notices/list"


def test_the_bell_counts_what_is_unread_on_every_page(client: FlaskClient, city: Place) -> None:
    world = under_way(city)
    letter(world)
    told()
    sign_in(client, world.clerk)
    page = client.get("/account").text
    assert '<b class="bell-count">2</b>' in page
    client.post(f"/me/notices/{notices_of(world.clerk)[0].id}/read")
    assert '<b class="bell-count">1</b>' in client.get("/j/140900/").text


def test_who_is_not_signed_in_has_no_bell_and_no_list(client: FlaskClient, city: Place) -> None:
    assert "bell-count" not in client.get("/").text
    assert client.get(LIST).status_code in {302, 303, 401}


def test_a_notice_leads_to_its_page_and_is_read(client: FlaskClient, city: Place) -> None:
    world = under_way(city)
    number = letter(world)
    told()
    sign_in(client, world.clerk)
    page = client.get(LIST).text
    assert "收到关于“农村饮水安全巩固提升”的督办函（第 1 号），请按期答复。" in page
    row = notices_of(world.clerk)[-1]
    answer = client.post(f"/me/notices/{row.id}/read")
    assert (answer.status_code, answer.location) == (303, f"/j/140900/supervision/letters/{number}")
    assert client.get(answer.location).status_code == 200
    assert notices_of(world.clerk)[-1].read_at is not None
    client.set_cookie("locale", "en")
    assert "Follow-up letter No. 1 about" in client.get(LIST).text


def test_another_s_notice_is_not_there(client: FlaskClient, city: Place) -> None:
    world = under_way(city)
    told()
    (row,) = notices_of(world.clerk)
    sign_in(client, account(city, Role.STAFF))
    assert client.post(f"/me/notices/{row.id}/read").status_code == 404
    assert notices_of(world.clerk)[0].read_at is None


def test_all_that_was_on_the_page_is_marked_and_not_what_came_since(client: FlaskClient, city: Place) -> None:
    world = under_way(city)
    letter(world)
    told()
    sign_in(client, world.clerk)
    seen = notices_of(world.clerk)[-1].id
    letter(world)
    told()
    assert client.post(f"/me/notices/read/{seen}").status_code == 303
    assert [row.read_at is None for row in notices_of(world.clerk)] == [False, False, True]


def test_the_list_has_pages_and_an_empty_state(client: FlaskClient, city: Place) -> None:
    world = under_way(city)
    for _ in range(PER_PAGE):
        letter(world)
    told()
    sign_in(client, world.clerk)
    assert "第 1 页，共 2 页" in client.get(LIST).text
    assert "第 2 页，共 2 页" in client.get(f"{LIST}?page=2").text
    assert "第 2 页，共 2 页" in client.get(f"{LIST}?page=99999").text
    assert "还没有通知" in sign_in(client, account(city, Role.TELLER)).get(LIST).text


@pytest.mark.database
def test_the_bell_costs_one_question(client: FlaskClient, city: Place) -> None:
    world = under_way(city)
    told()
    sign_in(client, world.clerk)
    with counted() as statements:
        client.get("/accessibility")
    assert len([one for one in statements if "notice" in one]) == 1
