"""What the pages of followers show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from voting.core.clock import today
from voting.core.errors import NotFound
from voting.core.text import N_
from voting.notices.follow.facts import follow_by
from voting.notices.follow.rules import FollowState, Topic
from voting.notices.wish.rules import Pace
from voting.people.rules import Place
from voting.screening.handover import suggestion_numbered
from voting.screening.shortlist.facts import frozen_candidate
from voting.supervision.commitment.queries import is_chosen

ABOUT: Mapping[Topic, str] = {
    Topic.SUGGESTION: N_("建议 %(name)s"),
    Topic.PROJECT: N_("“%(name)s”"),
    Topic.YEAR: N_("%(name)s 年的民生实事"),
}
"""What messages and pages call that which is followed."""
HEARS: Mapping[Topic, str] = {
    Topic.SUGGESTION: N_(
        "归并、答复、是否列为候选、票决结果、实施计划、完成的时间节点、完成情况，以及一年以后的回访。"
    ),
    Topic.PROJECT: N_("票决结果、实施计划、完成的时间节点、调整、完成情况，以及一年以后的回访。"),
    Topic.YEAR: N_("征集开始和延长、正式候选项目、票决和测评结果。"),
}
EARLIEST = 2000
MISSING = N_("没有这一项，或者它还没有公布。")


@dataclass(frozen=True)
class Followed:
    """A thing that may be followed. name: number, title or year; endpoint, args: where it stands."""

    topic: Topic
    subject_id: int
    name: str
    endpoint: str
    args: Mapping[str, Any]

    @property
    def about(self) -> str:
        """Return what it is called, as a message id whose value is `name`."""
        return ABOUT[self.topic]

    @property
    def hears(self) -> str:
        """Return, as a message id, what is told of it."""
        return HEARS[self.topic]


@dataclass(frozen=True)
class FollowPage:
    """The form. sends: this server sends mail; sms: the place sends text messages."""

    place: Place
    followed: Followed
    sends: bool
    sms: bool


@dataclass(frozen=True)
class LinkPage:
    """What the link of a message leads to. about: message id, its value is name; path: where the thing stands; pace: how soon he hears."""

    about: str
    name: str
    path: str
    state: FollowState
    token: str
    pace: Pace


def follow_page(place: Place, topic: str, subject: str, *, sends: bool, sms: bool) -> FollowPage:
    """Return the form for a thing of this place. Errors: NotFound for what there is not, or is not public."""
    if topic not in set(Topic):
        raise NotFound(MISSING)
    return FollowPage(place, _THINGS[Topic(topic)](place, subject), sends, sms)


def link_page(token: str, secret_key: str) -> LinkPage:
    """Return what a link is for. Errors: NotFound."""
    row = follow_by(token, secret_key)
    return LinkPage(ABOUT[row.topic], row.name, row.path, row.state, token, row.pace)


def _suggestion(place: Place, subject: str) -> Followed:
    found = suggestion_numbered(place.id, subject)
    if found is None:
        raise NotFound("没有这个编号。")
    return Followed(
        Topic.SUGGESTION,
        found.id,
        found.number,
        "screening.track",
        {"code": place.code, "number": found.number},
    )


def _project(place: Place, subject: str) -> Followed:
    number = _number(subject)
    found = frozen_candidate(place.id, number)
    if found is None or not (found.decided or is_chosen(place.id, number)):
        raise NotFound(MISSING)
    args = {"code": place.code, "project_id": number}
    return Followed(Topic.PROJECT, number, found.title, "portal.project", args)


def _year(place: Place, subject: str) -> Followed:
    year = _number(subject)
    if not EARLIEST <= year <= today().year + 1:
        raise NotFound(MISSING)
    return Followed(Topic.YEAR, year, str(year), "portal.year", {"code": place.code, "year": year})


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
        raise NotFound(MISSING)
    return int(text)


_THINGS: Mapping[Topic, Callable[[Place, str], Followed]] = {
    Topic.SUGGESTION: _suggestion,
    Topic.PROJECT: _project,
    Topic.YEAR: _year,
}
