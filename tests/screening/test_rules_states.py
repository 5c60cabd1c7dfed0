from enum import StrEnum

import pytest

from tests.properties import given, st
from voting.core.errors import WrongMoment
from voting.core.lifecycle import Lifecycle
from voting.screening.call.rules import CALL, CallState
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.shortlist.rules import SHORTLIST, ShortlistState
from voting.screening.suggestion.rules import SUGGESTION, SuggestionState
from voting.screening.words import WORDS, wording

pytestmark = pytest.mark.pure
ALL: list[tuple[Lifecycle[StrEnum], type[StrEnum]]] = [
    (CALL, CallState),  # type: ignore[list-item]
    (SUGGESTION, SuggestionState),  # type: ignore[list-item]
    (PROJECT, ProjectState),  # type: ignore[list-item]
    (SHORTLIST, ShortlistState),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("lifecycle", "states"), ALL)
def test_every_state_and_step_has_a_word_and_can_be_reached(
    lifecycle: Lifecycle[StrEnum], states: type[StrEnum]
) -> None:
    assert {lifecycle.start, *lifecycle.steps.values()} == set(states)
    assert set(lifecycle.words) == set(states)
    assert set(lifecycle.step_words) == {step for _, step in lifecycle.steps}


STEPS = sorted({step for lifecycle, _ in ALL for step in lifecycle.step_words})


@given(st.lists(st.sampled_from(STEPS), max_size=30), st.sampled_from(ALL))
def test_no_sequence_of_steps_leaves_the_table(
    steps: list[str], one: tuple[Lifecycle[StrEnum], type[StrEnum]]
) -> None:
    lifecycle, states = one
    state = lifecycle.start
    for step in steps:
        if lifecycle.may(state, step):
            state = lifecycle.after(state, step)
        else:
            with pytest.raises(WrongMoment):
                lifecycle.after(state, step)
        assert state in set(states)


def test_a_frozen_project_and_a_decided_list_stay_what_they_are() -> None:
    assert PROJECT.steps_from(ProjectState.FROZEN) == ()
    assert SHORTLIST.steps_from(ShortlistState.DECIDED) == ()


def test_a_refused_step_speaks_in_words_of_the_procedure() -> None:
    with pytest.raises(WrongMoment) as caught:
        SUGGESTION.after(SuggestionState.MERGED, "answer")
    assert str(caught.value) == "现在是“已归并入项目”，不能办理“答复”。"


def test_every_source_channel_and_field_has_a_word() -> None:
    assert all(wording(choice) for kind in WORDS for choice in kind)
