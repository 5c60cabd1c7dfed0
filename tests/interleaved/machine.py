"""The moves, in any order: each rule is something that one person or device does, and what may become of it."""

from __future__ import annotations

from typing import ClassVar

from flask import Flask

from tests.ballot.factories import make_cards
from tests.interleaved.cuts import FATES, Fate, befalls, restart, unless_refused
from tests.interleaved.sitting import VOTERS, Sitting, convened
from tests.interleaved.voter import PROJECTS, Voter
from tests.properties import RuleBasedStateMachine, invariant, precondition, rule, st
from tests.snapshots import Image, put
from voting.ballot.card.actions import cards_left, hand_out_card
from voting.ballot.order.rules import BallotState, Means
from voting.ballot.paper.actions import hand_out_paper, take_back_paper
from voting.ballot.roll.facts import entry_of
from voting.congress.attendance.actions import check_in, leave
from voting.congress.attendance.facts import is_present
from voting.people.rules import Place

WHO = st.integers(0, VOTERS - 1)
CHOSEN = st.sets(st.integers(0, PROJECTS - 1), max_size=2).map(lambda found: tuple(sorted(found)))
LATER = st.integers(0, 2)
"""At which commit the power fails: the asking, the confirming with the deed, what follows it."""

BEFORE_VOTING = {BallotState.DRAFT, BallotState.READY}
DRAWING = {BallotState.READY, BallotState.OPEN}


