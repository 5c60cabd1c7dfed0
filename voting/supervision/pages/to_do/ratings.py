"""What residents' ratings wait for: comments to be read before they are public, a 督查 that a low mean set off."""

from __future__ import annotations

from collections.abc import Iterator

from voting.core.clock import day_of
from voting.core.text import N_
from voting.people.rules import Place
from voting.people.to_do import ToDo
from voting.supervision.pages.to_do.facts import ROOM, STAFF
from voting.supervision.rating.facts import open_checks, waiting_comments


def ratings(place: Place) -> Iterator[ToDo]:
    """Yield what staff have to do about residents' ratings of a place."""
    for one in waiting_comments(place.id):
        yield ToDo(
            kind="supervision:rating",
            subject=str(one.commitment_id),
            room=ROOM,
            year=one.year,
            what=N_("审核群众评价的留言：%(count)s 条"),
            values={"count": one.count},
            of=one.title,
            endpoint="supervision.ratings",
            args={"commitment_id": one.commitment_id},
            roles=STAFF,
            since=day_of(one.since),
        )
    for row, year, title in open_checks(place.id):
        yield ToDo(
            kind="supervision:rating_check",
            subject=str(row.commitment_id),
            room=ROOM,
            year=year,
            what=N_("群众评价偏低，开展督查"),
            of=title,
            endpoint="supervision.ratings",
            args={"commitment_id": row.commitment_id},
            roles=STAFF,
            since=day_of(row.opened_at),
        )
