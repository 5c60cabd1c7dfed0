"""Kinds of notices, whom they concern, what they are about. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from voting.core.lifecycle import ByName
from voting.core.text import N_
from voting.people.rules import COLLECTING, SUPERVISORS, Role


class NoticeKind(ByName):
    """What a notice is about, as far as a person chooses how to be told."""

    ACCOUNT = "account"
    TO_ANSWER = "to_answer"
    MEETING = "meeting"
    RESULT = "result"
    CHANGE = "change"
    PROGRESS = "progress"
    SCREENING = "screening"


KINDS: dict[NoticeKind, str] = {
    NoticeKind.ACCOUNT: N_("账号安全"),
    NoticeKind.TO_ANSWER: N_("须办理、须答复的事项"),
    NoticeKind.MEETING: N_("会议安排"),
    NoticeKind.RESULT: N_("票决、测评结果"),
    NoticeKind.CHANGE: N_("项目调整"),
    NoticeKind.PROGRESS: N_("项目进度"),
    NoticeKind.SCREENING: N_("征集与筛选"),
}

SERVED = frozenset({NoticeKind.ACCOUNT, NoticeKind.TO_ANSWER})
"""What somebody must answer or could be harmed by not knowing: it cannot be switched off (docs/rules.md, "Notices")."""


class Whom(StrEnum):
    """Whom a line concerns. The one who did the deed is not told of it, but an account's owner always."""

    STAFF = "staff"
    COLLECTORS = "collectors"
    APPRAISERS = "appraisers"
    REVIEWERS = "reviewers"
    GROUP = "group"
    MEMBERS = "members"
    GOVERNMENT = "government"
    OVERSIGHT = "oversight"
    UNIT = "unit"
    DEPUTIES = "deputies"
    OWNER = "owner"
    SUCCESSOR = "successor"
    DEPUTY = "deputy"


HELD_BY: Mapping[Whom, frozenset[Role]] = {
    Whom.STAFF: frozenset({Role.STAFF}),
    Whom.COLLECTORS: COLLECTING,
    Whom.APPRAISERS: frozenset({Role.APPRAISER}),
    Whom.REVIEWERS: frozenset({Role.FINANCE_REVIEWER, Role.LEGAL_REVIEWER}),
    Whom.GROUP: SUPERVISORS,
    Whom.MEMBERS: frozenset({Role.DEPUTY}),
    Whom.GOVERNMENT: frozenset({Role.GOVERNMENT}),
    Whom.OVERSIGHT: frozenset({Role.OVERSIGHT}),
    Whom.UNIT: frozenset({Role.UNIT}),
    Whom.DEPUTIES: frozenset({Role.DEPUTY}),
    Whom.DEPUTY: frozenset({Role.DEPUTY}),
}
"""Whom a line concerns as one who holds any of these roles; the others are single accounts, whatever their roles."""


class About(StrEnum):
    """Of what a line speaks, by which key of its facts it is found, and which values its words then have."""

    NOTHING = "nothing"
    COMMITMENT = "commitment"
    COMMITMENTS = "commitments"
    CHANGE = "change"
    LETTER = "letter"
    MEETING = "meeting"
    BALLOT = "ballot"
    ACCOUNT = "account"
    SUCCESSOR = "successor"
    DEPUTY = "deputy"
    UNIT = "unit"


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is told of a line, and to whom.

    words: message id; its values are those of `PUBLIC`, so nothing of an unpublished text is told. page: the endpoint to go to,
    which everybody concerned may enter. only: facts that the line must have, else this telling is none.
    """

    whom: frozenset[Whom]
    kind: NoticeKind
    words: str
    page: str
    about: About = About.NOTHING
    only: Mapping[str, frozenset[Any]] = field(default_factory=dict)
    urgent: bool = False

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Tell whether a line with these facts is one that this speaks of."""
        return all(facts.get(key) in values for key, values in self.only.items())


PUBLIC = frozenset(
    {"project", "meeting", "ballot", "opens_on", "year", "month", "number", "closes_on", "seats"}
)
"""The values that words may have: names of voted projects, sessions and real ballots, days and numbers, all public."""
