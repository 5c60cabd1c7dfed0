"""Shared reads of the sample, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.order.models import find_ballot
from voting.ballot.sample.models import SampleSignature
from voting.belenios import trustees
from voting.belenios.sample import SampleVerdict
from voting.core.db import db


def samples_of(uuid: str) -> list[SampleSignature]:
    """Return what devices have said, by seat."""
    asked = select(SampleSignature).where(SampleSignature.ballot_uuid == uuid)
    return list(db.session.scalars(asked.order_by(SampleSignature.index)))


@dataclass(frozen=True)
class Sampling:
    """How far the sample is. passed: the seats whose device found the box in order, who may lend their share.

    halted: a device's sample failed or was stopped: then nobody opens the box, and the vote is void.
    """

    passed: tuple[int, ...]
    halted: bool


def sampling_of(uuid: str) -> Sampling:
    """Return how far the sample of a ballot is."""
    rows = samples_of(uuid)
    passed = tuple(one.index for one in rows if one.verdict is SampleVerdict.PASSED)
    return Sampling(passed, halted=len(passed) < len(rows))


def sampled(uuid: str) -> bool:
    """Tell whether as many devices as open the box have sampled the roll, and none found that it may not be opened."""
    found, raw = sampling_of(uuid), find_ballot(uuid).trustees_raw
    return raw is not None and not found.halted and len(found.passed) >= trustees.parse(raw).threshold
