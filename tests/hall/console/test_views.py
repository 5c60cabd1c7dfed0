"""The console: steps in their order, conditions enforced, two persons for what cannot be undone."""

from __future__ import annotations

import io

import docx
import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from tests.ballot.factories import Hall, hall, opened, ready
from tests.factories import account, sign_in
from tests.hall.factories import Console, console, console_of
from tests.queries_counted import counted
from tests.tally.factories_count import Counting, confirmed, taken_over
from tests.tally.factories_count import counted as counted_ballot
from voting.audit.models import Entry
from voting.ballot.order.models import Ballot, find_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.paper.actions import hand_out_paper
from voting.ballot.sealed import keys
from voting.belenios.fingerprint import grouped
from voting.confirmation.models import Confirmation
from voting.confirmation.rules import ConfirmationState
from voting.congress.attendance.models import Attendance
from voting.congress.meeting.facts import meeting_of, plenary_of
from voting.congress.meeting.models import MeetingAct
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.demonstration import count, vote
from voting.hall.course import facts as course_facts
from voting.people.models import Account
from voting.people.rules import Place, Role
from voting.tally.next_ballot import actions as next_ballot_actions
from voting.tally.run.models import TallyRun, find_run

HANDS = {"approve": "4", "oppose": "0", "abstain": "0"}


def session(app: Flask, at: Place, people: int = 3) -> tuple[Hall, Console]:
    """A meeting in session with keys, seen from the console."""
    made = hall(at, people)
    return made, seen_of(app, made)


def seen_of(app: Flask, made: Hall) -> Console:
    """The console of a hall on two devices."""
    return console_of(app, made.place, made.meeting_id, made.rows)


TIED = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))


def test_a_tie_must_be_voted_on_before_the_meeting_ends_and_the_console_says_so(
    app: Flask, city: Place
) -> None:
    found = confirmed(city, votes=TIED)
    seen = seen_of(app, found.hall)
    assert "在会场宣布结果" in seen.page()
    assert seen.step("declare", ballot=found.uuid) == 303
    assert "得票相等：再次票决" in seen.page()
    assert f"/j/140900/tally/{found.uuid}" in seen.page()
    assert seen.step("close") == 409
    assert "还有票决没有发布公告" in seen.first.post(f"{seen.url}/steps/close").text
    with transaction():
        next_ballot_actions.order_next(found.secretary, found.uuid)
    assert "得票相等：再次票决" not in seen.page()
    assert "还没有安排" not in seen.first.post(f"{seen.url}/steps/close").text


def test_a_second_vote_that_is_declared_void_is_ordered_again(app: Flask, city: Place) -> None:
    found = confirmed(city, votes=TIED)
    seen = seen_of(app, found.hall)
    assert seen.step("declare", ballot=found.uuid) == 303
    with transaction():
        second = next_ballot_actions.order_next(found.secretary, found.uuid)
    page = seen.page()
    assert "宣布票决无效：" in page  # of the second vote, which is not even prepared
    assert seen.ask("void", ballot=second, note="印错了") == 303
    assert seen.second.post(seen.request_url(request_id(), "confirm")).status_code == 303
    assert state_of(second) is BallotState.VOID
    assert "得票相等：再次票决" in seen.page()
    with transaction():
        third = next_ballot_actions.order_next(found.secretary, found.uuid)
    assert third != second
    assert find_run(found.uuid, city.id).next_uuid == third


def test_after_a_void_vote_the_console_leads_to_the_count_or_to_the_end(app: Flask, city: Place) -> None:
    found = announced_void(city)
    seen = seen_of(app, found.hall)
    page = seen.page()
    assert "票决无效：重新票决" in page
    assert f"/j/140900/tally/{found.uuid}" in page
    assert 'action="/j/140900/hall/meetings/1/steps/close"' in page
    assert seen.step("close") == 303


