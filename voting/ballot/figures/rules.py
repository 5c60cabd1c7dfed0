"""The figures of a ballot that the chair reads aloud, by means, and what follows from them. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class BallotFigures:
    """应到 实到 发出 收回 of one ballot, heads and papers: the one reading of every screen.

    on_leave: of the absent, who asked for leave. present: in the hall, or gone with a ballot taken; here: in the hall at this moment, of whom the quorum is asked.
    tablets, cards, papers: what went out, by means. cast: sealed ballots in the box, one total. Paper lies in a box of
    its own until the tellers count it: it is neither missing nor returned.
    """

    due: int
    present: int
    here: int
    on_leave: int = 0
    tablets: int = 0
    cards: int = 0
    papers: int = 0
    cast: int = 0

    @property
    def absent(self) -> int:
        return self.due - self.present

    @property
    def tokens(self) -> int:
        """Return 发出 of the electronic channel."""
        return self.tablets + self.cards

    @property
    def issued(self) -> int:
        """Return 发出 of all means."""
        return self.tokens + self.papers

    @property
    def uncast(self) -> int:
        """Return how many drew a token and have not cast: a total, never who."""
        return self.tokens - self.cast

    @property
    def undrawn(self) -> int:
        """Return how many of the present have received nothing."""
        return self.present - self.issued

    @property
    def everybody_drew(self) -> bool:
        return self.present > 0 and not self.undrawn

    @property
    def left_open(self) -> bool:
        """Tell whether somebody would lose his vote if voting ended now."""
        return self.undrawn > 0 or self.uncast > 0


def counted_present(*, due: int, attended: int, present: int, received: int) -> int:
    """Return 实到 of a closed ballot: present at the close, and besides who took a ballot and left before.

    What tellers report changes nothing here, nor who checks in later. Never more than had ever been checked in when
    the ballot closed: then more ballots are out than deputies, and the vote is void.
    """
    return min(due, max(attended, present), max(present, received))
