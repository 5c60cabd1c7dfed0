import pytest

from voting.core.errors import WrongMoment
from voting.core.lifecycle import Lifecycle
from voting.supervision.change.rules import CHANGE, ChangeState
from voting.supervision.commitment.rules import COMMITMENT, ENDED, CommitmentState, FieldRefused
from voting.supervision.finding.rules import FINDING, FindingState
from voting.supervision.light.rules import SETTLED
from voting.supervision.report.rules import REPORT, ReportState

pytestmark = pytest.mark.pure
MACHINES = (COMMITMENT, REPORT, FINDING, CHANGE)


@pytest.mark.parametrize("machine", MACHINES)
def test_every_state_and_step_has_words_for_people(machine: Lifecycle[CommitmentState]) -> None:
    for (state, step), after in machine.steps.items():
        assert {state, after} <= machine.words.keys()
        assert step in machine.step_words
    assert all(isinstance(state, type(machine.start)) for state in machine.words)


@pytest.mark.parametrize(
    ("machine", "states"),
    [(COMMITMENT, CommitmentState), (REPORT, ReportState), (FINDING, FindingState), (CHANGE, ChangeState)],
)
def test_every_state_can_be_reached(
    machine: Lifecycle[CommitmentState], states: type[CommitmentState]
) -> None:
    reached, more = {machine.start}, True
    while more:
        found = {after for (state, _step), after in machine.steps.items() if state in reached} - reached
        reached, more = reached | found, bool(found)
    assert reached == set(states)


def test_a_settled_light_belongs_to_what_is_over_or_suspended() -> None:
    assert SETTLED.keys() == ENDED | {CommitmentState.SUSPENDED}


def test_an_accepted_project_cannot_be_reported_again() -> None:
    with pytest.raises(WrongMoment, match="现在是“已验收”，不能办理“报送月报”"):
        COMMITMENT.after(CommitmentState.ACCEPTED, "report")


def test_what_failed_the_recheck_starts_again() -> None:
    assert FINDING.after(FindingState.RECTIFIED, "fail_recheck") is FindingState.RAISED


def test_a_refused_field_keeps_its_name_and_sentence() -> None:
    error = FieldRefused("progress", "不能少于 %(before)s。", before=41)
    assert (error.field, str(error)) == ("progress", "不能少于 41。")