def announced_void(at: Place) -> Counting:
    """A count that was declared void as a whole."""
    found = counted_ballot(at)
    count.step(found.uuid, "void", found.secretary, found.chair, {"reason": "主席团决定"})
    return found


def test_a_stale_page_is_answered_with_the_console_as_it_stands(app: Flask, city: Place) -> None:
    made = console(app, city)
    assert made.step("confirm_quorum") == 303
    assert made.step("adopt_method", approve="4", oppose="0", abstain="0") == 303
    late = made.second.post(f"{made.url}/steps/adopt_method", data=HANDS)
    assert late.status_code == 409
    assert "可能另一人刚刚办过" in late.text
    assert "表决监票人、计票人名单" in late.text
    assert "method_adopted" not in late.text


def request_id() -> int:
    db.session.rollback()
    return db.session.scalars(select(Confirmation.number).order_by(Confirmation.number.desc())).first() or 0


def state_of(uuid: str) -> BallotState:
    db.session.rollback()
    return db.session.get_one(Ballot, uuid).state


def test_a_meeting_is_led_step_by_step_to_its_quorum(app: Flask, city: Place) -> None:
    made = console(app, city)
    assert "宣布出席人数符合法定人数，开会" in made.page()
    assert made.step("confirm_quorum") == 303
    plenary = plenary_of(made.meeting)
    assert (plenary.number, plenary.state, plenary.due, plenary.present) == (1, PlenaryState.SITTING, 4, 4)
    assert "表决票决办法" in made.page()
    assert made.step("adopt_method", **HANDS) == 303
    assert made.step("adopt_scrutineers", **HANDS) == 303
    assert "请监票人生成钥匙" in made.page()
    assert made.step("begin_keys") == 303
    assert made.meeting.state is MeetingState.SCRUTINEERS_ADOPTED
    hands = db.session.execute(select(MeetingAct.step, MeetingAct.approve, MeetingAct.carried)).all()
    assert [tuple(row) for row in hands][1:] == [
        ("adopt_method", 4, True),
        ("adopt_scrutineers", 4, True),
    ]


@pytest.mark.parametrize("step", ["adopt_method", "adopt_scrutineers", "close", "reopen", "rest", "resume"])
def test_a_step_at_the_wrong_moment_is_refused_and_changes_nothing(
    app: Flask, city: Place, step: str
) -> None:
    made = console(app, city)
    assert made.step(step, note="理由", **HANDS) == 409
    assert made.meeting.state is MeetingState.DRAFT


@pytest.mark.parametrize(
    ("hands", "sentence"),
    [
        ({"approve": "9", "oppose": "0", "abstain": "0"}, "多于实到人数"),
        ({"approve": "", "oppose": "0", "abstain": "0"}, "请填写赞成人数"),
        ({"approve": "-1", "oppose": "0", "abstain": "0"}, "请填写人数"),
    ],
)
@pytest.mark.parametrize("rehearsal", [False, True])
def test_hands_that_cannot_be_are_refused(
    app: Flask, city: Place, hands: dict[str, str], sentence: str, *, rehearsal: bool
) -> None:
    made = console(app, city, rehearsal=rehearsal)
    assert made.step("confirm_quorum") == 303
    answer = made.first.post(f"{made.url}/steps/adopt_method", data=hands)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert made.meeting.state is MeetingState.DRAFT


def test_no_quorum_no_meeting_and_the_page_says_who_can_mend_it(app: Flask, city: Place) -> None:
    made = console(app, city, people=4, here=2)
    assert made.step("confirm_quorum") == 409
    assert plenary_of(made.meeting).state is PlenaryState.CONVENED
    assert "签到台" in made.page()


def test_a_mistaken_step_is_taken_back_with_a_reason_and_never_without(app: Flask, city: Place) -> None:
    made = console(app, city)
    made.step("confirm_quorum")
    made.step("adopt_method", **HANDS)
    assert made.step("withdraw_quorum", note="数错") == 409
    assert made.step("withdraw_method", note=" ") == 422
    assert made.step("withdraw_method", note="票数报错") == 303
    assert made.meeting.state is MeetingState.DRAFT
    assert "票数报错" in [row.note for row in db.session.scalars(select(MeetingAct))]


