"""Who may have the public record of a count."""

from __future__ import annotations

from voting.core.errors import NotAllowed, WrongMoment
from voting.people.rules import Actor
from voting.tally.run.disclosure import sees_votes
from voting.tally.run.models import find_run


def expect_reader(actor: Actor | None, uuid: str) -> None:
    """Raise unless this reader may have the bundle now.

    Errors: NotFound; WrongMoment before the announcement; NotAllowed for the public, where the rules keep the counts
    to the session record, and of a rehearsal.
    """
    run = find_run(uuid, None)
    if not run.is_announced:
        raise WrongMoment("计票结果还没有公告。")
    if not sees_votes(run, actor):
        raise NotAllowed(
            "按本次票决规则，得票数不向社会公布；核验包只提供给代表、监票人和审计人员。票箱校验码：%(digest)s",
            digest=run.digest,
        )
