"""What went to another level comes back with a reason; who suggested it sees where it is and why, at any number of turns."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import answer, call, staff, suggestion
from voting.audit.journal import first_broken_line
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place, Role
from voting.screening.pages.tracking.queries import track_page
from voting.screening.suggestion import routing
from voting.screening.suggestion.contact import contact_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState, SuggestionTurn

pytestmark = pytest.mark.database
DOWN, BACK = "属于县级事项，请定襄县研究。", "这条路是市管道路，县里不能改造。"


def routed(clerk: Actor, city: Place, county: Place) -> tuple[int, int]:
    """A suggestion of the city that went to the county: its id here and there."""
    call(city)
    row_id = suggestion(city).id
    with transaction():
        there = routing.route(clerk, here=city, suggestion_id=row_id, to=county, reason=DOWN)
    return row_id, there.id


def back(county: Place, there: int) -> None:
    with transaction():
        routing.return_to_sender(staff(county), here=county, suggestion_id=there, reason=BACK)


def at(row_id: int) -> Suggestion:
    return db.session.get_one(Suggestion, row_id, populate_existing=True)


def test_it_comes_back_with_its_reason_and_waits_where_it_came_from(
    clerk: Actor, city: Place, county: Place
) -> None:
    row_id, there = routed(clerk, city, county)
    back(county, there)
    assert at(row_id).state is SuggestionState.SUBMITTED
    assert at(there).state is SuggestionState.ROUTED
    found = track_page(city, at(row_id).number).found
    assert found is not None
    assert [(day.step, day.reason) for day in found.days] == [
        (SuggestionTurn.ROUTED, DOWN),
        (SuggestionTurn.CAME_BACK, BACK),
    ]
    assert found.held_by is None
    there_found = track_page(county, at(there).number).found
    assert there_found is not None
    assert there_found.held_by is not None
    assert (there_found.held_by.code, there_found.held_by.number) == (city.code, at(row_id).number)
    assert first_broken_line(city.id) is None
    assert first_broken_line(county.id) is None


def test_the_contact_stays_with_the_one_who_deals_with_it(clerk: Actor, city: Place, county: Place) -> None:
    row_id, there = routed(clerk, city, county)
    assert contact_of(at(there))
    back(county, there)
    assert contact_of(at(row_id)) == ("0350-1234567",)
    assert at(there).contact is None


def test_it_can_go_elsewhere_or_there_again_and_the_way_keeps_every_turn(
    clerk: Actor, city: Place, county: Place
) -> None:
    row_id, there = routed(clerk, city, county)
    back(county, there)
    with transaction():
        second = routing.route(clerk, here=city, suggestion_id=row_id, to=county, reason=DOWN)
    back(county, second.id)
    turns = rows(f"SELECT step FROM screening_suggestion_step WHERE suggestion_id = {row_id} ORDER BY id")
    assert [turn for (turn,) in turns] == ["routed", "came_back"] * 2
    old = track_page(county, at(there).number).found
    assert old is not None
    assert old.held_by is not None
    assert old.held_by.number == at(row_id).number


def test_who_asks_by_the_first_number_is_told_who_has_it_now(
    clerk: Actor, city: Place, county: Place, township: Place
) -> None:
    row_id, there = routed(clerk, city, county)
    with transaction():
        last = routing.route(staff(county), here=county, suggestion_id=there, to=township, reason=DOWN)
    found = track_page(city, at(row_id).number).found
    assert found is not None
    assert found.held_by is not None
    assert (found.held_by.code, found.held_by.number) == (township.code, last.number)


def test_what_nobody_sent_does_not_go_back(clerk: Actor, city: Place, county: Place) -> None:
    row_id, there = routed(clerk, city, county)
    with pytest.raises(RuleBroken, match="不能退回"), transaction():
        routing.return_to_sender(
            staff(county), here=county, suggestion_id=suggestion_of_county(county), reason=BACK
        )
    with pytest.raises(NotFound), transaction():
        routing.return_to_sender(clerk, here=city, suggestion_id=there, reason=BACK)
    back(county, there)
    with pytest.raises(RuleBroken, match="不能退回"), transaction():
        routing.return_to_sender(clerk, here=city, suggestion_id=row_id, reason=BACK)


def suggestion_of_county(county: Place) -> int:
    call(county)
    return suggestion(county).id


def test_what_was_answered_does_not_go_back_nor_twice(clerk: Actor, city: Place, county: Place) -> None:
    row_id, there = routed(clerk, city, county)
    back(county, there)
    with pytest.raises(WrongMoment), transaction():
        routing.return_to_sender(staff(county), here=county, suggestion_id=there, reason=BACK)
    there_clerk = staff(county)
    with transaction():
        again = routing.route(clerk, here=city, suggestion_id=row_id, to=county, reason=DOWN).id
        answer(there_clerk, county, again)
    with pytest.raises(WrongMoment), transaction():
        routing.return_to_sender(staff(county), here=county, suggestion_id=again, reason=BACK)


def test_the_page_names_the_sender_and_takes_a_reason(
    client: FlaskClient, clerk: Actor, city: Place, county: Place
) -> None:
    row_id, there = routed(clerk, city, county)
    number = at(row_id).number
    page = f"/j/140921/screening/suggestions/{there}"
    desk = sign_in(client, staff(county))
    text = desk.get(page).text
    assert f"<bdi>{clerk.name}</bdi>" in text
    assert DOWN in text
    assert "退回转来的地方" in text
    assert '<option value="140900">' not in text
    refused = desk.post(f"{page}/return", data={"reason": "不"})
    assert refused.status_code == 422
    assert re.search(r">\s*不</textarea>", refused.text)
    assert desk.post(f"{page}/return", data={"reason": BACK}).status_code == 303
    assert "退回转来的地方" not in desk.get(page).text
    tracked = desk.get(f"/j/140900/track?number={number}").text
    assert "定襄县人大退回，仍由这里办理" in tracked
    assert BACK in tracked
    assert clerk.name not in tracked


def test_only_those_who_collect_send_back(
    client: FlaskClient, clerk: Actor, city: Place, county: Place
) -> None:
    _row_id, there = routed(clerk, city, county)
    for who in (account(county, Role.DEPUTY), account(city, Role.OVERSIGHT), staff(city)):
        answer = sign_in(client, who).post(
            f"/j/140921/screening/suggestions/{there}/return", data={"reason": BACK}
        )
        assert answer.status_code in {403, 404}
    assert at(there).state is SuggestionState.SUBMITTED


def test_no_reason_stands_in_a_journal(clerk: Actor, city: Place, county: Place) -> None:
    _row_id, there = routed(clerk, city, county)
    back(county, there)
    lines = str(rows("SELECT facts FROM audit_entry"))
    assert DOWN not in lines
    assert BACK not in lines
    assert (
        db.session.scalars(select(Suggestion.origin_name).where(Suggestion.id == there)).one() == "忻州市人大"
    )
