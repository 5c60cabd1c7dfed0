"""What later stages ask of a ballot beside its box: what was fixed at its close, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass

from voting.ballot.figures.rules import counted_present
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import BallotState, Means
from voting.ballot.roll import facts as roll_facts
from voting.core.errors import WrongMoment


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """What stands beside a closed box.

    attended: deputies who had ever been checked in when it closed; on_leave: of the absent, who had asked for leave; paper: who received a paper ballot on the roll;
    cards_lost: token cards written off, which were never handed out and could still be cast.
    """

    attended: int
    on_leave: int = 0
    paper: int
    cards_lost: int

    def counted_present(self, *, due: int, present: int, tokens: int) -> int:
        """Return 实到 as every screen shows it. due, present, tokens: as fixed at the close."""
        received = tokens + self.paper
        return counted_present(due=due, attended=self.attended, present=present, received=received)


def reckoned(uuid: str) -> Reckoned:
    """Return what stands beside a closed box. Errors: NotFound; WrongMoment before close."""
    ballot = find_ballot(uuid)
    if ballot.attended is None:
        raise WrongMoment("票箱还没有关闭。")
    paper = roll_facts.issued_by_means(uuid)[Means.PAPER]
    return Reckoned(
        attended=ballot.attended, on_leave=ballot.on_leave or 0, paper=paper, cards_lost=ballot.cards_lost
    )


def stands(uuid: str) -> bool:
    """Tell whether a ballot has not been declared void before its count. Errors: NotFound."""
    return find_ballot(uuid).state is not BallotState.VOID
