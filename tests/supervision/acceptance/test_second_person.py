"""A result counts when a second person has confirmed it: who is asked, who may not, and what happens meanwhile."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories import account
from tests.supervision import factories as make
from tests.supervision.requests import again
from voting.confirmation.facts import waiting
from voting.core.clock import today
from voting.core.db import transaction
from voting.core.errors import DomainError, WrongMoment
from voting.people.rules import Actor, Place, Role
from voting.supervision.acceptance import actions
from voting.supervision.acceptance.rules import Result
from voting.supervision.change import actions as changes
from voting.supervision.change.rules import ChangeKind
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ACCEPTANCE, CommitmentState
from voting.supervision.pages.to_do.queries import to_dos

NEXT_YEAR = "2027-01-10T02:00:00Z"


def unfinished(row: Commitment) -> actions.NewAcceptance:
    return actions.NewAcceptance(commitment_id=row.id, result=Result.NOT, opinion="汛期停工。", on=today())


def waits(place: Place, actor: Actor) -> list[bool]:
    """Return, for each result that waits, whether it is a to-do of this person."""
    return [one.is_for(actor) for one in to_dos(place, actor) if one.kind == "supervision:acceptance"]


def test_a_result_waits_for_a_second_person_and_counts_with_him(
    city: Place, staff: Actor, group: Actor, row: Commitment
) -> None:
    with time_machine.travel(NEXT_YEAR, tick=False):
        with transaction():
            actions.ask_acceptance(staff, unfinished(row))
        assert again(row).state is not CommitmentState.UNFINISHED
        assert (waits(city, staff), waits(city, group)) == ([False], [True])
        with pytest.raises(DomainError), transaction():
            actions.confirm_acceptance(staff, row.id)
        with transaction():
            actions.confirm_acceptance(account(city, Role.STAFF), row.id)
        assert again(row).state is CommitmentState.UNFINISHED
        assert waits(city, group) == []


def test_a_result_that_is_taken_back_has_never_counted(
    city: Place, staff: Actor, group: Actor, row: Commitment
) -> None:
    with time_machine.travel(NEXT_YEAR, tick=False):
        before = again(row).state
        with transaction():
            actions.ask_acceptance(staff, unfinished(row))
        with pytest.raises(DomainError), transaction():
            actions.ask_acceptance(group, unfinished(row))
        with transaction():
            actions.withdraw_acceptance(staff, row.id)
        assert again(row).state is before
        assert waits(city, group) == []


def test_a_result_lapses_when_its_work_is_sent_back(
    city: Place, staff: Actor, group: Actor, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 7, 100, done=4)
    with transaction():
        actions.deliver(clerk, row.id)
    with transaction():
        actions.ask_acceptance(staff, unfinished(row))
    with pytest.raises(WrongMoment), transaction():
        actions.withdraw_delivery(clerk, row.id)
    assert again(row).state is CommitmentState.DELIVERED
    assert waits(city, group) == [True]
    with transaction():
        actions.send_back(staff, row.id, "管沟没有回填。")
    assert waits(city, group) == []
    with pytest.raises(WrongMoment), transaction():
        actions.confirm_acceptance(group, row.id)
    with transaction():
        actions.deliver(clerk, row.id)
    with transaction():
        actions.withdraw_delivery(clerk, row.id)
    assert again(row).state is CommitmentState.UNDER_WAY


@pytest.mark.parametrize("kind", [ChangeKind.SUSPEND, ChangeKind.TERMINATE])
def test_a_result_lapses_when_the_work_stops(
    staff: Actor, group: Actor, clerk: Actor, row: Commitment, kind: ChangeKind
) -> None:
    wish = changes.NewChange(
        commitment_id=row.id, kind=kind, reason="资金不足。", target="x", due_on=today(), planned_fen=0
    )
    with transaction():
        change = changes.request_change(clerk, wish)
    with transaction():
        changes.decide(
            staff,
            changes.ChangeDecision(change_id=change.id, approved=True, decided_on=today(), document="1号"),
        )
    with transaction():
        actions.ask_acceptance(staff, unfinished(row))
    assert waiting(row.jurisdiction_id, (ACCEPTANCE,))
    with transaction():
        changes.proclaim(staff, changes.PublicNotice(change_id=change.id, text="公告。"))
    assert not waiting(row.jurisdiction_id, (ACCEPTANCE,))
    with pytest.raises(WrongMoment), transaction():
        actions.confirm_acceptance(group, row.id)


def test_lights_that_nobody_read_on_their_day_wait_for_staff(
    city: Place, staff: Actor, row: Commitment
) -> None:
    def unread() -> list[object]:
        return [one.values["month"] for one in to_dos(city, staff) if one.kind == "supervision:lights"]

    make.taken_over(row, today().replace(year=2026, month=6, day=1))
    with time_machine.travel("2026-07-06T02:00:00Z", tick=False):
        assert unread() == [], "its day has not come"
    with time_machine.travel("2026-07-10T02:00:00Z", tick=False):
        assert unread() == [6]
