"""What the page of operating shows: one function a page. No contact, no name, no text of anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voting.core.clock import now
from voting.core.due_models import Due
from voting.core.due_rules import DUE, DueState
from voting.core.due_tries import is_somebody_heard, last_heard
from voting.notices.chat.queries import chat_queue
from voting.notices.follow.rules import Way
from voting.notices.outbox.queries import Queue, queue
from voting.operating.facts import count_of, due_rows, is_late, late_rows, places_in
from voting.operating.rules import name_of
from voting.people.rules import Place

MOST_SHOWN, MOST_SETTLED = 50, 20


@dataclass(frozen=True)
class DueLine:
    """A due row. name, word: message ids; failure: a sentence, empty for none; again_at: of the next try, None where none is set."""

    id: int
    name: str
    kind: str
    key: str
    word: str
    due_at: datetime
    tries: int
    failure: str
    again_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True)
class OperatingPage:
    """What the program does by itself. whole: the page is of the whole server, its own dates too; heard_at: None for never.

    heard: a worker was heard lately; failed, late, coming, settled: due rows; waiting: how many wait in all; queues: what is to be sent.
    """

    place: Place
    whole: bool
    heard_at: datetime | None
    heard: bool
    failed: Sequence[DueLine]
    late: Sequence[DueLine]
    coming: Sequence[DueLine]
    settled: Sequence[DueLine]
    waiting: int
    queues: Sequence[Queue]
    mails: bool


def operating_page(place: Place, *, mails: bool) -> OperatingPage:
    """Return what is due, late, given up and done, and what waits to be sent. mails: a mail server is named."""
    ids, at = places_in(place), now()
    waiting = due_rows(DueState.WAITING, MOST_SHOWN, ids)
    return OperatingPage(
        place=place,
        whole=ids is None,
        heard_at=last_heard(),
        heard=is_somebody_heard(),
        failed=[_line(row) for row in due_rows(DueState.FAILED, ids=ids)],
        late=[_line(row) for row in late_rows(MOST_SHOWN, ids)],
        coming=[_line(row) for row in waiting if not is_late(row, at)],
        settled=[_line(row) for row in due_rows(DueState.DONE, MOST_SETTLED, ids)],
        waiting=count_of(DueState.WAITING, ids),
        queues=[queue(Way.MAIL, ids), queue(Way.SMS, ids), chat_queue(ids)],
        mails=mails,
    )


def _line(row: Due) -> DueLine:
    return DueLine(
        id=row.id,
        name=name_of(row.kind),
        kind=row.kind,
        key=row.key,
        word=DUE.words[row.state],
        due_at=row.due_at,
        tries=row.tries,
        failure=row.failure,
        again_at=row.next_try_at,
        settled_at=row.settled_at,
    )
