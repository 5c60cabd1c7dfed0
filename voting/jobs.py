"""What the program does by itself when it is due: one table from a due row's kind to its deed, and the doing of it.

No room imports this module: a room owes (`core.due.owe`), and this table says what becomes of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from voting.ballot.close import actions as close_actions
from voting.congress.working_days import actions as working_days
from voting.core import due, due_tries
from voting.core.clock import now
from voting.core.db import account_of, hold_nothing, transaction
from voting.core.due import Owed, owe
from voting.core.due_rules import DueState
from voting.core.due_tries import Try
from voting.core.errors import DomainError
from voting.core.running import settings
from voting.core.text import N_
from voting.notices.chat import posting
from voting.notices.chat.facts import is_any_post_ripe, posts_lost_lately
from voting.notices.follow import actions as follow
from voting.notices.follow.rules import Way
from voting.notices.outbox import actions as outbox
from voting.notices.outbox import texting
from voting.notices.outbox.facts import (
    given_up_lately,
    is_any_text_ripe,
    is_anything_ripe,
    texts_waiting_long,
)
from voting.notices.phone import actions as phone
from voting.notices.reading import actions as reading
from voting.notices.reading.facts import is_anything_new
from voting.notices.wish import actions as wish
from voting.operating.facts import due_rows
from voting.people import actions as people
from voting.screening.intake import actions as intake
from voting.screening.project_list import actions as project_list
from voting.screening.reading.forgetting import forget_desks
from voting.screening.suggestion.forgetting import forget_contacts
from voting.supervision.acceptance.rules import LOOK_BACK
from voting.supervision.ladder import actions as ladder
from voting.supervision.look_back import actions as look_back
from voting.supervision.rating.forgetting import forget_ratings
from voting.supervision.report import lighting, reminding
from voting.supervision.report.reminding import REMINDER
from voting.uploads import actions as uploads
from voting.uploads.rules import LAPSE

log = logging.getLogger(__name__)
STANDING = "standing"
"""The key of what is due again and again, whatever anybody does."""
BROKE_OFF = N_("办理时程序每次都中断，已停止重试。")
FAULT = N_("程序出错（%(kind)s），详情见运行日志。")


class Fault(DomainError):
    """What is said of a job that did not end by a rule's sentence."""


def nothing(_owed: Owed) -> None:
    """Do nothing: the deed of a job whose work is all done before it."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What becomes of a due row. Its errors may name keys, never texts, names or contacts: the operator reads them.

    deed: done in the transaction that marks the row done, so it happens once; short, for on SQLite nobody else writes
    meanwhile. before: slow work outside of transactions, done first; it may happen more than once and must not mind.
    every: of what stands without anybody's deed, how long until it is due again. wanted: asked each time a worker looks, by
    cheap reads; when it says so, what stands is due at once, unless it rests after a failed try.
    """

    deed: Callable[[Owed], None] = nothing
    before: Callable[[Owed], None] = nothing
    every: timedelta | None = None
    wanted: Callable[[], bool] | None = None


def send_mail(_owed: Owed) -> None:
    """Send the messages that are to leave, where a mail server is named."""
    chosen = settings()
    if chosen.mail is not None:
        outbox.deliver(outbox.Sending(server=chosen.mail, site=chosen.site, secret_key=chosen.secret_key))


def is_mail_wanted() -> bool:
    """Tell whether a mail server is named and anything is to leave."""
    return settings().mail is not None and is_anything_ripe()


def send_chat(_owed: Owed) -> None:
    """Send what is to go to chat robots; where no office has one, nothing is."""
    chosen = settings()
    by = posting.Posting(site=chosen.site, secret_key=chosen.secret_key, hosts=chosen.chat_hosts)
    posting.deliver(by)


def send_texts(_owed: Owed) -> None:
    """Send the text messages that are to leave; where no office has a provider, none is."""
    chosen = settings()
    by = texting.Texting(site=chosen.site, secret_key=chosen.secret_key, hosts=chosen.chat_hosts)
    texting.deliver(by)


def lapse_contacts() -> None:
    """Delete the contacts of followers whose time is over, and those of accounts that are closed."""
    follow.lapse()
    wish.forget_closed()
    phone.forget_closed()


JOBS: Mapping[str, Job] = {
    LAPSE: Job(deed=lambda owed: uploads.lapse(owed.key)),
    close_actions.SWEEP: Job(before=lambda owed: close_actions.sweep_by_now(owed.key)),
    "people:sweep": Job(deed=lambda _owed: people.sweep_what_ran_out(), every=timedelta(hours=1)),
    "congress:seed_working_days": Job(
        deed=lambda _owed: working_days.seed_all_places(), every=timedelta(days=1)
    ),
    "notices:read": Job(
        before=lambda _owed: reading.read_on(), every=timedelta(days=1), wanted=is_anything_new
    ),
    "notices:mail": Job(before=send_mail, every=timedelta(hours=1), wanted=is_mail_wanted),
    "notices:chat": Job(before=send_chat, every=timedelta(hours=1), wanted=is_any_post_ripe),
    "notices:sms": Job(before=send_texts, every=timedelta(hours=1), wanted=is_any_text_ripe),
    "supervision:lights": Job(before=lambda _owed: lighting.read_what_is_due(), every=timedelta(hours=1)),
    REMINDER: Job(deed=reminding.remind),
    "supervision:ladder": Job(before=lambda _owed: ladder.climb_everywhere(), every=timedelta(days=1)),
    LOOK_BACK: Job(deed=look_back.look_back),
    "screening:forget_contacts": Job(deed=lambda _owed: forget_contacts(), every=timedelta(days=1)),
    "screening:forget_desks": Job(deed=lambda _owed: forget_desks(), every=timedelta(days=1)),
    "supervision:forget_ratings": Job(deed=lambda _owed: forget_ratings(), every=timedelta(hours=1)),
    intake.LAPSE: Job(deed=lambda owed: intake.lapse_list(owed.key)),
    project_list.LAPSE: Job(deed=lambda owed: project_list.lapse_list(owed.key)),
    "notices:lapse": Job(deed=lambda _owed: lapse_contacts(), every=timedelta(hours=1)),
    "due:forget": Job(deed=lambda _owed: due.forget_settled(), every=timedelta(days=1)),
}


