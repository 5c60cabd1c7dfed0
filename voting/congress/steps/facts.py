"""What still stands before each step of a meeting, and who can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from voting.congress.attendance.facts import due, present
from voting.congress.ballot_rules.rules import BallotRules
from voting.congress.meeting.facts import sits
from voting.congress.meeting.models import Appointment, Meeting
from voting.congress.place.rules import Body, Post
from voting.congress.rule_set.facts import rule_set
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.people.rules import ROLE_NAMES, Place, Role

STAFF = ROLE_NAMES[Role.STAFF]
TELLERS_OF_PAPER = 2
"""So many count the paper of a place, each on his own, without seeing the other's figures."""
DOOR = N_("签到台")


@dataclass(frozen=True)
class Facts:
    """What the checks look at, read once. due, present, quorum: of the plenary meeting; sits: its quorum was declared.

    with_account: scrutineers who can hold a key; tellers: those who can enter a count of paper.
    """

    due: int
    present: int
    quorum: int
    sits: bool
    posts: dict[Post, int]
    with_account: int
    tellers: int
    rules: BallotRules | None


def facts_of(place: Place, meeting: Meeting) -> Facts:
    """Read what the checks need."""
    asked = (
        select(Appointment.post, func.count(), func.count(Appointment.account_id))
        .where(Appointment.meeting_id == meeting.id)
        .group_by(Appointment.post)
    )
    posts, signing, tellers = {}, 0, 0
    for post, size, accounts in db.session.execute(asked):
        posts[post] = size
        if post in {Post.CHIEF_SCRUTINEER, Post.SCRUTINEER}:
            signing += accounts
        else:
            tellers += accounts
    of_all, rules = due(meeting), rules_of(place, meeting)
    quorum = rules.quorum_of(of_all) if rules else of_all
    return Facts(of_all, present(meeting.id), quorum, sits(meeting), posts, signing, tellers, rules)


def rules_of(place: Place, meeting: Meeting) -> BallotRules | None:
    """Return the rules of the meeting's year, or None when what was set no longer holds together."""
    try:
        rules = rule_set(place, meeting.year)
    except RuleBroken:
        return None
    return rules.for_standing_committee() if meeting.body is Body.STANDING_COMMITTEE else rules


def before_hands(facts: Facts) -> list[Missing]:
    """Return what is missing before hands are counted: a plenary meeting that sits, with its quorum (组织法 art. 14)."""
    if not facts.sits:
        return [Missing(N_("全体会议还没有宣布符合法定人数，或者正在休会。"), N_("执行主席"))]
    return before_quorum(facts)


def before_method(facts: Facts) -> list[Missing]:
    """Return what is missing before the ballot method is adopted."""
    found = before_hands(facts)
    if facts.rules is None:
        found.append(Missing(N_("本年度的票决规则互相矛盾，须先改好。"), STAFF))
    return found


def before_scrutineers(facts: Facts) -> list[Missing]:
    """Return what is missing before the scrutineers and tellers are adopted."""
    found = before_hands(facts)
    if not facts.posts.get(Post.CHIEF_SCRUTINEER):
        found.append(Missing(N_("名单上还没有总监票人。"), STAFF))
    if not facts.posts.get(Post.CHIEF_TELLER) and not facts.posts.get(Post.TELLER):
        found.append(Missing(N_("名单上还没有计票人。"), STAFF))
    if facts.rules is not None and facts.with_account < facts.rules.key_holders:
        found.append(Missing(N_("有账号的监票人少于规则要求的持钥人数。"), STAFF))
    if facts.rules is not None and facts.rules.paper_allowed and facts.tellers < TELLERS_OF_PAPER:
        found.append(
            Missing(
                N_("规则可以使用纸质票，须有两名有账号的计票人各自点算；不用纸质票的，请先改规则。"), STAFF
            )
        )
    return found


def before_quorum(facts: Facts) -> list[Missing]:
    """Return what is missing before the quorum is confirmed (组织法 art. 14)."""
    if facts.due == 0:
        return [Missing(N_("还没有导入代表名册。"), STAFF)]
    if facts.present < facts.quorum:
        return [Missing(N_("在场人数不足法定人数，不能举行会议，也不能表决。"), DOOR)]
    return []


def missing_before(place: Place, meeting: Meeting, step: str) -> list[Missing]:
    """Return what stands before a step of this meeting, a rehearsal or not; an empty list means it can be taken."""
    checks = {
        "adopt_method": before_method,
        "adopt_scrutineers": before_scrutineers,
        "confirm_quorum": before_quorum,
        "defer": before_hands,
    }
    return checks[step](facts_of(place, meeting)) if step in checks else []
