"""Two ballots in one draw, led from the console: joined, closed, opened and shut at once, each box with its own figures."""

from __future__ import annotations

import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select

from tests.ballot.factories import Hall, choices, hall, joined, joint, ordered
from tests.belenios.tool import TOOL, judge
from tests.factories import account, sign_in
from tests.hall.console.test_views import TIED, request_id, seen_of
from tests.hall.factories import Console
from tests.tally.factories_count import people
from voting.audit.models import Entry
from voting.ballot.order.models import Ballot, find_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.paper.actions import hand_out_paper
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.facts import meeting_of
from voting.core.db import db, transaction
from voting.demonstration import count, vote
from voting.hall.blueprint import screen_key
from voting.hall.course.facts import state_of
from voting.people.rules import Place, Role
from voting.tally.next_ballot import actions as next_ballot
from voting.tally.record.actions import kept_bundle
from voting.tally.run.models import find_run
from voting.tally.run.rules import TallyState

EVALUATION, VOTE = "2025 年民生实事项目满意度测评", "民生实事项目票决"


def states(*uuids: str) -> list[BallotState]:
    db.session.rollback()
    return [find_ballot(uuid).state for uuid in uuids]


def both(seen: Console, step: str, uuid: str, **form: str) -> int:
    """A step of two persons."""
    assert seen.ask(step, ballot=uuid, **form) == 303
    return seen.second.post(seen.request_url(request_id(), "confirm")).status_code


def screen(app: Flask, made: Hall) -> str:
    key = screen_key(made.meeting_id)
    return app.test_client().get(f"/j/{made.place.code}/hall/screens/{made.meeting_id}/{key}/").text


def figures(page: str) -> list[dict[str, int]]:
    """What the hall screen says of each box."""
    boxes = page.split('<section class="hall-box"')[1:]
    return [
        {word: int(n) for word, n in re.findall(r"<dt>(\S+?)</dt>\s*<dd>(\d+)", box.split("</section>")[0])}
        for box in boxes
    ]


def test_the_console_joins_two_ballots_and_says_which_is_cast_first(app: Flask, city: Place) -> None:
    made = hall(city)
    vote_uuid = ordered(made)
    seen = seen_of(app, made)
    assert "合并领票" not in seen.page(), "there is only one"
    evaluation = ordered(made, kind=Kind.EVALUATE, seats=3, title=EVALUATION)
    assert "合并领票" in seen.page()
    assert seen.step("draw_together") == 303
    page = seen.page()
    assert f"改为先投这张：{VOTE}" in page
    assert seen.step("cast_first", ballot=vote_uuid) == 303
    assert f"改为先投这张：{EVALUATION}" in seen.page()
    assert seen.step("draw_apart", ballot=evaluation) == 303
    assert "一次领取，各投各的票箱" not in seen.page()
    db.session.rollback()
    events = db.session.scalars(select(Entry.event).order_by(Entry.number)).all()
    assert [event for event in events if event.startswith("ballot:draw")] == [
        "ballot:draw:joined",
        "ballot:draw:joined",
        "ballot:draw:parted",
    ]


def test_only_who_leads_the_sitting_joins_ballots(app: Flask, city: Place) -> None:
    made = hall(city)
    joined(made)
    for role in (Role.DEPUTY, Role.SCRUTINEER):
        client = sign_in(app.test_client(), account(city, role))
        path = f"/j/{city.code}/hall/meetings/{made.meeting_id}/steps/draw_apart"
        assert client.post(path, data={"ballot": made.uuid}).status_code == 403


def test_an_evaluation_that_was_ordered_first_keeps_nobody_from_ordering_the_vote(
    app: Flask, city: Place
) -> None:
    made = hall(city)
    ordered(made, kind=Kind.EVALUATE, seats=3, title=EVALUATION)
    answer = seen_of(app, made).first.post(f"/j/{city.code}/hall/meetings/{made.meeting_id}/steps/order")
    assert "主席团还没有确定本年度的正式候选项目" in answer.text
    assert "已有选票" not in answer.text


