"""Ceremonies, elections, ballots and records for the tests; costly ones are made once."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.belenios.make_vectors import issuing_key as vector_key
from voting.belenios import (
    ballot,
    ballot_rules,
    blindrsa,
    bundle,
    election,
    outcome,
    outcome_document,
    receipt,
    record,
    register,
    roll,
    sample,
    statements,
    tally,
    trustees,
)
from voting.belenios.ballot_rules import FrozenCandidate, FrozenRules
from voting.belenios.canonical import hex_sha256
from voting.belenios.election import Election, Question
from voting.belenios.outcome import Figures

Choices = list[list[int]]
MOMENT = 1_795_428_599


@dataclass(frozen=True)
class Ceremony:
    """A finished ceremony: the record and each scrutineer's secrets."""

    record: trustees.Trustees
    keys: tuple[trustees.Keys, ...]
    shares: tuple[int, ...]


def ceremony(size: int = 3, threshold: int = 2) -> Ceremony:
    """Return the one ceremony of this size."""
    return _ceremony(size, threshold)


@functools.cache
def _ceremony(size: int, threshold: int) -> Ceremony:
    seats = [trustees.Seat("ceremony", size, threshold, i, f"监票人{i}") for i in range(1, size + 1)]
    first = [trustees.certify(seat) for seat in seats]
    certs = [cert for _, cert in first]
    deals = [trustees.deal(seat, keys, certs) for seat, (keys, _) in zip(seats, first, strict=True)]
    last = [
        trustees.finish(seat, keys, certs, deals, shares_for(deals, seat.index))
        for seat, (keys, _) in zip(seats, first, strict=True)
    ]
    raw = trustees.assemble(certs, deals, [key for _, key in last], threshold)
    return Ceremony(trustees.parse(raw), tuple(keys for keys, _ in first), tuple(share for share, _ in last))


def shares_for(deals: list[dict[str, object]], index: int) -> list[str]:
    shares = []
    for deal in deals:
        sealed = deal["sealed_shares"]
        assert isinstance(sealed, list)
        shares.append(str(sealed[index - 1]))
    return shares


def questions(kind: str, projects: int = 3, seats: int = 2) -> list[Question]:
    names = [f"项目{i + 1} “公路”" for i in range(projects)]
    if kind == "choose":
        return [Question("圈选", tuple(names), 0, seats)]
    if kind == "blank":
        return [Question("圈选", tuple(names), 1, seats, blank=True)]
    labels = ("赞成", "反对", "弃权") if kind == "each" else ("满意", "基本满意", "不满意", "弃权")
    return [Question(name, labels, 1, 1) for name in names]


def make_election(
    kind: str = "choose", projects: int = 3, seats: int = 2, size: int = 3, threshold: int = 2
) -> Election:
    """Return the one election of this kind and size."""
    return _election(kind, projects, seats, size, threshold)


@functools.cache
def _election(kind: str, projects: int, seats: int, size: int, threshold: int) -> Election:
    key = ceremony(size, threshold).record.joint_key
    raw = election.build(
        election.new_uuid(), "票决", "sha256:" + "0" * 64, questions(kind, projects, seats), key
    )
    return Election.parse(raw)


def choices(made: Election, rng: random.Random) -> Choices:
    """Draw allowed choices; about one in five chooses nothing where that is allowed."""
    drawn = []
    for question in made.questions:
        if question.blank and rng.random() < 0.3:
            drawn.append([1] + [0] * len(question.answers))
            continue
        number = rng.randint(question.minimum, question.maximum)
        chosen = set(rng.sample(range(len(question.answers)), number))
        drawn.append([0] * question.blank + [int(i in chosen) for i in range(len(question.answers))])
    return drawn


def seal_many(made: Election, number: int, seed: int = 1) -> tuple[list[str], list[list[int]]]:
    """Seal ballots with fresh credentials; returns them sorted by hash and the expected counts."""
    rng = random.Random(seed)
    counts = [[0] * question.size for question in made.questions]
    ballots = []
    for _ in range(number):
        drawn = choices(made, rng)
        ballots.append(ballot.seal(made, ballot.new_credential()[0], drawn))
        counts = [
            [a + b for a, b in zip(column, votes, strict=True)]
            for column, votes in zip(counts, drawn, strict=True)
        ]
    return record.sort_ballots(ballots), counts


