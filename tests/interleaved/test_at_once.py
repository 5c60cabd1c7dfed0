"""Two deeds of a sitting at the same moment, either one first: the same must be true afterwards as after any order of moves."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest
from flask import Flask

from tests.ballot.factories import share_keys
from tests.interleaved.at_once import at_once
from tests.interleaved.cuts import Fate, unless_refused
from tests.interleaved.machine import Machine, end
from tests.interleaved.voter import Voter
from tests.snapshots import image
from voting.ballot.order.rules import BallotState, Means
from voting.ballot.paper.actions import hand_out_paper
from voting.core.db import transaction
from voting.people.rules import Place
from voting.tally.run.rules import TallyState

pytestmark = pytest.mark.database
Deed = Callable[[Machine], object]


@pytest.fixture
def machine(app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch) -> Machine:
    share_keys(monkeypatch)
    here = type("Here", (Machine,), {"app": app, "place": city, "beginning": image()})
    made: Machine = here()
    return made


def ready(machine: Machine) -> None:
    machine.sitting.step("set_up", Fate.WELL)
    machine.sitting.voters[0].sit_down(machine.app, machine.sitting.uuid)


def voting(machine: Machine) -> None:
    """Everybody has drawn, the first has cast."""
    ready(machine)
    for voter in machine.sitting.voters:
        machine.draws(voter, Fate.WELL)
    machine.sitting.step("open_voting", Fate.WELL)
    machine.casts(machine.sitting.voters[0], (0,), Fate.WELL)
    second = machine.sitting.voters[1]
    second.seal((1,))


def sealed_box(machine: Machine) -> None:
    """Two have cast, voting has ended, two devices have sampled."""
    voting(machine)
    machine.casts(machine.sitting.voters[1], (1,), Fate.WELL)
    machine.sitting.step("close_voting", Fate.WELL)
    machine.sitting.follow()
    for device in machine.sitting.devices[:2]:
        device.prepare()


def one_share_lent(machine: Machine) -> None:
    sealed_box(machine)
    machine.sitting.devices[0].lend(Fate.WELL)


def draw(machine: Machine) -> None:
    voter = machine.sitting.voters[0]
    heard(voter, *voter.draw())


def heard(voter: Voter, status: int, body: dict[str, object]) -> None:
    """Hear an answer; a refusal has its sentence, and only that of a full server is asked again."""
    if status >= 400:
        voter.refused(status, body)


def draw_elsewhere(machine: Machine) -> None:
    """The same deputy at another tablet, with another credential."""
    voter = machine.sitting.voters[0]
    other = Voter(voter.actor, voter.number)
    other.sit_down(machine.app, machine.sitting.uuid)
    heard(other, *other.draw())
    voter.credentials |= other.credentials


def paper(machine: Machine) -> None:
    one = machine.sitting
    with transaction():
        hand_out_paper(one.at.hall.secretary, one.uuid, one.voters[0].deputy_id)


def step(name: str) -> Deed:
    return lambda machine: machine.sitting.step(name, Fate.WELL, note="名称有误")


def cast(machine: Machine) -> None:
    voter = machine.sitting.voters[1]
    assert voter.now is not None
    given(machine, voter, voter.hand_in(voter.now))


def cast_elsewhere(machine: Machine) -> None:
    """Another ballot under the same credential: a tablet that goes on by the spare code."""
    voter = machine.sitting.voters[1]
    twin = Voter(voter.actor, voter.number, slip=voter.slip, receipts=voter.receipts, papers=voter.papers)
    twin.go_on(machine.app)
    heard(twin, *twin.draw())
    given(machine, twin, twin.hand_in(twin.seal((2,))))


def given(machine: Machine, voter: Voter, answer: tuple[int, dict[str, object]]) -> None:
    """Note a receipt, of the ballot that was sent or of the one that lies there."""
    status, body = answer
    told = body if status < 400 else body["error"]
    assert isinstance(told, dict)
    if "tracker" in told:
        voter.receipts.add((machine.sitting.uuid, str(told["tracker"])))


def share(seat: int) -> Deed:
    return lambda machine: machine.sitting.devices[seat].lend_now()


PAIRS: dict[str, tuple[Deed, Deed, Deed]] = {
    "draw, paper": (ready, draw, paper),
    "draw, draw elsewhere": (ready, draw, draw_elsewhere),
    "draw, withdraw": (ready, draw, step("withdraw_set_up")),
    "draw, void": (ready, draw, step("void")),
    "cast, close": (voting, cast, step("close_voting")),
    "cast, void": (voting, cast, step("void")),
    "cast, cast elsewhere": (voting, cast, cast_elsewhere),
    "cast, the same cast": (voting, cast, cast),
    "close, void": (voting, step("close_voting"), step("void")),
    "share, share": (sealed_box, share(0), share(1)),
    "last share, void": (one_share_lent, share(1), step("void")),
}
BOTH_WAYS = [
    (name, order)
    for name, (_, one, other) in PAIRS.items()
    for order in permutations((1, 2))
    if one is not other or order == (1, 2)
]
"""Either deed first; where both are the same deed there is one way alone."""


@pytest.mark.parametrize(("name", "order"), BOTH_WAYS, ids=lambda one: str(one))
def test_two_deeds_at_once_cost_no_vote_and_tell_none(
    app: Flask, machine: Machine, name: str, order: tuple[int, int]
) -> None:
    before, first, second = PAIRS[name][0], PAIRS[name][order[0]], PAIRS[name][order[1]]
    one = machine.sitting
    before(machine)
    at_once(
        app,
        lambda: unless_refused(lambda: first(machine)),
        lambda: unless_refused(lambda: second(machine)),
    )
    one.follow()
    one.expect_receipts_stand()
    one.expect_figures()
    one.expect_agreed_box()
    expect_one_of_both(machine, name)
    end(machine)


def expect_one_of_both(machine: Machine, name: str) -> None:
    """Look at what the two have made of each other."""
    one, voter = machine.sitting, machine.sitting.voters[0]
    if name == "draw, paper":
        assert one.means_of(voter) is (Means.TABLET if voter.has_token else Means.PAPER)
    elif name == "draw, withdraw":
        assert voter.has_token is (one.uuid == one.at.uuid)
    elif name == "cast, cast elsewhere":
        assert len(one.sealed()) == 2
    elif name == "cast, close":
        assert one.state is BallotState.CLOSED
        voter = one.voters[1]
        assert voter.now is not None
        assert (voter.now.raw in one.sealed()) is any(mark == voter.now.tracker for _, mark in voter.receipts)
    elif name == "share, share":
        assert (one.counts, one.is_open_box) == ([one.sums()], True)
    elif name == "last share, void":
        run = one.run
        assert run is not None
        assert (one.state is BallotState.VOID) is (run.counts is None)
        assert run.state in {TallyState.SEALED, TallyState.OPENED}
