"""What stands before each step of the console. Reads every room; decides nothing that the rooms do not decide again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.card.actions import cards_left
from voting.ballot.ceremony.facts import scrutineers_of
from voting.ballot.ceremony.models import Ceremony
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.figures.facts import reading_of
from voting.ballot.figures.rules import BallotFigures
from voting.ballot.order.models import STANDING, Ballot, drawn_together, find_ballot
from voting.ballot.order.rules import DRAWING, BallotState
from voting.ballot.set_up.facts import missing_before_order, readiness
from voting.ballot.set_up.ordering import drafts_of
from voting.ballot.set_up.rules import SetUpReadiness, missing_before_open, missing_before_set_up
from voting.congress.meeting.facts import acts_of
from voting.congress.meeting.models import Meeting, MeetingAct
from voting.congress.meeting.rules import MeetingState
from voting.congress.steps.actions import Hands
from voting.congress.steps.facts import STAFF, missing_before, rules_of
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.hall.course.moment import Act
from voting.people.rules import Place
from voting.tally.next_ballot.facts import owing
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import ANNOUNCED, TallyState


@dataclass(frozen=True)
class Asked:
    """A step as it is asked for. ballot: UUID; note: the reason."""

    place: Place
    meeting: Meeting
    ballot: str | None = None
    note: str = ""
    hands: Hands | None = None

    def found(self) -> Ballot:
        """Return the ballot as it is now; raise NotFound when it is not one of this meeting."""
        row = find_ballot(self.ballot, self.place.id) if self.ballot is not None else None
        if row is None or row.meeting_id != self.meeting.id:
            raise NotFound("没有这次票决。")
        return row

    @property
    def uuid(self) -> str:
        """Return the ballot's UUID. Errors: as above."""
        return self.found().uuid

    @property
    def together(self) -> list[Ballot]:
        """Return the ballots that are drawn together with it, in the order of casting. Errors: as above."""
        return drawn_together(self.found())


def vote_title(place: Place, year: int) -> str:
    """Return what the year's ballot is called."""
    return f"{place.name}{year}年民生实事项目票决"


Check = Callable[[Asked], list[Missing]]


def nothing(_asked: Asked) -> list[Missing]:
    """Return that nothing is missing."""
    return []


def missing_of_meeting(step: str) -> Check:
    """Return the check before a step of the meeting's own life."""
    return lambda asked: missing_before(asked.place, asked.meeting, step)


def before_keys(asked: Asked) -> list[Missing]:
    """Return what is missing before the scrutineers make their key."""
    rules = rules_of(asked.place, asked.meeting)
    if rules is None:
        return [Missing(N_("本年度的票决规则互相矛盾，须先改好。"), STAFF)]
    if len(scrutineers_of(asked.meeting)) < rules.key_holders:
        return [Missing(N_("有账号的监票人少于规则要求的持钥人数。"), STAFF)]
    return []


def before_order(asked: Asked) -> list[Missing]:
    """Return what is missing before the ballot is printed."""
    return missing_before_order(asked.meeting)


def before_draw_together(asked: Asked) -> list[Missing]:
    """Return what forbids to hand several ballots out at once: fewer than two that are not set up."""
    drafts = drafts_of(asked.meeting.id)
    if len(drafts) < 2 or len({one.joint_draw or one.uuid for one in drafts}) == 1:  # noqa: PLR2004
        return [Missing(N_("还没有封闭票箱的票不足两张，不能合并领取。"), STAFF)]
    return []


def before_joint_change(asked: Asked) -> list[Missing]:
    """Return what forbids to change how ballots are drawn: a box that is closed."""
    if any(one.state is not BallotState.DRAFT for one in asked.together):
        return [Missing(N_("票箱已经封闭，领票的办法不能再改；可以先收回封闭票箱。"), STAFF)]
    return []


def before_set_up(asked: Asked) -> list[Missing]:
    """Return what is missing before the boxes of one draw are closed: a result is never taken from the screen before it is read out."""
    if any(run.is_undeclared for run in runs_of(asked.meeting)):
        return [Missing(N_("上一次票决的结果还没有在会场宣布。"), N_("执行主席"))]
    return of_each(missing_before_set_up, asked)


def before_open(asked: Asked) -> list[Missing]:
    """Return what is missing before voting begins in all that was drawn together."""
    return of_each(missing_before_open, asked)


def before_close(asked: Asked) -> list[Missing]:
    """Return what forbids to end voting: none of what was drawn together is voted on."""
    if all(one.state is not BallotState.OPEN for one in asked.together):
        return [Missing(N_("投票还没有开始，或者已经停止。"), STAFF)]
    return []


def of_each(missing: Callable[[SetUpReadiness], list[Missing]], asked: Asked) -> list[Missing]:
    """Return what any ballot of the draw lacks, each thing once."""
    return list(dict.fromkeys(one for row in asked.together for one in missing(readiness(row))))


def before_withdraw_scrutineers(asked: Asked) -> list[Missing]:
    """Return what forbids to reopen the list: a key that its scrutineers hold."""
    if ceremonies_of(asked.meeting.id):
        return [Missing(N_("监票人已经开始生成钥匙，须先在票决室放弃这次生成。"), STAFF)]
    return []


def before_withdraw_quorum(asked: Asked) -> list[Missing]:
    """Return what forbids to take the quorum back: a ballot that was opened on it, or a motion carried on it."""
    meeting = asked.meeting
    if meeting.plenary in carried_in(meeting, acts_of(meeting.id)).values():
        return [Missing(N_("先收回这次全体会议上通过的事项。"), STAFF)]
    begun = {BallotState.OPEN, BallotState.CLOSED}
    if any(one.state in begun and one.plenary == meeting.plenary for one in ballots_of(meeting.id)):
        return [Missing(N_("投票已经开始，法定人数不能再收回。"), STAFF)]
    return []


