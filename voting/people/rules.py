"""Roles, places and the person who acts, as plain values. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from voting.core.lifecycle import ByName
from voting.core.text import N_


class Level(ByName):
    """The three levels that have a congress (组织法 arts. 2, 9)."""

    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class Role(StrEnum):
    """What an account may be within its jurisdiction. The public has none."""

    PLATFORM_ADMIN = "platform_admin"
    STAFF = "staff"
    SECRETARIAT = "secretariat"
    CHAIR = "chair"
    SCRUTINEER = "scrutineer"
    TELLER = "teller"
    DEPUTY = "deputy"
    UNIT = "unit"
    SUPERVISION = "supervision"
    OVERSIGHT = "oversight"
    AUDITOR = "auditor"
    GOVERNMENT = "government"
    APPRAISER = "appraiser"
    FINANCE_REVIEWER = "finance_reviewer"
    LEGAL_REVIEWER = "legal_reviewer"
    STATION = "station"
    GROUP_LEADER = "group_leader"
    COMMITTEE = "committee"


OFFICE = frozenset({Role.STAFF, Role.SECRETARIAT})
"""Who runs a congress's own affairs: its staff, and during a meeting its secretariat."""

LEAD = OFFICE | {Role.CHAIR}
"""Who leads a meeting and its votes."""

COLLECTING = frozenset({Role.STAFF, Role.GOVERNMENT})
"""Who collects, merges and writes up: the government, whose matter it is, and the congress office that does it with or for it."""

JUDGING = frozenset({Role.APPRAISER, Role.FINANCE_REVIEWER, Role.LEGAL_REVIEWER})
"""Who appraises a project before it becomes a candidate: what they read is what they judge."""

SUPERVISORS = frozenset({Role.SUPERVISION, Role.GROUP_LEADER})
"""The deputies' supervision group, its members and its leader."""

FOLLOWING = frozenset({Role.STAFF, Role.GOVERNMENT, Role.COMMITTEE}) | SUPERVISORS
"""Who reads how the voted projects are carried out, with what is not public yet: the congress, and the government that reports."""

WEIGHING = COLLECTING | JUDGING | {Role.COMMITTEE, Role.OVERSIGHT}
"""Who reads dossiers and scores while the list is being made."""

READING = WEIGHING | LEAD | {Role.DEPUTY}
"""Who reads beside a candidate what its reviewers wrote: who weighed it, who leads the meeting, and the deputies, who vote on it."""

FROM_ABOVE = frozenset({Role.OVERSIGHT, Role.AUDITOR, Role.PLATFORM_ADMIN})
"""Roles that hold in every jurisdiction under their own: a city's oversight reads all below it, its administrator opens
the accounts there. A congress's own staff neither gives them nor touches who holds one."""

NEEDS_SECOND_FACTOR = frozenset({Role.PLATFORM_ADMIN, Role.STAFF, Role.SECRETARIAT, Role.OVERSIGHT})
"""Roles for which a second factor is offered and, where a jurisdiction asks for it, demanded."""


ROLE_NAMES: dict[Role, str] = {
    Role.PLATFORM_ADMIN: N_("平台管理员"),
    Role.STAFF: N_("人大工作人员"),
    Role.SECRETARIAT: N_("大会秘书处"),
    Role.CHAIR: N_("执行主席"),
    Role.SCRUTINEER: N_("监票人"),
    Role.TELLER: N_("计票人"),
    Role.DEPUTY: N_("人大代表"),
    Role.UNIT: N_("责任单位"),
    Role.SUPERVISION: N_("代表监督小组"),
    Role.OVERSIGHT: N_("上级监督"),
    Role.AUDITOR: N_("审计"),
    Role.GOVERNMENT: N_("政府办公室"),
    Role.APPRAISER: N_("论证评审人员"),
    Role.FINANCE_REVIEWER: N_("财政审核人员"),
    Role.LEGAL_REVIEWER: N_("合法性审查人员"),
    Role.STATION: N_("代表联络站"),
    Role.GROUP_LEADER: N_("代表监督小组组长"),
    Role.COMMITTEE: N_("常委会组成人员"),
}
OF_A_MEETING = frozenset({Role.SCRUTINEER, Role.TELLER})
"""Roles that a meeting gives to a person by a show of hands (选举法 art. 43, by analogy): they do not go over with a post."""

PRESIDIUM_MEMBER = N_("主席团成员")
"""What a township has instead of a standing committee (组织法 arts. 18, 19, 46)."""

SECOND_PERSONS = LEAD | OF_A_MEETING
"""Who is asked to confirm what another has asked for: a step of the sitting, a PIN made anew, a count of paper, a void paper."""

HAS_PLACES_BELOW = frozenset({Level.CITY, Level.COUNTY})
REACHING_DOWN = frozenset({Role.PLATFORM_ADMIN, Role.OVERSIGHT})
"""Roles of the level above: given only where there is a level below."""


def role_name(role: Role, level: Level) -> str:
    """Return what a role is called at a level (a message id)."""
    return PRESIDIUM_MEMBER if role is Role.COMMITTEE and level is Level.TOWNSHIP else ROLE_NAMES[role]


def role_names(roles: Collection[Role], level: Level) -> tuple[str, ...]:
    """Return what these roles are called at a level (message ids), in the order of the table."""
    return tuple(role_name(role, level) for role in Role if role in roles)


def given_at(role: Role, level: Level) -> bool:
    """Tell whether a role is given to accounts of this level. Deputies come from the roster alone."""
    if role is Role.DEPUTY:
        return False
    return role not in REACHING_DOWN or level in HAS_PLACES_BELOW


@dataclass(frozen=True)
class Place:
    """A jurisdiction as others need it. path: ids from the root down to itself."""

    id: int
    code: str
    name: str
    level: Level
    path: tuple[int, ...]


@dataclass(frozen=True)
class Actor:
    """The person on whose behalf an action runs. roles: those held in jurisdiction_id; station: of whose account it is.

    from_home: a deputy who signed in from home: he does what he may between votes, and draws no ballot.
    """

    account_id: int | None
    jurisdiction_id: int
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    deputy_id: int | None = None
    unit_id: int | None = None
    station: str = ""
    from_home: bool = False

    @property
    def in_the_hall(self) -> bool:
        """Tell whether it is a deputy by the six digits of the hall, which open its pages alone."""
        return self.deputy_id is not None and not self.from_home

    def may_give(self, roles: frozenset[Role]) -> bool:
        """Tell whether the person may open an account with these roles, or reset or close one that holds them."""
        return Role.PLATFORM_ADMIN in self.roles or not roles & FROM_ABOVE

    def roles_in(self, place: Place) -> frozenset[Role]:
        """Return the roles the person holds at `place`: all at home, those that reach down below."""
        if place.id == self.jurisdiction_id:
            return self.roles
        if self.jurisdiction_id in place.path:
            return self.roles & FROM_ABOVE
        return frozenset()