def test_each_step_of_the_console_is_one_for_both(app: Flask, city: Place) -> None:
    made = hall(city, 3)
    pair = joined(made)
    seen = seen_of(app, made)
    assert "封闭票箱，开始领票" in seen.page()
    assert seen.step("set_up", ballot=pair[0]) == 303
    assert states(*pair) == [BallotState.READY] * 2
    assert seen.step("cast_first", ballot=pair[1]) == 409, "the boxes are closed"
    assert seen.step("withdraw_set_up", ballot=pair[1], note="名称有误") == 303
    anew = db.session.scalars(
        select(Ballot).where(Ballot.state == BallotState.DRAFT).order_by(Ballot.draw_place)
    ).all()
    pair = (anew[0].uuid, anew[1].uuid)
    assert [row.joint_draw for row in anew] == [1, 1]
    assert seen.step("set_up", ballot=pair[0]) == 303
    assert both(seen, "open_voting", pair[0]) == 303
    assert states(*pair) == [BallotState.OPEN] * 2
    for uuid in pair:
        vote.draw(uuid, made.deputies[0])
    page = seen.page()
    assert f"{EVALUATION}：还有 2 位实到代表没有领票" in page
    assert f"{VOTE}：已领电子票 1，还有 1 票没有投出" in page
    assert seen.ask("close_voting", ballot=pair[0]) == 422, "somebody would lose his vote"
    assert both(seen, "close_voting", pair[0], acknowledged="y") == 303
    assert states(*pair) == [BallotState.CLOSED] * 2
    assert [find_run(uuid, city.id).state for uuid in pair] == [TallyState.SEALED] * 2


def test_what_is_drawn_together_ends_together_whichever_is_named_and_not_before_it_is_open(
    app: Flask, city: Place
) -> None:
    made = hall(city, 1)
    pair = joint(made, voting=False)
    seen = seen_of(app, made)
    assert seen.ask("close_voting", ballot=pair[0]) == 409
    assert both(seen, "open_voting", pair[0]) == 303
    for uuid in pair:
        vote.draw(uuid, made.deputies[0])
    assert "一次领取的 2 张票同时停止投票，确认一次，各自封箱" in seen.page()
    assert both(seen, "close_voting", pair[1], acknowledged="y") == 303
    assert states(*pair) == [BallotState.CLOSED] * 2
    assert seen.ask("close_voting", ballot=pair[0]) == 409


def test_somebody_who_has_not_cast_the_second_alone_has_to_be_acknowledged(app: Flask, city: Place) -> None:
    made = hall(city, 1)
    first, second = joint(made)
    vote.vote(first, made.deputies[0], vote.marks([0, 0, 0], 4))
    vote.draw(second, made.deputies[0])
    seen = seen_of(app, made)
    assert seen.ask("close_voting", ballot=first) == 422
    assert seen.ask("close_voting", ballot=first, acknowledged="y") == 303


def test_every_screen_shows_the_figures_of_both(app: Flask, city: Place) -> None:
    made = hall(city, 4)
    pair = joint(made, voting=False)
    with transaction():
        hand_out_paper(made.secretary, pair[0], made.deputies[3].deputy_id or 0)
    for one in (0, 1):
        for uuid in pair:
            vote.draw(uuid, made.deputies[one])
    drawing = screen(app, made)
    assert figures(drawing) == [{"已领票": 3, "电子票已投": 0, "待清点纸质票": 1}] * 2
    assert re.search(r"<dt>缺席</dt><dd>0</dd>", drawing), "应到, 实到 and 缺席 stand above the boxes"
    for uuid in pair:
        vote.open_voting(made.secretary, uuid)
    vote.vote(pair[0], made.deputies[2], vote.marks([0, 0, 0], 4))
    open_now = screen(app, made)
    told = {"电子票已投": 1, "已领票": 4, "已领电子票、还没有投的": 2, "待清点纸质票": 1}
    assert figures(open_now) == [told, {**told, "已领票": 3, "电子票已投": 0}]
    for uuid in pair:
        mark = find_ballot(uuid).fingerprint or ""
        assert all(f"<b>{mark[at : at + 4]}</b>" in open_now for at in range(0, 16, 4))
    state = state_of(city, meeting_of(city.id, made.meeting_id))
    assert [line.number for line in state.undrawn()] == ["003"], "he lacks the second ballot"
    console = seen_of(app, made).page()
    assert re.findall(
        r'<td class="n">(\d+)</td>', console.split('data-swap="together"')[1].split("</table>")[0]
    ) == [
        *("4", "1", "1", "2"),
        *("3", "1", "0", "2"),
    ]
    for uuid in pair:
        vote.close(made.secretary, uuid)
    sealed = screen(app, made)
    assert [row["收回电子票"] for row in figures(sealed)] == [1, 0]
    for uuid in pair:
        assert f"<b>{(find_ballot(uuid).digest or '')[:8]}</b>" in sealed


