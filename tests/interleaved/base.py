"""What the moves share: one sitting that begins as all begin, and what may become of a move."""

from __future__ import annotations

from typing import ClassVar

from flask import Flask

from tests.interleaved.cuts import restart
from tests.interleaved.sitting import VOTERS, Sitting, convened
from tests.interleaved.voter import PROJECTS
from tests.properties import RuleBasedStateMachine, st
from tests.snapshots import Image, put
from voting.ballot.order.rules import BallotState
from voting.people.rules import Place

WHO = st.integers(0, VOTERS - 1)
SEAT = st.integers(0, 2)
CHOSEN = st.sets(st.integers(0, PROJECTS - 1), max_size=2).map(lambda found: tuple(sorted(found)))
LATER = st.integers(0, 2)
"""At which commit the power fails: the asking, the confirming with the deed, what follows it."""

BEFORE_VOTING = {BallotState.DRAFT, BallotState.READY}
DRAWING = {BallotState.READY, BallotState.OPEN}


class AtSitting(RuleBasedStateMachine):
    """One sitting after the other, each from the same beginning."""

    app: ClassVar[Flask]
    place: ClassVar[Place]
    beginning: ClassVar[Image]

    def __init__(self) -> None:
        super().__init__()
        put(self.beginning)
        restart(self.app)
        self.sitting = Sitting.of(self.app, convened(self.place))

    def is_in(self, *states: BallotState) -> bool:
        return self.sitting.state in states
