"""Who may ask for a deed of two persons, who may confirm it, and how far it has come. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voting.core.lifecycle import Lifecycle
from voting.core.text import N_
from voting.people.rules import Role

NOT_YOURS = N_("您的身份不能办理这一步。")


class ConfirmationState(StrEnum):
    """How far a deed of two persons has come. LAPSED: what it was asked for is gone, or its time is over."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


CONFIRMATION = Lifecycle(
    start=ConfirmationState.ASKED,
    steps={
        (ConfirmationState.ASKED, "confirm"): ConfirmationState.CONFIRMED,
        (ConfirmationState.ASKED, "refuse"): ConfirmationState.REFUSED,
        (ConfirmationState.ASKED, "withdraw"): ConfirmationState.WITHDRAWN,
        (ConfirmationState.ASKED, "lapse"): ConfirmationState.LAPSED,
    },
)
"""Who asked withdraws; anybody else who takes it back refuses."""


@dataclass(frozen=True, kw_only=True)
class Sentences:
    """What is said when a deed of two persons cannot go on; message ids.

    unknown: no such request; waiting: one waits already; settled: nothing waits any more; own: who asked wants to
    confirm; role: who wants to confirm may not.
    """

    unknown: str
    waiting: str
    settled: str
    own: str
    role: str = NOT_YOURS


@dataclass(frozen=True, kw_only=True)
class ConfirmationKind:
    """A deed that needs a second person. For one subject at most one of a kind waits.

    name: room:subject, unique in the program; ask, confirm: who may.
    """

    name: str
    ask: frozenset[Role]
    confirm: frozenset[Role]
    said: Sentences

    def may_confirm(self, roles: frozenset[Role], *, own: bool) -> bool:
        """Tell whether somebody with these roles may be the second person. own: he asked himself."""
        return not own and bool(roles & self.confirm)

    def may_take_back(self, roles: frozenset[Role]) -> bool:
        """Tell whether somebody with these roles may withdraw or refuse what waits."""
        return bool(roles & (self.ask | self.confirm))
