"""Moves of a deputy at his tablet: draw, cast, test, lose the tablet, go on at another one by the spare code."""

from __future__ import annotations

from tests.interleaved.base import BEFORE_VOTING, CHOSEN, DRAWING, WHO, AtSitting
from tests.interleaved.cuts import FATES, Fate, befalls
from tests.interleaved.voter import Voter
from tests.properties import precondition, rule
from voting.ballot.order.rules import BallotState, Means
from voting.congress.attendance.facts import is_present


class TabletMoves(AtSitting):
    """What a deputy does, and what a client of the wire can know of it."""

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
        elif voter.refused(status, body) == "Withdrawn" or tablet.uuid in self.sitting.void:
            voter.lose_tablet()
        elif tablet.uuid == self.sitting.uuid and had is None:
            assert not is_present(self.sitting.at.hall.meeting_id, voter.deputy_id)

    @precondition(lambda self: any(voter.tablet for voter in self.sitting.voters))
    @rule(who=WHO)
    def lose_tablet(self, who: int) -> None:
        self.sitting.voters[who].lose_tablet()

    @precondition(lambda self: any(voter.slip for voter in self.sitting.voters))
    @rule(who=WHO)
    def lose_slip(self, who: int) -> None:
        self.sitting.voters[who].lose_slip()

    @precondition(lambda self: self.is_in(*DRAWING))
    @rule(who=WHO, fate=FATES)
    def go_on_at_another_tablet(self, who: int, fate: Fate) -> None:
        """Type the spare code of a dead tablet: what was drawn is there again, and no second token is ever signed."""
        voter, one = self.sitting.voters[who], self.sitting
        if voter.tablet is None and voter.slip is not None and voter.slip[0] == one.uuid:
            had, issued = one.means_of(voter), one.issued
            voter.go_on(self.app)
            self.draws(voter, fate)
            assert one.issued == issued + (had is None and one.means_of(voter) is not None)

    @precondition(lambda self: any(voter.tablet for voter in self.sitting.voters))
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
            assert paper.raw in self.sitting.sealed(tablet.uuid)
            voter.receipts.add((tablet.uuid, paper.tracker))
            return
        code, state = voter.refused(status, body), self.sitting.state
        assert paper.raw not in self.sitting.sealed(tablet.uuid)
        if code == "TooEarly":
            assert state in BEFORE_VOTING
        elif code == "Challenged":
            voter.now = None
        elif code == "Withdrawn":
            voter.lose_tablet()
        elif code == "Spent":
            self.is_told_what_was_cast(voter, body["error"])
        elif tablet.uuid in self.sitting.void:
            assert code == "Closed"
            voter.lose_tablet()
        else:
            assert (code, state) == ("Closed", BallotState.CLOSED)

    def is_told_what_was_cast(self, voter: Voter, told: dict[str, str]) -> None:
        """A tablet that goes on by the spare code after its deputy has cast: it gets the receipt of what lies in the box."""
        assert voter.tablet is not None
        lies = next(one for one in voter.papers if one.tracker == told["tracker"])
        assert lies.raw in self.sitting.sealed(voter.tablet.uuid)
        voter.receipts.add((voter.tablet.uuid, lies.tracker))
        voter.now = lies

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
            void = {"Closed"} if self.sitting.void else set()
            assert voter.refused(*answer) in {"Spent", "Withdrawn"} | void
        voter.now = None
