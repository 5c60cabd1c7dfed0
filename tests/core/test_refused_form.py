"""What was typed is given back also where a body cannot be read, a view crashes, or no page has the form."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import account, sign_in, term
from tests.hall import factories as halls
from tests.screening.factories import call, suggestion
from voting.congress.roster.empty_sheet import roster_template
from voting.core.errors import WrongMoment
from voting.people.rules import Place, Role

REASON = "<资金>没有着落，明年再议。"
HANDS = {"approve": "4", "oppose": "0", "abstain": "0"}
PAGE = "/j/140900/screening/suggestions/1"
ANSWERS = "/j/140900/screening/answers"
ANSWER = {"ids": "1", "answer_class": "not_now"}


@pytest.fixture
def clerk(client: FlaskClient, city: Place) -> FlaskClient:
    call(city)
    suggestion(city)
    return sign_in(client, account(city, Role.STAFF))


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_body_that_is_too_large_is_told_in_a_sentence(
    app: Flask, clerk: FlaskClient, signed_in: bool
) -> None:
    client = clerk if signed_in else app.test_client()
    answer = client.post(ANSWERS, data={**ANSWER, "text": "长" * 5_000_000})
    assert answer.status_code == (413 if signed_in else 303)
    assert not signed_in or "送来的内容太大" in answer.text


def test_a_crash_gives_the_words_back(
    app: Flask, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("voting.screening.answer.actions.answer", crash)
    answer = clerk.post(
        ANSWERS, data={**ANSWER, "text": REASON}, headers={"Referer": f"http://localhost{PAGE}"}
    )
    assert answer.status_code == 500
    assert '<p class="preline">&lt;资金&gt;没有着落，明年再议。' in answer.text


def test_a_form_of_one_file_comes_back_too(
    clerk: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise WrongMoment("名册正在由别人导入。")

    monkeypatch.setattr("voting.congress.roster.actions.keep_upload", refuse)
    page = f"/j/140900/congress/terms/{term(city).id}/roster"
    answer = clerk.post(
        page,
        data={"csrf_token": "x", "file": (BytesIO(roster_template()), "roster.xlsx")},
        headers={"Referer": f"http://localhost{page}"},
    )
    assert answer.status_code == 409
    assert "名册正在由别人导入。" in answer.text
    assert "选好的文件没有留下" in answer.text
    assert 'type="file"' in answer.text


def test_refused_twice_the_page_is_still_known(clerk: FlaskClient) -> None:
    """After the first answer the address is one that only takes forms: the form itself names its page."""
    sent = {**ANSWER, "text": "短"}
    first = clerk.post(ANSWERS, data=sent, headers={"Referer": f"http://localhost{PAGE}"})
    assert f'name="form_page" value="{PAGE}"' in first.text
    again = clerk.post(
        ANSWERS,
        data={**sent, "form_page": PAGE},
        headers={"Referer": f"http://localhost{ANSWERS}"},
    )
    assert ">\n短</textarea>" in again.text


def test_words_whose_form_is_on_no_page_are_shown_to_copy(clerk: FlaskClient) -> None:
    assert clerk.post(ANSWERS, data={**ANSWER, "text": "已有别的办法。"}).status_code == 303
    answer = clerk.post(ANSWERS, data={**ANSWER, "text": REASON})
    assert answer.status_code == 409
    assert "您刚才填写的内容" in answer.text
    assert "&lt;资金&gt;没有着落，明年再议。" in answer.text


def test_a_page_of_another_site_is_never_opened(clerk: FlaskClient) -> None:
    answer = clerk.post(f"{PAGE}/route", data={"reason": REASON, "form_page": "//evil.example/"})
    assert "evil" not in answer.text


def test_words_for_a_step_that_another_console_took_stand_on_the_page_that_says_so(
    app: Flask, county: Place
) -> None:
    made = halls.console(app, county, here=4)
    assert made.step("confirm_quorum") == 303
    assert made.step("adopt_method", **HANDS) == 303
    late = made.second.post(
        f"{made.url}/steps/adopt_method", data={"note": "<由乙台>登记的备注", "approve": "4"}
    )
    assert late.status_code in {409, 422}
    assert "&lt;由乙台&gt;登记的备注" in late.text
