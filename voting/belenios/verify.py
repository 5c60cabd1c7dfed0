"""Verify a record without trusting anyone: `python -m voting.belenios.verify BUNDLE.zip | FILE.bel`.

Implements the audit of the Belenios specification (3.5.2) strictly: event order, hashes, membership, every proof
and signature, duplicates, tally, decryption, result; for a bundle also tokens, rules and outcome. Offline, read-only.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from voting.belenios import (
    archive,
    bundle,
    checks,
    checks_bundle,
    outcome,
    outcome_document,
    record,
    register,
    statements,
)
from voting.belenios.ballot_rules import FrozenRules
from voting.belenios.election import Election
from voting.belenios.errors import need
from voting.belenios.report import Failed, VerifierReport
from voting.belenios.trustees import Trustees

NOT_IN_AN_ARCHIVE = (
    "that every credential carries a token signed by the issuing key, and that no more were issued than drawn",
    "that rules.json is the one named by the election",
    "that the rules were applied to the result as written",
    "the outcome and the scrutineers' signatures over it",
)


def verify_archive(raw: bytes, report: VerifierReport, processes: int = 1) -> checks.Checked:
    """Verify a .bel archive alone.

    Errors: Failed at the first check that does not hold.
    """
    found, _ = report.check("archive: one canonical chain of events", lambda: record.read(raw))
    election = report.check("election", lambda: Election.parse(found.election))
    keys = report.check("scrutineers' keys", lambda: checks.check_trustees(election, found.trustees))
    credentials = report.check("credentials", lambda: checks.check_credentials(found.credentials))
    report.check("no ballot twice", lambda: checks.check_duplicates(found.ballots, credentials))
    sums = report.check(
        f"every proof and signature of {len(found.ballots)} ballots",
        lambda: checks.check_ballots(election, found.ballots, processes, report.progress),
    )
    report.check("the encrypted tally is the sum", lambda: checks.check_tally(found, sums))
    factors = report.check(
        "partial decryptions", lambda: checks.check_decryptions(election, sums, keys, found.partials)
    )
    counts = report.check("result", lambda: checks.check_result(election, sums, factors, found))
    return checks.Checked(found, election, keys, credentials, counts)


def verify_bundle(raw: bytes, report: VerifierReport, processes: int = 1) -> outcome.CountOutcome:
    """Verify a whole bundle; returns the outcome as decided again.

    Errors: Failed at the first check that does not hold.
    """
    found = report.check("bundle: exactly its five files", lambda: bundle.read(raw))
    checked = verify_archive(found.archive, report, processes)
    report.check("bundle is named after the ballot", lambda: _check_name(found, checked))
    rules = report.check("rules.json", lambda: checks_bundle.check_rules(checked, found.rules))
    report.check("nothing tells the order of arrival", lambda: checks_bundle.check_order(checked))
    listed = report.check("register", lambda: register.parse(found.register))
    report.check(
        f"a token for each of {len(checked.credentials)} credentials, {listed.issued} issued",
        lambda: checks_bundle.check_tokens(checked, rules, listed),
    )
    roll = statements.roll_message(checked.election.uuid, listed.roll_digest)
    report.check(
        "scrutineers signed the list of who drew",
        lambda: checks_bundle.check_signatures(checked.trustees, roll, listed.roll_signatures),
    )
    text, signatures = report.check("outcome document", lambda: outcome_document.parse(found.outcome))
    decided = report.check(
        "the rules give this outcome",
        lambda: checks_bundle.check_outcome(checked, rules, listed.issued, text),
    )
    message = statements.outcome_message(checked.election.uuid, text)
    report.check(
        "scrutineers signed the outcome",
        lambda: checks_bundle.check_signatures(checked.trustees, message, signatures),
    )
    if found.deflated:
        report.say("note    the files are deflated, as earlier versions packed them; their contents hold")
    _tell(report, rules, decided, checked.trustees)
    return decided


def _check_name(found: bundle.Bundle, checked: checks.Checked) -> None:
    need(found.uuid == checked.election.uuid, "the files are named after another ballot")


def _tell(report: VerifierReport, rules: FrozenRules, decided: outcome.CountOutcome, keys: Trustees) -> None:
    """Say in words what was verified."""
    if rules.rehearsal:
        report.say("note    this was a rehearsal")
    report.say(
        f"keys    any {keys.threshold} of {len(keys.verification_keys)} scrutineers could open the box"
    )
    if decided.void:
        report.say(f"void    the whole vote is void: {decided.void}")
    for candidate, line in zip(rules.candidates, decided.lines, strict=True):
        mark = "chosen" if line.chosen else line.grade or "-"
        report.say(f"{mark:7s} {candidate.ordinal}. {candidate.title} {list(line.votes)}")
    if decided.tied:
        report.say(f"tied    {list(decided.tied)} for {decided.open_places} places")


def verify_file(raw: bytes, report: VerifierReport, processes: int) -> None:
    """Verify a bundle, or an archive alone with the undone checks listed.

    Errors: Failed.
    """
    if not raw.startswith(archive.HEAD.encode()):
        verify_bundle(raw, report, processes)
        return
    checked = verify_archive(raw, report, processes)
    report.say(f"result  {checked.record.result}")
    for undone in NOT_IN_AN_ARCHIVE:
        report.say(f"undone  {undone}")


def main(arguments: Sequence[str]) -> int:
    """Verify one file; returns the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m voting.belenios.verify BUNDLE.zip|FILE.bel\n")
        return 2
    report = VerifierReport()
    try:
        raw = Path(arguments[0]).read_bytes()
        verify_file(raw, report, checks.cores())
    except OSError as error:
        sys.stderr.write(f"{arguments[0]}: {error.strerror}\n")
        return 2
    except Failed:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
