"""What the list says is what somebody entered: a refused form keeps its order, a second person reads it before it is final."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import YEAR, appraised, approval, call, suggestion
from tests.todo import walked
from voting.audit.journal import first_broken_line
from voting.core.clock import today
from voting.core.db import transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.dossier.actions import revise
from voting.screening.dossier.facts import dossier_of, project_of
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.rules import MOVING
from voting.todo.facts import gathered

BASE = f"/j/140921100/screening/list/{YEAR}"
LIST = "/j/140921100/screening/list"
VOTES = {"due": "7", "present": "7", "approve": "6", "oppose": "0", "abstain": "1"}


@pytest.fixture
def ready(clerk: Actor, township: Place) -> list[int]:
    """Six appraised projects, for five seats."""
    return appraised(clerk, township, 6)


@pytest.fixture
def reviewed(clerk: Actor, township: Place, ready: list[int]) -> list[int]:
    """The same, reviewed, in an order that is neither theirs nor that of their scores."""
    order = [ready[n] for n in (3, 1, 5, 0, 4, 2)]
    with transaction():
        for kind in MOVING[:2]:
            shortlist_actions.approve(clerk, place=township, year=YEAR, kind=kind, new=approval(order))
    return order


def form(ids: list[int], **changes: str) -> dict[str, str]:
    orders = {f"order-{one}": str(n) for n, one in enumerate(ids, 1)}
    return {**orders, "decided_on": today().isoformat(), **VOTES, **changes}


def shown(page: str) -> list[tuple[int, str]]:
    """Project id and what stands in its field, from top to bottom."""
    fields = html.fromstring(page).xpath("//input[starts-with(@name, 'order-')]")
    return [(int(one.get("name").partition("-")[2]), one.get("value")) for one in fields]


@pytest.mark.parametrize(
    "changes", [{"decided_on": ""}, {"decided_on": "2999-01-01"}, {"approve": "3"}, {"due": "几人"}], ids=str
)
def test_a_refused_form_comes_back_in_the_order_that_was_entered(
    desk: FlaskClient, reviewed: list[int], changes: dict[str, str]
) -> None:
    order = [*reversed(reviewed[1:])]
    page = desk.post(f"{BASE}/decision", data=form(order, **changes, **{f"order-{reviewed[0]}": ""}))
    assert page.status_code == 422
    assert shown(page.text) == [*((one, str(n)) for n, one in enumerate(order, 1)), (reviewed[0], "")]


def test_a_wrong_number_comes_back_as_it_was_typed(desk: FlaskClient, reviewed: list[int]) -> None:
    page = desk.post(f"{BASE}/decision", data=form(reviewed) | {f"order-{reviewed[2]}": "三"})
    assert page.status_code == 422
    assert (reviewed[2], "三") in shown(page.text)
    twice = desk.post(f"{BASE}/decision", data=form(reviewed) | {f"order-{reviewed[2]}": "1"})
    assert [value for _id, value in shown(twice.text)].count("1") == 2


def test_the_next_approval_begins_with_the_order_of_the_last(desk: FlaskClient, reviewed: list[int]) -> None:
    assert [one for one, _value in shown(desk.get(LIST).text)] == reviewed


def test_the_list_is_final_when_a_second_person_has_confirmed_it(
    desk: FlaskClient, township: Place, reviewed: list[int]
) -> None:
    order = [*reversed(reviewed)]
    assert desk.post(f"{BASE}/decision", data=form(order)).status_code == 303
    assert rows("SELECT count(*) FROM screening_frozen_text") == [(0,)]
    assert desk.post(f"{BASE}/decision", data=form(reviewed)).status_code == 409
    page = desk.get(LIST).text
    assert "等第二人确认" in page
    assert f"{BASE}/freeze/1/confirm" not in page
    assert desk.post(f"{BASE}/freeze/1/confirm").status_code == 403
    second = sign_in(desk, account(township, Role.STAFF))
    assert f"{BASE}/freeze/1/confirm" in second.get(LIST).text
    assert second.post(f"{BASE}/freeze/1/confirm").status_code == 303
    assert rows("SELECT project_id FROM screening_frozen_text ORDER BY ordinal") == [(one,) for one in order]
    assert second.post(f"{BASE}/freeze/1/confirm").status_code == 409
    assert first_broken_line(township.id) is None


def test_what_was_entered_wrong_is_taken_back_and_entered_anew(
    desk: FlaskClient, township: Place, reviewed: list[int]
) -> None:
    desk.post(f"{BASE}/decision", data=form(reviewed))
    assert desk.post(f"{BASE}/freeze/1/withdraw").status_code == 303
    assert desk.post(f"{BASE}/decision", data=form(reviewed)).status_code == 303
    second = sign_in(desk, account(township, Role.CHAIR))
    assert second.post(f"{BASE}/freeze/1/confirm").status_code == 409  # not the one that he has read
    assert second.post(f"/j/140921100/screening/list/{YEAR + 1}/freeze/2/confirm").status_code == 404
    assert second.post(f"{BASE}/freeze/2/confirm").status_code == 303


@pytest.mark.parametrize("role", [Role.GOVERNMENT, Role.DEPUTY, Role.OVERSIGHT, Role.COMMITTEE])
def test_others_do_not_confirm(desk: FlaskClient, township: Place, reviewed: list[int], role: Role) -> None:
    desk.post(f"{BASE}/decision", data=form(reviewed))
    for step in ("confirm", "withdraw"):
        assert sign_in(desk, account(township, role)).post(f"{BASE}/freeze/1/{step}").status_code == 403


def test_a_text_changed_between_the_two_is_not_frozen(
    desk: FlaskClient, township: Place, clerk: Actor, reviewed: list[int]
) -> None:
    from dataclasses import replace

    desk.post(f"{BASE}/decision", data=form(reviewed))
    with transaction():
        text = replace(dossier_of(project_of(township.id, reviewed[0])), background="另写一段背景。")
        revise(clerk, jurisdiction_id=township.id, project_id=reviewed[0], dossier=text)
    second = sign_in(desk, account(township, Role.STAFF))
    answer = second.post(f"{BASE}/freeze/1/confirm")
    assert answer.status_code == 409
    assert "提请定稿以后改过" in answer.text
    assert rows("SELECT count(*) FROM screening_frozen_text") == [(0,)]


def test_sending_back_ends_what_waits(desk: FlaskClient, reviewed: list[int]) -> None:
    desk.post(f"{BASE}/decision", data=form(reviewed))
    assert desk.post(f"{BASE}/send-back", data={"reason": "资金安排有变化"}).status_code == 303
    assert rows("SELECT state FROM confirmation") == [("lapsed",)]


def test_no_list_is_entered_while_suggestions_wait_unless_somebody_says_why(
    desk: FlaskClient, township: Place, clerk: Actor, reviewed: list[int]
) -> None:
    call(township, actor=clerk)
    suggestion(township)
    assert "还有 1 条建议没有答复" in desk.get(LIST).text
    refused = desk.post(f"{BASE}/decision", data=form(reviewed))
    assert refused.status_code == 422
    assert "没有答复" in refused.text
    assert desk.post(f"{BASE}/decision", data=form(reviewed, despite="已约定会后答复")).status_code == 303
    second = sign_in(desk, account(township, Role.STAFF))
    assert "已约定会后答复" in second.get(LIST).text
    assert second.post(f"{BASE}/freeze/1/confirm").status_code == 303
    assert rows("SELECT reason FROM screening_approval WHERE kind = 'decision'") == [("已约定会后答复",)]


def test_the_second_person_is_told_and_who_asked_is_not(
    app: Flask, desk: FlaskClient, township: Place, clerk: Actor, reviewed: list[int]
) -> None:
    desk.post(f"{BASE}/decision", data=form(reviewed))
    other = account(township, Role.STAFF)
    kinds = {
        actor: [one.kind for one in gathered(township, actor) if one.is_for(actor)]
        for actor in (clerk, other)
    }
    assert "screening:freeze" in kinds[other]
    assert "screening:freeze" not in kinds[clerk]
    assert "screening:list" not in kinds[clerk]
    assert walked.not_doable(app, walked.shown(app, [other])) == []


def test_the_live_surplus_knows_seats_and_warning_line(desk: FlaskClient, reviewed: list[int]) -> None:
    page = desk.get(LIST).text
    assert re.search(r'data-surplus data-seats="5" data-warn="10"', page)
