"""The checks of a bundle beyond its archive (protocol, steps 2, 3, 6 and 7): rules, tokens, roll, outcome.

Each raises with a reason or returns what the next needs. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from voting.belenios import (
    ballot_rules,
    blindrsa,
    outcome,
    outcome_document,
    record,
    statements,
    tally,
)
from voting.belenios.ballot import credential_in
from voting.belenios.ballot_rules import FrozenRules
from voting.belenios.canonical import hex_sha256
from voting.belenios.checks import Checked
from voting.belenios.errors import need
from voting.belenios.register import Register
from voting.belenios.sample import SampleVerdict
from voting.belenios.trustees import Trustees


def check_rules(checked: Checked, raw: str) -> FrozenRules:
    """Check that rules.json is the one the election names, and that the election follows from it."""
    election = checked.election
    need(election.description == ballot_rules.description(raw), "the election names another rules.json")
    rules = ballot_rules.parse(raw)
    need(rules.uuid == election.uuid, "rules.json belongs to another ballot")
    need(rules.trustees == hex_sha256(checked.trustees.raw), "rules.json names other scrutineers' keys")
    need(
        list(election.questions) == ballot_rules.questions(rules), "the questions are not those of rules.json"
    )
    return rules


def check_order(checked: Checked) -> None:
    """Check that nothing tells the order of arrival: credentials sorted, ballots sorted by hash, none idle."""
    ballots = list(checked.record.ballots)
    need(ballots == record.sort_ballots(ballots), "the ballots are not sorted by hash")
    used = record.credentials_raw([credential_in(raw) for raw in ballots])
    need(checked.record.credentials == used, "the credentials are not those that cast, sorted")


def check_tokens(checked: Checked, rules: FrozenRules, found: Register) -> None:
    """Check that each credential has a token of the issuing key, and that not more were used than issued."""
    uuid = checked.election.uuid
    need(found.uuid == uuid, "the register belongs to another ballot")
    need(found.issuer == rules.issuer, "the register names another issuing key")
    need(
        (found.names is None) == (rules.protocol == 1), "the register is of another protocol than rules.json"
    )
    missing = set(checked.credentials) - set(found.tokens)
    need(not missing, "a credential has no token")
    need(len(found.tokens) == len(checked.credentials), "the register holds tokens that did not cast")
    need(len(checked.credentials) <= found.issued, "more credentials cast than tokens were issued")
    for credential, token in found.tokens.items():
        blindrsa.verify(rules.issuer, blindrsa.token_message(uuid, credential), token)


def check_signatures(keys: Trustees, message: str, signatures: Sequence[tuple[int, object]]) -> None:
    """Check that at least t different scrutineers signed a message, and that every signature holds."""
    indices = [index for index, _ in signatures]
    need(indices == sorted(set(indices)), "a scrutineer signed twice, or the signatures are not in order")
    for index, signature in signatures:
        statements.check_message(keys, index, message, signature)
    need(len(indices) >= keys.threshold, "too few scrutineers signed")


def roll_claim(found: Register) -> statements.RollClaim | None:
    """Return which roll the register names, None in protocol 1. Errors: Malformed for a digest that is none."""
    if found.names is None:
        return None
    return statements.RollClaim(statements.parse_digest(found.roll_digest), found.names)


def check_roll(checked: Checked, found: Register) -> None:
    """Check that as many tokens went out as names stand on the roll, and that t scrutineers signed both."""
    claim, uuid = roll_claim(found), checked.election.uuid
    if claim is None:
        message = statements.roll_message_of_protocol_1(uuid, found.roll_digest)
    else:
        need(found.issued == claim.names, "not as many tokens were issued as names stand on the roll")
        message = statements.roll_message(uuid, claim)
    check_signatures(checked.trustees, message, found.roll_signatures)


def check_samples(checked: Checked, found: Register) -> None:
    """Check that t scrutineers' devices sampled this roll and this box, and that every sample passed (protocol 2)."""
    claim, box = roll_claim(found), tally.digest(checked.record.ballots)
    for index, (text, signature) in found.samples.items():
        statements.check_message(checked.trustees, index, text, signature)
        said = statements.parse(text)
        need(
            said.kind is statements.StatementKind.SAMPLE and said.uuid == checked.election.uuid,
            f"scrutineer {index} signed no sample of this ballot",
        )
        sampled = statements.parse_sample(said.rest, len(checked.record.ballots))
        same = sampled.box == box and sampled.roll == claim
        need(same, f"scrutineer {index} sampled another box or another roll")
        need(
            sampled.counted.verdict is SampleVerdict.PASSED, f"the sample of scrutineer {index} did not pass"
        )
    need(len(found.samples) >= checked.trustees.threshold, "too few scrutineers sampled")


def check_signers(checked: Checked, found: Register, signatures: Sequence[tuple[int, object]]) -> None:
    """Check that who opened and who signed the outcome had signed the roll and sampled, and that just t opened."""
    ready = {index for index, _ in found.roll_signatures} & found.samples.keys()
    openers = {index for index, _ in checked.record.partials}
    need(len(openers) == checked.trustees.threshold, "more scrutineers decrypted than are needed")
    need(openers <= ready, "a scrutineer decrypted who had not signed the roll and sampled")
    need(
        {index for index, _ in signatures} <= ready,
        "a scrutineer signed the outcome whose device had not sampled",
    )


def check_outcome(
    checked: Checked, rules: FrozenRules, found: Register, text: str
) -> outcome_document.DecidedClaim:
    """Check an outcome's exact text against record, register and rules, and decide it again."""
    claim = outcome_document.parse_claim(text)
    ballots = checked.record.ballots
    need(claim.uuid == rules.uuid, "the outcome belongs to another ballot")
    need("sha256:" + claim.rules == checked.election.description, "the outcome was decided by other rules")
    need(claim.digest == tally.digest(ballots), "the outcome names another set of ballots")
    need(claim.counts == tuple(map(tuple, checked.counts)), "the outcome's counts are not the record's")
    need(claim.figures.cast == len(ballots), "the outcome's number of ballots is not the record's")
    need(claim.figures.issued == found.issued, "the outcome's number of tokens is not the register's")
    need(claim.figures.present <= claim.figures.due, "more deputies are present than due")
    check_bound(claim, rules, found)
    decided = outcome.decide(rules, claim.figures, claim.counts, claim.paper, claim.by_presidium)
    need(outcome_document.exact(claim, decided) == text, "the outcome does not follow from the rules")
    return outcome_document.DecidedClaim(claim, decided)


def check_bound(claim: outcome_document.Claim, rules: FrozenRules, found: Register) -> None:
    """Check that an outcome is tied to the roll that was signed and to what was fixed at set-up (protocol 2)."""
    need((claim.bound is None) == (rules.protocol == 1), "the outcome is of another protocol than rules.json")
    if claim.bound is None:
        return
    need(claim.bound.roll == found.roll_digest, "the outcome names another roll than the scrutineers signed")
    need(claim.figures.due == rules.due, "the outcome's number of deputies due is not that of rules.json")
    on_roll = claim.figures.issued + (claim.paper.on_roll if claim.paper else 0)
    need(on_roll <= claim.figures.present, "more names stand on the roll than deputies are present")
