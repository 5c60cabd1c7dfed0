"""What the page of chat robots shows: never an address, never a secret."""

from __future__ import annotations

from dataclasses import dataclass

from voting.notices.channel.robot_format import FORMATS
from voting.notices.chat.facts import Sent, opened_robot, robots_of, sent_by
from voting.notices.event.rules import KINDS, NoticeKind
from voting.people.rules import Place


@dataclass(frozen=True)
class RobotLine:
    """A robot. format, kinds: message ids; lost: its address was sealed with a key that is gone."""

    id: int
    name: str
    format: str
    kinds: tuple[str, ...]
    lost: bool
    sent: Sent


@dataclass(frozen=True)
class RobotsPage:
    """The robots of a place."""

    place: Place
    robots: tuple[RobotLine, ...]


def robots_page(place: Place, secret_key: str) -> RobotsPage:
    """Return the robots of a place, and how each fares."""
    rows = robots_of(place.id)
    sent = sent_by([row.id for row in rows])
    return RobotsPage(
        place,
        tuple(
            RobotLine(
                row.id,
                row.name,
                FORMATS[row.format],
                tuple(KINDS[NoticeKind(kind)] for kind in row.kinds),
                opened_robot(row, secret_key) is None,
                sent[row.id],
            )
            for row in rows
        ),
    )