def before_end(asked: Asked) -> list[Missing]:
    """Return what stands before the meeting may end: a ballot not announced, one that must follow and is not ordered."""
    over = ANNOUNCED | {TallyState.VOID}
    for ballot in ballots_of(asked.meeting.id):
        if ballot.state is not BallotState.VOID and tally_state(ballot.uuid) not in over:
            return [Missing(N_("还有票决没有发布公告。"), N_("计票室"))]
    if any(owed.run.state is not TallyState.VOID for owed in owing(asked.meeting.id)):
        return [Missing(N_("再次票决或者另行票决还没有安排。"), N_("计票室"))]
    return []


def before_rest(asked: Asked) -> list[Missing]:
    """Return what forbids to rest or to convene again: a ballot that is drawn or voted on belongs to this sitting."""
    if any(ballot.state in DRAWING for ballot in ballots_of(asked.meeting.id)):
        return [Missing(N_("正在领票或者投票，停止投票、封存票箱以后才能休会。"), STAFF)]
    return []


def before_declare(asked: Asked) -> list[Missing]:
    """Return what forbids to declare a result: one that the presidium has not confirmed, or that was read out."""
    if not any(run.is_undeclared for run in runs_of(asked.meeting) if run.ballot_uuid == asked.uuid):
        return [Missing(N_("这次票决的结果还没有经主席团确认，或者已经在会场宣布。"), N_("计票室"))]
    return []


def before_defer(asked: Asked) -> list[Missing]:
    """Return what stands before the congress may leave a vote to its next session (组织法 art. 29)."""
    if not any(owed.run.ballot_uuid == asked.uuid for owed in owing(asked.meeting.id)):
        return [Missing(N_("没有需要留待下次会议的票决，或者已经决定。"), N_("计票室"))]
    return missing_before(asked.place, asked.meeting, "defer")


def before_take_back_deferral(asked: Asked) -> list[Missing]:
    """Return what forbids to take a deferral back: its proclamation, or the vote that was ordered after it."""
    if any(can_take_back(run) for run in runs_of(asked.meeting) if run.ballot_uuid == asked.uuid):
        return []
    return [Missing(N_("没有可以收回的决定，或者已经公告。"), N_("计票室"))]


def can_take_back(run: TallyRun) -> bool:
    """Tell whether the decision to leave a vote to the next session can be taken back."""
    return run.deferred is not None and not run.is_announced and run.next_uuid is None


def carried_in(meeting: Meeting, acts: Sequence[MeetingAct]) -> dict[Act, int]:
    """Return in which plenary meeting each motion that stands was carried. acts: the meeting's, in their order."""
    order = list(MeetingState)
    stands = {
        Act.METHOD: ("adopt_method", MeetingState.METHOD_ADOPTED),
        Act.SCRUTINEERS: ("adopt_scrutineers", MeetingState.SCRUTINEERS_ADOPTED),
    }
    found = {}
    for act, (step, state) in stands.items():
        carried = [one.plenary for one in acts if one.step == step and one.carried]
        if carried and order.index(meeting.state) >= order.index(state):
            found[act] = carried[-1]
    return found


def before_void(asked: Asked) -> list[Missing]:
    """Return what forbids to void a ballot at the console: a box that has been opened, whose figures are known.

    From then on the tally room voids, with the roles that it asks for, and never after the confirmation.
    """
    if asked.ballot is not None and tally_state(asked.uuid) not in {None, TallyState.SEALED}:
        return [Missing(N_("票箱已经打开，不能在主持台宣布无效；须在计票室办理。"), N_("计票室"))]
    return []


def figures_at(asked: Asked) -> list[BallotFigures]:
    """Return the figures of each ballot that is drawn with the one asked for: who has not drawn, what is not cast."""
    return [reading_of(asked.meeting, one).figures for one in asked.together]


def before_write_off(asked: Asked) -> list[Missing]:
    """Return what forbids to write token cards off: voting that goes on, or nothing left to write off."""
    ballot = find_ballot(asked.uuid)
    if ballot.state is not BallotState.CLOSED:
        return [Missing(N_("停止投票以后才能登记无法收回的票卡。"), STAFF)]
    if cards_left(ballot) < 1:
        return [Missing(N_("所有票卡都有着落，不用登记。"), STAFF)]
    return []


def ballots_of(meeting_id: int) -> list[Ballot]:
    """Return the ballots of a meeting, without set-ups that were withdrawn."""
    return list(db.session.scalars(select(Ballot).where(Ballot.meeting_id == meeting_id, STANDING)))


def ceremonies_of(meeting_id: int) -> list[Ceremony]:
    """Return the ceremonies of a meeting that have not failed, the newest first."""
    asked = select(Ceremony).where(Ceremony.meeting_id == meeting_id, Ceremony.state != CeremonyState.FAILED)
    return list(db.session.scalars(asked.order_by(Ceremony.id.desc())))


def runs_of(meeting: Meeting) -> list[TallyRun]:
    """Return the counts of a meeting."""
    asked = select(TallyRun).where(
        TallyRun.jurisdiction_id == meeting.jurisdiction_id, TallyRun.meeting_id == meeting.id
    )
    return list(db.session.scalars(asked))


def tally_state(uuid: str) -> TallyState | None:
    """Return how far the count of a ballot has come; None before the box is handed over."""
    return db.session.scalar(select(TallyRun.state).where(TallyRun.ballot_uuid == uuid))
