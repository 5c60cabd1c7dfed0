from __future__ import annotations

import pytest

from tests.tally.factories_count import box_open
from voting.confirmation.facts import asked_for, waiting
from voting.confirmation.rules import ConfirmationState
from voting.core.db import transaction
from voting.core.errors import WrongMoment
from voting.people.rules import Place
from voting.tally.steps import actions as steps_actions
from voting.tally.steps.rules import STEPS

pytestmark = pytest.mark.database


def test_a_step_taken_lets_what_was_asked_for_another_state_lapse(city: Place) -> None:
    found = box_open(city)
    with transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})
        steps_actions.ask(found.secretary, found.uuid, "void", {"reason": "封条破损"})
    with transaction():
        steps_actions.confirm(found.scrutineer, found.uuid, "count")
    states = {row.kind: row.state for row in asked_for(city.id, STEPS.values(), found.uuid)}
    assert states == {"tally:count": ConfirmationState.CONFIRMED, "tally:void": ConfirmationState.LAPSED}
    assert waiting(city.id, STEPS.values()) == []
    with pytest.raises(WrongMoment, match="没有人提出"), transaction():
        steps_actions.confirm(found.chair, found.uuid, "void")
