"""Moves of the desk: the door, paper, token cards, and tokens that are lost."""

from __future__ import annotations

from tests.ballot.factories import make_cards
from tests.interleaved.base import DRAWING, WHO, AtSitting
from tests.interleaved.cuts import FATES, Fate, unless_refused
from tests.interleaved.sitting import VOTERS
from tests.properties import precondition, rule, st
from voting.ballot.card.actions import hand_out_card
from voting.ballot.lost.actions import ask_loss, confirm_loss
from voting.ballot.lost.rules import TOKEN_LOST, subject_of
from voting.ballot.order.rules import TOKENS, Means
from voting.ballot.paper.actions import hand_out_paper, take_back_paper
from voting.confirmation.facts import asked_for
from voting.confirmation.rules import ConfirmationState
from voting.congress.attendance.actions import check_in, leave
from voting.congress.attendance.facts import is_present
from voting.core.db import db


class DeskMoves(AtSitting):
    """What the secretariat does with one deputy."""

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

    @precondition(
        lambda self: self.is_in(*DRAWING) and any(self.sitting.drew(voter) for voter in self.sitting.voters)
    )
    @rule(who=WHO, fate=FATES)
    def say_a_token_is_lost(self, who: int, fate: Fate) -> None:
        """One person says so: nothing is recorded, and nothing of the token changes."""
        one = self.sitting
        deputy_id, had = one.voters[who].deputy_id, one.means_of(one.voters[who])
        before = self.losses(who)
        one.deed(fate, lambda: ask_loss(one.at.hall.secretary, one.uuid, deputy_id, reason="平板坏了"))
        assert one.means_of(one.voters[who]) is had
        assert len(self.losses(who)) == len(before) or (had in TOKENS and one.state in DRAWING)

    @precondition(lambda self: any(self.losses(who) for who in range(VOTERS)))
    @rule(who=WHO, fate=FATES, himself=st.booleans())
    def record_the_loss(self, who: int, fate: Fate, himself: bool) -> None:
        """Another person records it, never who said it; the roll stays, and no second token is ever signed."""
        one = self.sitting
        waiting = [number for number, state in self.losses(who) if state is ConfirmationState.ASKED]
        had, by = one.means_of(one.voters[who]), one.at.hall.secretary if himself else one.at.chair
        for number in waiting:
            one.deed(fate, lambda number=number: confirm_loss(by, one.uuid, number))  # type: ignore[misc]
        after = [number for number, state in self.losses(who) if state is ConfirmationState.ASKED]
        assert after == waiting or not himself
        assert one.means_of(one.voters[who]) is had

    def losses(self, who: int) -> list[tuple[int, ConfirmationState]]:
        """Return what was said of a deputy's token of this ballot, by number and state; recorded at most once."""
        db.session.rollback()
        one = self.sitting
        subject = subject_of(one.uuid, one.voters[who].deputy_id)
        rows = asked_for(one.at.hall.place.id, (TOKEN_LOST,), subject)
        found = [(row.number, row.state) for row in rows]
        assert sum(state is ConfirmationState.CONFIRMED for _, state in found) <= 1
        return found
