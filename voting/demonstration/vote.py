"""Play a whole vote without tablets: the scrutineers' ceremony, draws, casts, opening. Through the real deeds.

For the demonstration and for elections of others cast again. Simulated scrutineers' secrets live in this process
alone; a real meeting never calls this. Call nothing here inside a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app

from voting.ballot import handover as ballot_handover
from voting.ballot import handover_statements as ballot_statements
from voting.ballot.ceremony import actions as ceremony_actions
from voting.ballot.ceremony import queries as ceremony_queries
from voting.ballot.ceremony.facts import Seat
from voting.ballot.close import actions as close_actions
from voting.ballot.pages import calls as pages_page_calls
from voting.ballot.roll import actions as roll_actions
from voting.ballot.sealed import tokens
from voting.ballot.set_up import actions as set_up_actions
from voting.belenios import ballot as sealed
from voting.belenios import blindrsa, receipt, roll, statements, tally, trustees
from voting.belenios import sample as samples
from voting.belenios.ballot_rules import parse as parse_rules
from voting.belenios.canonical import b64url, dump, load
from voting.belenios.election import Election
from voting.core.db import db, transaction
from voting.core.errors import WrongMoment
from voting.people.rules import Actor

Choices = Sequence[Sequence[int]]


@dataclass(frozen=True, repr=False)
class Holder:
    """A simulated scrutineer with his secrets. index: from 1."""

    actor: Actor
    index: int
    keys: trustees.Keys
    share: int


@dataclass(frozen=True)
class Receipt:
    """What a deputy keeps after casting; it never tells how he voted."""

    tracker: str
    signature: str


def hold_ceremony(
    actor: Actor, meeting_id: int, scrutineers: Sequence[Actor], threshold: int, *, rehearsal: bool = False
) -> tuple[Holder, ...]:
    """Hold the ceremony from the first round to the comparison; returns who now holds which share.

    actor: who begins it; scrutineers: accounts with that role, in the order of their seats.
    """
    with transaction():
        seats = [Seat(one.account_id or 0, one.name) for one in scrutineers]
        ceremony = ceremony_actions.begin(actor, meeting_id, seats, threshold, rehearsal=rehearsal)
    places = [
        trustees.Seat(str(ceremony), len(seats), threshold, index, seat.name)
        for index, seat in enumerate(seats, 1)
    ]
    keys = [_certify(who, ceremony, place) for who, place in zip(scrutineers, places, strict=True)]
    for who, place, own in zip(scrutineers, places, keys, strict=True):
        certs = ceremony_queries.ceremony_state(who, ceremony)["certs"]
        with transaction():
            ceremony_actions.deal(who, ceremony, trustees.deal(place, own, certs))
    shares = [
        _finish(who, ceremony, place, own) for who, place, own in zip(scrutineers, places, keys, strict=True)
    ]
    for index, who in enumerate(scrutineers, 1):
        fingerprint = trustees.fingerprint(ceremony_queries.ceremony_state(who, ceremony)["trustees"])
        with transaction():
            ceremony_actions.confirm(
                who, ceremony, fingerprint, index % len(seats) + 1 if len(seats) > 1 else 0
            )
    made = enumerate(zip(scrutineers, keys, shares, strict=True), 1)
    return tuple(Holder(who, index, own, share) for index, (who, own, share) in made)


def _certify(who: Actor, ceremony: int, place: trustees.Seat) -> trustees.Keys:
    keys, cert = trustees.certify(place)
    with transaction():
        ceremony_actions.certify(who, ceremony, cert)
    return keys


def _finish(who: Actor, ceremony: int, place: trustees.Seat, keys: trustees.Keys) -> int:
    state = ceremony_queries.ceremony_state(who, ceremony)
    share, verification = trustees.finish(place, keys, state["certs"], state["deals"], state["sealed_shares"])
    with transaction():
        ceremony_actions.finish(who, ceremony, verification)
    return share


def set_up(actor: Actor, uuid: str) -> None:
    """Set a ballot up: from now on tokens are drawn."""
    issuing = tokens.ahead.take()
    with transaction():
        set_up_actions.set_up(actor, uuid, issuing)


def set_up_all(actor: Actor, uuid: str) -> None:
    """Set up all that is drawn together with a ballot."""
    with transaction():
        set_up_actions.set_up_all(actor, uuid, tokens.ahead.take)


def open_voting(actor: Actor, uuid: str) -> None:
    """Open voting."""
    with transaction():
        set_up_actions.open_voting(actor, uuid)


def close(actor: Actor, uuid: str) -> str:
    """Close voting for good; returns the digest of the box."""
    return close_actions.close_for_good(actor, uuid)


@dataclass(frozen=True, repr=False)
class Token:
    """A drawn token. secret: the credential's exponent; credential: its public text; signature: over it."""

    secret: int
    credential: str
    signature: bytes


