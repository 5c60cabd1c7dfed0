"""What the public record of a count is made of, and the making. Everything in it comes from what is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json import loads
from typing import Any

from voting.ballot import handover as ballot_handover
from voting.ballot import handover_statements as ballot_statements
from voting.ballot.handover import SealedBox
from voting.belenios import bundle, outcome_document, record, register, roll, tally
from voting.belenios.ballot import credential_in
from voting.belenios.blindrsa import parse_issuer
from voting.belenios.canonical import load_canonical
from voting.belenios.election import Election
from voting.tally.outcome.signed import expect_signed
from voting.tally.run.models import TallyRun
from voting.tally.signing.models import opening_shares, signatures_of


@dataclass(frozen=True, kw_only=True)
class SignedCount:
    """All that the record of one count holds, read from the database. shares: scrutineer's index, partial."""

    box: SealedBox
    closed_at: datetime
    outcome: str
    signatures: Sequence[tuple[int, Any]]
    shares: Sequence[tuple[int, str]]
    counts: list[list[int]]
    roll_signatures: Mapping[int, Any]
    samples: Mapping[int, tuple[str, object]]


def signed_count(run: TallyRun) -> SignedCount:
    """Return what a count that is signed puts into its record. Errors: WrongMoment where it is not what was signed."""
    outcome = expect_signed(run)
    assert run.counts is not None
    uuid = run.ballot_uuid
    return SignedCount(
        box=ballot_handover.sealed_box(uuid),
        closed_at=run.taken_over_at,
        outcome=outcome,
        signatures=[(one.index, loads(one.signature)) for one in signatures_of(uuid)],
        shares=[(one.index, one.partial) for one in opening_shares(uuid)[: run.threshold]],
        counts=run.counts,
        roll_signatures=ballot_statements.roll_signatures(uuid),
        samples=ballot_statements.sample_signatures(uuid),
    )


def made(count: SignedCount) -> bundle.Bundle:
    """Return the bundle's parts. Asks the database nothing; takes a second for a few hundred ballots."""
    return bundle.Bundle(
        uuid=count.box.uuid,
        archive=record.write(_record(count), int(count.closed_at.timestamp())),
        register=_register(count),
        rules=count.box.rules_raw,
        outcome=outcome_document.write(count.outcome, count.signatures),
        protocol=count.box.protocol,
    )


def _record(count: SignedCount) -> record.Record:
    box = count.box
    ballots = record.sort_ballots(box.ballots)
    election = Election.parse(box.election_raw)
    encrypted = tally.tally_raw(tally.add_up(election, ballots))
    return record.Record(
        election=box.election_raw,
        trustees=box.trustees_raw,
        credentials=record.credentials_raw([credential_in(raw) for raw in ballots]),
        ballots=tuple(ballots),
        encrypted_tally=encrypted,
        sized_tally=tally.sized_raw(encrypted, len(ballots)),
        partials=tuple(count.shares),
        result=tally.result_raw(count.counts),
    )


def _register(count: SignedCount) -> str:
    box = count.box
    return register.write(
        register.Register(
            uuid=box.uuid,
            issuer=parse_issuer(load_canonical(box.issuer_raw)),
            issued=box.issued,
            roll_digest=box.roll_digest,
            roll_signatures=sorted(count.roll_signatures.items()),
            tokens=dict(box.register),
            names=None if box.protocol == 1 else roll.parse(box.roll_raw).names,
            samples=count.samples,
        )
    )
