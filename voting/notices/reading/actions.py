"""Reads the journal on and writes notices. The place reached and the notices stand or fall together, so each is written once."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from voting.audit.models import Entry, Head
from voting.congress.place.queries import place_by_id
from voting.core.clock import now
from voting.core.db import account_of, db, hold_nothing, transaction
from voting.notices.chat.facts import robots_of
from voting.notices.chat.models import ChatRobot
from voting.notices.chat.posting import post_line
from voting.notices.chat.rules import is_heard
from voting.notices.event.rules import Telling
from voting.notices.event.table import told_of
from voting.notices.inbox.models import Notice
from voting.notices.phone.facts import texted
from voting.notices.reading.address import path_of
from voting.notices.reading.facts import concerned, lines_after, unread_journals
from voting.notices.reading.followers import write_news
from voting.notices.reading.models import Cursor
from voting.notices.reading.subject import subject_of
from voting.notices.wish.facts import Wishes, wishes_of
from voting.notices.wish.models import QUIET
from voting.notices.wish.rules import Pace, QuietHours, leaves_at, pace_of
from voting.people.rules import Place

log = logging.getLogger(__name__)
MOST_LINES, MOST_NOTICES = 50, 200
"""In one transaction: on SQLite nobody else writes meanwhile."""
NO_WISHES = Wishes(QuietHours(*QUIET), {}, reached=False)


def read_on() -> None:
    """Read every journal to its end, in short transactions of its own. A journal that cannot be read holds up no other."""
    hold_nothing()
    failed: Exception | None = None
    for jurisdiction_id in db.session.scalars(unread_journals()).all():
        try:
            while _read_some(jurisdiction_id):
                pass
        except Exception as error:  # noqa: BLE001  one place's line must silence no other place
            log.warning(
                "the journal of %s cannot be read for notices: %s", jurisdiction_id, account_of(error)
            )
            failed = error
    if failed is not None:
        raise failed


def _read_some(jurisdiction_id: int) -> bool:
    """Read the next lines of a journal; tell whether there may be more."""
    with transaction():
        place, cursor = place_by_id(jurisdiction_id), _cursor(jurisdiction_id)
        lines, written = lines_after(jurisdiction_id, cursor.number, MOST_LINES), 0
        number, robots = cursor.number, robots_of(jurisdiction_id)
        with db.session.no_autoflush:  # nothing that is asked hangs on the notices: they go in together
            for line in lines:
                written, number = written + write_notices(place, line), line.number
                write_posts(place, line, robots)
                write_news(place, line)
                if written >= MOST_NOTICES:
                    break
        cursor.number = number
        return written >= MOST_NOTICES or len(lines) == MOST_LINES


def skip_to_end() -> None:
    """Take every journal as read: of what stands in it nobody is told."""
    for jurisdiction_id in db.session.scalars(unread_journals()).all():
        head = db.session.get_one(Head, jurisdiction_id)
        _cursor(jurisdiction_id).number = head.number


def _cursor(jurisdiction_id: int) -> Cursor:
    """Return where the reading of a journal stands, locked; the first call makes it."""
    asked = select(Cursor).where(Cursor.jurisdiction_id == jurisdiction_id).with_for_update()
    row = db.session.scalar(asked.execution_options(populate_existing=True))
    if row is None:
        try:
            with db.session.begin_nested():
                db.session.add(Cursor(jurisdiction_id=jurisdiction_id))
        except IntegrityError:
            log.info("another worker begins with the journal of %s", jurisdiction_id)
        row = db.session.scalars(asked.execution_options(populate_existing=True)).one()
    return row


def write_notices(place: Place, line: Entry) -> int:
    """Write the notices of a line and return how many; of several tellings a person gets the first that concerns him."""
    told: set[int] = set()
    for telling in told_of(line.event, line.facts):
        subject = subject_of(telling.about, place, line.facts)
        if subject is None:
            continue
        people = concerned(telling.whom, place, subject, line.account_id) - told
        path, wishes = path_of(telling.page, subject.arguments), wishes_of(people)
        phones = texted(people)
        told |= people
        db.session.add_all(
            notice(
                telling,
                line,
                one,
                path=path,
                told=subject.told,
                wishes=wishes.get(one, NO_WISHES),
                texts=telling.kind in phones.get(one, ()),
            )
            for one in sorted(people)
        )
    return len(told)


def write_posts(place: Place, line: Entry, robots: Sequence[ChatRobot]) -> None:
    """Write what the place's robots are to say of a line: the first telling that a group chat may hear."""
    for telling in filter(is_heard, told_of(line.event, line.facts)) if robots else ():
        subject = subject_of(telling.about, place, line.facts)
        if subject is not None:
            path = path_of(telling.page, subject.arguments)
            db.session.add_all(
                post_line(robot, telling, line, path=path, told=subject.told)
                for robot in robots
                if telling.kind.value in robot.kinds
            )
            return


def notice(
    telling: Telling,
    line: Entry,
    account_id: int,
    *,
    path: str,
    told: Mapping[str, object],
    wishes: Wishes,
    texts: bool,
) -> Notice:
    """Return what one account is told of a line; not yet stored. texts: it goes to his number too, at once."""
    pace = pace_of(telling.kind, wishes.paces.get(telling.kind))
    leaves = leaves_at(now(), pace, wishes.quiet, urgent=telling.urgent) if wishes.reached else None
    at_once = leaves_at(now(), Pace.AT_ONCE, wishes.quiet, urgent=telling.urgent)
    return Notice(
        jurisdiction_id=line.jurisdiction_id,
        account_id=account_id,
        entry_id=line.id,
        kind=telling.kind,
        words=telling.words,
        told=dict(told),
        path=path,
        urgent=telling.urgent,
        at=line.at,
        pace=pace,
        leaves_at=leaves,
        texts_at=at_once if texts else None,
    )