class Machine(RuleBasedStateMachine):
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

    # the desk

    @rule(who=WHO, fate=FATES)
    def come_or_go(self, who: int, fate: Fate) -> None:
        at = self.sitting.at.hall
        deputy_id = at.deputies[who].deputy_id or 0
        deed = leave if is_present(at.meeting_id, deputy_id) else check_in
        self.sitting.deed(fate, lambda: deed(at.secretary, meeting_id=at.meeting_id, deputy_id=deputy_id))

    @precondition(lambda self: self.is_in(*DRAWING))
    @rule(who=WHO, fate=FATES)
    def hand_out_paper(self, who: int, fate: Fate) -> None:
        at, uuid = self.sitting.at.hall, self.sitting.uuid
        self.sitting.deed(fate, lambda: hand_out_paper(at.secretary, uuid, at.deputies[who].deputy_id or 0))

    @precondition(lambda self: self.is_in(*DRAWING))
    @rule(who=WHO, fate=FATES)
    def take_back_paper(self, who: int, fate: Fate) -> None:
        at, uuid = self.sitting.at.hall, self.sitting.uuid
        deputy_id = at.deputies[who].deputy_id or 0
        self.sitting.deed(fate, lambda: take_back_paper(at.secretary, uuid, deputy_id, reason="发错"))

    @precondition(lambda self: self.is_in(*DRAWING) and len(self.sitting.cards) < 2)
    @rule()
    def print_card(self) -> None:
        one = self.sitting
        before = one.at.hall.uuid
        one.at.hall.uuid = one.uuid
        one.cards += unless_refused(lambda: make_cards(self.app, one.at.hall, 1)) or []
        one.at.hall.uuid = before

    @precondition(lambda self: self.is_in(*DRAWING) and self.sitting.cards)
    @rule(who=WHO, fate=FATES)
    def hand_out_card(self, who: int, fate: Fate) -> None:
        """The desk hands the card over once its list says so, whether or not it heard the answer."""
        one, voter = self.sitting, self.sitting.voters[who]
        had = one.means_of(voter)
        one.deed(fate, lambda: hand_out_card(one.at.hall.secretary, one.uuid, voter.number))
        if had is None and one.means_of(voter) is Means.CARD:
            voter.take_card(self.app, one.uuid, one.cards.pop())

    # the deputy at his tablet

    @precondition(lambda self: self.is_in(*DRAWING))
    @rule(who=WHO, fate=FATES)
    def draw(self, who: int, fate: Fate) -> None:
        self.draws(self.sitting.voters[who], fate)

    def draws(self, voter: Voter, fate: Fate) -> None:
        """Draw with what the tablet keeps; a set-up that was taken back is told, and another credential is made."""
        tablet = voter.sit_down(self.app, self.sitting.uuid)
        token, had = tablet.credential.token, self.sitting.means_of(voter)
        answer = befalls(self.app, fate, voter.draw)
        if answer is None:
            tablet.credential.token = token
            return
        status, body = answer
        if status == 200:
            assert self.sitting.means_of(voter) is Means.TABLET
            assert tablet.uuid == self.sitting.uuid
        elif voter.refused(status, body) == "Withdrawn":
            voter.lose_tablet()
        elif tablet.uuid == self.sitting.uuid and had is None:
            assert not is_present(self.sitting.at.hall.meeting_id, voter.actor.deputy_id or 0)

    @rule(who=WHO)
    def lose_tablet(self, who: int) -> None:
        self.sitting.voters[who].lose_tablet()

    @rule(who=WHO)
    def restart_tablet(self, who: int) -> None:
        """The page is loaded anew: what it kept is there, and nothing else."""
        voter = self.sitting.voters[who]
        if voter.tablet is not None:
            voter.tablet.client = self.app.test_client()
            voter.tablet.booth = self.app.test_client(use_cookies=False)
            voter.tablet.sign_in_again(voter.actor)

    @precondition(lambda self: not self.is_in(BallotState.DRAFT))
    @rule(who=WHO, chosen=CHOSEN, fate=FATES)
    def cast(self, who: int, chosen: tuple[int, ...], fate: Fate) -> None:
        voter = self.sitting.voters[who]
        if voter.has_token:
            self.casts(voter, chosen, fate)

    def casts(self, voter: Voter, chosen: tuple[int, ...], fate: Fate) -> None:
        """Send the ballot that the tablet keeps, or seal one; a receipt says that exactly this one is in the box."""
        tablet = voter.tablet
        assert tablet is not None
        paper = voter.now or voter.seal(chosen)
        answer = befalls(self.app, fate, lambda: voter.hand_in(paper))
        if answer is None:
            return
        status, body = answer
        if status < 400:
            assert body["tracker"] == paper.tracker
            assert paper.raw in self.sitting.sealed()
            voter.receipts.add((tablet.uuid, paper.tracker))
            return
        code, state = voter.refused(status, body), self.sitting.state
        assert paper.raw not in self.sitting.sealed()
        if code == "TooEarly":
            assert state in BEFORE_VOTING
        elif code == "Challenged":
            voter.now = None
        elif code == "Withdrawn":
            voter.lose_tablet()
        else:
            assert (code, state) == ("Closed", BallotState.CLOSED)

    @precondition(lambda self: self.is_in(BallotState.OPEN))
    @rule(who=WHO, chosen=CHOSEN)
    def cast_another(self, who: int, chosen: tuple[int, ...]) -> None:
        """A tablet that forgot its receipt seals a second ballot with the same credential: it never enters."""
        voter = self.sitting.voters[who]
        if voter.has_token and voter.now is not None and voter.now.raw in self.sitting.sealed():
            kept = voter.now
            status, body = voter.hand_in(voter.seal(chosen))
            assert voter.refused(status, body) == "Spent"
            voter.now = kept

    @precondition(lambda self: self.is_in(BallotState.OPEN))
    @rule(who=WHO, chosen=CHOSEN, fate=FATES)
    def challenge(self, who: int, chosen: tuple[int, ...], fate: Fate) -> None:
        """Open a sealed ballot as a test; the tablet seals anew afterwards."""
        voter = self.sitting.voters[who]
        if not voter.has_token or voter.now is not None:
            return
        paper = voter.seal(chosen)
        answer = befalls(self.app, fate, lambda: voter.test(paper))
        if answer is not None and answer[0] != 201:
            assert voter.refused(*answer) in {"Spent", "Withdrawn"}
        voter.now = None

    # server, console, scrutineers

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

    @precondition(lambda self: self.is_in(BallotState.CLOSED))
    @rule(seat=st.integers(0, 2), fate=FATES)
    def lend_share(self, seat: int, fate: Fate) -> None:
        self.sitting.share(seat, fate)

    @precondition(lambda self: self.is_in(BallotState.CLOSED) and len(self.sitting.agreed or ()) > 1)
    @rule(seat=st.integers(0, 2), left_out=st.integers(0, VOTERS))
    def lend_share_for_another_box(self, seat: int, left_out: int) -> None:
        """A device that was shown all but one ballot, or one alone, lends its share: it opens nothing."""
        agreed = self.sitting.agreed or ()
        part = agreed[:1] if left_out >= len(agreed) else agreed[:left_out] + agreed[left_out + 1 :]
        run = self.sitting.run
        before = None if run is None else run.counts
        self.sitting.share(seat, Fate.WELL, part)
        run = self.sitting.run
        assert (None if run is None else run.counts) == before

    # what is true after every move

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
    """Open, let everybody vote who still can, close, open the box, count."""
    one = machine.sitting
    for state, step in ((BallotState.DRAFT, "set_up"), (BallotState.READY, "open_voting")):
        if one.state is state:
            one.step(step, Fate.WELL)
    if one.state is BallotState.OPEN:
        for voter in one.voters:
            vote_if_he_can(machine, voter)
        one.step("close_voting", Fate.WELL)
        one.follow()
    assert one.state is BallotState.CLOSED
    if cards_left(one.ballot):
        one.step("write_off_cards", Fate.WELL, note="找不到")
    one.accept_small()
    run = one.run
    for seat in range(2):
        if run is None or run.counts is None:
            one.share(seat, Fate.WELL)
        run = one.run
    one.expect_agreed_box()
    assert run is not None
    assert run.counts == [one.sums()]
    one.count()
    one.expect_receipts_stand()
    one.expect_figures()
    one.expect_journal()


def vote_if_he_can(machine: Machine, voter: Voter) -> None:
    """Who drew and whose tablet lives votes; who lost it was marked, is refused with a sentence, and is not returned."""
    one = machine.sitting
    if voter.tablet is not None and voter.tablet.uuid != one.uuid:
        voter.lose_tablet()  # of a set-up that was taken back: he was told, or will be at his next try
    entry = entry_of(one.uuid, voter.actor.deputy_id or 0)
    if entry is None or (entry.means is Means.PAPER):
        return
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
