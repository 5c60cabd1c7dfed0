"""The law of congresses: levels, bodies, posts and the life of a meeting. Pure.

The rules of a ballot stand in rules_ballot, rules_table, rules_choices and rules_lines, which know no
level and no person; here they are put together with the level and offered under one name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from voting.congress.rules_ballot import BallotRules, build, from_document
from voting.congress.rules_choices import (
    Base,
    BlankPaper,
    EvaluationBase,
    Kind,
    Line,
    OverSelection,
    QuorumBase,
    ShortfallRule,
    TieRule,
    VoterBody,
)
from voting.congress.rules_lines import majority_of_all, needed, quorum
from voting.congress.rules_table import RULES, RuleDefinition
from voting.core.lifecycle import Lifecycle
from voting.core.text import N_
from voting.people.rules import Level, Role

__all__ = [
    "LEVELS",
    "MEETING",
    "ROLE_OF_POST",
    "RULES",
    "STEPS_BACK",
    "BallotRules",
    "Base",
    "BlankPaper",
    "Body",
    "Cell",
    "EvaluationBase",
    "Kind",
    "Level",
    "LevelRules",
    "Line",
    "MeetingState",
    "OverSelection",
    "Post",
    "QuorumBase",
    "RuleDefinition",
    "ShortfallRule",
    "TieRule",
    "VoterBody",
    "ballot_rules",
    "from_document",
    "majority_of_all",
    "needed",
    "quorum",
]

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
"""The role that goes with a post. The role alone is not enough where a meeting's scrutineer or teller acts."""


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
_ONCE = N_("《地方组织法》第十四条：每年至少举行一次")

LEVELS: Mapping[Level, LevelRules] = {
    Level.CITY: LevelRules(
        has_standing_committee=Cell(value=True, source=_COUNTY_AND_ABOVE),
        reviews_candidates=Cell(Body.STANDING_COMMITTEE, _REVIEW),
        decides_change=Cell(Body.STANDING_COMMITTEE, N_("《地方组织法》第五十条；参照陕西省规定第十八条")),
        proclaims_change=Cell(Body.STANDING_COMMITTEE, N_("参照陕西省票决制规定（2025）第十八条")),
        change_reported_to_congress=Cell(value=True, source=N_("参照陕西省票决制规定（2025）第十八条")),
        voters=Cell(Body.CONGRESS, _DEPUTIES),
        sessions_a_year=Cell(1, _ONCE),
        defaults={"seats": 10},
    ),
    Level.COUNTY: LevelRules(
        has_standing_committee=Cell(value=True, source=_COUNTY_AND_ABOVE),
        reviews_candidates=Cell(Body.STANDING_COMMITTEE, _REVIEW),
        decides_change=Cell(Body.STANDING_COMMITTEE, N_("陕西省票决制规定（2025）第十八条")),
        proclaims_change=Cell(Body.STANDING_COMMITTEE, N_("陕西省票决制规定（2025）第十八条")),
        change_reported_to_congress=Cell(value=True, source=N_("陕西省票决制规定（2025）第十八条")),
        voters=Cell(Body.CONGRESS, _DEPUTIES),
        sessions_a_year=Cell(1, _ONCE),
        defaults={"seats": 10},
    ),
    Level.TOWNSHIP: LevelRules(
        has_standing_committee=Cell(value=False, source=N_("《地方组织法》第十七至十九条：乡镇设主席团")),
        reviews_candidates=Cell(Body.PRESIDIUM, N_("乡镇没有常务委员会，由主席团审查")),
        decides_change=Cell(Body.CONGRESS, N_("陕西省票决制规定（2025）第十八条")),
        proclaims_change=Cell(Body.PRESIDIUM, N_("陕西省票决制规定（2025）第十八条")),
        change_reported_to_congress=Cell(value=False, source=N_("由代表大会自己决定，不必另行报告")),
        voters=Cell(Body.CONGRESS, N_("《地方组织法》第十二条第三项：乡镇人大决定建设计划和项目")),
        sessions_a_year=Cell(2, N_("《地方组织法》第十四条：乡镇一般每年举行两次")),
        defaults={"seats": 5, "key_holders": 3, "key_threshold": 2},
    ),
}


def ballot_rules(level: Level, year: int, values: Mapping[str, object]) -> BallotRules:
    """Return the rules of a year at a level, typed.

    values: key -> value, as set by the jurisdiction; what is not set takes the level's default, then the
    general one. Errors: RuleBroken for an unknown rule or a value that the rule does not know.
    """
    return build(year, values, LEVELS[level].defaults)


class MeetingState(StrEnum):
    """How far a meeting has come. What its ballots do stands in their own lifecycles."""

    DRAFT = "draft"
    METHOD_ADOPTED = "method_adopted"
    SCRUTINEERS_ADOPTED = "scrutineers_adopted"
    QUORUM_CONFIRMED = "quorum_confirmed"
    CLOSED = "closed"
    ARCHIVED = "archived"


MEETING: Lifecycle[MeetingState] = Lifecycle(
    start=MeetingState.DRAFT,
    steps={
        (MeetingState.DRAFT, "adopt_method"): MeetingState.METHOD_ADOPTED,
        (MeetingState.METHOD_ADOPTED, "adopt_scrutineers"): MeetingState.SCRUTINEERS_ADOPTED,
        (MeetingState.SCRUTINEERS_ADOPTED, "confirm_quorum"): MeetingState.QUORUM_CONFIRMED,
        (MeetingState.QUORUM_CONFIRMED, "close"): MeetingState.CLOSED,
        (MeetingState.CLOSED, "archive"): MeetingState.ARCHIVED,
        (MeetingState.METHOD_ADOPTED, "withdraw_method"): MeetingState.DRAFT,
        (MeetingState.SCRUTINEERS_ADOPTED, "withdraw_scrutineers"): MeetingState.METHOD_ADOPTED,
        (MeetingState.QUORUM_CONFIRMED, "withdraw_quorum"): MeetingState.SCRUTINEERS_ADOPTED,
        (MeetingState.CLOSED, "reopen"): MeetingState.QUORUM_CONFIRMED,
    },
)

STEPS_BACK = frozenset({"withdraw_method", "withdraw_scrutineers", "withdraw_quorum", "reopen"})
"""Steps that take back a mistaken one; each needs a reason. `archive` cannot be taken back."""


def list_open(state: MeetingState) -> bool:
    """Tell whether the list of scrutineers is still to be adopted: posts, title and date of the meeting may change."""
    return MEETING.may(state, "adopt_method") or MEETING.may(state, "adopt_scrutineers")
