from enum import StrEnum

import pytest

from voting.core.errors import WrongMoment
from voting.core.lifecycle import ByName, Lifecycle, Progress, progress

pytestmark = pytest.mark.pure


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


LIGHT = Lifecycle(start=Light.RED, steps={(Light.RED, "go"): Light.GREEN, (Light.GREEN, "stop"): Light.RED})


def test_a_step_leads_to_its_state() -> None:
    assert LIGHT.after(Light.RED, "go") is Light.GREEN
    assert LIGHT.steps_from(Light.RED) == ("go",)
    assert not LIGHT.may(Light.RED, "stop")


def test_a_step_that_is_not_open_is_the_wrong_moment() -> None:
    with pytest.raises(WrongMoment, match="现在不能办理") as refused:
        LIGHT.after(Light.RED, "stop")
    assert refused.value.values == {"state": "red", "step": "stop"}  # for the log; people read neither


def test_the_diagram_names_every_step() -> None:
    assert LIGHT.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> red",
        "    red --> green: go",
        "    green --> red: stop",
    ]


def test_a_page_asks_for_an_open_step_by_its_name() -> None:
    may = LIGHT.open_steps(LIGHT.steps_from(Light.RED))
    assert may.go
    assert not may.stop
    assert may
    assert not LIGHT.open_steps(())


def test_a_step_that_the_table_does_not_know_is_no_answer() -> None:
    with pytest.raises(AttributeError):
        _ = LIGHT.open_steps(("go",)).went


class Shade(ByName):
    DARK = "dark"
    PALE = "pale"


@pytest.mark.parametrize(("asked", "answer"), [("is_dark", True), ("is_pale", False)])
def test_a_page_asks_for_a_value_by_its_name(asked: str, answer: bool) -> None:
    assert getattr(Shade.DARK, asked) is answer


@pytest.mark.parametrize("asked", ["is_grey", "dark", "is_", "is_DARK"])
def test_a_value_that_there_is_not_is_no_answer(asked: str) -> None:
    with pytest.raises(AttributeError):
        getattr(Shade.DARK, asked)


def test_a_course_is_done_before_the_line_at_hand() -> None:
    assert [progress(index, 1) for index in range(3)] == [Progress.DONE, Progress.NOW, Progress.LATER]
