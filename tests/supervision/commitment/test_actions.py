from datetime import date

import pytest
import time_machine

from tests.factories import account
from tests.supervision import factories as make
from voting.audit.journal import first_broken_line
from voting.congress.ballot_rules.choices import Kind
from voting.congress.place.models import Unit
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place, Role
from voting.screening.dossier.models import Project
from voting.supervision.acceptance import actions as acceptance_actions
from voting.supervision.acceptance.rules import Result
from voting.supervision.commitment import actions as commitment_actions
from voting.supervision.commitment.facts import milestones_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.light.facts import lights_of
from voting.supervision.plan import actions as plan_actions


def test_only_chosen_projects_become_commitments(city: Place, staff: Actor, water: Unit) -> None:
    texts = make.frozen(city, water, "饮水", "食堂", "电梯")
    with transaction():
        taken = commitment_actions.take_in(staff, make.outcome(texts, chosen=2))
    assert [row.title for row in taken] == ["饮水", "食堂"]
    row = taken[0]
    assert (row.unit_id, row.lead_unit, row.planned_fen) == (water.id, "市水利局", 4800 * make.WAN)
    assert row.text_sha256 == texts[0].text_sha256
    assert [step.weight for step in milestones_of(row)] == [25, 25, 25, 25]


def test_the_same_outcome_twice_adds_nothing(city: Place, staff: Actor, water: Unit) -> None:
    texts = make.frozen(city, water, "饮水")
    with transaction():
        commitment_actions.take_in(staff, make.outcome(texts))
    with transaction():
        assert commitment_actions.take_in(staff, make.outcome(texts)) == []


def test_another_places_outcome_is_refused(city: Place, county: Place, water: Unit) -> None:
    stranger = account(county, Role.STAFF)
    texts = make.frozen(city, water, "饮水")
    with pytest.raises(NotAllowed):
        commitment_actions.take_in(stranger, make.outcome(texts))


def test_an_evaluation_makes_no_commitments(city: Place, staff: Actor, water: Unit) -> None:
    texts = make.frozen(city, water, "饮水")
    with pytest.raises(RuleBroken):
        commitment_actions.take_in(staff, make.outcome(texts, kind=Kind.EVALUATE))


@time_machine.travel("2027-01-10")
def test_a_year_from_the_plan_to_acceptance(city: Place, staff: Actor, water: Unit, clerk: Actor) -> None:
    row = make.planned(clerk, make.commitment(staff, city, water))
    make.report(clerk, row, 4, 48, done=1, spent=900 * make.WAN)
    make.report(clerk, row, 12, 100, done=4, spent=4700 * make.WAN)
    with transaction():
        acceptance_actions.deliver(clerk, row.id)
    with transaction():
        new = acceptance_actions.NewAcceptance(
            commitment_id=row.id, result=Result.FINISHED, opinion="全部完成。", on=date(2027, 1, 9)
        )
        acceptance_actions.accept(staff, new)
    row = db.session.get_one(Commitment, row.id)
    assert row.state is CommitmentState.ACCEPTED
    assert lights_of(row) == [], "no deed lights a month: the program reads it on its day"
    assert first_broken_line(city.id) is None


@time_machine.travel("2027-01-10")
def test_an_unfinished_project_goes_back_to_next_years_screening(
    city: Place, staff: Actor, water: Unit, clerk: Actor
) -> None:
    row = make.planned(clerk, make.commitment(staff, city, water))
    make.report(clerk, row, 12, 60, done=2, spent=3000 * make.WAN, text="管材迟到，明年五月完成。")
    with transaction():
        new = acceptance_actions.NewAcceptance(
            commitment_id=row.id, result=Result.NOT, opinion="管网没有换完。", on=date(2027, 1, 9)
        )
        acceptance_actions.accept(staff, new)
    with transaction():
        acceptance_actions.carry_over(staff, row.id, "管材迟到")
    row = db.session.get_one(Commitment, row.id)
    assert row.state is CommitmentState.CARRIED_OVER
    renewed = db.session.get_one(Project, row.carried_to)
    assert (renewed.year, renewed.carried_from_id, renewed.planned_fen) == (
        2027,
        row.project_id,
        1800 * make.WAN,
    )
    with pytest.raises(WrongMoment):
        acceptance_actions.carry_over(staff, row.id, "再来一次")


@time_machine.travel("2026-06-10")
def test_half_done_work_cannot_be_delivered(city: Place, staff: Actor, water: Unit, clerk: Actor) -> None:
    row = make.planned(clerk, make.commitment(staff, city, water))
    make.report(clerk, row, 5, 50, done=2)
    with pytest.raises(WrongMoment):
        acceptance_actions.deliver(clerk, row.id)


def test_the_plan_may_not_end_after_the_voted_limit(
    city: Place, staff: Actor, water: Unit, clerk: Actor
) -> None:
    row = make.commitment(staff, city, water)
    plan = plan_actions.NewPlan(
        commitment_id=row.id,
        target="x",
        due_on=date(2026, 12, 31),
        funding="x",
        safeguards="x",
        steps=make.steps(row),
    )
    with pytest.raises(RuleBroken, match="2026-11-30"):
        plan_actions.publish_plan(clerk, plan)
