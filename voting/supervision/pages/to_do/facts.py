"""What the projects themselves wait for, as far as they and their reports tell: one place's, of every year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from voting.confirmation.facts import waiting
from voting.confirmation.queries import never_second
from voting.core.clock import day_of, today
from voting.core.text import N_
from voting.people.rules import SUPERVISORS, Actor, Place, Role
from voting.people.to_do import ToDo
from voting.supervision.acceptance.facts import missing_of_figures
from voting.supervision.commitment.rules import ACCEPTANCE, ENDED, OPEN, CommitmentState
from voting.supervision.light.rules import month_end
from voting.supervision.report.facts import Loaded
from voting.supervision.report.lighting import ReadingMonth
from voting.supervision.report.owed import due_day, months_owed

ROOM = N_("过程监督")
STAFF = frozenset({Role.STAFF})
UNIT = frozenset({Role.UNIT})
GROUP = SUPERVISORS | STAFF


def of_staff(work: Loaded, kind: str, what: str, endpoint: str, roles: frozenset[Role] = STAFF) -> ToDo:
    """Return something about a project that waits for staff or for those who supervise."""
    return ToDo(
        kind=f"supervision:{kind}",
        subject=str(work.row.id),
        room=ROOM,
        year=work.row.year,
        what=what,
        of=work.row.title,
        endpoint=f"supervision.{endpoint}",
        args={"commitment_id": work.row.id},
        roles=roles,
    )


def of_unit(work: Loaded, kind: str, what: str, endpoint: str) -> ToDo:
    """Return something about a project that waits for its unit."""
    to_do = of_staff(work, kind, what, endpoint, UNIT)
    return replace(to_do, unit_id=work.row.unit_id, whom=work.unit)


def of_work(work: Loaded, *, revises: bool, findings: bool) -> Iterator[ToDo]:
    """Yield what one project waits for. revises: its plan waits for a revision; findings: some are not closed."""
    state, taken_on = work.row.state, day_of(work.row.taken_at)
    if work.row.unit_id is None:
        if state not in ENDED:
            yield replace(of_staff(work, "assign", N_("指定责任单位"), "unit_page"), since=taken_on)
        return
    if state is CommitmentState.ASSIGNED:
        yield replace(of_unit(work, "plan", N_("公布实施计划"), "plan"), since=taken_on)
    elif revises and state in {CommitmentState.PLANNED, CommitmentState.UNDER_WAY}:
        yield of_unit(work, "revision", N_("按调整修订计划"), "plan")
    yield from _reports(work)
    if state is CommitmentState.UNDER_WAY and not missing_of_figures(work.progress, work.still):
        to_do = of_unit(work, "deliver", N_("申请验收"), "mine")
        yield replace(to_do, args={})
    yield from _end(work, findings=findings)


def _reports(work: Loaded) -> Iterator[ToDo]:
    year = work.row.year
    for month in months_owed(work):
        to_do = of_unit(work, "report", N_("报送 %(month)s 月份报告"), "report_page")
        yield replace(
            to_do,
            subject=f"{work.row.id}:{month}",
            values={"month": month},
            args={"commitment_id": work.row.id, "month": month},
            since=date(year, month, 1),
            due_on=due_day(year, month),
        )


def _end(work: Loaded, *, findings: bool) -> Iterator[ToDo]:
    """Yield what the end of a project's year waits for: acceptance, the finding that it is unfinished, the carrying over."""
    state = work.row.state
    if state is CommitmentState.DELIVERED and not findings:
        yield of_staff(work, "accept", N_("验收"), "acceptance_page", GROUP)
    if work.row.year < today().year and state in {*OPEN, CommitmentState.SUSPENDED}:
        to_do = of_staff(work, "end", N_("年度已经结束，请作出验收结论"), "acceptance_page", GROUP)
        yield replace(to_do, since=date(work.row.year + 1, 1, 1))
    if state is CommitmentState.UNFINISHED:
        to_do = of_staff(work, "carry_over", N_("结转下年"), "reason_page")
        yield replace(to_do, args={"commitment_id": work.row.id, "step": "carry-over"})


FOR_ACCEPTANCE = frozenset({"supervision:accept", "supervision:end"})
"""What waits no more once a result is entered and waits for a second person."""


def to_confirm(place: Place, actor: Actor, known: Mapping[int, Loaded]) -> Iterator[ToDo]:
    """Yield the results that wait for a second person."""
    for row in waiting(place.id, (ACCEPTANCE,)):
        work = known.get(int(row.subject))
        if work is not None:
            to_do = of_staff(
                work, "acceptance", N_("第二人确认验收结论"), "acceptance_page", ACCEPTANCE.confirm
            )
            yield replace(to_do, never=never_second(actor, row), since=day_of(row.asked_at))


def lights(works: Sequence[Loaded], due: ReadingMonth) -> Iterator[ToDo]:
    """Yield whether lights of the newest month whose reading day has come are still to be read. The program reads them itself."""
    unread = [
        work
        for work in works
        if work.row.year == due.year
        and day_of(work.row.taken_at) <= month_end(due.year, due.month)
        and due.month not in work.lights
    ]
    if unread:
        yield ToDo(
            kind="supervision:lights",
            subject=f"{due.year}:{due.month}",
            room=ROOM,
            year=due.year,
            what=N_("生成 %(month)s 月份亮灯结果，还有 %(count)s 个项目没有"),
            values={"month": due.month, "count": len(unread)},
            endpoint="supervision.desk",
            args={"year": due.year},
            roles=STAFF,
            since=due.on,
        )


def by_id(works: Sequence[Loaded]) -> Mapping[int, Loaded]:
    """Return commitment id -> what is loaded of it."""
    return {work.row.id: work for work in works}
