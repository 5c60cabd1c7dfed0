"""The public record of a count as one zip, and who may have it. Everything in it comes from what is signed."""

from __future__ import annotations

from json import loads

from voting.ballot import handover as ballot
from voting.ballot.handover import SealedBox
from voting.belenios import bundle, outcome_document, record, register, tally
from voting.belenios.ballot import credential_in
from voting.belenios.blindrsa import parse_issuer
from voting.belenios.canonical import load_canonical
from voting.belenios.election import Election
from voting.congress.queries import place_by_id
from voting.core.errors import NotAllowed, WrongMoment
from voting.people.rules import Actor, Role
from voting.tally.models import TallyRun, find_run, shares_of, signatures_of
from voting.tally.rules import TallyState

PUBLISHED = frozenset({TallyState.ANNOUNCED, TallyState.ARCHIVED})
READERS = frozenset(
    {
        Role.DEPUTY,
        Role.SCRUTINEER,
        Role.TELLER,
        Role.CHAIR,
        Role.SECRETARIAT,
        Role.STAFF,
        Role.AUDITOR,
        Role.OVERSIGHT,
    }
)
"""Who has the bundle where the rules keep counts off the public page."""


def bundle_for(actor: Actor | None, uuid: str) -> bytes:
    """Return the bundle of an announced count.

    Errors: NotFound; WrongMoment before the announcement; NotAllowed for the public, where the rules keep the counts
    to the session record, and of a rehearsal.
    """
    run = find_run(uuid, None)
    if run.state not in PUBLISHED:
        raise WrongMoment("计票结果还没有公告。")
    if (run.rehearsal or not run.rules["publish_counts"]) and not _took_part(actor, run):
        raise NotAllowed(
            "按本次票决规则，得票数不向社会公布；核验包只提供给代表、监票人和审计人员。票箱摘要：%(digest)s",
            digest=run.digest,
        )
    return bundle.build(made(run))


def _took_part(actor: Actor | None, run: TallyRun) -> bool:
    """Tell whether somebody belongs to the congress of the count, or oversees it."""
    if actor is None:
        return False
    return bool(actor.roles_in(place_by_id(run.jurisdiction_id)) & READERS)


def made(run: TallyRun) -> bundle.Bundle:
    """Return the bundle's parts for a count that is signed."""
    box = ballot.sealed_box(run.ballot_uuid)
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
            roll_signatures=sorted(ballot.roll_signatures(box.uuid).items()),
            tokens=dict(box.register),
        )
    )