def draw(uuid: str, deputy: Actor) -> Token:
    """Draw the deputy's token, blind, as a tablet does."""
    issuer = blindrsa.load_issuer(pages_page_calls.text(uuid, "issuer"))
    secret, credential = sealed.new_credential()
    message = blindrsa.token_message(uuid, credential)
    blinded, inverse = blindrsa.blind(issuer, message)
    with transaction():
        signature = roll_actions.draw(deputy, uuid, blinded)
    return Token(secret, credential, blindrsa.finalize(issuer, message, signature, inverse))


def cast(uuid: str, token: Token, choices: Choices) -> Receipt:
    """Seal the choices and hand them in at the booth; returns the receipt after checking it.

    choices: per question one 0 or 1 per answer. Errors: WrongMoment with the booth's sentence.
    """
    election = Election.parse(pages_page_calls.text(uuid, "election"))
    raw = sealed.seal(election, token.secret, choices)
    body = dump({"token": b64url(token.signature), "ballot": raw})
    client = current_app.test_client(use_cookies=False)
    with client.application.app_context():  # as from outside: it shares no session with the caller
        answer = client.post(f"/booth/{uuid}", data=body, content_type="application/json")
    said = load(answer.get_data(as_text=True))
    db.session.rollback()
    assert isinstance(said, dict)
    if answer.status_code not in {200, 201}:
        raise WrongMoment(said["error"]["message"])
    key = parse_rules(pages_page_calls.text(uuid, "rules")).receipt_key
    receipt.verify(key, uuid, said["tracker"], said["receipt"])
    return Receipt(said["tracker"], said["receipt"])


def vote(uuid: str, deputy: Actor, choices: Choices) -> Receipt:
    """Draw, seal and cast for one deputy who is checked in."""
    return cast(uuid, draw(uuid, deputy), choices)


def paper(chosen: Iterable[int], answers: int) -> list[list[int]]:
    """Return the choices of a `choose` ballot. chosen: positions from 0; answers: how many options there are."""
    marked = set(chosen)
    return [[int(position in marked) for position in range(answers)]]


def marks(picked: Sequence[int], answers: int = 3) -> list[list[int]]:
    """Return the choices of an `each` or `evaluate` ballot. picked: per project the answer's position from 0."""
    return [[int(position == one) for position in range(answers)] for one in picked]


def sign_roll(uuid: str, holder: Holder) -> None:
    """Have a simulated scrutineer sign the list of who drew."""
    claim = _claim(uuid, holder)
    state(uuid, holder, statements.roll_message(uuid, claim))


def sample(uuid: str, holder: Holder) -> None:
    """Have a simulated scrutineer's device sample the roll; everybody who is asked finds his ballot."""
    ballots, claim = pages_page_calls.sealed(holder.actor, uuid), _claim(uuid, holder)
    counted = samples.hold(
        samples.SampleCount(claim.names, len(ballots)),
        range(claim.names),
        lambda _: samples.SampleAnswer.THERE,
    )
    state(uuid, holder, statements.sample_message(uuid, tally.digest(ballots), claim, counted))


def _claim(uuid: str, holder: Holder) -> statements.RollClaim:
    fixed = roll.parse(pages_page_calls.roll_text(holder.actor, uuid))
    return statements.RollClaim(fixed.digest, fixed.names)


def state(uuid: str, holder: Holder, text: str) -> None:
    """Have a simulated scrutineer sign and send a statement over roll or sample."""
    signature = statements.sign_message(holder.keys.signing, text)
    with transaction():
        ballot_statements.take_in(holder.actor, uuid, text, signature)


def partial(uuid: str, holder: Holder) -> str:
    """Return a simulated scrutineer's partial decryption of the closed box, as the tally takes it."""
    box = ballot_handover.sealed_box(uuid)
    election = Election.parse(box.election_raw)
    return tally.partial_decrypt(election, tally.add_up(election, box.ballots), holder.share)
