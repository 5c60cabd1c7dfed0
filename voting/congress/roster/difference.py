"""What a roster would change in a term, and what has to be asked before it may. Pure; stores nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field, replace
from functools import cached_property

from voting.congress.roster.numbering import KnownDeputy
from voting.congress.roster.roster_row import RosterRow
from voting.congress.roster.rows import KnownTerm, Roster
from voting.core import normalise


@dataclass(frozen=True, kw_only=True)
class RosterState:
    """What an import may change of a deputy. delegation: its name; what a roster need not have is empty where unknown."""

    name: str
    delegation: str
    standing_committee: bool
    presidium: bool
    in_office: bool
    gender: str = ""
    ethnicity: str = ""
    post: str = ""
    phone: str = ""


def changes_of(had: RosterState, became: RosterState) -> dict[str, tuple[object, object]]:
    """Return what differs: field -> before and after."""
    before, after = asdict(had), asdict(became)
    return {key: (before[key], after[key]) for key in before if before[key] != after[key]}


@dataclass(frozen=True, kw_only=True)
class Seated:
    """A deputy as the term has him."""

    id: int
    number: str
    state: RosterState
    has_login: bool

    def bears(self, name: str) -> bool:
        """Tell whether this is his name, were it only written in another form of the same."""
        return normalise.name(self.state.name) == name


@dataclass(frozen=True)
class RosterStanding:
    """A term as it stands. over: it has ended, so that nobody is given a login any more."""

    deputies: tuple[Seated, ...]
    delegations: frozenset[str]
    over: bool = False

    @cached_property
    def known(self) -> KnownTerm:
        """Return it as the lines of a roster are read against it."""
        people = (KnownDeputy(one.number, one.state.name, one.state.delegation) for one in self.deputies)
        return KnownTerm(self.delegations, tuple(people))

    @cached_property
    def fingerprint(self) -> str:
        """Hex SHA-256 of all of it: another one, and what was shown no longer holds."""
        told = [sorted(astuple(one) for one in self.deputies), sorted(self.delegations), self.over]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class RosterEntry:
    """A deputy of the term who stands in the file. wanted: as the file has him; what it does not say stays."""

    line: RosterRow
    had: Seated
    wanted: RosterState

    @cached_property
    def renamed(self) -> bool:
        return not self.had.bears(self.line.name)

    @cached_property
    def changes(self) -> dict[str, tuple[object, object]]:
        """Return what changes beside name and office: field -> before and after."""
        found = changes_of(self.had.state, self.wanted)
        return {key: pair for key, pair in found.items() if key not in {"name", "in_office"}}


@dataclass(frozen=True, kw_only=True)
class RosterNamesake:
    """A line without a badge number, and the deputies of the term who bear its name: is he one of them?"""

    line: RosterRow
    maybe: tuple[Seated, ...]


@dataclass(frozen=True, kw_only=True)
class RosterDifference:
    """A roster against its term. A deputy may stand in several lists.

    back: out of office, and the file says he is in it; doubtful: out of office, and the file has him without saying;
    leaving: the file says he is out of office; renamed: his number bears another name; missing: in office and not in
    the file; asked: lines of whom only a person knows who they are; basis: fingerprint of the term that was compared.
    """

    new: tuple[RosterRow, ...]
    entries: tuple[RosterEntry, ...]
    missing: tuple[Seated, ...]
    asked: tuple[RosterNamesake, ...] = ()
    basis: str
    over: bool

    @cached_property
    def changed(self) -> tuple[RosterEntry, ...]:
        return tuple(one for one in self.entries if one.changes)

    @cached_property
    def renamed(self) -> tuple[RosterEntry, ...]:
        return tuple(one for one in self.entries if one.renamed)

    @cached_property
    def back(self) -> tuple[RosterEntry, ...]:
        return tuple(one for one in self._away if one.line.in_office)

    @cached_property
    def doubtful(self) -> tuple[RosterEntry, ...]:
        return tuple(one for one in self._away if one.line.in_office is None)

    @cached_property
    def _away(self) -> tuple[RosterEntry, ...]:
        return tuple(one for one in self.entries if not one.had.state.in_office)

    @cached_property
    def leaving(self) -> tuple[RosterEntry, ...]:
        return tuple(one for one in self.entries if one.had.state.in_office and one.line.in_office is False)

    @property
    def unchanged(self) -> int:
        """How many of the file's deputies stand in the term just as the file has them."""
        named = (*self.changed, *self.renamed, *self.back, *self.doubtful, *self.leaving)
        return len(self.entries) - len({one.had.id for one in named})

    @cached_property
    def without_login(self) -> tuple[RosterEntry, ...]:
        """Deputies in office who stand in the file and have no login yet."""
        return tuple(
            one for one in self.entries if one.wanted.in_office and not one.had.has_login and not self.over
        )

    @property
    def none(self) -> bool:
        """Tell whether there is nothing to take and nothing to ask."""
        named = (self.new, self.missing, self.asked, self.without_login)
        return not any(named) and self.unchanged == len(self.entries)


