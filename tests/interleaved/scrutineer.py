"""Moves of the scrutineers' devices after the close: sign the roll, sample, lend a share."""

from __future__ import annotations

from tests.interleaved.base import SEAT, AtSitting
from tests.interleaved.cuts import FATES, Fate
from tests.interleaved.sitting import VOTERS
from tests.properties import precondition, rule, st
from voting.ballot.order.rules import BallotState
from voting.belenios.sample import SampleAnswer

TRUTH = [None] * 6
ANSWERS = st.lists(
    st.sampled_from([*TRUTH, *SampleAnswer]),
    min_size=VOTERS,
    max_size=VOTERS,
)
"""What each says who is drawn; None: the truth."""


class ScrutineerMoves(AtSitting):
    """What devices do; each samples a box once, ever, and lends nothing before."""

    @precondition(lambda self: self.is_in(BallotState.CLOSED))
    @rule(seat=SEAT, fate=FATES)
    def sign_the_roll(self, seat: int, fate: Fate) -> None:
        self.sitting.devices[seat].sign_roll(fate)

    @precondition(lambda self: self.is_in(BallotState.CLOSED, BallotState.VOID))
    @rule(seat=SEAT, names=st.permutations(range(VOTERS)), said=ANSWERS, fate=FATES)
    def sample(self, seat: int, names: list[int], said: list[SampleAnswer | None], fate: Fate) -> None:
        """Draw names and ask them; the numbers are kept by the device before they leave, and sent again after a lost answer."""
        self.sitting.devices[seat].sample(fate, names, said)

    @precondition(lambda self: self.is_in(BallotState.CLOSED))
    @rule(seat=SEAT)
    def sample_once_more(self, seat: int) -> None:
        """A device whose key file was put back says other numbers: what it said first stands."""
        self.sitting.devices[seat].say_otherwise()

    @precondition(lambda self: self.is_in(BallotState.CLOSED))
    @rule(seat=SEAT, fate=FATES, prepared=st.booleans())
    def lend_share(self, seat: int, fate: Fate, prepared: bool) -> None:
        """Lend a share; a device that has not signed the roll or whose sample has not passed is refused."""
        if prepared:
            self.sitting.devices[seat].prepare()
        self.sitting.devices[seat].lend(fate)

    @precondition(lambda self: self.is_in(BallotState.CLOSED) and len(self.sitting.agreed or ()) > 1)
    @rule(seat=SEAT, left_out=st.integers(0, VOTERS))
    def lend_share_for_another_box(self, seat: int, left_out: int) -> None:
        """A device that was shown all but one ballot, or one alone, lends its share: it opens nothing."""
        one = self.sitting
        agreed = one.agreed or ()
        part = agreed[:1] if left_out >= len(agreed) else agreed[:left_out] + agreed[left_out + 1 :]
        before = one.counts
        one.devices[seat].prepare()
        one.devices[seat].lend(Fate.WELL, part)
        assert one.counts == before

    @precondition(lambda self: self.sitting.void)
    @rule(seat=SEAT)
    def lend_share_for_a_void_box(self, seat: int) -> None:
        """Nothing of a void box is decrypted, or more than was before it was void."""
        for uuid, ballots in self.sitting.void.items():
            before = self.sitting.counts_of(uuid)
            self.sitting.devices[seat].hand_in(uuid, ballots, Fate.WELL)
            assert self.sitting.counts_of(uuid) == before
