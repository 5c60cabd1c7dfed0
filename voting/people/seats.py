"""Which deputies' logins hold, and which units there are: people asks, the room that knows them answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from voting.people.rules import Place


@dataclass(frozen=True)
class Seats:
    """account_of: division code and number -> account of the term that sits; sits: does this deputy's term sit.

    units: jurisdiction -> id and name of its responsible units. congress_of: division code -> jurisdiction; place_of: the
    place of a jurisdiction.
    """

    account_of: Callable[[str, str], int | None]
    sits: Callable[[int], bool]
    units: Callable[[int], Sequence[tuple[int, str]]]
    congress_of: Callable[[str], int | None]
    place_of: Callable[[int], Place]


def install_seats(app: Flask, answers: Seats) -> None:
    """Let sign-in and sessions ask these."""
    app.extensions["seats"] = answers


def seats() -> Seats:
    """Return whom to ask."""
    found = current_app.extensions["seats"]
    assert isinstance(found, Seats)
    return found
