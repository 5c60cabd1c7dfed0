"""A lifecycle as a table: (state, step) -> state. A whole state machine fits on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from voting.core.errors import WrongMoment

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Missing:
    """One thing that still stands before a step. what, who: message ids (who can mend it)."""

    what: str
    who: str = ""


@dataclass(frozen=True)
class OpenSteps:
    """The steps that somebody may take now, each an attribute of its name that is true or false: `may.close_call`.

    Asking for a step that the lifecycle does not know is an AttributeError, so a page cannot misspell one.
    """

    names: frozenset[str]
    known: frozenset[str]

    def __getattr__(self, step: str) -> bool:
        if step in self.known:
            return step in self.names
        raise AttributeError(step)

    def __bool__(self) -> bool:
        return bool(self.names)


class ByName(StrEnum):
    """Values of which a page asks one by its name, true or false: `state.is_closed` where "closed" is a value.

    Asking for a value that there is not is an AttributeError, so a page cannot misspell one.
    """

    if not TYPE_CHECKING:  # for templates alone: in Python one member `is` another

        def __getattr__(self, name: str) -> bool:
            word = name.removeprefix("is_")
            if word != name and word in type(self)._value2member_map_:
                return self.value == word
            raise AttributeError(name)


class Progress(ByName):
    """Where a line of a course stands: behind, at hand or ahead."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


def progress(index: int, at: int) -> Progress:
    """Return where the line of this index stands while the one at `at` is at hand."""
    if index == at:
        return Progress.NOW
    return Progress.DONE if index < at else Progress.LATER


@dataclass(frozen=True)
class Lifecycle(Generic[S]):
    """The states a thing may be in and the named steps between them.

    words, step_words: message ids of states and of steps; a table without them is told in general words.
    """

    start: S
    steps: Mapping[tuple[S, str], S]
    words: Mapping[S, str] = field(default_factory=dict)
    step_words: Mapping[str, str] = field(default_factory=dict)

    def after(self, state: S, step: str) -> S:
        """Return the state that `step` leads to; raise WrongMoment if it is not open now."""
        if self.may(state, step):
            return self.steps[state, step]
        if state in self.words and step in self.step_words:
            raise WrongMoment(
                "现在是“%(state)s”，不能办理“%(step)s”。", state=self.words[state], step=self.step_words[step]
            )
        raise WrongMoment(
            "这一步现在不能办理：可能另一人刚刚办过，或者还没有轮到。请刷新页面，看现在的下一步。",
            state=str(state),
            step=step,
        )

    def may(self, state: S, step: str) -> bool:
        """Tell whether `step` is open in this state."""
        return (state, step) in self.steps

    def steps_from(self, state: S) -> tuple[str, ...]:
        """Return the names of the steps that are open in this state, in the table's order."""
        return tuple(step for at, step in self.steps if at == state)

    def open_steps(self, steps: Iterable[str]) -> OpenSteps:
        """Return `steps` of this table as a page asks for them; the empty ones for who may take none."""
        return OpenSteps(frozenset(steps), frozenset(step for _at, step in self.steps))

    def mermaid(self) -> str:
        """Return the diagram that docs/lifecycles.md must hold word for word."""
        arrows = [f"    {a} --> {b}: {step}" for (a, step), b in self.steps.items()]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.start}", *arrows])
