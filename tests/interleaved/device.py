"""A scrutineer's device after the close: what it keeps, what it may send, and what the server may make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.interleaved.cuts import Fate, unless_refused
from voting.ballot.handover_statements import roll_signatures, sample_signatures, sampling_of
from voting.ballot.order.models import Ballot
from voting.ballot.pages import calls
from voting.belenios import roll, sample, statements, tally
from voting.belenios.election import Election
from voting.belenios.sample import SampleAnswer, SampleCount, SampleVerdict
from voting.belenios.statements import RollClaim
from voting.core.db import db
from voting.demonstration.vote import Holder
from voting.tally.opening import actions as opening
from voting.tally.signing.models import shares_of

if TYPE_CHECKING:
    from tests.interleaved.sitting import Sitting


@dataclass
class Device:
    """said: its sample of each box as its key file keeps it, written before the statement leaves."""

    at: Sitting
    holder: Holder
    said: dict[str, str] = field(default_factory=dict)

    def claim(self) -> RollClaim | None:
        """Return the roll that the server shows, None where it shows none."""
        text = unless_refused(lambda: calls.roll_text(self.holder.actor, self.at.uuid))
        fixed = None if text is None else roll.parse(text)
        return None if fixed is None else RollClaim(fixed.digest, fixed.names)

    def state(self, fate: Fate, text: str) -> None:
        signature = statements.sign_message(self.holder.keys.signing, text)
        uuid, actor = self.at.uuid, self.holder.actor
        self.at.deed(fate, lambda: opening.state(actor, uuid, text, signature))

    def sign_roll(self, fate: Fate) -> None:
        claim = self.claim()
        if claim is not None:
            self.state(fate, statements.roll_message(self.at.uuid, claim))

    def sample(self, fate: Fate, names: Sequence[int], said: Sequence[SampleAnswer | None]) -> None:
        """Sample the box once; what was said stands, and is sent again. Refused before this seat has signed the roll."""
        claim, uuid = self.claim(), self.at.uuid
        if claim is None:
            return
        had, signed = sample_signatures(uuid), self.holder.index in roll_signatures(uuid)
        self.said.setdefault(uuid, self._sampled(claim, names, said))
        self.state(fate, self.said[uuid])
        stored = self.stored()
        assert stored in {None, self.said[uuid]}
        assert signed or self.holder.index in had or stored is None

    def _sampled(self, claim: RollClaim, names: Sequence[int], said: Sequence[SampleAnswer | None]) -> str:
        on_roll = [self.at.voters[who] for who in names if self.at.drew(self.at.voters[who])]
        assert len(on_roll) == claim.names
        sealed = self.at.sealed()
        truth = {
            one.number: SampleAnswer.THERE if one.lies_in(sealed) else SampleAnswer.UNCAST for one in on_roll
        }
        answers = iter(said)
        counted = sample.hold(
            SampleCount(claim.names, len(sealed)), on_roll, lambda one: next(answers) or truth[one.number]
        )
        return statements.sample_message(self.at.uuid, tally.digest(sealed), claim, counted)

    def stored(self) -> str | None:
        """Return what the server has of this device's sample."""
        db.session.rollback()
        found = sample_signatures(self.at.uuid).get(self.holder.index)
        return None if found is None else found[0]

    def say_otherwise(self) -> None:
        """Send other numbers, and numbers from which another verdict follows: what was stored stands."""
        claim, stored = self.claim(), self.stored()
        if claim is None or stored is None:
            return
        box = tally.digest(self.at.sealed())
        for verdict in SampleVerdict:
            text = f"sample|{self.at.uuid}|{box}|{claim.digest}|{claim.names}|0|0|0|{verdict}"
            self.state(Fate.WELL, text)
            assert self.stored() == stored

    def prepare(self) -> None:
        """Sign the roll and sample it; everybody who is asked says the truth."""
        self.sign_roll(Fate.WELL)
        self.sample(Fate.WELL, range(len(self.at.voters)), [None] * len(self.at.voters))

    def lend(self, fate: Fate, ballots: tuple[str, ...] | None = None) -> None:
        """Lend the share for a box; ballots: those that a false server shows it. Only who has signed and passed is heard."""
        uuid = self.at.uuid
        sampling, had = sampling_of(uuid), self.shared(uuid)
        may = (
            self.holder.index in roll_signatures(uuid)
            and self.holder.index in sampling.passed
            and not sampling.halted
        )
        self.hand_in(uuid, self.at.sealed() if ballots is None else ballots, fate)
        assert self.shared(uuid) <= (had or may)

    def lend_now(self) -> None:
        """Lend the share for the box as it lies."""
        self.hand_in(self.at.uuid, self.at.sealed(), Fate.WELL)

    def shared(self, uuid: str) -> bool:
        db.session.rollback()
        return self.holder.index in {one.index for one in shares_of(uuid)}

    def hand_in(self, uuid: str, ballots: tuple[str, ...], fate: Fate) -> None:
        """Compute the share for these ballots and send it, whatever the server lets one see."""
        db.session.rollback()
        row = db.session.get_one(Ballot, uuid)
        if row.election_raw is None:
            return
        election, digest = Election.parse(row.election_raw), row.digest or ""
        share = tally.partial_decrypt(election, tally.add_up(election, ballots), self.holder.share)
        actor = self.holder.actor
        self.at.deed(fate, lambda: opening.hand_in_share(actor, uuid, digest, share))