def test_the_quorum_cannot_be_taken_back_once_voting_is_open(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    opened(made)
    assert seen.step("withdraw_quorum", note="数错") == 409


def test_the_list_of_scrutineers_stays_while_they_hold_a_key(app: Flask, city: Place) -> None:
    made = console(app, city)
    made.step("confirm_quorum")
    made.step("adopt_method", **HANDS)
    made.step("adopt_scrutineers", **HANDS)
    made.step("begin_keys")
    assert made.step("withdraw_scrutineers", note="换人") == 409


def test_voting_is_opened_by_two_persons_on_two_devices(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    uuid = ready(made)
    page = seen.page()
    assert "下一步（第 8 步" in page  # behind the draw, which is the seventh and goes on
    assert f"核对码 {grouped(find_ballot(uuid).fingerprint or '')}。" in page
    assert seen.step("open_voting", ballot=uuid) == 403
    assert seen.ask("open_voting", ballot=uuid) == 303
    assert state_of(uuid) is BallotState.READY
    confirm = seen.request_url(request_id(), "confirm")
    assert seen.first.post(confirm).status_code == 403
    assert seen.second.post(confirm).status_code == 303
    assert state_of(uuid) is BallotState.OPEN
    assert seen.second.post(confirm).status_code == 409


@pytest.mark.parametrize(
    "roles", [(Role.CHAIR,), (Role.SECRETARIAT,), (Role.STAFF, Role.CHAIR, Role.SECRETARIAT)]
)
@pytest.mark.parametrize(
    ("step", "before"), [("open_voting", BallotState.READY), ("close_voting", BallotState.OPEN)]
)
def test_who_asked_for_a_step_does_not_confirm_it_though_his_role_may(
    app: Flask, city: Place, roles: tuple[Role, ...], step: str, before: BallotState
) -> None:
    made, seen = session(app, city)
    uuid = ready(made) if before is BallotState.READY else opened(made)
    asker = account(city, *roles)
    seen.first = sign_in(app.test_client(), asker)
    assert seen.ask(step, ballot=uuid, acknowledged="y") == 303
    confirm = seen.request_url(request_id(), "confirm")
    for device in (seen.first, sign_in(app.test_client(), asker)):
        answer = device.post(confirm)
        assert (answer.status_code, "发起人不能自己确认" in answer.text) == (403, True)
        assert confirm not in device.get(f"{seen.url}/console").text
    assert state_of(uuid) is before
    assert confirm in seen.second.get(f"{seen.url}/console").text
    assert seen.second.post(confirm).status_code == 303
    assert state_of(uuid) is not before


def test_the_second_person_must_be_chair_or_secretariat(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    uuid = ready(made)
    seen.ask("open_voting", ballot=uuid)
    clerk = sign_in(app.test_client(), account(city, Role.STAFF))
    assert clerk.post(seen.request_url(request_id(), "confirm")).status_code == 403
    assert state_of(uuid) is BallotState.READY


def test_a_request_is_withdrawn_and_then_confirms_nothing(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    uuid = ready(made)
    seen.ask("open_voting", ballot=uuid)
    assert seen.ask("open_voting", ballot=uuid) == 409
    number = request_id()
    assert seen.first.post(seen.request_url(number, "withdraw")).status_code == 303
    assert seen.second.post(seen.request_url(number, "confirm")).status_code == 409
    assert state_of(uuid) is BallotState.READY
    assert seen.ask("open_voting", ballot=uuid) == 303


def test_closing_seals_the_box_and_hands_it_to_the_tally(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    uuid = opened(made)
    vote.vote(uuid, made.deputies[0], [[1, 0, 0]])
    seen.ask("close_voting", ballot=uuid, acknowledged="y")
    assert seen.second.post(seen.request_url(request_id(), "confirm")).status_code == 303
    assert state_of(uuid) is BallotState.CLOSED
    assert db.session.get_one(Ballot, uuid).cast == 1
    assert db.session.get(TallyRun, uuid) is not None
    assert "计票室" in seen.page()


def test_a_quorum_that_is_lost_is_said_and_keeps_voting_shut(app: Flask, city: Place) -> None:
    made, seen = session(app, city, people=3)
    uuid = ready(made)
    with transaction():
        for deputy_id in seen.deputies[:2]:
            row = db.session.get_one(Attendance, (seen.meeting_id, deputy_id, 1))
            row.present = False
    assert "不足法定人数" in seen.page()
    assert seen.ask("open_voting", ballot=uuid) == 409


def test_a_quorum_lost_between_the_two_persons_stops_the_second(app: Flask, city: Place) -> None:
    made, seen = session(app, city, people=3)
    uuid = ready(made)
    assert seen.ask("open_voting", ballot=uuid) == 303
    with transaction():
        for deputy_id in seen.deputies[:2]:
            db.session.get_one(Attendance, (seen.meeting_id, deputy_id, 1)).present = False
    assert seen.second.post(seen.request_url(request_id(), "confirm")).status_code == 409
    assert state_of(uuid) is BallotState.READY


def test_a_void_ballot_needs_a_reason_and_two_persons(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    uuid = ready(made)
    assert seen.ask("void", ballot=uuid, note="印错了候选项目") == 303
    assert seen.second.post(seen.request_url(request_id(), "confirm")).status_code == 303
    assert state_of(uuid) is BallotState.VOID


def test_a_set_up_is_taken_back_while_nobody_has_drawn(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    uuid = ready(made)
    assert seen.step("withdraw_set_up", ballot=uuid, note="规则要改") == 303
    assert state_of(uuid) is BallotState.WITHDRAWN
    assert not keys.has_file_key(uuid)
    anew = db.session.get_one(Ballot, uuid).successor_uuid or ""
    for step in ("set_up", "withdraw_set_up"):
        assert seen.step(step, ballot=uuid, note="页面是旧的") == 409
    assert seen.step("set_up", ballot=anew) == 303
    assert (state_of(uuid), state_of(anew)) == (BallotState.WITHDRAWN, BallotState.READY)
    shown = db.session.get_one(Ballot, anew).fingerprint or ""
    assert shown[:4] in seen.page()
    assert seen.page().count("封闭票箱，代表领票") == 1


def test_a_request_for_a_set_up_that_was_taken_back_is_taken_back_with_it(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    uuid = ready(made)
    assert seen.ask("open_voting", ballot=uuid) == 303
    number = request_id()
    assert seen.step("withdraw_set_up", ballot=uuid, note="规则要改") == 303
    assert db.session.get_one(Confirmation, (city.id, "hall:step", number)).state is ConfirmationState.LAPSED
    assert seen.second.post(seen.request_url(number, "confirm")).status_code == 409
    anew = db.session.get_one(Ballot, uuid).successor_uuid or ""
    assert seen.step("set_up", ballot=anew) == 303
    assert seen.ask("open_voting", ballot=anew) == 303
    assert seen.second.post(seen.request_url(request_id(), "confirm")).status_code == 303
    assert state_of(anew) is BallotState.OPEN


def test_the_meeting_does_not_end_before_its_result_is_announced(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    opened(made)
    assert seen.step("close") == 409


def test_the_console_shows_turnout_and_never_who_cast(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    uuid = opened(made)
    vote.vote(uuid, made.deputies[0], [[1, 0, 0]])
    page = seen.page()
    assert "只计总数" in page
    assert "已投票</dt><dd>1" in page
    assert "代表001" not in page


def test_a_neighbours_console_and_ballot_are_not_found(app: Flask, city: Place, county: Place) -> None:
    made, seen = session(app, city)
    uuid = ready(made)
    seen.ask("open_voting", ballot=uuid)
    number = request_id()
    other = sign_in(app.test_client(), account(county, Role.STAFF, Role.CHAIR))
    assert other.get(f"{seen.url}/console").status_code == 404
    mine = seen.url.replace("140900", "140921")
    assert other.get(f"{mine}/console").status_code == 404
    assert other.post(f"{mine}/steps/adopt_method", data=HANDS).status_code == 404
    assert other.post(f"{mine}/requests/open_voting", data={"ballot": uuid}).status_code == 404
    assert other.post(f"/j/140921/hall/requests/{number}/confirm").status_code == 404
    assert other.post(f"/j/140921/hall/requests/{number}/withdraw").status_code == 404
    assert other.post(f"{mine}/message", data={"text": "甲"}).status_code == 404


def test_a_ballot_of_another_meeting_is_not_found(app: Flask, city: Place, county: Place) -> None:
    _, seen = session(app, city)
    theirs, _ = session(app, county)
    uuid = ready(theirs)
    assert seen.ask("open_voting", ballot=uuid) == 404
    assert seen.ask("open_voting", ballot="nonsense") == 404
    assert seen.ask("open_voting") == 404
    assert seen.step("dance") == 404


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.SCRUTINEER, Role.UNIT, Role.AUDITOR])
def test_only_those_who_lead_see_the_console(app: Flask, city: Place, role: Role) -> None:
    made = console(app, city)
    other = sign_in(app.test_client(), account(city, role))
    assert other.get(f"{made.url}/console").status_code == 403
    assert other.post(f"{made.url}/steps/adopt_method", data=HANDS).status_code == 403


def test_the_console_asks_the_database_at_most_five_and_twenty_times(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    opened(made)
    path = f"/j/{city.code}/hall/meetings/{made.meeting_id}/console"
    with counted() as sent, app.app_context():
        assert seen.first.get(path).status_code == 200
    assert len(sent) <= 25, sent  # who has not drawn, who is on leave, officers away, attacks, PINs that wait


def test_who_took_paper_has_drawn_for_the_course_of_the_sitting(app: Flask, city: Place) -> None:
    made, _ = session(app, city)
    uuid = ready(made)
    for deputy in made.deputies[1:]:
        vote.draw(uuid, deputy)
    before = course_facts.state_of(city, meeting_of(city.id, made.meeting_id))
    assert not before.course.ballots[0].everybody_drew
    with transaction():
        hand_out_paper(made.secretary, uuid, made.deputies[0].deputy_id or 0)
    state = course_facts.state_of(city, meeting_of(city.id, made.meeting_id))
    assert state.course.ballots[0].everybody_drew
    assert (state.figures.tokens, state.figures.issued) == (2, 3)
    assert sum(team.drawn for team in state.teams) == 3


def test_without_a_meeting_the_console_leads_to_the_set_up(app: Flask, city: Place) -> None:
    client = sign_in(app.test_client(), account(city, Role.STAFF))
    assert client.get("/j/140900/hall/console").headers["Location"].endswith("/congress/")
    made = console(app, city)
    assert client.get("/j/140900/hall/console").headers["Location"].endswith(f"{made.meeting_id}/console")
    assert client.get("/j/140900/hall/check-in").headers["Location"].endswith("check-in")


def test_every_step_is_a_line_of_the_journal(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    uuid = ready(made)
    seen.ask("open_voting", ballot=uuid)
    seen.second.post(seen.request_url(request_id(), "confirm"))
    events = db.session.scalars(select(Entry.event).order_by(Entry.number)).all()
    assert {"hall:step:asked", "hall:step:confirmed", "ballot:ballot:opened"} <= set(events)


def test_a_rehearsal_needs_its_quorum_too_which_one_click_brings(app: Flask, city: Place) -> None:
    made = console(app, city, people=4, here=1, rehearsal=True)
    assert made.step("confirm_quorum") == 409
    everybody = f"{made.url}/check-in-all"
    assert "演练：全部代表签到" in made.first.get(f"{made.url}/check-in").text
    assert made.first.post(everybody).status_code == 303
    assert made.step("confirm_quorum") == 303
    assert made.step("adopt_method", **HANDS) == 303
    assert made.step("adopt_scrutineers", **HANDS) == 303
    assert "不是正式会议" in made.page()


def test_nobody_is_checked_in_for_others_at_a_real_meeting(app: Flask, city: Place) -> None:
    made = console(app, city, people=4, here=1)
    assert made.first.post(f"{made.url}/check-in-all").status_code == 409
    assert "全部代表签到" not in made.first.get(f"{made.url}/check-in").text
    assert (
        sign_in(app.test_client(), account(city, Role.DEPUTY)).post(f"{made.url}/check-in-all").status_code
        == 403
    )


def test_the_zero_report_tells_real_and_rehearsal_apart(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    ready(made)
    with transaction():
        from voting.congress.meeting.actions import rehearse

        practice = rehearse(seen.staff, place=city, meeting_id=seen.meeting_id).id
    page = seen.first.get(f"{seen.url}/zero").text
    assert "正式票箱是空的" in page
    assert "不共用票箱" in page
    assert seen.first.get(f"/j/140900/hall/meetings/{practice}/zero").status_code == 200
    vote.open_voting(made.secretary, made.uuid)
    vote.vote(made.uuid, made.deputies[0], [[1, 0, 0]])
    assert "不再是零" in seen.first.get(f"{seen.url}/zero").text


def test_the_zero_report_is_printed_with_both_boxes_and_lines_to_sign(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    ready(made)
    with transaction():
        from voting.congress.meeting.actions import rehearse

        rehearse(seen.staff, place=city, meeting_id=seen.meeting_id)
    answer = seen.first.get(f"{seen.url}/zero.pdf")
    assert answer.content_type == "application/pdf"
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "零票报告" in text
    assert "正式票箱是空的：发出0票，箱内0票。" in text
    assert "演练的票进不了正式票箱" in text
    assert made.uuid in text
    assert "总监票人（签字）" in text
    word = docx.Document(io.BytesIO(seen.first.get(f"{seen.url}/zero.docx").data))
    assert any(made.uuid in one.text and "箱内 0" in one.text for one in word.paragraphs)


def test_a_message_is_shown_changed_and_taken_away(app: Flask, city: Place) -> None:
    made = console(app, city)
    assert made.first.post(f"{made.url}/message", data={"text": "休会十分钟"}).status_code == 303
    assert "休会十分钟" in made.page()
    assert made.first.post(f"{made.url}/message", data={"text": "长" * 61}).status_code == 422
    assert (
        made.first.post(f"{made.url}/message", data={"text": "休会十分钟", "clear": "1"}).status_code == 303
    )
    assert "休会十分钟" not in made.page()


def test_a_chair_whom_the_asker_has_just_reset_does_not_confirm(app: Flask, city: Place) -> None:
    made, seen = session(app, city)
    made.uuid = ready(made)
    with transaction():
        account_of_chair = db.session.get_one(Account, seen.chair.account_id)
        account_of_chair.reset_by, account_of_chair.reset_at = seen.staff.account_id, now()
    assert seen.ask("open_voting", ballot=made.uuid) == 303
    assert seen.second.post(seen.request_url(request_id(), "confirm")).status_code == 403
    assert state_of(made.uuid) is BallotState.READY


def test_what_two_have_to_accept_is_gathered_once_a_count(app: Flask, city: Place) -> None:
    found = taken_over(city, papers=1, paper_allowed=True)
    seen = seen_of(app, found.hall)
    path = f"/j/{city.code}/hall/meetings/{found.hall.meeting_id}/console"
    with counted() as sent, app.app_context():
        assert seen.second.get(path).status_code == 200  # the chair is one of those who accept
    gathered = [statement for statement in sent if "FROM paper_place" in statement]
    assert len(gathered) == 1, (len(sent), gathered)
