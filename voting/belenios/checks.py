"""The checks of a record, one function each (Belenios specification 3.5.2 audit after the tally; 4.19 result).

Each raises with a reason or returns what the next needs. Prints nothing; starts worker processes for the ballots.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.context
import os
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from voting.belenios import ballot, record, shape, tally, trustees
from voting.belenios.canonical import load_canonical
from voting.belenios.election import Election
from voting.belenios.errors import Malformed, Refused, need

CHUNK = 8  # ballots per piece of work: about a quarter of a second

_CREDENTIAL = re.compile(r'\{"election_uuid":"[^"]*","election_hash":"[^"]*","credential":"([0-9]+)"')

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a record was found to say."""

    record: record.Record
    election: Election
    trustees: trustees.Trustees
    credentials: tuple[str, ...]
    counts: list[list[int]]


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_trustees(election: Election, raw: str) -> trustees.Trustees:
    """Check the trustee record and that its joint key is the election's."""
    checked = trustees.parse(raw)
    need(checked.joint_key == str(election.public_key), "the ballot key is not the scrutineers' joint key")
    return checked


def check_credentials(raw: str) -> tuple[str, ...]:
    """Check the list of credentials: members of the group, none twice, no weights."""
    listed = shape.texts(load_canonical(raw))
    need(len(set(listed)) == len(listed), "a credential is listed twice")
    return tuple(ballot.parse_credential(text) for text in listed)


def check_duplicates(ballots: Sequence[str], credentials: Sequence[str]) -> None:
    """Check, before the costly proofs, that no ballot and no credential occurs twice, and that all are listed."""
    need(check_no_repeat(ballots) <= set(credentials), "a ballot's credential is not on the list")


def check_no_repeat(ballots: Sequence[str]) -> set[str]:
    """Check that no ballot and no credential occurs twice; returns the credentials.

    Errors: Malformed, DoesNotHold.
    """
    need(len(set(ballots)) == len(ballots), "a ballot occurs twice")
    used = [_credential_of(raw) for raw in ballots]
    need(len(set(used)) == len(used), "a credential cast two ballots")
    return set(used)


def _credential_of(raw: str) -> str:
    """Read the credential where a canonical ballot has it; whether it is one, the ballot's own check tells."""
    found = _CREDENTIAL.match(raw)
    if found is None:
        raise Malformed("a ballot does not begin like one")
    return found.group(1)


def check_ballots(
    election: Election, ballots: Sequence[str], processes: int, progress: Progress
) -> tally.Sums:
    """Check every proof and signature of every ballot over this many processes; returns their sum.

    progress: called with (done, all). Errors: the first refused ballot, named by its tracker.
    """
    pieces = [ballots[i : i + CHUNK] for i in range(0, len(ballots), CHUNK)]
    work = [(election.raw, piece) for piece in pieces]
    if processes <= 1 or len(pieces) <= 1:
        return _gather(election, ballots, map(_check_piece, work), progress)
    with ProcessPoolExecutor(min(processes, len(pieces)), _context()) as pool:
        return _gather(election, ballots, pool.map(_check_piece, work), progress)


def _context() -> multiprocessing.context.BaseContext:
    """Choose how workers start: a fork shares the tables, and is safe only while there is one thread."""
    alone = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if alone else "spawn")


def _gather(
    election: Election, ballots: Sequence[str], found: Iterable[tuple[int, tally.Sums]], progress: Progress
) -> tally.Sums:
    sums, done = tally.add(election, []), 0
    for number, part in found:
        sums = tally.add(election, [sums, part])
        done += number
        progress(done, len(ballots))
    return sums


def _check_piece(work: tuple[str, Sequence[str]]) -> tuple[int, tally.Sums]:
    raw, ballots = work
    election = Election.parse(raw)
    sealed = []
    for one in ballots:
        try:
            sealed.append(ballot.check(election, one).ciphertexts)
        except Refused as refused:
            raise type(refused)(f"ballot {ballot.tracker(one)}: {refused.reason}") from None
    return len(ballots), tally.add(election, sealed)


def check_tally(found: record.Record, sums: tally.Sums) -> None:
    """Check that the encrypted tally is the sum of exactly the ballots.

    sums: of the checked ballots.
    """
    need(tally.tally_raw(sums) == found.encrypted_tally, "the encrypted tally is not the sum of the ballots")
    sized = tally.sized_raw(found.encrypted_tally, len(found.ballots))
    need(sized == found.sized_tally, "the number of ballots in the tally is wrong")


def check_decryptions(
    election: Election, sums: tally.Sums, keys: trustees.Trustees, partials: Sequence[tuple[int, str]]
) -> dict[int, list[list[int]]]:
    """Check each partial decryption against its owner's key; returns the factors of the first t owners."""
    owners = [owner for owner, _ in partials]
    need(len(set(owners)) == len(owners), "a scrutineer decrypted twice")
    need(len(owners) >= keys.threshold, "too few scrutineers decrypted")
    factors = {}
    for owner, raw in partials:
        need(owner <= len(keys.verification_keys), f"there is no scrutineer {owner}")
        try:
            factors[owner] = tally.check_partial(election, sums, keys.verification_keys[owner - 1], raw)
        except Refused as refused:
            raise type(refused)(f"scrutineer {owner}: {refused.reason}") from None
    return {owner: factors[owner] for owner in sorted(factors)[: keys.threshold]}


def check_result(
    election: Election, sums: tally.Sums, factors: dict[int, list[list[int]]], found: record.Record
) -> list[list[int]]:
    """Check that the published result is what the factors decrypt to; returns the counts."""
    counts = tally.combine(sums, factors, len(found.ballots))
    need(tally.parse_result(election, found.result) == counts, "the result is not what was decrypted")
    need(tally.result_raw(counts) == found.result, "the result is not canonical")
    return counts
