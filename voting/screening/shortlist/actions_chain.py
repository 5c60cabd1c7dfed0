"""The deed that sets a year's chain of approvals. Writes its journal line; does not commit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.errors import WrongMoment
from voting.people.lock_out import held
from voting.people.rules import Actor, Place
from voting.screening.shortlist.chain import Steps, check_chain
from voting.screening.shortlist.facts import find_list, hold_lists
from voting.screening.shortlist.models import ListChain
from voting.screening.shortlist.rules import SHORTLIST


@dataclass(frozen=True, kw_only=True)
class ChainSet(Event):
    """needs: step -> needed, optional or absent."""

    name: ClassVar[str] = "screening:chain:set"
    year: int
    needs: dict[str, str]


def set_chain(actor: Actor, *, place: Place, year: int, steps: Steps) -> ListChain:
    """Set which steps a year's list goes through, and on what that rests; other years keep theirs.

    Errors: RuleBroken for a chain without a step that moves the list, or without a source; WrongMoment once the list is
    on its way: nobody changes the steps under it.
    """
    check_chain(place.level, steps)
    hold_lists(place.id)
    draft = find_list(place.id, year)
    if draft is not None and draft.state is not SHORTLIST.start:
        raise WrongMoment("%(year)s 年的名单已经提出，审批环节不能再改；须先把名单退回重提。", year=year)
    row = held(ListChain, (place.id, year), partial(ListChain, jurisdiction_id=place.id, year=year))
    row.steps = [{"kind": one["kind"], "need": one["need"], "source": one["source"].strip()} for one in steps]
    record(ChainSet(year=year, needs={one["kind"]: one["need"] for one in steps}), actor, place.id)
    return row
