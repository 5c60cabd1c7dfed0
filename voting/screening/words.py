"""Where suggestions come from and what they are about: tables of words that several subjects share. Pure."""

from __future__ import annotations

from enum import StrEnum

from voting.core.text import N_
from voting.people.rules import ROLE_NAMES, Role


class Source(StrEnum):
    """Who made a suggestion (docs/rules.md, "Suggestions")."""

    RESIDENT = "resident"
    DEPUTY = "deputy"
    STATION = "station"
    UNIT = "unit"
    TOWNSHIP = "township"
    ORGANISATION = "organisation"
    ROUTED = "routed"


class Channel(StrEnum):
    """How a suggestion came in (docs/rules.md, "Suggestions")."""

    ONLINE = "online"
    STATION = "station"
    LETTER = "letter"
    TELEPHONE = "telephone"
    HOTLINE = "hotline"
    VISIT = "visit"
    TRANSFER = "transfer"
    MOTION = "motion"


INVITED = frozenset(Channel) - {Channel.TRANSFER, Channel.MOTION}
"""The channels that a notice may name: what another level or office passes on, or deputies moved, is not invited."""
TYPED_IN = frozenset(Channel) - {Channel.ONLINE}
"""The channels of what an office types in: whoever fills in the form himself needs no clerk."""


class Field(StrEnum):
    """Fields of livelihood named by Xinzhou's rule (2023, art. 2), and one for the rest."""

    CHILDCARE = "childcare"
    EDUCATION = "education"
    WORK = "work"
    HEALTH = "health"
    ELDERLY = "elderly"
    HOUSING = "housing"
    SUPPORT = "support"
    TRANSPORT = "transport"
    ENVIRONMENT = "environment"
    OTHER = "other"


WORDS: dict[type[StrEnum], dict[str, str]] = {
    Source: {
        "resident": N_("群众"),
        "deputy": N_("人大代表"),
        "station": N_("代表联络站"),
        "unit": N_("政府部门"),
        "township": N_("乡镇、街道"),
        "organisation": N_("群团和其他组织"),
        "routed": N_("其他层级转来"),
    },
    Channel: {
        "online": N_("网上填写"),
        "station": N_("代表联络站接待"),
        "letter": N_("来信、邮件"),
        "telephone": N_("电话"),
        "hotline": N_("12345 热线"),
        "visit": N_("来访"),
        "transfer": N_("转办"),
        "motion": N_("代表议案、建议转化"),
    },
    Field: {
        "childcare": N_("幼有所育"),
        "education": N_("学有所教"),
        "work": N_("劳有所得"),
        "health": N_("病有所医"),
        "elderly": N_("老有所养"),
        "housing": N_("住有所居"),
        "support": N_("弱有所扶"),
        "transport": N_("行有所畅"),
        "environment": N_("环境整治"),
        "other": N_("其他民生"),
    },
}


def wording(choice: StrEnum) -> str:
    """Return the wording of a source, channel or field."""
    return WORDS[type(choice)][choice.value]


STAFF = ROLE_NAMES[Role.STAFF]
ROOM = N_("征集与筛选")
"""What the list of to-dos calls this room."""
