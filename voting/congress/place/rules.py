"""The law of places and units: states, tables, pure functions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from voting.core import normalise
from voting.core.errors import RuleBroken
from voting.core.text import N_
from voting.people.rules import Level, Role

T_co = TypeVar("T_co", covariant=True)


class Body(StrEnum):
    """Who meets."""

    CONGRESS = "congress"
    STANDING_COMMITTEE = "standing_committee"
    PRESIDIUM = "presidium"


class Post(StrEnum):
    """What somebody is appointed to for one meeting."""

    CHIEF_SCRUTINEER = "chief_scrutineer"
    SCRUTINEER = "scrutineer"
    CHIEF_TELLER = "chief_teller"
    TELLER = "teller"


ROLE_OF_POST: Mapping[Post, Role] = {
    Post.CHIEF_SCRUTINEER: Role.SCRUTINEER,
    Post.SCRUTINEER: Role.SCRUTINEER,
    Post.CHIEF_TELLER: Role.TELLER,
    Post.TELLER: Role.TELLER,
}


@dataclass(frozen=True)
class Cell(Generic[T_co]):
    """One cell of the table of levels and where it comes from."""

    value: T_co
    source: str


@dataclass(frozen=True, kw_only=True)
class LevelRules:
    """What differs between the levels (docs/rules.md, "Differences between the levels")."""

    has_standing_committee: Cell[bool]
    reviews_candidates: Cell[Body]
    decides_change: Cell[Body]
    proclaims_change: Cell[Body]
    change_reported_to_congress: Cell[bool]
    voters: Cell[Body]
    sessions_a_year: Cell[int]
    defaults: Mapping[str, int]

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Return the bodies that meet at this level."""
        if self.has_standing_committee.value:
            return tuple(Body)
        return (Body.CONGRESS, Body.PRESIDIUM)


_COUNTY_AND_ABOVE = N_("《地方组织法》第四十六条：县级以上设常务委员会")
_REVIEW = N_("浙江省各级人大常委会讨论决定重大事项的规定（2018）")
_DEPUTIES = N_("《地方组织法》第十一条第三项：代表大会决定重大事项和项目")
_SHAANXI = N_("参照陕西省票决制规定（2025）第十八条")
_DECIDES = N_("《地方组织法》第五十条；参照陕西省票决制规定（2025）第十八条")
_TOWN_DECIDES = N_("《地方组织法》第十二条；参照陕西省票决制规定（2025）第十八条")
_ONCE = N_("《地方组织法》第十四条：每年至少举行一次")

LEVELS: Mapping[Level, LevelRules] = {
    Level.CITY: LevelRules(
        has_standing_committee=Cell(value=True, source=_COUNTY_AND_ABOVE),
        reviews_candidates=Cell(Body.STANDING_COMMITTEE, _REVIEW),
        decides_change=Cell(Body.STANDING_COMMITTEE, _DECIDES),
        proclaims_change=Cell(Body.STANDING_COMMITTEE, _SHAANXI),
        change_reported_to_congress=Cell(value=True, source=_SHAANXI),
        voters=Cell(Body.CONGRESS, _DEPUTIES),
        sessions_a_year=Cell(1, _ONCE),
        defaults={"seats": 10},
    ),
    Level.COUNTY: LevelRules(
        has_standing_committee=Cell(value=True, source=_COUNTY_AND_ABOVE),
        reviews_candidates=Cell(Body.STANDING_COMMITTEE, _REVIEW),
        decides_change=Cell(Body.STANDING_COMMITTEE, _DECIDES),
        proclaims_change=Cell(Body.STANDING_COMMITTEE, _SHAANXI),
        change_reported_to_congress=Cell(value=True, source=_SHAANXI),
        voters=Cell(Body.CONGRESS, _DEPUTIES),
        sessions_a_year=Cell(1, _ONCE),
        defaults={"seats": 10},
    ),
    Level.TOWNSHIP: LevelRules(
        has_standing_committee=Cell(value=False, source=N_("《地方组织法》第十七至十九条：乡镇设主席团")),
        reviews_candidates=Cell(Body.PRESIDIUM, N_("乡镇没有常务委员会，由主席团审查")),
        decides_change=Cell(Body.CONGRESS, _TOWN_DECIDES),
        proclaims_change=Cell(Body.PRESIDIUM, _SHAANXI),
        change_reported_to_congress=Cell(value=False, source=N_("由代表大会自己决定，不必另行报告")),
        voters=Cell(Body.CONGRESS, N_("《地方组织法》第十二条第三项：乡镇人大决定建设计划和项目")),
        sessions_a_year=Cell(2, N_("《地方组织法》第十四条：乡镇一般每年举行两次")),
        defaults={"seats": 5, "key_holders": 3, "key_threshold": 2},
    ),
}

MOST_NAMES = 200


def clean_names(names: Sequence[str]) -> list[str]:
    """Return the names without blanks and repetitions, in their order; raise RuleBroken when unfit."""
    cleaned = list(dict.fromkeys(filter(None, map(normalise.label, names))))
    if not cleaned:
        raise RuleBroken("请至少填写一个名称。")
    if len(cleaned) > MOST_NAMES or any(len(name) > 60 for name in cleaned):  # noqa: PLR2004
        raise RuleBroken("名称过多或者过长，请核对。")
    return cleaned