def make_record(
    made: Election, done: Ceremony, ballots: list[str], owners: tuple[int, ...] | None = None
) -> record.Record:
    """Count ballots and put the record together; owners: who decrypts, default the last t."""
    threshold = done.record.threshold
    owners = owners or tuple(range(len(done.shares) - threshold + 1, len(done.shares) + 1))
    sums = tally.add_up(made, ballots)
    partials = tuple((i, tally.partial_decrypt(made, sums, done.shares[i - 1])) for i in owners)
    factors = {
        i: tally.check_partial(made, sums, done.record.verification_keys[i - 1], raw) for i, raw in partials
    }
    counts = tally.combine(sums, factors, len(ballots))
    encrypted = tally.tally_raw(sums)
    return record.Record(
        election=made.raw,
        trustees=done.record.raw,
        credentials=record.credentials_raw([ballot.credential_in(raw) for raw in ballots]),
        ballots=tuple(ballots),
        encrypted_tally=encrypted,
        sized_tally=tally.sized_raw(encrypted, len(ballots)),
        partials=partials,
        result=tally.result_raw(counts),
    )


# ------------------------------------------------------------------------------------------------- bundles

VALUES: dict[str, str | int | bool] = {
    "format": "livelihood-ballot-rules/1",
    "year": 2026,
    "kind": "choose",
    "seats": 2,
    "quorum_base": "all",
    "quorum_line": "two_thirds",
    "pass_base": "all",
    "pass_line": "more_than_half",
    "tie_rule": "revote",
    "shortfall_rule": "accept",
    "evaluation_base": "all",
    "evaluation_abstain": True,
    "satisfied_line": "more_than_half",
    "basic_line": "more_than_half",
}


@functools.cache
def issuing_key() -> rsa.RSAPrivateKey:
    return vector_key("tests")


def make_rules(
    kind: str = "choose", projects: int = 3, *, due: int | None = 5, **values: str | int | bool
) -> FrozenRules:
    """Make the rules of a ballot; values: whatever differs from VALUES; due: None for protocol 1."""
    candidates = tuple(
        FrozenCandidate(i, 100 + i, f"项目{i} “公路”", f"说明{i}", f"{i:064x}")
        for i in range(1, projects + 1)
    )
    return FrozenRules(
        uuid=election.new_uuid(),
        title="圈选民生实事项目",
        place="忻州市",
        meeting="第五届人民代表大会第七次会议",
        parent=None,
        rehearsal=False,
        values={**VALUES, "kind": kind, **values},
        candidates=candidates,
        trustees=hex_sha256(ceremony().record.raw),
        issuer=blindrsa.public_key(issuing_key()),
        receipt_key=receipt.public_key(receipt_key()),
        due=due,
    )


def receipt_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes(32))


@dataclass(frozen=True)
class Parts:
    """Everything that a bundle is put together from; change a part and `put_together` again."""

    rules: FrozenRules
    election: Election
    record: record.Record
    register: register.Register
    claim: outcome_document.Claim
    signers: tuple[int, ...] = (1, 3)


def make_parts(kind: str = "choose", number: int = 4, protocol: int = 2) -> Parts:
    """Return the one honest ballot of this kind, from the rules to the outcome; one who is due did not draw."""
    return _parts(kind, number, protocol)


@functools.cache
def _parts(kind: str, number: int, protocol: int) -> Parts:
    rules = make_rules(kind, due=None if protocol == 1 else number + 1)
    return count(rules, seal_many(election_of(rules), number)[0])


def election_of(rules: FrozenRules) -> Election:
    """Make the election that follows from rules, under the key of the test ceremony."""
    rules_raw = ballot_rules.write(rules)
    described, asked = ballot_rules.description(rules_raw), ballot_rules.questions(rules)
    return Election.parse(
        election.build(rules.uuid, rules.title, described, asked, ceremony().record.joint_key)
    )


def count(rules: FrozenRules, ballots: list[str]) -> Parts:
    """Count the ballots of the election that follows from rules; everybody due is present."""
    made = election_of(rules)
    found = make_record(made, ceremony(), ballots)
    number = len(ballots)
    due = number + 1 if rules.due is None else rules.due
    register = make_register(rules, ballots, number)
    claim = outcome_document.Claim(
        uuid=rules.uuid,
        rules=hex_sha256(ballot_rules.write(rules)),
        digest=tally.digest(ballots),
        figures=Figures(due=due, present=due, issued=number, cast=number),
        counts=tuple(map(tuple, tally.parse_result(made, found.result))),
        paper=None,
        by_presidium=(),
        bound=None if rules.due is None else outcome_document.Bound(register.roll_digest, 1, ""),
    )
    return Parts(rules, made, found, register, claim)


