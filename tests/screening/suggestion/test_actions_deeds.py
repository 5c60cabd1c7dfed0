from contextlib import nullcontext
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.conftest import rows
from tests.factories import account
from tests.screening.factories import YEAR, call, new_suggestion, staff, suggestion
from voting.audit.journal import first_broken_line
from voting.core.clock import now, today
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, TooManyTries, WrongMoment
from voting.people.rules import Place, Role
from voting.screening.call import actions as call_actions
from voting.screening.call.models import Call
from voting.screening.call.rules import CallState
from voting.screening.suggestion import actions as suggestion_actions
from voting.screening.suggestion import traffic_rules
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.traffic_rules import IN_HASTE, SAME_NEARBY
from voting.screening.words import Channel, Source


def count(table: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def new_call(at: Place, **changes: object) -> call_actions.NewCall:
    values: dict[str, object] = {
        "jurisdiction_id": at.id,
        "year": YEAR,
        "notice": "现公开征集建议。",
        "opens_on": today(),
        "closes_on": today() + timedelta(days=30),
        "contact": "",
        "channels": (Channel.ONLINE,),
    }
    return call_actions.NewCall(**{**values, **changes})  # type: ignore[arg-type]


def test_a_call_is_drafted_changed_opened_and_closed(city: Place) -> None:
    actor = staff(city)
    with transaction():
        call_actions.revise_call(actor, new_call(city))
        call_actions.revise_call(actor, new_call(city, notice="改过的公告。"))
    assert [row.notice for row in db.session.scalars(select(Call))] == ["改过的公告。"]
    with transaction():
        call_actions.open_call(actor, jurisdiction_id=city.id, year=YEAR)
        row = call_actions.close_call(actor, jurisdiction_id=city.id, year=YEAR)
    assert row.state is CallState.CLOSED
    names = [
        name
        for (name,) in rows("SELECT event FROM audit_entry ORDER BY number")
        if str(name).startswith("screening")
    ]
    assert names == [f"screening:call:{verb}" for verb in ("revised", "revised", "opened", "closed")]
    assert first_broken_line(city.id) is None


@pytest.mark.parametrize("wrong", [{"closes_on": today() - timedelta(days=9)}, {"channels": ()}])
def test_a_call_that_makes_no_sense_is_refused(city: Place, wrong: dict[str, object]) -> None:
    with pytest.raises(RuleBroken), transaction():
        call_actions.revise_call(staff(city), new_call(city, **wrong))
    assert count(Call) == 0


def test_a_call_whose_end_has_passed_does_not_open(city: Place) -> None:
    actor = staff(city)
    with transaction():
        call_actions.revise_call(actor, new_call(city))
    with time_machine.travel(now() + timedelta(days=40)), pytest.raises(RuleBroken), transaction():
        call_actions.open_call(actor, jurisdiction_id=city.id, year=YEAR)


def test_two_calls_of_a_place_are_not_open_at_once(city: Place) -> None:
    actor = staff(city)
    call(city, actor=actor)
    with transaction():
        call_actions.revise_call(actor, new_call(city, year=YEAR + 1))
    with pytest.raises(RuleBroken, match=str(YEAR)), transaction():
        call_actions.open_call(actor, jurisdiction_id=city.id, year=YEAR + 1)


def test_an_open_call_is_not_redrafted(city: Place) -> None:
    call(city)
    with pytest.raises(WrongMoment), transaction():
        call_actions.revise_call(staff(city), new_call(city))


def test_a_closed_call_can_be_extended_to_a_later_day_only(city: Place) -> None:
    actor = staff(city)
    row = call(city, actor=actor)
    last = row.closes_on
    with transaction():
        call_actions.close_call(actor, jurisdiction_id=city.id, year=YEAR)
    with pytest.raises(RuleBroken), transaction():
        call_actions.extend_call(actor, jurisdiction_id=city.id, year=YEAR, closes_on=last)
    with transaction():
        later = call_actions.extend_call(
            actor, jurisdiction_id=city.id, year=YEAR, closes_on=last + timedelta(days=5)
        )
    assert later.state is CallState.OPENED


def test_the_call_of_a_neighbour_is_not_found(city: Place, county: Place) -> None:
    call(county)
    with pytest.raises(NotFound), transaction():
        call_actions.close_call(staff(city), jurisdiction_id=city.id, year=YEAR)


def test_a_suggestion_gets_a_number_and_a_line_without_its_contact(city: Place) -> None:
    call(city)
    row = suggestion(city)
    assert row.year == YEAR
    assert row.number.startswith("27-")
    (facts,) = rows("SELECT facts FROM audit_entry WHERE event = 'screening:suggestion:submitted'")
    assert row.number in str(facts)
    assert "1234567" not in str(rows("SELECT facts FROM audit_entry"))


def test_the_same_form_twice_is_one_suggestion(city: Place) -> None:
    call(city)
    new = new_suggestion(city)
    with transaction():
        first = suggestion_actions.submit(None, new).id
    with transaction():
        second = suggestion_actions.submit(None, new).id
    assert first == second
    assert count(Suggestion) == 1


def test_the_same_form_twice_is_one_even_after_the_call_has_closed(city: Place) -> None:
    actor = staff(city)
    call(city, actor=actor)
    new = new_suggestion(city)
    with transaction():
        first = suggestion_actions.submit(None, new).id
        call_actions.close_call(actor, jurisdiction_id=city.id, year=YEAR)
    with transaction():
        assert suggestion_actions.submit(None, new).id == first


def test_a_used_form_with_other_words_is_refused_and_names_the_number(city: Place) -> None:
    call(city)
    row = suggestion(city, nonce="a" * 32)
    with pytest.raises(WrongMoment, match=row.number), transaction():
        suggestion_actions.submit(None, new_suggestion(city, nonce="a" * 32, title="另一件事情"))


def test_nothing_comes_in_without_an_open_call(city: Place) -> None:
    call(city, opened=False)
    with pytest.raises(WrongMoment), transaction():
        suggestion_actions.submit(None, new_suggestion(city))


def test_what_comes_in_after_the_last_day_is_kept_for_the_next_year_though_nobody_closed_the_call(
    city: Place,
) -> None:
    with pytest.raises(WrongMoment), transaction():
        suggestion_actions.submit(None, new_suggestion(city))
    call(city)
    with time_machine.travel(now() + timedelta(days=40)), transaction():
        row = suggestion_actions.submit(None, new_suggestion(city))
    assert (row.year, row.call_id) == (YEAR + 1, None)


def test_one_address_hands_in_only_so_many_an_hour(city: Place) -> None:
    call(city)
    for n in range(IN_HASTE):
        suggestion(city, origin="f" * 64, title=f"装第 {n} 盏路灯")
    with pytest.raises(TooManyTries), transaction():
        suggestion_actions.submit(None, new_suggestion(city, origin="f" * 64))
    with transaction():
        suggestion_actions.submit(None, new_suggestion(city, origin="f" * 64), careful=True)
    suggestion(city, origin="e" * 64)
    with time_machine.travel(now() + timedelta(hours=1, minutes=1)):
        suggestion(city, origin="f" * 64)


def test_the_same_words_over_and_over_are_a_robot_from_wherever_they_come(
    city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(city)
    monkeypatch.setattr(traffic_rules, "SAME_ANYWHERE", SAME_NEARBY + 1)
    for _ in range(SAME_NEARBY):
        suggestion(city, origin="f" * 64)
    for origin, taken in (("f", False), ("e", True), ("d", False)):
        new = new_suggestion(city, origin=origin * 64)
        with nullcontext() if taken else pytest.raises(TooManyTries, match="一字不差"), transaction():
            suggestion_actions.submit(None, new, careful=True)
    suggestion(city)  # entered by somebody who is signed in
    suggestion(city, origin="f" * 64, content="我家门口也是这样，晚上看不见路。")


def test_staff_enter_what_came_on_paper_after_the_end_but_not_before_the_start(city: Place) -> None:
    actor = staff(city)
    call(city, actor=actor, opened=False)
    new = new_suggestion(city, channel=Channel.LETTER, source=Source.STATION, origin_name="东关联络站")
    with pytest.raises(WrongMoment), transaction():
        suggestion_actions.enter(actor, new, year=YEAR)
    with transaction():
        call_actions.open_call(actor, jurisdiction_id=city.id, year=YEAR)
        call_actions.close_call(actor, jurisdiction_id=city.id, year=YEAR)
        row = suggestion_actions.enter(actor, new, year=YEAR)
        assert suggestion_actions.enter(actor, new, year=YEAR).id == row.id
    assert row.account_id == actor.account_id
    assert row.source is Source.STATION


def test_a_deputys_suggestion_remembers_the_deputy(city: Place) -> None:
    call(city)
    deputy = account(city, Role.DEPUTY)
    with transaction():
        row = suggestion_actions.submit(deputy, new_suggestion(city, source=Source.DEPUTY))
    assert row.account_id == deputy.account_id
