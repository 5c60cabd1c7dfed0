"""Roles, places and the person who acts, as plain values. Pure."""

from __future__ import annotations

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


OFFICE = frozenset({Role.STAFF, Role.SECRETARIAT})
"""Who runs a congress's own affairs: its staff, and during a meeting its secretariat."""

LEAD = OFFICE | {Role.CHAIR}
"""Who leads a meeting and its votes."""

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
}


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
    """The person on whose behalf an action runs. roles: those held in jurisdiction_id."""

    account_id: int | None
    jurisdiction_id: int
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    deputy_id: int | None = None
    unit_id: int | None = None

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
