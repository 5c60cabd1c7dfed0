"""The exact texts of a ballot: rules.json and election.json, written once at set-up. Knows no person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.ballot.order.models import Ballot, BallotLine
from voting.belenios import ballot_rules, blindrsa
from voting.belenios.ballot_rules import FrozenCandidate, FrozenRules
from voting.belenios.canonical import hex_sha256
from voting.belenios.election import build
from voting.belenios.errors import Malformed
from voting.core.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The public keys of a ballot. trustees, issuer: exact texts; joint: decimal; receipts: base64url."""

    trustees: str
    joint: str
    issuer: str
    receipts: str


def write(
    ballot: Ballot, lines: Sequence[BallotLine], *, place: str, meeting: str, due: int, keys: Keys
) -> tuple[str, str]:
    """Return rules.json and election.json; the latter's description is the hash of the former's exact bytes.

    place, meeting: names for people; due: 应到. Errors: RuleBroken when a title holds what cannot be sealed.
    """
    frozen = FrozenRules(
        uuid=ballot.uuid,
        title=ballot.title,
        place=place,
        meeting=meeting,
        parent=ballot.parent_uuid,
        rehearsal=ballot.rehearsal,
        values=ballot.rules,
        candidates=tuple(
            FrozenCandidate(line.ordinal, line.project_id, line.title, line.summary, line.text_sha256)
            for line in lines
        ),
        trustees=hex_sha256(keys.trustees),
        issuer=blindrsa.load_issuer(keys.issuer),
        receipt_key=keys.receipts,
        due=due,
    )
    try:
        rules = ballot_rules.write(frozen)
        asked = ballot_rules.questions(frozen)
        election = build(ballot.uuid, ballot.title, ballot_rules.description(rules), asked, keys.joint)
    except Malformed:
        raise RuleBroken("票上的标题含有不能使用的字符，或者过长。") from None
    return rules, election