def tied_rehearsal() -> Parts:
    """Make a rehearsal in which three projects share two places."""
    rules = replace(make_rules(pass_line="half"), rehearsal=True)
    made = election_of(rules)
    votes = [[1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1]]
    sealed = [ballot.seal(made, ballot.new_credential()[0], [vote]) for vote in votes]
    return count(rules, record.sort_ballots(sealed))


def renamed(parts: Parts, rules: FrozenRules) -> Parts:
    """Put other rules under the same questions: an election that names them but does not follow from them."""
    described = ballot_rules.description(ballot_rules.write(rules))
    key = ceremony().record.joint_key
    raw = election.build(parts.election.uuid, "n", described, list(parts.election.questions), key)
    made = Election.parse(raw)
    found = make_record(made, ceremony(), seal_many(made, 1)[0])
    return replace(parts, rules=rules, election=made, record=found)


def make_token(uuid: str, credential: str) -> bytes:
    """Have a token signed blind, as a tablet would."""
    key = issuing_key()
    issuer, message = blindrsa.public_key(key), blindrsa.token_message(uuid, credential)
    blinded, inverse = blindrsa.blind(issuer, message)
    return blindrsa.finalize(issuer, message, blindrsa.sign_blinded(key, blinded), inverse)


def make_register(rules: FrozenRules, ballots: list[str], issued: int) -> register.Register:
    credentials = [ballot.credential_in(raw) for raw in ballots]
    claim = statements.RollClaim(roll.parse(roll_raw(rules, issued)).digest, issued)
    message = statements.roll_message(rules.uuid, claim)
    if rules.due is None:
        message = statements.roll_message_of_protocol_1(rules.uuid, claim.digest)
    return register.Register(
        uuid=rules.uuid,
        issuer=rules.issuer,
        issued=issued,
        roll_digest=claim.digest,
        roll_signatures=signatures(message, (1, 2, 3)),
        tokens={credential: make_token(rules.uuid, credential) for credential in credentials},
        names=None if rules.due is None else issued,
        samples={} if rules.due is None else samples(rules.uuid, ballots, claim, (1, 2, 3)),
    )


def roll_raw(rules: FrozenRules, names: int) -> str:
    """Write the roll of so many deputies, none on paper."""
    drawn = [roll.RollName(f"{i:03d}", f"代表{i}", "第一代表团") for i in range(1, names + 1)]
    return roll.write(rules.uuid, drawn, [])


def samples(
    uuid: str, ballots: list[str], claim: statements.RollClaim, signers: tuple[int, ...]
) -> dict[int, tuple[str, object]]:
    """Have every device sample; whoever is asked finds his ballot, who did not cast is not asked."""
    counted = sample.hold(
        sample.SampleCount(claim.names, len(ballots)),
        range(len(ballots)),
        lambda _: sample.SampleAnswer.THERE,
    )
    if counted.verdict is sample.SampleVerdict.MORE:  # fewer than six cast: the others say that they did not
        counted = replace(counted, uncast=claim.names - len(ballots))
    text = statements.sample_message(uuid, tally.digest(ballots), claim, counted)
    return {index: (text, signature) for index, signature in signatures(text, signers)}


def signatures(message: str, signers: tuple[int, ...]) -> list[tuple[int, dict[str, str]]]:
    keys = ceremony().keys
    return [(i, statements.sign_message(keys[i - 1].signing, message)) for i in signers]


def outcome_text(parts: Parts) -> str:
    claim = parts.claim
    decided = outcome.decide(parts.rules, claim.figures, claim.counts, claim.paper, claim.by_presidium)
    return outcome_document.exact(claim, decided)


def put_together(parts: Parts, *, text: str | None = None) -> bundle.Bundle:
    """Put a bundle together; text: an outcome other than the one that follows from the rules."""
    exact = text or outcome_text(parts)
    message = statements.outcome_message(parts.rules.uuid, exact)
    return bundle.Bundle(
        uuid=parts.election.uuid,
        archive=record.write(parts.record, MOMENT),
        register=register.write(parts.register),
        rules=ballot_rules.write(parts.rules),
        outcome=outcome_document.write(exact, signatures(message, parts.signers)),
        protocol=parts.rules.protocol,
    )
