"""A closed box on a scrutineer's own device: what is fetched, what is typed from print, what must hold before anything is signed.

Works on documents; fetches and shows nothing (docs/protocol.md, "What a device asks before it signs anything").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.belenios import ballot_rules, blindrsa, checks, receipt, shape, statements, tally
from voting.belenios import roll as rolls
from voting.belenios.ballot import tracker as tracker_of
from voting.belenios.ballot_rules import FrozenRules
from voting.belenios.canonical import hex_sha256, load, unb64url
from voting.belenios.device import check_own_part
from voting.belenios.election import Election
from voting.belenios.errors import need, need_form
from voting.belenios.keyfile import KeyFile
from voting.belenios.roll import Roll
from voting.belenios.statements import RollClaim
from voting.belenios.trustees import Trustees

LEAST_TYPED = 24  # hexadecimal digits of a digest that a person copies from print: 96 bits, too many for two boxes alike


@dataclass(frozen=True, slots=True)
class Fetched:
    """The exact texts that a server sent for the ballot that was asked for, by the name of the call."""

    uuid: str
    rules: str
    election: str
    trustees: str
    issuer: str
    sealed: str
    tokens: str
    roll: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What a person typed from print or from another scrutineer's device.

    digest: at least LEAST_TYPED digits of the box digest; names: N; present: 实到.
    """

    digest: str
    ballots: int
    names: int
    present: int


@dataclass(frozen=True, slots=True)
class Box:
    """A closed box as this device found it: everything holds. sums: of all ballots, computed here."""

    rules: FrozenRules
    rules_raw: str
    election: Election
    trustees: Trustees
    ballots: tuple[str, ...]
    digest: str
    roll: Roll
    sums: tally.Sums

    @property
    def uuid(self) -> str:
        return self.election.uuid

    @property
    def claim(self) -> RollClaim:
        return RollClaim(self.roll.digest, self.roll.names)

    def receipts(self) -> list[str]:
        """Return the box as deputies look through it: ten characters each, sorted."""
        return sorted(receipt.short(tracker_of(raw)) for raw in self.ballots)


def check_box(
    file: KeyFile, fetched: Fetched, printed: Printed, processes: int, progress: checks.Progress
) -> Box:
    """Check everything that was fetched against itself, against the key file and against what was printed.

    What costs nothing comes first. Errors: Malformed, DoesNotHold.
    """
    rules, election, keys = _documents(file, fetched)
    ballots, roll = tuple(shape.texts(load(fetched.sealed))), rolls.parse(fetched.roll)
    digest = tally.digest(ballots)
    check_printed(rules, roll, ballots, digest, printed)
    need(file.digests.get(rules.uuid, digest) == digest, "another set of ballots was opened before")
    check_tokens(rules, checks.check_no_repeat(ballots), fetched.tokens)
    sums = checks.check_ballots(election, ballots, processes, progress)
    return Box(rules, fetched.rules, election, keys, ballots, digest, roll, sums)


def recognise_box(file: KeyFile, fetched: Fetched) -> Box:
    """Return the box that this device has verified, sampled and opened before; its proofs are not checked again.

    Errors: Malformed; DoesNotHold for any other, or another roll than was signed.
    """
    rules, election, keys = _documents(file, fetched)
    ballots, roll = tuple(shape.texts(load(fetched.sealed))), rolls.parse(fetched.roll)
    digest = tally.digest(ballots)
    need(rules.uuid in file.digests, "this device has opened nothing: it signs nothing")
    need(file.digests[rules.uuid] == digest, "another set of ballots was opened before")
    signed = statements.roll_message(rules.uuid, RollClaim(roll.digest, roll.names))
    need(file.said_of(rules.uuid).roll == signed, "another roll was signed before")
    sums = tally.add_up(election, ballots)
    return Box(rules, fetched.rules, election, keys, ballots, digest, roll, sums)


def _documents(file: KeyFile, fetched: Fetched) -> tuple[FrozenRules, Election, Trustees]:
    """Check that rules, election and keys belong together, and that our own key is among them."""
    rules = ballot_rules.parse(fetched.rules)
    made_now = rules.protocol == ballot_rules.PROTOCOL
    need(made_now, "this box was made by an earlier version: nothing can be sampled in it")
    election = Election.parse(fetched.election)
    need(election.uuid == rules.uuid == fetched.uuid, "the server sent another ballot's documents")
    named = election.description == ballot_rules.description(fetched.rules)
    need(named, "the election names another rules.json")
    asked = list(election.questions) == ballot_rules.questions(rules)
    need(asked, "the questions are not those of rules.json")
    issued = blindrsa.load_issuer(fetched.issuer) == rules.issuer
    need(issued, "the issuing key is not that of rules.json")
    need(rules.trustees == hex_sha256(fetched.trustees), "rules.json names other scrutineers' keys")
    keys = checks.check_trustees(election, fetched.trustees)
    check_own_part(file, keys)
    return rules, election, keys


def check_printed(
    rules: FrozenRules, roll: Roll, ballots: Sequence[str], digest: str, printed: Printed
) -> None:
    """Check numbers and digest against print, and that nobody can have cast who is not on the roll.

    Errors: Malformed, DoesNotHold.
    """
    need(roll.uuid == rules.uuid, "the roll is another ballot's")
    typed = "".join(printed.digest.split()).lower()
    need_form(len(typed) >= LEAST_TYPED, f"type at least {LEAST_TYPED} digits of the digest")
    need(len(ballots) == printed.ballots, "the number of ballots is not the printed one")
    need(digest.startswith(typed), "the digest of the box is not the printed one")
    need(roll.names == printed.names, "the number of names on the roll is not the printed one")
    need(len(ballots) <= roll.names, "more ballots lie in the box than names stand on the roll")
    on_roll = roll.names + len(roll.paper)
    need(on_roll <= printed.present, "more names stand on the roll than deputies are present")
    need(rules.due is not None and printed.present <= rules.due, "more deputies are present than due")


def check_tokens(rules: FrozenRules, credentials: set[str], raw: str) -> None:
    """Check that just the credentials that cast have a token each, and that every token holds.

    Errors: Malformed, DoesNotHold.
    """
    (listed,) = shape.fields(load(raw), "tokens")
    tokens: dict[str, bytes] = {}
    for one in shape.items(listed):
        credential, token = shape.fields(one, "credential", "token")
        tokens[shape.text(credential)] = unb64url(shape.text(token))
    need(
        tokens.keys() == credentials and len(shape.items(listed)) == len(tokens),
        "the tokens are not those of the ballots",
    )
    for credential, token in tokens.items():
        blindrsa.verify(rules.issuer, blindrsa.token_message(rules.uuid, credential), token)