def difference(roster: Roster, term: RosterStanding) -> RosterDifference:
    """Compare a roster that was read with the term as it stands."""
    known = {normalise.code(one.number).lower(): one for one in term.deputies}
    new, entries, asked = [], [], []
    for line in roster.lines:
        if line.candidates:
            maybe = tuple(known[number.lower()] for number in line.candidates)
            asked.append(RosterNamesake(line=line, maybe=maybe))
            continue
        had = known.pop(line.number.lower(), None)
        if had is None:
            new.append(line)
        else:
            entries.append(RosterEntry(line=line, had=had, wanted=wanted(line, had)))
    may_be_here = {one.id for question in asked for one in question.maybe}
    return RosterDifference(
        new=tuple(new),
        entries=tuple(entries),
        missing=tuple(one for one in known.values() if one.state.in_office and one.id not in may_be_here),
        asked=tuple(asked),
        basis=term.fingerprint,
        over=term.over,
    )


def wanted(line: RosterRow, had: Seated) -> RosterState:
    """Return what the file wants of a deputy: columns that it does not have change nothing."""
    state = had.state
    return RosterState(
        name=state.name if had.bears(line.name) else line.name,
        delegation=state.delegation
        if normalise.label(state.delegation) == line.delegation
        else line.delegation,
        in_office=state.in_office if line.in_office is None else line.in_office,
        standing_committee=(line if "standing_committee" in line.says else state).standing_committee,
        presidium=(line if "presidium" in line.says else state).presidium,
        gender=(line if "gender" in line.says else state).gender,
        ethnicity=(line if "ethnicity" in line.says else state).ethnicity,
        post=(line if "post" in line.says else state).post,
        phone=(line if "phone" in line.says else state).phone,
    )


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a person decided about the questions. back, leave: deputies' ids; same: id -> is he the same person.

    who: the number that a line would get as somebody new -> the number of the deputy who he is.
    """

    back: frozenset[int] = frozenset()
    leave: frozenset[int] = frozenset()
    same: Mapping[int, bool] = field(default_factory=dict)
    who: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What an import will do. steps: deputies who change, with what they become; logins: numbers that get one."""

    basis: str
    new: tuple[RosterRow, ...]
    steps: tuple[tuple[Seated, RosterState], ...]
    logins: tuple[str, ...]
    delegations: tuple[str, ...]
    reason: str


def needs_reason(found: RosterDifference, choices: Choices) -> bool:
    """Tell whether a deputy who is not in the file leaves office, or a name is corrected."""
    return bool(choices.leave) or any(choices.same.get(one.had.id) for one in found.renamed)


def settled(found: RosterDifference, choices: Choices) -> RosterDifference:
    """Return the difference with every line in its place of which somebody said who it is."""
    new, entries = list(found.new), list(found.entries)
    for one in found.asked:
        had = next((had for had in one.maybe if had.number == choices.who.get(one.line.number)), None)
        if had is None:
            new.append(one.line)
        else:
            line = replace(one.line, number=had.number, name=normalise.name(had.state.name))
            entries.append(RosterEntry(line=line, had=had, wanted=wanted(line, had)))
    return replace(found, new=tuple(new), entries=tuple(entries), asked=())


def decide(found: RosterDifference, choices: Choices, delegations: tuple[str, ...]) -> ImportPlan:
    """Return what to do. A line whose number belongs to somebody else is left out whole.

    delegations: those to make. Only deputies whom the difference names are touched, whatever was chosen.
    """
    found = settled(found, choices)
    steps: dict[int, tuple[Seated, RosterState]] = {}
    doubtful = {one.had.id for one in found.doubtful}
    stays = [one for one in found.entries if not one.renamed or choices.same.get(one.had.id)]
    for entry in stays:
        state = entry.wanted
        if entry.had.id in doubtful & choices.back:
            state = replace(state, in_office=True)
        if state != entry.had.state:
            steps[entry.had.id] = entry.had, state
    for one in found.missing:
        if one.id in choices.leave:
            steps[one.id] = one, replace(one.state, in_office=False)
    in_office = [line.number for line in found.new if line.in_office is not False]
    seated = [(one.had, steps.get(one.had.id, (one.had, one.had.state))[1]) for one in stays]
    without = [had.number for had, state in seated if state.in_office and not had.has_login]
    used = {line.delegation for line in found.new} | {state.delegation for _had, state in steps.values()}
    return ImportPlan(
        basis=found.basis,
        new=found.new,
        steps=tuple(steps.values()),
        logins=() if found.over else (*in_office, *without),
        delegations=tuple(name for name in delegations if name in used),
        reason=choices.reason,
    )
