"""roll.json: the list of who drew, fixed at close (docs/protocol.md, "What a device fetches"). N is its number of names.

Shape: {"ballot": UUID, "drawn": [{"number", "name", "delegation"}], "paper": [the same]}; drawn received a token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from voting.belenios import shape
from voting.belenios.canonical import dump, hex_sha256, load_canonical
from voting.belenios.election import check_uuid
from voting.belenios.errors import need_form


@dataclass(frozen=True, slots=True)
class RollName:
    """A deputy on the roll, as he is called. number: of his badge."""

    number: str
    name: str
    delegation: str


@dataclass(frozen=True, slots=True)
class Roll:
    """Everything of roll.json. raw: the exact text that the digest is of."""

    uuid: str
    drawn: tuple[RollName, ...]
    paper: tuple[RollName, ...]
    raw: str

    @property
    def digest(self) -> str:
        return hex_sha256(self.raw)

    @property
    def names(self) -> int:
        """Return N: how many received a token."""
        return len(self.drawn)


def write(uuid: str, drawn: Sequence[RollName], paper: Sequence[RollName]) -> str:
    """Write the exact text, each list sorted by number."""
    return dump({"ballot": uuid, "drawn": _sorted(drawn), "paper": _sorted(paper)})


def _sorted(names: Sequence[RollName]) -> list[dict[str, str]]:
    return [asdict(one) for one in sorted(names, key=lambda one: one.number)]


def parse(raw: str) -> Roll:
    """Read the exact text.

    Errors: Malformed, also for lists out of order and for a number that occurs twice.
    """
    uuid, drawn, paper = shape.fields(load_canonical(raw), "ballot", "drawn", "paper")
    roll = Roll(check_uuid(uuid), _names(drawn), _names(paper), raw)
    numbers = [one.number for one in (*roll.drawn, *roll.paper)]
    need_form(len(set(numbers)) == len(numbers), "a number stands on the roll twice")
    return roll


def _names(value: object) -> tuple[RollName, ...]:
    names = []
    for one in shape.items(value):
        number, name, delegation = (
            shape.text(part) for part in shape.fields(one, "number", "name", "delegation")
        )
        names.append(RollName(number, name, delegation))
    numbers = [one.number for one in names]
    need_form(numbers == sorted(numbers), "the roll is not sorted by number")
    return tuple(names)
