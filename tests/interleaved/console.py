"""Moves of server and console."""

from __future__ import annotations

from tests.interleaved.base import LATER, AtSitting
from tests.interleaved.cuts import FATES, Fate, restart
from tests.properties import precondition, rule
from voting.ballot.order.rules import BallotState


class ConsoleMoves(AtSitting):
    """What staff and chair do, and what a process goes through."""

    @rule()
    def restart(self) -> None:
        restart(self.app)

    @precondition(lambda self: self.is_in(BallotState.DRAFT))
    @rule(fate=FATES)
    def set_up(self, fate: Fate) -> None:
        self.sitting.step("set_up", fate)

    @precondition(lambda self: self.is_in(BallotState.READY))
    @rule(fate=FATES)
    def withdraw_set_up(self, fate: Fate) -> None:
        """Take the set-up back: refused once anybody holds anything, so nobody's draw is lost with it."""
        before = self.sitting.uuid
        held = [voter for voter in self.sitting.voters if self.sitting.means_of(voter) is not None]
        self.sitting.step("withdraw_set_up", fate, note="名称有误")
        self.sitting.follow()
        assert not (held and self.sitting.uuid != before)

    @precondition(lambda self: self.is_in(BallotState.READY))
    @rule(fate=FATES, later=LATER)
    def open_voting(self, fate: Fate, later: int) -> None:
        self.sitting.step("open_voting", fate, later=later)

    @precondition(lambda self: self.is_in(BallotState.OPEN))
    @rule(fate=FATES, later=LATER)
    def close_voting(self, fate: Fate, later: int) -> None:
        self.sitting.step("close_voting", fate, later=later)
        self.sitting.follow()

    @precondition(lambda self: not self.sitting.is_void and len(self.sitting.void) < 2)
    @rule(fate=FATES, later=LATER)
    def declare_void(self, fate: Fate, later: int) -> None:
        """Declare the vote void at the console: refused once the box is open, for then the tally room does it."""
        run = self.sitting.run
        opened = run is not None and run.counts is not None
        self.sitting.step("void", fate, note="票箱有误", later=later)
        self.sitting.follow()
        assert not (opened and self.is_in(BallotState.VOID))

    @precondition(lambda self: self.sitting.is_open_box and len(self.sitting.void) < 2)
    @rule(fate=FATES)
    def declare_void_in_the_tally_room(self, fate: Fate) -> None:
        self.sitting.void_count(fate)

    @precondition(lambda self: self.sitting.is_void)
    @rule(fate=FATES)
    def order_the_repetition(self, fate: Fate) -> None:
        self.sitting.repeat(fate)
