"""What one scrutineer's device has given already, as its own page asks when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from voting.ballot import handover as ballot_handover
from voting.core.db import db
from voting.people.rules import Actor
from voting.tally.outcome.facts import consents_due
from voting.tally.outcome.signed import signed_by
from voting.tally.paper.rules import ConsentDue
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TallyState
from voting.tally.signing.models import Share


@dataclass(frozen=True)
class OwnPart:
    """What stands from one seat. lent: its share; signed: the outcome as it is now; waits: whose consent the box waits for."""

    lent: bool = False
    signed: bool = False
    waits: ConsentDue | None = None


def own_part(actor: Actor, uuid: str) -> OwnPart:
    """Return what stands from this person's seat; nothing while the box is not taken over. Errors: NotFound, NotAllowed."""
    index = ballot_handover.scrutineer_index(actor, uuid)
    run = db.session.get(TallyRun, uuid)
    if run is None:
        return OwnPart()
    due = consents_due(run) if run.state is TallyState.SEALED else ()
    lent = db.session.get(Share, (uuid, index)) is not None
    return OwnPart(lent, run.outcome is not None and index in signed_by(run), due[0] if due else None)
