"""What the page of a year's chain of approvals shows."""

from __future__ import annotations

from dataclasses import dataclass

from voting.people.rules import Actor, Place, Role
from voting.screening.shortlist.chain import CHAIN, NEED_WORDS, ChainStep
from voting.screening.shortlist.facts import find_list, whole_chain
from voting.screening.shortlist.rules import SHORTLIST, ShortlistState
from voting.screening.shortlist.years import year_at_hand, years_of


@dataclass(frozen=True)
class ChainRow:
    """One step. word: its need; standard: what the level has; own: the place has set another need, or another source."""

    step: ChainStep
    word: str
    standard: str
    own: bool


@dataclass(frozen=True)
class ChainPage:
    """A year's chain as a table. fixed: the list is on its way, so nobody changes the steps; frozen: it is decided.

    may_set: the person may change it now.
    """

    place: Place
    year: int
    years: tuple[int, ...]
    rows: tuple[ChainRow, ...]
    fixed: bool
    frozen: bool
    may_set: bool

    @property
    def chain(self) -> tuple[ChainStep, ...]:
        """Return the steps, absent ones too."""
        return tuple(row.step for row in self.rows)


def chain_page(place: Place, actor: Actor, year: int | None) -> ChainPage:
    """Return the chain of a year: as kept with a decided list, else as set, else as the level has it."""
    shown = year_at_hand(place, year)
    draft = find_list(place.id, shown)
    frozen = draft is not None and draft.state is ShortlistState.DECIDED
    fixed = draft is not None and draft.state is not SHORTLIST.start
    return ChainPage(
        place=place,
        year=shown,
        years=years_of(place),
        rows=tuple(chain_row(place, step) for step in whole_chain(place, shown, draft)),
        fixed=fixed,
        frozen=frozen,
        may_set=not fixed and Role.STAFF in actor.roles_in(place),
    )


def chain_row(place: Place, step: ChainStep) -> ChainRow:
    """Return a step beside what its level has."""
    standard = next(one for one in CHAIN[place.level] if one.kind is step.kind)
    return ChainRow(step, NEED_WORDS[step.need], NEED_WORDS[standard.need], own=step != standard)