@pytest.mark.database
def test_each_box_is_counted_by_itself_and_another_program_judges_both_records(
    app: Flask, city: Place
) -> None:
    made = hall(city, 4)
    pair = joint(made)
    for position, deputy in enumerate(made.deputies[:3]):
        vote.vote(pair[0], deputy, vote.marks([position, 0, 1], 4))
        if position:  # the first keeps his second ballot: not returned
            vote.vote(pair[1], deputy, [[1, 1, 0]])
        else:
            vote.draw(pair[1], deputy)
    for uuid in pair:
        vote.close(made.secretary, uuid)
    chair = people(made).chair
    for number, uuid in enumerate(pair, 1):
        count.count(uuid, made.secretary, chair, made.holders, number)
    runs = [find_run(uuid, city.id) for uuid in pair]
    assert [(run.issued, run.cast, run.state) for run in runs] == [
        (3, 3, TallyState.ANNOUNCED),
        (3, 2, TallyState.ANNOUNCED),
    ]
    assert len({find_ballot(uuid).digest for uuid in pair}) == 2
    if TOOL is None:
        pytest.skip("BELENIOS-TOOL IS NOT INSTALLED: the records of both were NOT checked by it")
    for uuid in pair:
        with zipfile.ZipFile(kept_bundle(None, uuid)) as bundle:
            said = judge(bundle.read(f"{uuid}.bel"), uuid)
        assert said.returncode == 0, said.stderr


def test_a_tie_is_voted_on_before_the_evaluation_beside_it_is_announced(app: Flask, city: Place) -> None:
    """Issue line 3: a tie is finished before the proclamation, of what was drawn with it too."""
    made = hall(city, 7)
    pair = joint(made)
    for deputy, chosen in zip(made.deputies, TIED, strict=True):
        vote.vote(pair[0], deputy, vote.marks([0, 0, 0], 4))
        vote.vote(pair[1], deputy, choices(chosen))
    for uuid in pair:
        vote.close(made.secretary, uuid)
    chair = people(made).chair
    seen = seen_of(app, made)
    for uuid in pair:
        count.open_box(uuid, made.holders)
        count.step(uuid, "count", made.secretary, made.scrutineers[0])
        count.sign(uuid, made.holders)
        count.step(uuid, "confirm", made.secretary, chair)
        assert seen.step("declare", ballot=uuid) == 303
    assert "得票相等：再次票决" in next_of(seen)
    with transaction():
        again = next_ballot.order_next(made.secretary, pair[1])
    assert "/steps/set_up" in next_of(seen)
    assert seen.step("set_up", ballot=again) == 303
    for deputy in made.deputies:
        vote.draw(again, deputy)
    assert "/requests/open_voting" in next_of(seen)
    assert seen.ask("open_voting", ballot=again) == 303
    assert find_run(pair[0], city.id).state is TallyState.CONFIRMED


def next_of(seen: Console) -> str:
    """What the console shows as the one next step."""
    return seen.page().split('data-swap="next"')[1].split("各代表团")[0]
