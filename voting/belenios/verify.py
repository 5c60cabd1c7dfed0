"""Verify a record without trusting anyone: `python -m voting.belenios.verify BUNDLE.zip | FILE.bel` and options.

Implements the audit of the Belenios specification (3.5.2) strictly: event order, hashes, membership, every proof
and signature, duplicates, tally, decryption, result; for a bundle also tokens, rules and outcome. Holds what was found
against what the auditor brings along. Offline, read-only. Exit status: 0 all holds; 1 something does not; 2 the call
itself is wrong; 3 a signed receipt proves that a ballot is gone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
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
    verify_anchors,
    verify_parent,
    verify_receipts,
)
from voting.belenios.ballot_rules import FrozenRules
from voting.belenios.election import Election
from voting.belenios.errors import Malformed, need
from voting.belenios.report import Failed, VerifierReport, legible
from voting.belenios.trustees import Trustees

NOT_IN_AN_ARCHIVE = (
    "that every credential carries a token signed by the issuing key, and that no more were issued than drawn",
    "that rules.json is the one named by the election",
    "that the rules were applied to the result as written",
    "the outcome and the scrutineers' signatures over it",
)


DOES_NOT_HOLD, WRONG_CALL, BALLOT_GONE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class AuditorsEvidence:
    """What an auditor brings along: anchors known from elsewhere, receipts of deputies, bundles of the rounds before."""

    expected: tuple[verify_anchors.Expectation, ...] = ()
    receipts: tuple[verify_receipts.ClaimedReceipt, ...] = ()
    parents: tuple[bytes, ...] = ()


NOTHING = AuditorsEvidence()


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


def verify_bundle(
    raw: bytes, report: VerifierReport, processes: int = 1, brought: AuditorsEvidence = NOTHING
) -> outcome.CountOutcome:
    """Verify a whole bundle; returns the outcome as decided again.

    Errors: Failed at the first check that does not hold; BallotGone when a receipt proves that a ballot is missing.
    """
    found = report.check("bundle: exactly its five files", lambda: bundle.read(raw))
    checked = verify_archive(found.archive, report, processes)
    report.check("bundle is named after the ballot", lambda: _check_name(found, checked))
    rules = report.check("rules.json", lambda: checks_bundle.check_rules(checked, found.rules))
    report.check("nothing tells the order of arrival", lambda: checks_bundle.check_order(checked))
    report.check("all parts are of one protocol", lambda: _check_protocol(found, rules))
    listed = _verify_register(found, checked, rules, report)
    told = _verify_outcome(found, checked, rules, listed, report)
    _verify_parent(rules, report, processes, brought)
    if found.deflated:
        report.say("note    the files are deflated, as earlier versions packed them; their contents hold")
    anchors = verify_anchors.anchors_of_bundle(checked, rules, listed)
    verify_anchors.check(anchors, brought.expected, report)
    _tell(report, rules, told, checked.trustees)
    ballots = checked.record.ballots
    verify_receipts.check(brought.receipts, rules.uuid, ballots, rules.receipt_key, report)
    return told.decided


def _check_protocol(found: bundle.Bundle, rules: FrozenRules) -> None:
    need(found.protocol == rules.protocol, "the README is of another protocol than rules.json")


def _verify_parent(
    rules: FrozenRules, report: VerifierReport, processes: int, brought: AuditorsEvidence
) -> None:
    """Verify the round before, which a record of protocol 2 must bring along; of protocol 1, where it is brought."""
    raw = verify_parent.find(rules.parent, brought.parents)
    if rules.parent is None or (raw is None and rules.protocol == 1):
        return
    before = report.check(
        f"the record of {rules.parent}, which this ballot follows, is there",
        lambda: verify_parent.check_there(raw),
    )
    report.say(f"parent  {rules.parent}")
    others = tuple(one for one in brought.parents if one != before)  # so that no circle is walked for ever
    verify_bundle(before, report, processes, AuditorsEvidence(parents=others))
    report.check("this ballot follows that one", lambda: verify_parent.check_follows(rules, before))
    report.say(f"ballot  {rules.uuid}")


def _verify_register(
    found: bundle.Bundle, checked: checks.Checked, rules: FrozenRules, report: VerifierReport
) -> register.Register:
    listed = report.check("register", lambda: register.parse(found.register))
    report.check(
        f"a token for each of {len(checked.credentials)} credentials, {listed.issued} issued",
        lambda: checks_bundle.check_tokens(checked, rules, listed),
    )
    report.check("scrutineers signed the list of who drew", lambda: checks_bundle.check_roll(checked, listed))
    if rules.protocol == 1:
        report.say("note    protocol 1: nothing was sampled, and who drew was not counted")
    else:
        report.check(
            "scrutineers' devices sampled the roll before they opened",
            lambda: checks_bundle.check_samples(checked, listed),
        )
    return listed


def _verify_outcome(
    found: bundle.Bundle,
    checked: checks.Checked,
    rules: FrozenRules,
    listed: register.Register,
    report: VerifierReport,
) -> outcome_document.DecidedClaim:
    text, signatures = report.check("outcome document", lambda: outcome_document.parse(found.outcome))
    told = report.check(
        "the rules give this outcome",
        lambda: checks_bundle.check_outcome(checked, rules, listed, text),
    )
    message = statements.outcome_message(checked.election.uuid, text)
    report.check(
        "scrutineers signed the outcome",
        lambda: checks_bundle.check_signatures(checked.trustees, message, signatures),
    )
    if rules.protocol > 1:
        report.check(
            "whose devices opened and counted had sampled",
            lambda: checks_bundle.check_signers(checked, listed, signatures),
        )
    return told


def _check_name(found: bundle.Bundle, checked: checks.Checked) -> None:
    need(found.uuid == checked.election.uuid, "the files are named after another ballot")


def _tell(
    report: VerifierReport, rules: FrozenRules, told: outcome_document.DecidedClaim, keys: Trustees
) -> None:
    """Say in words what was verified."""
    decided, bound = told.decided, told.claim.bound
    if rules.rehearsal:
        report.say("note    this was a rehearsal")
    if rules.parent:
        report.say(f"note    this ballot follows {rules.parent}: verify that record too")
    if bound is not None:
        report.say(f"told    typed from signed sheets, not computed: {', '.join(told.claim.told)}")
    if bound is not None and bound.serial > 1:
        report.say(
            f"note    this is count number {bound.serial}; the text before it has digest {bound.previous}"
        )
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


def verify_file(
    raw: bytes, report: VerifierReport, processes: int, brought: AuditorsEvidence = NOTHING
) -> None:
    """Verify a bundle, or an archive alone with the undone checks listed.

    Errors: as `verify_bundle`.
    """
    if not raw.startswith(archive.HEAD.encode()):
        verify_bundle(raw, report, processes, brought)
        return
    checked = verify_archive(raw, report, processes)
    report.say(f"result  {checked.record.result}")
    for undone in NOT_IN_AN_ARCHIVE:
        report.say(f"undone  {undone}")
    verify_anchors.check(verify_anchors.anchors_of_archive(checked), brought.expected, report)
    verify_receipts.check(brought.receipts, checked.election.uuid, checked.record.ballots, None, report)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m voting.belenios.verify",
        description="Verify the public record of a ballot.",
        allow_abbrev=False,
    )
    parser.add_argument("file", metavar="BUNDLE.zip|FILE.bel")
    parser.add_argument(
        "--expect",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what hall screen or print show: fingerprint, joint-key, box, roll, issued, parent (repeatable)",
    )
    parser.add_argument(
        "--parent",
        action="append",
        default=[],
        metavar="BUNDLE.zip",
        help="the record of the round before; else UUID.zip beside the file is taken (repeatable)",
    )
    parser.add_argument(
        "--receipt",
        action="append",
        default=[],
        metavar="RECEIPT",
        help="UUID.TRACKER.SIGNATURE, its address, or a tracker: is its ballot in the box? (repeatable)",
    )
    return parser


def main(arguments: Sequence[str]) -> int:
    """Verify one file; returns the exit status."""
    try:
        given = _parser().parse_args(arguments)
    except SystemExit as stopped:  # argparse has said why
        return int(stopped.code or 0)
    try:
        brought = AuditorsEvidence(
            tuple(verify_anchors.parse(text) for text in given.expect),
            tuple(verify_receipts.parse(text) for text in given.receipt),
            verify_parent.brought(Path(given.file), [Path(text) for text in given.parent]),
        )
        raw = Path(given.file).read_bytes()
    except OSError as error:
        sys.stderr.write(f"{given.file}: {error.strerror}\n")
        return WRONG_CALL
    except Malformed as refused:
        sys.stderr.write(legible(refused.reason) + "\n")
        return WRONG_CALL
    return _status(raw, brought)


def _status(raw: bytes, brought: AuditorsEvidence) -> int:
    try:
        verify_file(raw, VerifierReport(), checks.cores(), brought)
    except verify_receipts.BallotGone:
        return BALLOT_GONE
    except Failed:
        return DOES_NOT_HOLD
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
