"""What still stands before each step of a meeting, and who can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from voting.congress.attendance.facts import members, present
from voting.congress.ballot_rules.rules import BallotRules
from voting.congress.meeting.models import Appointment, Meeting
from voting.congress.place.rules import Body, Post
from voting.congress.rule_set.facts import rule_set
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.people.rules import Place

STAFF = N_("会务工作人员")
DOOR = N_("签到台")


@dataclass(frozen=True)
class Facts:
    """What the checks look at, read once."""

    due: int
    present: int
    quorum: int
    posts: dict[Post, int]
    with_account: int
    rules: BallotRules | None


def facts_of(place: Place, meeting: Meeting) -> Facts:
    """Read what the checks need."""
    asked = (
        select(Appointment.post, func.count(), func.count(Appointment.account_id))
        .where(Appointment.meeting_id == meeting.id)
        .group_by(Appointment.post)
    )
    posts, signing = {}, 0
    for post, size, accounts in db.session.execute(asked):
        posts[post] = size
        if post in {Post.CHIEF_SCRUTINEER, Post.SCRUTINEER}:
            signing += accounts
    due = meeting.due if meeting.due is not None else len(members(meeting))
    rules = rules_of(place, meeting)
    quorum = rules.quorum_of(due) if rules else due
    return Facts(due, present(meeting.id), quorum, posts, signing, rules)


def rules_of(place: Place, meeting: Meeting) -> BallotRules | None:
    """Return the rules of the meeting's year, or None when what was set no longer holds together."""
    try:
        rules = rule_set(place, meeting.year)
    except RuleBroken:
        return None
    return rules.for_standing_committee() if meeting.body is Body.STANDING_COMMITTEE else rules


def before_method(facts: Facts) -> list[Missing]:
    """Return what is missing before the ballot method is adopted."""
    found = []
    if facts.due == 0:
        found.append(Missing(N_("还没有导入代表名册。"), STAFF))
    if facts.rules is None:
        found.append(Missing(N_("本年度的票决规则互相矛盾，须先改好。"), STAFF))
    return found


def before_scrutineers(facts: Facts) -> list[Missing]:
    """Return what is missing before the scrutineers and tellers are adopted."""
    found = []
    if not facts.posts.get(Post.CHIEF_SCRUTINEER):
        found.append(Missing(N_("名单上还没有总监票人。"), STAFF))
    if not facts.posts.get(Post.CHIEF_TELLER) and not facts.posts.get(Post.TELLER):
        found.append(Missing(N_("名单上还没有计票人。"), STAFF))
    if facts.rules is not None and facts.with_account < facts.rules.key_holders:
        found.append(Missing(N_("有账号的监票人少于规则要求的持钥人数。"), STAFF))
    return found


def before_quorum(facts: Facts) -> list[Missing]:
    """Return what is missing before the quorum is confirmed (组织法 art. 14)."""
    if facts.present < facts.quorum:
        return [Missing(N_("实到人数不足法定人数，不能举行会议。"), DOOR)]
    return []


def missing_before(place: Place, meeting: Meeting, step: str) -> list[Missing]:
    """Return what stands before a step of this meeting; an empty list means it can be taken.

    A rehearsal needs no quorum: it is held with whoever is there.
    """
    if meeting.rehearsal and step == "confirm_quorum":
        return []
    checks = {
        "adopt_method": before_method,
        "adopt_scrutineers": before_scrutineers,
        "confirm_quorum": before_quorum,
    }
    return checks[step](facts_of(place, meeting)) if step in checks else []