def work_off(app: Flask, jobs: Mapping[str, Job] = JOBS, stopped: Callable[[], bool] = lambda: False) -> int:
    """Do what is due by now, in the order in which it was due; return how many things were done.

    stopped: asked between two things. What fails rests and lets the others pass.
    """
    done = 0
    while not stopped():
        with app.app_context():
            begun = _begin(jobs)
            if begun is None:
                return done
            done += _finish(begun, jobs[begun.kind])
    return done


def _begin(jobs: Mapping[str, Job]) -> Try | None:
    if not due_tries.is_anything_due(jobs):
        return None
    with transaction():
        return due_tries.begin(jobs)


def _finish(begun: Try, job: Job) -> bool:
    """Do what a try began; tell whether it was done. Whatever goes wrong is kept with the row and stops nothing else."""
    if begun.is_one_too_many:
        _fail(begun, str(Fault(BROKE_OFF)))
        return False
    try:
        hold_nothing()
        job.before(begun.owed)
        with transaction():
            if not due_tries.mark_done(begun):
                return False
            job.deed(begun.owed)
            if job.every is not None:
                owe(begun.kind, begun.owed.key, now() + job.every)
    except Exception as error:  # noqa: BLE001  a job's fault must stop no other's date
        told = str(error) if isinstance(error, DomainError) else account_of(error)
        log.warning("%s of %s failed: %s", begun.kind, begun.owed.key, told)
        _fail(begun, why(error))
        return False
    return True


def _fail(begun: Try, told: str) -> None:
    with transaction():
        due_tries.mark_failed(begun, told)


def why(error: Exception) -> str:
    """Return what is kept with a row of why it failed: a rule's own sentence; of a fault its kind alone, for it may quote."""
    return str(error if isinstance(error, DomainError) else Fault(FAULT, kind=type(error).__name__))


def owe_what_stands(jobs: Mapping[str, Job] = JOBS) -> None:
    """See to it that everything that stands is due within its time, in a transaction of its own where it is not.

    So it also is after a clock that ran ahead was put right, and a time after it was given up.
    """
    hold_nothing()
    late = [kind for kind, job in jobs.items() if job.every is not None and not _stands(kind, job)]
    if late:
        with transaction():
            for kind in late:
                owe(kind, STANDING, now())


def _stands(kind: str, job: Job) -> bool:
    row, every = due_tries.row_of(kind, STANDING), job.every
    assert every is not None
    if row is None:
        return False
    if job.wanted is not None and row.state is DueState.WAITING and not row.tries and job.wanted():
        return row.due_at <= now()
    if row.state is DueState.FAILED:
        assert row.settled_at is not None
        return now() < row.settled_at + every
    return row.state is DueState.WAITING and row.due_at <= now() + every


def be_heard(name: str) -> None:
    """Write down once a minute that a worker of this name is there."""
    hold_nothing()
    if not due_tries.is_heard(name):
        with transaction():
            due_tries.say_heard(name)


def troubles() -> list[str]:
    """Return, in words and with what to do, what of the program's own dates an operator should look at."""
    hold_nothing()
    found = [
        f"{row.kind} {row.key}, due {row.due_at:%Y-%m-%d %H:%M} UTC, was given up: {row.failure} "
        f"Mend it, then: flask jobs retry {row.kind} {row.key}"
        for row in due_rows(DueState.FAILED)
    ]
    found += _unsent()
    if not due_tries.is_somebody_heard():
        found.append(
            "nobody has done for ten minutes what is due: start the program as docs/operating.md says, or, where JOBS "
            "is apart, the unit that runs flask jobs work"
        )
    return found


def _unsent() -> list[str]:
    """Return what could not be sent lately, by each way, and who should look at it."""
    found = []
    if unsent := given_up_lately(Way.MAIL):
        found.append(
            f"{unsent} mails of the last seven days were refused or given up: the accounts' people should look at their "
            "address on the page /me/notices; the server's answers stand in the table message"
        )
    if stuck := texts_waiting_long():
        found.append(
            f"{stuck} text messages wait for more than an hour, and are kept for a month: the office should look at its page of "
            "text messages (/j/CODE/sms), which says why, and send a test message"
        )
    if untexted := given_up_lately(Way.SMS):
        found.append(
            f"{untexted} text messages of the last seven days were refused or given up: the office should look at its page of "
            "text messages (/j/CODE/sms) and send a test message; the provider's answers stand in the table message"
        )
    if lost := posts_lost_lately():
        found.append(
            f"{lost} messages of the last seven days were refused or given up by chat robots: the office should look at its "
            "page of robots (/j/CODE/robots), which says why, and send a test message"
        )
    return found
