"""Two persons at the same moment: each deed is done once, whoever comes second is told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask

from tests.ballot.factories import appoint
from tests.conftest import rows
from tests.factories import account
from tests.tally.factories_count import box_open, closed, confirmed
from voting.audit.journal import first_broken_line
from voting.congress.place.rules import Post
from voting.core.db import db, transaction
from voting.core.errors import DomainError
from voting.demonstration import vote
from voting.people.rules import Place, Role
from voting.tally.next_ballot import actions as next_ballot_actions
from voting.tally.opening import actions as opening_actions
from voting.tally.run.rules import TallyState
from voting.tally.steps import actions as steps_actions

pytestmark = pytest.mark.database


def at_once(app: Flask, deeds: list[Callable[[], object]]) -> list[str]:
    """Run the deeds in threads that start together; returns "done" or the name of what went wrong, for each."""
    start, said = Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        with app.app_context():
            start.wait(60)
            try:
                with transaction():
                    deed()
                said[place] = "done"
            except DomainError as error:
                said[place] = type(error).__name__
            finally:
                db.session.remove()

    db.session.rollback()
    threads = [Thread(target=run, args=(n, deed)) for n, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    return said


def test_two_who_take_the_box_over_at_once_take_over_one(app: Flask, city: Place) -> None:
    found = closed(city)
    take: Callable[[], object] = lambda: opening_actions.take_over(found.secretary, found.uuid)  # noqa: E731
    assert at_once(app, [take] * 3) == ["done"] * 3
    events = [row[0] for row in rows("SELECT event FROM audit_entry")]
    assert events.count("tally:box:taken_over") == 1


def test_the_last_two_shares_at_once_open_the_box_once(app: Flask, city: Place) -> None:
    found = closed(city, size=3, threshold=2)
    with transaction():
        digest = opening_actions.take_over(found.secretary, found.uuid).digest
    shares = []
    for holder in found.hall.holders:
        vote.sign_roll(found.uuid, holder)
        vote.sample(found.uuid, holder)
        shares.append(vote.partial(found.uuid, holder))
    deeds: list[Callable[[], object]] = [
        lambda holder=holder, share=share: opening_actions.hand_in_share(
            holder.actor, found.uuid, digest, share
        )  # type: ignore[misc]
        for holder, share in zip(found.hall.holders, shares, strict=True)
    ]
    assert at_once(app, deeds) == ["done"] * 3
    assert (found.run.state, found.run.counts) == (TallyState.OPENED, [[3, 2, 0]])
    assert first_broken_line(city.id) is None


def test_two_who_confirm_at_once_take_the_step_once(app: Flask, city: Place) -> None:
    found = box_open(city)
    second = account(city, Role.SCRUTINEER)
    appoint(city, found.hall.meeting_id, Post.SCRUTINEER, second)
    with transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})
    said = at_once(
        app,
        [
            lambda: steps_actions.confirm(found.scrutineer, found.uuid, "count"),
            lambda: steps_actions.confirm(second, found.uuid, "count"),
        ],
    )
    assert sorted(said) == ["WrongMoment", "done"]
    assert found.run.state is TallyState.COUNTED


def test_two_who_order_the_next_ballot_at_once_order_one(app: Flask, city: Place) -> None:
    votes = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))
    found = confirmed(city, votes=votes)
    other = account(city, Role.STAFF)
    said = at_once(
        app,
        [
            lambda: next_ballot_actions.order_next(found.secretary, found.uuid),
            lambda: next_ballot_actions.order_next(other, found.uuid),
        ],
    )
    assert sorted(said) == ["WrongMoment", "done"]
