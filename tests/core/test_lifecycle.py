from enum import StrEnum

import pytest

from voting.core.errors import WrongMoment
from voting.core.lifecycle import Lifecycle

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
