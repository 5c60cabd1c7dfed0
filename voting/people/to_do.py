"""One thing that waits for somebody, as every room says it and the list of to-dos gathers it. Pure; nothing is stored of it.

A to-do is read from the lifecycles each time: it is gone when the deed is done, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from voting.core.clock import today
from voting.people.rules import Actor, Role


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """Something that waits. what: a message id with `values`; of: the title of what it is about, as somebody wrote it.

    kind, subject: name it for good, the same to-do every time it is read. room: the message id it is grouped under.
    endpoint, args: where it is done, within the place; none where no page does it. roles: who may do it there; unit_id: only people of this unit;
    only: only these accounts; never: not these, whatever their role (who asked is not the second person).
    whom: the name of the unit or person, where the role alone does not say. since: None where nothing keeps it;
    due_on: None where no rule sets a limit.
    """

    kind: str
    subject: str
    room: str
    year: int
    what: str
    endpoint: str
    roles: frozenset[Role]
    values: Mapping[str, object] = field(default_factory=dict)
    args: Mapping[str, str | int] = field(default_factory=dict)
    of: str = ""
    unit_id: int | None = None
    only: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()
    whom: str = ""
    since: date | None = None
    due_on: date | None = None

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < today()

    @property
    def urgency(self) -> tuple[bool, date, date, int, str]:
        """Return what it is sorted by: overdue first, then by limit, then by how long it has waited."""
        due_on, since = self.due_on or date.max, self.since or date.max
        return (not self.is_overdue, due_on, since, self.year, f"{self.kind}:{self.subject}")

    def is_for(self, actor: Actor) -> bool:
        """Tell whether it waits for this person."""
        return (
            bool(actor.roles & self.roles)
            and self.unit_id in {None, actor.unit_id}
            and (not self.only or actor.account_id in self.only)
            and actor.account_id not in self.never
        )
