"""What a scrutineer's own device does in a ceremony and at an opening (protocol, steps 1 and 6).

Works on documents; fetches and shows nothing. Whatever a server claims is checked here before a secret is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.belenios import checks, outcome, outcome_document, shape, statements, tally, trustees
from voting.belenios.ballot_rules import parse as parse_rules
from voting.belenios.canonical import hex_sha256, load
from voting.belenios.election import Election
from voting.belenios.errors import DoesNotHold, need, need_form
from voting.belenios.group import G, secret_power
from voting.belenios.keyfile import KeyFile

LEAST_TYPED = 16  # characters of a digest that a person copies from the hall screen: 64 bits


@dataclass(frozen=True, slots=True)
class CeremonyProgress:
    """What `/ceremony/ID/state.json` says; lists have one place per scrutineer, None where nothing came yet."""

    size: int
    threshold: int
    index: int
    round: str
    certs: list[object]
    deals: list[object]
    sealed_shares: list[object]
    verification_keys: list[object]
    trustees: str | None


def parse_state(text: str) -> CeremonyProgress:
    """Read the state of a ceremony; unknown fields are ignored.

    Errors: Malformed.
    """
    value = load(text)
    found = value if isinstance(value, dict) else {}
    size = shape.number(found.get("size"), 1, trustees.MOST_SCRUTINEERS)
    record = found.get("trustees")
    return CeremonyProgress(
        size=size,
        threshold=shape.number(found.get("threshold"), 1, size),
        index=shape.number(found.get("index"), 1, size),
        round=str(found.get("round")),
        certs=shape.items(found.get("certs"), size),
        deals=shape.items(found.get("deals"), size),
        sealed_shares=shape.items(found.get("sealed_shares"), size),
        verification_keys=shape.items(found.get("verification_keys"), size),
        trustees=None if record is None else shape.text(record),
    )


def waits_for_us(state: CeremonyProgress) -> str:
    """Return which round waits for this scrutineer, "1" to "3"; "" where others are due."""
    mine = state.index - 1
    lists = {"1": state.certs, "2": state.deals, "3": state.verification_keys}
    return state.round if state.round in lists and lists[state.round][mine] is None else ""


def check_own_part(file: KeyFile, record: trustees.Trustees) -> int:
    """Check that a trustee record holds our own keys at our own place; returns our share.

    Errors: DoesNotHold.
    """
    share, mine = file.share, file.index - 1
    if share is None:
        raise DoesNotHold("the key file holds no share: the ceremony was not finished with it")
    need(mine < len(record.signing_keys), "we are not among these scrutineers")
    need(
        record.verification_keys[mine] == str(secret_power(G, share)), "the record holds another share for us"
    )
    signing = str(secret_power(G, file.keys.signing))
    need(record.signing_keys[mine] == signing, "the record holds another key for us")
    return share


@dataclass(frozen=True, slots=True)
class Announced:
    """What the hall screen shows, typed in by the scrutineer; digest: at least its first 16 characters."""

    digest: str
    ballots: int


def check_box(
    file: KeyFile, election: Election, trustees_raw: str, ballots: Sequence[str], announced: Announced
) -> KeyFile:
    """Check that this box is the announced one and may be opened with our share; costs no proof.

    Returns the key file with the digest remembered: store it before the share is used.
    Errors: DoesNotHold, also for a second digest of the same ballot.
    """
    record = checks.check_trustees(election, trustees_raw)
    check_own_part(file, record)
    digest = tally.digest(ballots)
    need_form(len(announced.digest) >= LEAST_TYPED, f"type at least {LEAST_TYPED} characters of the digest")
    need(len(ballots) == announced.ballots, "the number of ballots is not the one on the hall screen")
    need(digest.startswith(announced.digest.lower()), "the digest is not the one on the hall screen")
    return file.with_digest(election.uuid, digest)


def open_box(
    file: KeyFile, election: Election, ballots: Sequence[str], processes: int, progress: checks.Progress
) -> str:
    """Verify every ballot, add them up, and decrypt the sum in part; returns the partial decryption.

    file: as returned by `check_box` and stored. Errors: Malformed, DoesNotHold.
    """
    need(file.digests.get(election.uuid) == tally.digest(ballots), "another set of ballots was opened before")
    checks.check_no_repeat(ballots)
    sums = checks.check_ballots(election, ballots, processes, progress)
    if file.share is None:
        raise DoesNotHold("the key file holds no share: the ceremony was not finished with it")
    return tally.partial_decrypt(election, sums, file.share)


def sign_roll(file: KeyFile, uuid: str, digest: str) -> dict[str, str]:
    """Sign the digest of the list of who drew, as shown on the hall screen."""
    return statements.sign_message(file.keys.signing, statements.roll_message(uuid, digest))


def sign_outcome(file: KeyFile, rules_raw: str, text: str) -> dict[str, str]:
    """Decide the outcome again and sign its exact text, for the box that this device opened or none.

    Errors: Malformed; DoesNotHold if the text does not follow from the rules.
    """
    rules = parse_rules(rules_raw)
    claim = outcome_document.parse_claim(text)
    need(
        claim.uuid == rules.uuid and claim.rules == hex_sha256(rules_raw),
        "the outcome belongs to other rules",
    )
    need(
        file.digests.get(claim.uuid, claim.digest) == claim.digest, "the outcome names another set of ballots"
    )
    decided = outcome.decide(rules, claim.figures, claim.counts, claim.paper, claim.by_presidium)
    need(outcome_document.exact(claim, decided) == text, "the outcome does not follow from the rules")
    return statements.sign_message(file.keys.signing, statements.outcome_message(claim.uuid, text))
