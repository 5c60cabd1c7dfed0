"""Shared reads of residents' remarks. Writes nothing."""

from __future__ import annotations

from voting.people.rules import Actor
from voting.supervision.commitment.facts import one_of
from voting.supervision.group.facts import entrusted
from voting.supervision.remark.models import Remark


def remark_of(actor: Actor, remark_id: int) -> Remark:
    """Return a remark on a project that the person supervises; NotFound for any other."""
    row = one_of(Remark, actor.jurisdiction_id, remark_id)
    entrusted(actor, row.commitment_id)
    return row
