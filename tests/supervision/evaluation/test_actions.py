from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.factories import account, meeting, term
from tests.supervision.factories import evaluated
from voting.ballot.order.models import Ballot
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.models import Meeting
from voting.congress.place.rules import Body
from voting.congress.rule_set.models import RuleSet
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.evaluation import actions as evaluation_actions
from voting.supervision.evaluation.models import Evaluation
from voting.supervision.pages.year.queries import year_page
from voting.tally.handover import Grade, Outcome


@pytest.fixture
def sitting(city: Place) -> Meeting:
    return meeting(city, in_term=term(city), year=2027)


def ordered(staff: Actor, sitting: Meeting, row: Commitment) -> str:
    with transaction():
        new = evaluation_actions.NewEvaluation(meeting_id=sitting.id, year=2026, commitment_ids=(row.id,))
        return evaluation_actions.order_evaluation(staff, new).ballot_uuid


def announced(row: Commitment, uuid: str, grade: Grade | None = Grade.SATISFIED) -> Outcome:
    line = evaluated(row, grade)
    return Outcome(
        jurisdiction_id=row.jurisdiction_id,
        year=2026,
        ballot_uuid=uuid,
        kind=Kind.EVALUATE,
        lines=(line,),
        announced_at=datetime(2027, 1, 28, 20, tzinfo=UTC),
    )


def test_an_evaluation_is_ordered_as_a_ballot_of_its_own(
    staff: Actor, sitting: Meeting, row: Commitment
) -> None:
    uuid = ordered(staff, sitting, row)
    ballot = db.session.scalars(select(Ballot).where(Ballot.uuid == uuid)).one()
    assert (ballot.kind, ballot.year, ballot.seats) == (Kind.EVALUATE, 2026, 1)


def test_the_grade_is_kept_once_with_its_counts(
    city: Place, staff: Actor, sitting: Meeting, row: Commitment
) -> None:
    uuid = ordered(staff, sitting, row)
    for expected in (1, 0):
        with transaction():
            assert len(evaluation_actions.take_in_evaluation(staff, announced(row, uuid))) == expected
    kept = db.session.scalars(select(Evaluation)).one()
    assert (kept.satisfied, kept.basically, kept.dissatisfied, kept.abstain) == (175, 43, 4, 9)
    assert (kept.grade, kept.retest_by) == (Grade.SATISFIED, None)
    assert year_page(city, 2026).rows[0][2] == "满意"


def test_a_dissatisfied_project_is_evaluated_again_in_time(
    city: Place, staff: Actor, sitting: Meeting, row: Commitment
) -> None:
    with transaction():
        db.session.add(RuleSet(jurisdiction_id=city.id, year=2026, values={"retest_days": 90}))
    uuid = ordered(staff, sitting, row)
    with transaction():
        evaluation_actions.take_in_evaluation(staff, announced(row, uuid, Grade.DISSATISFIED))
    kept = db.session.scalars(select(Evaluation)).one()
    assert kept.retest_by == date(2027, 4, 29), "ninety days from 29 January, the day it was in China"


def test_what_was_not_ordered_here_or_has_no_grade_is_refused(
    staff: Actor, sitting: Meeting, row: Commitment
) -> None:
    uuid = ordered(staff, sitting, row)
    with pytest.raises(WrongMoment):
        evaluation_actions.take_in_evaluation(staff, announced(row, "other"))
    with pytest.raises(RuleBroken):
        evaluation_actions.take_in_evaluation(staff, announced(row, uuid, None))
    with pytest.raises(RuleBroken):
        evaluation_actions.take_in_evaluation(staff, replace(announced(row, uuid), kind=Kind.CHOOSE))


def test_a_neighbour_takes_nothing_in_and_orders_nothing(
    county: Place, staff: Actor, sitting: Meeting, row: Commitment
) -> None:
    stranger = account(county, Role.STAFF)
    uuid = ordered(staff, sitting, row)
    with pytest.raises(NotAllowed):
        evaluation_actions.take_in_evaluation(stranger, announced(row, uuid))
    with pytest.raises(NotFound):
        ordered(stranger, sitting, row)


def test_the_wrong_body_or_a_foreign_project_is_refused(
    city: Place, county: Place, staff: Actor, sitting: Meeting, row: Commitment
) -> None:
    with transaction():
        db.session.get_one(Meeting, sitting.id).body = Body.STANDING_COMMITTEE
    with pytest.raises(RuleBroken, match="另一机关"):
        ordered(staff, sitting, row)
    with transaction():
        db.session.add(
            RuleSet(jurisdiction_id=city.id, year=2026, values={"evaluation_voters": "standing_committee"})
        )
    assert ordered(staff, sitting, row)
    with pytest.raises(RuleBroken, match="请选本年度"), transaction():
        new = evaluation_actions.NewEvaluation(meeting_id=sitting.id, year=2026, commitment_ids=(row.id, 999))
        evaluation_actions.order_evaluation(staff, new)
