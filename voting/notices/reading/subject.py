"""Of what a line of the journal speaks: its public name, whose it is, and what its address takes. Asks each room's own reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voting.ballot.order.queries import ballot_of
from voting.congress.meeting.facts import meeting_of
from voting.congress.place.rules import Body
from voting.congress.term.facts import account_of
from voting.core.errors import NotFound
from voting.notices.event.rules import PUBLIC, About
from voting.people.rules import Place
from voting.supervision.commitment.queries import named_commitments
from voting.supervision.pages.about.queries import commitment_about

Facts = Mapping[str, Any]
ARGUMENTS = {
    "commitment": "commitment_id",
    "finding": "finding_id",
    "letter": "letter_id",
    "change": "change_id",
    "activity": "activity_id",
    "opinion": "opinion_id",
    "remark": "remark_id",
    "ballot": "uuid",
}
"""A line's fact -> what addresses call it."""


@dataclass(frozen=True)
class Subject:
    """told: values of the words; units: whose work it is; account_id: whose account; arguments: of its address."""

    told: Mapping[str, Any] = field(default_factory=dict)
    units: frozenset[int] = frozenset()
    account_id: int | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)


def _commitments(place: Place, ids: list[int]) -> Subject | None:
    found = named_commitments(place.id, ids)
    units = frozenset(one.unit_id for one in found if one.unit_id is not None)
    if not found:
        return None
    return Subject({"project": found[0].title}, units, None, {"commitment_id": found[0].id})


def _commitment(place: Place, facts: Facts) -> Subject | None:
    return _commitments(place, [facts["commitment"]])


def _change(place: Place, facts: Facts) -> Subject | None:
    return _about(place, "change", facts)


def _letter(place: Place, facts: Facts) -> Subject | None:
    return _about(place, "letter", facts)


def _about(place: Place, what: str, facts: Facts) -> Subject | None:
    found = commitment_about(place.id, what, facts[what])
    return None if found is None else _commitments(place, [found])


def _meeting(place: Place, facts: Facts) -> Subject | None:
    """Return a session of the congress; deputies at large have no part in others, nobody in a rehearsal."""
    try:
        row = meeting_of(place.id, facts["meeting"])
    except NotFound:
        return None
    if row.rehearsal or row.body is not Body.CONGRESS:
        return None
    return Subject({"meeting": row.title, "opens_on": row.opens_on.isoformat()})


def _ballot(place: Place, facts: Facts) -> Subject | None:
    row = ballot_of(place.id, facts["ballot"])
    return None if row is None else Subject({"ballot": row.title})


def _deputy(place: Place, facts: Facts) -> Subject | None:
    return Subject(account_id=account_of(place.code, facts["deputy"]))


READ: Mapping[About, Callable[[Place, Facts], Subject | None]] = {
    About.NOTHING: lambda _place, _facts: Subject(),
    About.COMMITMENT: _commitment,
    About.COMMITMENTS: lambda place, facts: _commitments(place, facts["commitments"]),
    About.CHANGE: _change,
    About.LETTER: _letter,
    About.MEETING: _meeting,
    About.BALLOT: _ballot,
    About.ACCOUNT: lambda _place, facts: Subject(account_id=facts["account"]),
    About.SUCCESSOR: lambda _place, facts: Subject(account_id=facts["to"]),
    About.DEPUTY: _deputy,
    About.UNIT: lambda _place, facts: Subject(units=frozenset({facts["unit"]})),
}


def subject_of(about: About, place: Place, facts: Facts) -> Subject | None:
    """Return of what a line speaks; None where it is no more, or only rehearsed."""
    found = READ[about](place, facts)
    if found is None:
        return None
    plain = {key: facts[key] for key in PUBLIC & facts.keys()}
    arguments = {name: facts[key] for key, name in ARGUMENTS.items() if key in facts}
    return Subject(
        {**plain, **found.told},
        found.units,
        found.account_id,
        {"code": place.code, **arguments, **found.arguments},
    )
