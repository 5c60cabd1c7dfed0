"""The shape of what tablets send to the booth. Strict; checks no proof."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voting.belenios import shape
from voting.belenios.ballot import tracker
from voting.belenios.canonical import unb64url
from voting.belenios.errors import need_form

_CREDENTIAL = re.compile(
    r'\{"election_uuid":"[^"\\]{1,64}","election_hash":"[^"\\]{43}","credential":"(0|[1-9][0-9]{0,616})",',
    re.ASCII,
)
MOST_PASS = 32


@dataclass(frozen=True)
class HandedBallot:
    """A token and a sealed ballot as handed in; credential is the ballot's, which the token must sign."""

    token: bytes
    raw: str
    credential: str
    tracker: str


@dataclass(frozen=True)
class Opening:
    """A sealed ballot with what opens it. spot_check: a scrutineer's pass, where deputies may not test."""

    handed: HandedBallot
    choices: list[list[int]]
    randomness: list[list[str]]
    spot_check: str | None


def read_cast(value: object) -> HandedBallot:
    """Read {"token", "ballot"} in any order. Raise Malformed."""
    return _handed(*shape.named(value, "token", "ballot"))


def read_opening(value: object) -> Opening:
    """Read {"token", "ballot", "choices", "randomness"} and perhaps "pass". Raise Malformed."""
    also = ("pass",) if shape.has(value, "pass") else ()
    token, ballot, rows, numbers, *passes = shape.named(
        value, "token", "ballot", "choices", "randomness", *also
    )
    choices = [[shape.number(vote, 0, 1) for vote in shape.items(row)] for row in shape.items(rows)]
    randomness = [shape.texts(row) for row in shape.items(numbers)]
    spot_check = shape.text(passes[0])[:MOST_PASS] if passes else None
    return Opening(_handed(token, ballot), choices, randomness, spot_check)


def _handed(told: object, ballot: object) -> HandedBallot:
    token, raw = unb64url(shape.text(told)), shape.text(ballot)
    found = _CREDENTIAL.match(raw)
    need_form(found is not None, "the ballot does not begin like one")
    assert found is not None
    return HandedBallot(token, raw, found[1], tracker(raw))
