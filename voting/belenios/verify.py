"""Verify a record without trusting anyone: `python -m voting.belenios.verify BUNDLE.zip | FILE.bel`.

Implements the audit of the Belenios specification (3.5.2) strictly: event order, hashes, membership, every proof
and signature, duplicates, tally, decryption, result; for a bundle also tokens, rules and outcome. Offline, read-only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from voting.belenios import checks, record
from voting.belenios.election import Election
from voting.belenios.report import Failed, Report

NOT_IN_AN_ARCHIVE = (
    "that every credential carries a token signed by the issuing key, and that no more were issued than drawn",
    "that rules.json is the one named by the election",
    "that the rules were applied to the result as written",
    "the outcome and the scrutineers' signatures over it",
)


def verify_archive(raw: bytes, report: Report, processes: int = 1) -> checks.Checked:
    """Verify a .bel archive alone.

    Errors: Failed at the first check that does not hold.
    """
    found, _ = report.check("archive: one canonical chain of events", lambda: record.read(raw))
    election = report.check("election", lambda: Election.parse(found.election))
    keys = report.check("scrutineers' keys", lambda: checks.check_trustees(election, found.trustees))
    credentials = report.check("credentials", lambda: checks.check_credentials(found.credentials))
    report.check("no ballot twice", lambda: checks.check_duplicates(found.ballots, credentials))
    report.check(
        f"every proof and signature of {len(found.ballots)} ballots",
        lambda: checks.check_ballots(election, found.ballots, processes, report.progress),
    )
    sums = report.check("the encrypted tally is the sum", lambda: checks.check_tally(election, found))
    factors = report.check(
        "partial decryptions", lambda: checks.check_decryptions(election, sums, keys, found.partials)
    )
    counts = report.check("result", lambda: checks.check_result(election, sums, factors, found))
    return checks.Checked(found, election, keys, credentials, counts)


def main(arguments: Sequence[str]) -> int:
    """Verify one file; returns the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m voting.belenios.verify BUNDLE.zip|FILE.bel\n")
        return 2
    report = Report()
    try:
        raw = Path(arguments[0]).read_bytes()
        checked = verify_archive(raw, report, os.cpu_count() or 1)
    except OSError as error:
        sys.stderr.write(f"{arguments[0]}: {error.strerror}\n")
        return 2
    except Failed:
        return 1
    report.say(f"result  {checked.record.result}")
    for undone in NOT_IN_AN_ARCHIVE:
        report.say(f"undone  {undone}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
