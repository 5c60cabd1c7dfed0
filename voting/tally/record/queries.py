"""The public record of a count as one zip, and who may have it. Everything in it comes from what is signed."""

from __future__ import annotations

from json import loads

from voting.ballot import handover as ballot_handover
from voting.ballot.handover import SealedBox
from voting.belenios import bundle, outcome_document, record, register, tally
from voting.belenios.ballot import credential_in
from voting.belenios.blindrsa import parse_issuer
from voting.belenios.canonical import load_canonical
from voting.belenios.election import Election
from voting.core.errors import NotAllowed, WrongMoment
from voting.people.rules import Actor
from voting.tally.opening.models import shares_of, signatures_of
from voting.tally.run.disclosure import sees_votes
from voting.tally.run.models import TallyRun, find_run


def bundle_for(actor: Actor | None, uuid: str) -> bytes:
    """Return the bundle of an announced count.

    Errors: NotFound; WrongMoment before the announcement; NotAllowed for the public, where the rules keep the counts
    to the session record, and of a rehearsal.
    """
    run = find_run(uuid, None)
    if not run.is_announced:
        raise WrongMoment("计票结果还没有公告。")
    if not sees_votes(run, actor):
        raise NotAllowed(
            "按本次票决规则，得票数不向社会公布；核验包只提供给代表、监票人和审计人员。票箱校验码：%(digest)s",
            digest=run.digest,
        )
    return bundle.build(made(run))


def made(run: TallyRun) -> bundle.Bundle:
    """Return the bundle's parts for a count that is signed."""
    box = ballot_handover.sealed_box(run.ballot_uuid)
    assert run.outcome is not None
    signed = [(one.index, loads(one.signature)) for one in signatures_of(run.ballot_uuid)]
    return bundle.Bundle(
        uuid=run.ballot_uuid,
        archive=record.write(_record(run, box), int(run.taken_over_at.timestamp())),
        register=_register(box),
        rules=box.rules_raw,
        outcome=outcome_document.write(run.outcome, signed),
    )


def _record(run: TallyRun, box: SealedBox) -> record.Record:
    ballots = record.sort_ballots(box.ballots)
    election = Election.parse(box.election_raw)
    encrypted = tally.tally_raw(tally.add_up(election, ballots))
    assert run.counts is not None
    shares = shares_of(run.ballot_uuid)[: run.threshold]
    return record.Record(
        election=box.election_raw,
        trustees=box.trustees_raw,
        credentials=record.credentials_raw([credential_in(raw) for raw in ballots]),
        ballots=tuple(ballots),
        encrypted_tally=encrypted,
        sized_tally=tally.sized_raw(encrypted, len(ballots)),
        partials=tuple((share.index, share.partial) for share in shares),
        result=tally.result_raw(run.counts),
    )


def _register(box: SealedBox) -> str:
    return register.write(
        register.Register(
            uuid=box.uuid,
            issuer=parse_issuer(load_canonical(box.issuer_raw)),
            issued=box.issued,
            roll_digest=box.roll_digest,
            roll_signatures=sorted(ballot_handover.roll_signatures(box.uuid).items()),
            tokens=dict(box.register),
        )
    )
