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


def check_outcome(checked: Checked, rules: FrozenRules, issued: int, text: str) -> outcome.CountOutcome:
    """Check an outcome's exact text against record, register and rules, and decide it again."""
    claim = outcome_document.parse_claim(text)
    ballots = checked.record.ballots
    need(claim.uuid == rules.uuid, "the outcome belongs to another ballot")
    need("sha256:" + claim.rules == checked.election.description, "the outcome was decided by other rules")
    need(claim.digest == tally.digest(ballots), "the outcome names another set of ballots")
    need(claim.counts == tuple(map(tuple, checked.counts)), "the outcome's counts are not the record's")
    need(claim.figures.cast == len(ballots), "the outcome's number of ballots is not the record's")
    need(claim.figures.issued == issued, "the outcome's number of tokens is not the register's")
    need(claim.figures.present <= claim.figures.due, "more deputies are present than due")
    decided = outcome.decide(rules, claim.figures, claim.counts, claim.paper, claim.by_presidium)
    need(outcome_document.exact(claim, decided) == text, "the outcome does not follow from the rules")
    return decided
