"""What waits in supervision: from the lifecycles, by the limits of the rules that own them, whatever the year."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from tests.factories import account, unit
from tests.queries_counted import counted
from tests.supervision import factories as make
from tests.supervision.requests import followed
from voting.congress.place.models import Unit
from voting.core.db import transaction
from voting.people.rules import Actor, Place, Role
from voting.people.to_do import ToDo
from voting.supervision.acceptance import actions as acceptance
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding import actions as findings
from voting.supervision.pages.to_do.queries import to_dos
from voting.supervision.report import lighting

pytestmark = pytest.mark.database


def kinds(found: list[ToDo], actor: Actor) -> list[str]:
    return [one.kind.removeprefix("supervision:") for one in found if one.is_for(actor)]


def reports(at: Place, clerk: Actor) -> list[tuple[object, date | None, bool]]:
    found = [one for one in to_dos(at, clerk) if one.kind == "supervision:report"]
    return [(one.values["month"], one.due_on, one.is_overdue) for one in found]


def test_a_project_without_a_plan_waits_for_its_unit_until_the_plan_is_published(
    city: Place, assigned: Commitment, staff: Actor, clerk: Actor
) -> None:
    assert kinds(to_dos(city, clerk), clerk) == ["plan"]
    assert "plan" not in kinds(to_dos(city, staff), staff)
    other = account(city, Role.UNIT, unit=unit(city, "市教育局"))
    assert kinds(to_dos(city, other), other) == []
    make.planned(clerk, assigned)
    assert "plan" not in kinds(to_dos(city, clerk), clerk)


def test_the_lights_of_a_month_wait_for_staff_until_they_are_read(
    city: Place, row: Commitment, staff: Actor
) -> None:
    assert kinds(to_dos(city, staff), staff) == []  # taken over in July: no month is over
    with time_machine.travel("2026-08-05T02:00:00Z"):
        assert kinds(to_dos(city, staff), staff) == []  # the reports are still due today
    with time_machine.travel("2026-08-06T02:00:00Z"):
        assert kinds(to_dos(city, staff), staff) == ["lights"]
        with transaction():
            lighting.read_month(staff, 2026, 7)
        assert kinds(to_dos(city, staff), staff) == []


def test_a_report_is_due_on_the_day_of_its_rule_and_no_month_is_lost(
    city: Place, row: Commitment, clerk: Actor
) -> None:
    assert reports(city, clerk) == [(7, date(2026, 8, 5), False)]
    with time_machine.travel("2026-09-06T02:00:00Z"):
        due = [(7, date(2026, 8, 5), True), (8, date(2026, 9, 5), True), (9, date(2026, 10, 5), False)]
        assert reports(city, clerk) == due
        make.report(clerk, row, 8, 30)
        assert reports(city, clerk) == due[2:]  # the figures are cumulative: July owes nothing any more


def test_the_turn_of_the_year_loses_nothing(city: Place, row: Commitment, staff: Actor, clerk: Actor) -> None:
    followed(row)
    with time_machine.travel("2026-11-30T02:00:00Z"):
        make.report(clerk, row, 10, 60)
        with transaction():
            lighting.read_month(staff, 2026, 10)
        before = {(one.kind, one.subject) for one in to_dos(city, staff)}
    with time_machine.travel("2026-12-09T02:00:00Z"), transaction():
        lighting.read_month(staff, 2026, 11)
    with time_machine.travel("2026-12-31T16:30:00Z"):  # half past midnight on 1 January in China
        after = {(one.kind, one.subject) for one in to_dos(city, staff)}
        assert before <= after
        assert {kind for kind, _subject in after - before} == {"supervision:report", "supervision:end"}
        assert reports(city, clerk) == [(11, date(2026, 12, 5), True), (12, date(2027, 1, 5), False)]
    with time_machine.travel("2028-03-01T02:00:00Z"):
        assert reports(city, clerk) == [(11, date(2026, 12, 5), True), (12, date(2027, 1, 5), True)]


def test_a_finding_waits_for_the_unit_then_for_the_group_then_for_nobody(
    city: Place, row: Commitment, staff: Actor, clerk: Actor, group: Actor
) -> None:
    followed(row)
    assert {"finding", "letter"} <= set(kinds(to_dos(city, clerk), clerk))
    assert "finding" not in kinds(to_dos(city, group), group)
    with transaction():
        findings.respond(clerk, findings.NewPost(finding_id=1, step="rectify", text="已更换。"))
    assert "finding" not in kinds(to_dos(city, clerk), clerk)
    assert "finding" in kinds(to_dos(city, group), group)
    with transaction():
        findings.recheck(group, findings.NewPost(finding_id=1, step="pass_recheck", text="已复查。"))
    assert "finding" not in kinds(to_dos(city, group), group)


def test_acceptance_waits_once_the_unit_has_asked_for_it(
    city: Place, row: Commitment, staff: Actor, clerk: Actor, group: Actor
) -> None:
    make.report(clerk, row, 7, 100, done=4)
    assert "deliver" in kinds(to_dos(city, clerk), clerk)
    with transaction():
        acceptance.deliver(clerk, row.id)
    assert "deliver" not in kinds(to_dos(city, clerk), clerk)
    assert "accept" in kinds(to_dos(city, group), group)


def test_the_list_costs_the_same_for_one_project_and_for_many(
    city: Place, row: Commitment, staff: Actor, clerk: Actor, water: Unit
) -> None:
    with counted() as one:
        to_dos(city, staff)
    for year in (2024, 2025):
        make.commitment(staff, city, water, title=f"{year} 年的项目", year=year)
    with counted() as many:
        found = to_dos(city, staff)
    assert {to_do.year for to_do in found} >= {2024, 2025}
    assert len(many) <= len(one) <= 25
