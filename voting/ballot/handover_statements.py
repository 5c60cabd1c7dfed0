"""What scrutineers say of a closed ballot before it is opened, for the room that counts: roll and sample, taken in and read."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from voting.ballot.close.actions import sign_roll
from voting.ballot.close.models import RollSignature
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sample.actions import sign_sample
from voting.ballot.sample.facts import sampled, samples_of, sampling_of
from voting.belenios import statements
from voting.belenios.canonical import load_canonical
from voting.belenios.statements import StatementKind
from voting.core.db import db
from voting.people.rules import Actor

__all__ = ["roll_signatures", "sample_signatures", "sampled", "sampling_of", "take_in"]


def take_in(actor: Actor, uuid: str, text: str, signature: object) -> None:
    """Take in a statement over roll or sample. Errors: Malformed, and those of the two deeds."""
    said = statements.parse(text)
    if said.kind is StatementKind.ROLL:
        sign_roll(actor, uuid, statements.parse_roll(said.rest), signature)
    else:
        sign_sample(actor, uuid, text, signature)


def roll_signatures(uuid: str) -> dict[int, object]:
    """Return seat -> signature over the list of who drew, as it stands now, for those that have been received."""
    asked = select(RollSignature).where(
        RollSignature.ballot_uuid == uuid, RollSignature.digest == roll_facts.digest(uuid)
    )
    rows = db.session.scalars(asked.order_by(RollSignature.index))
    return {row.index: load_canonical(row.signature) for row in rows}


def sample_signatures(uuid: str) -> Mapping[int, tuple[str, object]]:
    """Return seat -> text and signature of the samples that have been received."""
    return {row.index: (row.text, load_canonical(row.signature)) for row in samples_of(uuid)}
