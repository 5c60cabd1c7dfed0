"""Ceremonies, elections, ballots and records for the tests; costly ones are made once."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass

from voting.belenios import ballot, election, record, tally, trustees
from voting.belenios.election import Election, Question

Choices = list[list[int]]
MOMENT = 1_795_428_599


@dataclass(frozen=True)
class Ceremony:
    """A finished ceremony: the record and each scrutineer's secrets."""

    record: trustees.Trustees
    keys: tuple[trustees.Keys, ...]
    shares: tuple[int, ...]


@functools.cache
def ceremony(size: int = 3, threshold: int = 2) -> Ceremony:
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


@functools.cache
def make_election(
    kind: str = "choose", projects: int = 3, seats: int = 2, size: int = 3, threshold: int = 2
) -> Election:
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
