"""Going back and sending again makes no second suggestion; a clerk who was slower still gets the rest of a batch done."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.caller import Browser
from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import call, suggestion
from voting.core.clock import today
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database
SUGGEST = "/j/140900/suggest"
WORDS = {"title": "给东关小学门口装红绿灯", "content": "放学时车多人多，孩子过马路很危险。"}
OTHER = {"title": "给西关小学门口装红绿灯", "content": "西关也一样，放学时车多人多。"}


def nonce_in(text: str) -> str:
    found = re.search(r'name="nonce"[^>]*value="([0-9a-f]{32})"', text)
    assert found is not None
    return found[1]


def open_and_send(client: FlaskClient, path: str = SUGGEST, **words: str) -> TestResponse:
    return client.post(SUGGEST, data={"nonce": nonce_in(client.get(path).text)} | words)


def stored() -> int:
    return len(rows("SELECT id FROM screening_suggestion"))


def test_going_back_and_sending_again_leads_to_the_same_receipt(client: FlaskClient, city: Place) -> None:
    call(city)
    first = open_and_send(client, **WORDS)
    again = open_and_send(client, **WORDS)  # the browser opens the page afresh: it is not kept
    assert again.headers["Location"] == first.headers["Location"]
    assert stored() == 1


def test_other_words_on_the_very_page_are_kept_and_become_another_once_that_is_said(
    client: FlaskClient, city: Place
) -> None:
    call(city)
    nonce = nonce_in(client.get(SUGGEST).text)  # a browser that keeps the page sends its nonce again
    number = client.post(SUGGEST, data={"nonce": nonce} | WORDS).headers["Location"].rsplit("/", 1)[1]
    asked = client.post(SUGGEST, data={"nonce": nonce} | OTHER)
    assert asked.status_code == 409
    assert number in asked.text
    assert OTHER["content"] in asked.text
    assert stored() == 1
    assert client.post(SUGGEST, data={"nonce": nonce_in(asked.text)} | OTHER).status_code == 303
    assert stored() == 2


def test_a_second_suggestion_of_the_same_browser_is_a_second(client: FlaskClient, city: Place) -> None:
    call(city)
    assert open_and_send(client, **WORDS).status_code == 303
    assert open_and_send(client, **OTHER).status_code == 303
    assert stored() == 2


def test_the_same_words_of_another_browser_are_another_persons(
    app: Flask, client: FlaskClient, city: Place
) -> None:
    call(city)
    assert open_and_send(client, **WORDS).status_code == 303
    assert open_and_send(app.test_client(), **WORDS).status_code == 303
    assert stored() == 2


def test_a_clerk_who_goes_back_enters_a_letter_once(client: FlaskClient, city: Place) -> None:
    call(city)
    sign_in(client, account(city, Role.STAFF))
    path = "/j/140900/screening/suggestions/new"
    letter = WORDS | {"source": "resident", "channel": "letter", "received_on": today().isoformat()}
    places = [client.post(path, data=letter | {"nonce": nonce_in(client.get(path).text)}) for _ in range(2)]
    assert places[0].status_code == 303
    assert places[0].headers["Location"] == places[1].headers["Location"]
    assert stored() == 1


@pytest.fixture
def clerks(app: Flask, city: Place) -> tuple[FlaskClient, FlaskClient]:
    app.test_client_class = Browser
    call(city)
    return sign_in(app.test_client(), account(city, Role.STAFF)), sign_in(
        app.test_client(), account(city, Role.STAFF)
    )


MERGE = "/j/140900/screening/merge"
FIRST = {"project_id": "new", "title": "校门口交通安全", "field": "transport"}
SECOND = {"project_id": "new", "title": "城区路口改造", "field": "transport"}


def test_the_second_of_two_clerks_sees_which_rows_were_taken_and_the_rest_is_done(
    city: Place, clerks: tuple[FlaskClient, FlaskClient]
) -> None:
    ids = [suggestion(city, title=f"给第{n}小学门口装红绿灯").id for n in range(1, 4)]
    numbers = {row[0]: row[1] for row in rows("SELECT id, number FROM screening_suggestion")}
    page = f"{MERGE}?ids={ids[0]}&ids={ids[1]}&ids={ids[2]}"
    assert all(clerk.get(page).status_code == 200 for clerk in clerks)
    assert clerks[0].post(MERGE, data=FIRST | {"ids": ids[:1], "desk": ids}).status_code == 303
    answer = clerks[1].post(MERGE, data=SECOND | {"ids": ids, "desk": ids}, follow_redirects=True)
    assert "已把 2 条建议归并入“城区路口改造”" in answer.text
    assert str(numbers[ids[0]]) in answer.text
    assert "“校门口交通安全”" in answer.text, "where the first one went"
    found = rows(
        "SELECT s.id, p.title FROM screening_suggestion s JOIN screening_project p ON p.id = s.project_id ORDER BY s.id"
    )
    assert found == [(ids[0], "校门口交通安全"), (ids[1], "城区路口改造"), (ids[2], "城区路口改造")]


def test_a_batch_of_which_nothing_is_left_makes_no_project_and_keeps_what_was_typed(
    city: Place, clerks: tuple[FlaskClient, FlaskClient]
) -> None:
    ids = [suggestion(city).id]
    assert clerks[0].post(MERGE, data=FIRST | {"ids": ids, "desk": ids}).status_code == 303
    answer = clerks[1].post(MERGE, data=SECOND | {"ids": ids, "desk": ids})
    assert answer.status_code == 409
    assert "都已由别人办理" in answer.text
    assert 'value="城区路口改造"' in answer.text
    assert rows("SELECT title FROM screening_project") == [("校门口交通安全",)]


def test_what_was_unticked_stays_on_the_desk_after_an_error(
    city: Place, clerks: tuple[FlaskClient, FlaskClient]
) -> None:
    ids = [suggestion(city).id, suggestion(city, title="给南关小学门口装红绿灯").id]
    answer = clerks[0].post(MERGE, data=FIRST | {"title": "", "ids": ids[1:], "desk": ids})
    assert answer.status_code == 422
    boxes = re.findall(r'<input type="checkbox" name="ids" value="(\d+)"( checked)?>', answer.text)
    assert sorted(boxes) == [(str(ids[0]), ""), (str(ids[1]), " checked")]
