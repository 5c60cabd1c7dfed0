"""The moves, in any order: each rule is something that one person or device does, and what may become of it."""

from __future__ import annotations

from tests.interleaved.console import ConsoleMoves
from tests.interleaved.cuts import Fate
from tests.interleaved.desk import DeskMoves
from tests.interleaved.scrutineer import ScrutineerMoves
from tests.interleaved.sitting import VOTERS
from tests.interleaved.tablet import TabletMoves
from tests.interleaved.voter import Voter
from tests.properties import initialize, invariant, st
from voting.ballot.card.actions import cards_left
from voting.ballot.order.rules import BallotState, Means
from voting.ballot.roll.facts import entry_of
from voting.ballot.sample.facts import sampling_of
from voting.congress.attendance.facts import is_present

STAGES = ("ordered", "set_up", "open_voting", "close_voting")
SOME = st.sets(st.integers(0, VOTERS - 1))


class Machine(DeskMoves, TabletMoves, ConsoleMoves, ScrutineerMoves):
    """A sitting; what is true after every move, and at its end."""

    @initialize(far=st.sampled_from([*STAGES, STAGES[-1]]), drawn=SOME, cast=SOME)
    def begin(self, far: str, drawn: set[int], cast: set[int]) -> None:
        """Come so far without anything going wrong: the moves begin at every stage, and not at the first alone."""
        one = self.sitting
        for stage in STAGES[1 : STAGES.index(far) + 1]:
            one.step(stage, Fate.WELL)
            one.follow()
            for who in drawn if stage == "set_up" else drawn & cast if stage == "open_voting" else ():
                voter = one.voters[who]
                self.draws(voter, Fate.WELL) if stage == "set_up" else self.casts(voter, (who,), Fate.WELL)

    @invariant()
    def every_receipt_is_in_the_box_once(self) -> None:
        self.sitting.expect_receipts_stand()

    @invariant()
    def the_figures_fit(self) -> None:
        self.sitting.expect_figures()

    @invariant()
    def nothing_is_known_but_the_agreed_box(self) -> None:
        self.sitting.expect_agreed_box()

    def teardown(self) -> None:
        """Bring the sitting to its end, now that nothing goes wrong any more: who drew votes, or was told why not."""
        end(self)


def end(machine: Machine) -> None:
    """Open, let everybody vote who still can, close, open the box, count; a vote that was declared void is held again."""
    one = machine.sitting
    bring_to_close(machine)
    while one.is_void or (sampling_of(one.uuid).halted and one.counts is None):
        if not one.is_void:
            one.step("void", Fate.WELL, note="抽验没有通过")
            one.follow()
        one.repeat(Fate.WELL)
        bring_to_close(machine, anew=True)
    one.accept_small()
    for seat in range(2):
        one.devices[seat].prepare()
        one.devices[seat].lend(Fate.WELL)
    one.expect_agreed_box()
    assert one.counts == [one.sums()]
    one.count()
    one.expect_receipts_stand()
    one.expect_figures()
    one.expect_journal()


def bring_to_close(machine: Machine, *, anew: bool = False) -> None:
    """Take the sitting from wherever it stands to a sealed box of which two devices have said what they found.

    anew: a vote that is held again; who is present draws for it.
    """
    one = machine.sitting
    for state, step in ((BallotState.DRAFT, "set_up"), (BallotState.READY, "open_voting")):
        if one.state is state:
            one.step(step, Fate.WELL)
    if one.state is BallotState.OPEN:
        for voter in one.voters:
            vote_if_he_can(machine, voter, draws=anew)
        one.step("close_voting", Fate.WELL)
        one.follow()
    if one.is_void:
        return
    assert one.state is BallotState.CLOSED
    if cards_left(one.ballot):
        one.step("write_off_cards", Fate.WELL, note="找不到")
    for device in one.devices[:2]:
        device.prepare()


def vote_if_he_can(machine: Machine, voter: Voter, *, draws: bool = False) -> None:
    """Who drew and whose tablet lives votes; who lost it was marked, is refused with a sentence, and is not returned."""
    one = machine.sitting
    if voter.tablet is not None and voter.tablet.uuid != one.uuid:
        voter.lose_tablet()  # of a set-up that was taken back, or void: he was told, or will be at his next try
    if draws and is_present(one.at.hall.meeting_id, voter.deputy_id):
        machine.draws(voter, Fate.WELL)
    entry = entry_of(one.uuid, voter.deputy_id)
    if entry is None or (entry.means is Means.PAPER):
        return
    if voter.tablet is None and voter.slip is not None and voter.slip[0] == one.uuid:
        voter.go_on(machine.app)
    if not voter.has_token:
        own = voter.tablet is not None and entry.blinded == voter.tablet.credential.blinded
        machine.draws(voter, Fate.WELL)
        assert voter.has_token is own
        if not own:
            assert voter.told
            return
    machine.casts(voter, (0,), Fate.WELL)
    if voter.now is None:  # what he had sealed was opened as a test
        machine.casts(voter, (0,), Fate.WELL)
    assert voter.now is not None
    assert (one.uuid, voter.now.tracker) in voter.receipts
