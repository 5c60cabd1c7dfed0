"""Paper beside tablets: two tellers who do not see each other, void papers, small channels."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.ballot.factories import appoint
from tests.factories import account, sign_in
from tests.tally.factories_count import (
    Counting,
    box_open,
    closed,
    counted,
    hall,
    hand_out,
    opened,
    people,
    taken_over,
)
from voting.belenios import outcome_document
from voting.belenios.outcome import PaperCount
from voting.belenios.report import VerifierReport
from voting.belenios.verify import verify_bundle
from voting.congress.ballot_rules.choices import Kind
from voting.congress.place.rules import Post
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.demonstration import count, vote
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role
from voting.tally import handover
from voting.tally.count.rules import Difference, Figure
from voting.tally.documents import queries as documents_queries
from voting.tally.documents.contents import identities
from voting.tally.opening import actions as opening_actions
from voting.tally.outcome.decision import Verdict
from voting.tally.outcome.facts import gather, present_at
from voting.tally.pages.run import queries as run_page_queries
from voting.tally.paper import actions as paper
from voting.tally.paper.actions import NewSheet
from voting.tally.record import actions as record_actions
from voting.tally.run.rules import TallyState
from voting.tally.steps import actions as steps_actions
from voting.tally.steps.facts import readiness
from voting.tally.steps.rules import missing_before_open
from voting.tally.void_paper import actions as void_actions

pytestmark = pytest.mark.database

SHEET = NewSheet(issued=2, returned=2, void=1, lines=((1,), (1,), (0,)))


def place_for(found: Counting, name: str = "第一代表团", expected: int = 2) -> int:
    with transaction():
        return paper.open_place(found.secretary, found.uuid, name, expected).id


def enter(found: Counting, place_id: int, teller: Actor, sheet: NewSheet = SHEET) -> None:
    with transaction():
        paper.enter_sheet(teller, found.uuid, place_id, sheet)


def void_one(found: Counting, place_id: int) -> int:
    with transaction():
        return void_actions.enter_void(found.tellers[0], found.uuid, place_id, "多选").id


def confirm(found: Counting, void_id: int) -> None:
    with transaction():
        void_actions.confirm_void(found.scrutineer, found.uuid, void_id)


def accept(found: Counting, place_id: int, *who: Actor) -> None:
    for one in who:
        with transaction():
            paper.accept_small_channel(one, found.uuid, place_id)


def box_open_with_place(city: Place, **more: object) -> tuple[Counting, int]:
    """An open box of few ballots beside one place with paper, both accepted by two persons before."""
    found = taken_over(city, **more)
    place_id = place_for(found)
    for one in (0, place_id):
        accept(found, one, found.scrutineer, found.secretary)
    count.open_box(found.uuid, found.hall.holders)
    return found, place_id


def agreed(found: Counting, place_id: int) -> bool:
    return {one.place.id: one.agreed is not None for one in gather(found.run).places}[place_id]


def test_paper_and_tablets_are_counted_signed_and_verified_as_one(city: Place) -> None:
    found, place_id = box_open_with_place(city, votes=((0, 1), (0, 1), (0,)), papers=2)
    for teller in found.tellers:
        enter(found, place_id, teller)
    confirm(found, void_one(found, place_id))
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    count.sign(found.uuid, found.hall.holders)
    count.step(found.uuid, "confirm", found.secretary, found.chair)
    count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
    zipped = record_actions.kept_bundle(None, found.uuid).read_bytes()
    decided = verify_bundle(zipped, VerifierReport(io.StringIO()))
    assert [line.votes[0] for line in decided.lines] == [4, 3, 0]
    assert [line.chosen for line in decided.lines] == [True, True, False]


@pytest.mark.parametrize(
    ("kind", "marks", "paper_lines"),
    [
        (Kind.EACH, (0, 0, 1), ((2, 0, 0), (1, 1, 0), (0, 0, 2))),
        (Kind.EVALUATE, (0, 1, 2), ((2, 0, 0, 0), (1, 1, 0, 0), (0, 0, 1, 1))),
    ],
)
def test_the_other_kinds_are_counted_with_paper_and_verified(
    city: Place, kind: Kind, marks: tuple[int, ...], paper_lines: tuple[tuple[int, ...], ...]
) -> None:
    made = hall(city, 7)
    opened(made, kind=kind)
    for deputy in made.deputies[:5]:
        vote.vote(made.uuid, deputy, vote.marks(marks, len(paper_lines[0])))
    hand_out(made, 5, 2)
    vote.close(made.secretary, made.uuid)
    found = people(made)
    count.open_box(found.uuid, made.holders)
    place_id = place_for(found)
    for teller in found.tellers:
        enter(found, place_id, teller, NewSheet(issued=2, returned=2, void=0, lines=paper_lines))
    accept(found, place_id, found.scrutineer, found.secretary)
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    count.sign(found.uuid, made.holders)
    count.step(found.uuid, "confirm", found.secretary, found.chair)
    count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
    decided = verify_bundle(
        record_actions.kept_bundle(None, found.uuid).read_bytes(), VerifierReport(io.StringIO())
    )
    announced = handover.outcome(found.uuid)
    assert (
        [line.votes[0] for line in decided.lines]
        == [line.approve for line in announced.lines]
        == [7, 1 + 5 * (kind is Kind.EACH), 0]
    )
    assert [line.grade or "" for line in announced.lines] == [line.grade for line in decided.lines]
    printed = documents_queries.after(city, found.uuid, "proclamation", found.secretary).facts
    assert printed["is_evaluation"] == (kind is Kind.EVALUATE)


def test_a_place_is_open_until_two_tellers_agree(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    confirm(found, void_one(found, place_id))
    enter(found, place_id, found.tellers[0])
    assert not agreed(found, place_id)
    enter(found, place_id, found.tellers[1], NewSheet(issued=2, returned=2, void=1, lines=((1,), (0,), (0,))))
    differ = gather(found.run).places[0].differences
    assert differ == (Difference(Figure.ANSWER, 1, 0, ordinal=2, answer=0),)
    enter(found, place_id, found.tellers[1])
    assert agreed(found, place_id)


def test_void_papers_count_only_when_a_scrutineer_has_confirmed_each(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    for teller in found.tellers:
        enter(found, place_id, teller)
    assert not agreed(found, place_id)
    void_id = void_one(found, place_id)
    assert not agreed(found, place_id)
    confirm(found, void_id)
    assert agreed(found, place_id)
    second = void_one(found, place_id)
    assert not agreed(found, place_id)
    with transaction():
        void_actions.withdraw_void(found.tellers[1], found.uuid, second, "登记两次")
    assert agreed(found, place_id)


def test_each_takes_back_his_own_deed_on_a_void_paper_with_a_reason(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    for teller in found.tellers:
        enter(found, place_id, teller)
    void_id = void_one(found, place_id)
    with pytest.raises(WrongMoment, match="还没有确认"), transaction():
        void_actions.unconfirm_void(found.scrutineer, found.uuid, void_id, "看错")
    confirm(found, void_id)
    with pytest.raises(WrongMoment, match="须先由监票人撤回确认"), transaction():
        void_actions.withdraw_void(found.tellers[0], found.uuid, void_id, "看错")
    with pytest.raises(RuleBroken, match="请写明理由"), transaction():
        void_actions.unconfirm_void(found.scrutineer, found.uuid, void_id, "  ")
    assert agreed(found, place_id)
    with transaction():
        void_actions.unconfirm_void(found.scrutineer, found.uuid, void_id, "看错")
    assert not agreed(found, place_id)
    with pytest.raises(RuleBroken, match="请写明理由"), transaction():
        void_actions.withdraw_void(found.tellers[0], found.uuid, void_id, "")
    with transaction():
        void_actions.withdraw_void(found.tellers[0], found.uuid, void_id, "看错")
    assert not gather(found.run).places[0].voids


def test_who_noted_a_void_paper_cannot_confirm_it(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    both = account(city, Role.TELLER, Role.SCRUTINEER)
    for post in (Post.TELLER, Post.SCRUTINEER):
        appoint(city, found.hall.meeting_id, post, both)
    with transaction():
        void_id = void_actions.enter_void(both, found.uuid, place_id, "无法辨认").id
    with pytest.raises(NotAllowed, match="另一人"), transaction():
        void_actions.confirm_void(both, found.uuid, void_id)


def test_only_chosen_papers_are_entered_one_by_one(city: Place) -> None:
    made = hall(city, 2)
    opened(made, kind=Kind.EACH)
    vote.close(made.secretary, made.uuid)
    found = people(made)
    with transaction():
        opening_actions.take_over(found.secretary, found.uuid)
    place_id = place_for(found)
    with pytest.raises(RuleBroken, match="圈选票"), transaction():
        paper.enter_papers(found.tellers[0], found.uuid, place_id, 1, [frozenset({1})])


def test_each_deed_is_for_its_role(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    void_id = void_one(found, place_id)
    for deed in (
        lambda: paper.enter_sheet(found.secretary, found.uuid, place_id, SHEET),
        lambda: void_actions.enter_void(found.secretary, found.uuid, place_id, "多选"),
        lambda: void_actions.confirm_void(found.tellers[1], found.uuid, void_id),
        lambda: void_actions.withdraw_void(found.scrutineer, found.uuid, void_id, "错"),
        lambda: void_actions.unconfirm_void(found.tellers[0], found.uuid, void_id, "错"),
        lambda: paper.accept_small_channel(found.tellers[0], found.uuid, place_id),
    ):
        with pytest.raises(NotAllowed), transaction():
            deed()


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        (NewSheet(issued=2, returned=2, void=3, lines=((0,), (0,), (0,))), "无效 3 票"),
        (NewSheet(issued=2, returned=2, void=0, lines=((3,), (0,), (0,))), "第 1 项"),
        (NewSheet(issued=2, returned=2, void=0, lines=((2,), (2,), (2,))), "超过有效票"),
        (NewSheet(issued=2, returned=2, void=0, lines=((2,), (2,))), "每个项目"),
    ],
)
def test_a_sheet_whose_sums_do_not_hold_is_refused(city: Place, sheet: NewSheet, message: str) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    with pytest.raises(RuleBroken, match=message):
        enter(found, place_id, found.tellers[0], sheet)
    assert gather(found.run).places[0].sheets == ()


def test_a_third_teller_is_one_too_many(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    for teller in found.tellers:
        enter(found, place_id, teller)
    third = account(city, Role.TELLER)
    appoint(city, found.hall.meeting_id, Post.TELLER, third)
    with pytest.raises(RuleBroken, match="两名计票人"):
        enter(found, place_id, third)


def test_a_place_needs_a_name_of_its_own(city: Place) -> None:
    found = taken_over(city)
    place_for(found)
    for name in ("第一代表团", " "):
        with pytest.raises(RuleBroken):
            place_for(found, name)


def test_a_place_opened_by_mistake_is_taken_back_with_a_reason_until_somebody_counted(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    with pytest.raises(RuleBroken), transaction():
        paper.remove_place(found.secretary, found.uuid, place_id, reason=" ")
    with transaction():
        paper.remove_place(found.secretary, found.uuid, place_id, reason="没有启用")
    assert gather(found.run).places == ()
    place_id = place_for(found)
    enter(found, place_id, found.tellers[0])
    with pytest.raises(WrongMoment), transaction():
        paper.remove_place(found.secretary, found.uuid, place_id, reason="没有启用")


def test_paper_needs_a_rule_that_allows_it(city: Place) -> None:
    found = taken_over(city, paper_allowed=False)
    with pytest.raises(RuleBroken, match="不使用纸质票"):
        place_for(found)


def test_nothing_of_the_paper_changes_once_the_count_is_complete(city: Place) -> None:
    found = counted(city)
    with pytest.raises(WrongMoment, match="重新计票"):
        place_for(found)


def test_another_ballots_place_or_void_paper_is_not_found(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    for deed in (
        lambda: paper.enter_sheet(found.tellers[0], found.uuid, place_id + 1, SHEET),
        lambda: void_actions.enter_void(found.tellers[0], found.uuid, place_id + 1, "多选"),
        lambda: void_actions.confirm_void(found.scrutineer, found.uuid, 1),
    ):
        with pytest.raises(NotFound), transaction():
            deed()


def test_void_papers_need_a_reason(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    with pytest.raises(RuleBroken, match="理由"), transaction():
        void_actions.enter_void(found.tellers[0], found.uuid, place_id, "  ")


def test_a_small_channel_needs_two_persons_before_the_box_is_opened(city: Place) -> None:
    found = taken_over(city, deputies=5)
    place_id = place_for(found)
    assert [due.name for due in gather(found.run).unaccepted] == ["", "第一代表团"]
    accept(found, place_id, found.scrutineer, found.scrutineer)
    accept(found, 0, found.scrutineer, found.secretary)
    with pytest.raises(WrongMoment, match="两人同意") as refused:
        count.open_box(found.uuid, found.hall.holders)
    assert refused.value.values == {"limit": 5, "place": "第一代表团", "names": found.scrutineer.name}
    assert "计票室" in refused.value.message
    assert found.run.counts is None
    accept(found, place_id, found.chair)
    count.open_box(found.uuid, found.hall.holders)
    assert found.run.counts is not None


def test_a_place_that_turns_out_small_needs_two_persons_before_the_count_is_complete(city: Place) -> None:
    found = taken_over(city, votes=((0, 1),) * 6, deputies=9)
    place_id = place_for(found, expected=6)
    count.open_box(found.uuid, found.hall.holders)
    for teller in found.tellers:
        enter(found, place_id, teller)
    confirm(found, void_one(found, place_id))
    with pytest.raises(WrongMoment, match="两人同意"), transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})
    accept(found, place_id, found.scrutineer, found.secretary)
    count.step(found.uuid, "count", found.secretary, found.scrutineer)


def test_few_ballots_whose_sum_is_known_get_no_paper_beside_them(city: Place) -> None:
    found = box_open(city, deputies=5)
    with pytest.raises(WrongMoment, match="开箱之前"):
        place_for(found)


def test_more_paper_back_than_out_makes_the_vote_void(city: Place) -> None:
    found, place_id = box_open_with_place(city, deputies=9)
    stuffed = NewSheet(issued=1, returned=2, void=0, lines=((2,), (2,), (0,)))
    for teller in found.tellers:
        enter(found, place_id, teller, stuffed)
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    decision = gather(found.run).decision()
    assert decision is not None
    assert decision.verdict is Verdict.VOID
    count.sign(found.uuid, found.hall.holders)
    with pytest.raises(WrongMoment, match="只能宣布作废"), transaction():
        steps_actions.ask(found.secretary, found.uuid, "confirm", {})
    count.step(found.uuid, "void", found.secretary, found.chair, {"reason": "收回多于发出"})
    assert found.run.state is TallyState.VOID


def test_an_unaccounted_place_holds_the_count_back(city: Place) -> None:
    found, _place_id = box_open_with_place(city)
    with pytest.raises(WrongMoment, match="还没有点清"), transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})


def test_closing_is_needed_before_paper_is_counted(city: Place) -> None:
    found = closed(city)
    with pytest.raises(NotFound):
        place_for(found)


def test_consent_and_void_papers_need_an_account_that_the_first_person_did_not_make(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    with transaction():
        made = db.session.get_one(Account, found.scrutineer.account_id)
        made.opened_by = found.secretary.account_id
        made.reset_by, made.reset_at = found.tellers[0].account_id, made.opened_at
    accept(found, place_id, found.secretary)
    with pytest.raises(NotAllowed, match="24 小时"):
        accept(found, place_id, found.scrutineer)
    with pytest.raises(NotAllowed, match="24 小时"):
        confirm(found, void_one(found, place_id))


def test_two_tellers_of_whom_one_made_the_other_do_not_count_the_same_place(city: Place) -> None:
    """Over a third account, too; a count may be corrected by who made it, and another place is not concerned."""
    found = taken_over(city)
    place_id, first, second = place_for(found), *found.tellers[:2]
    with transaction():
        between, last = (db.session.get_one(Account, one.account_id) for one in (found.secretary, second))
        between.opened_by, between.opened_at = first.account_id, now()
        last.reset_by, last.reset_at = found.secretary.account_id, now()
    enter(found, place_id, first)
    enter(found, place_id, first)
    with pytest.raises(NotAllowed, match="24 小时"):
        enter(found, place_id, second)
    enter(found, place_for(found, "第二代表团"), second)
    with time_machine.travel(now() + timedelta(hours=25)):
        enter(found, place_id, second)


def test_only_those_whom_the_meeting_appointed_count_paper_and_confirm(city: Place) -> None:
    found = taken_over(city)
    place_id = place_for(found)
    void_id = void_one(found, place_id)
    elsewhere = account(city, Role.TELLER, Role.SCRUTINEER)
    for deed in (
        lambda: paper.enter_sheet(elsewhere, found.uuid, place_id, SHEET),
        lambda: void_actions.enter_void(elsewhere, found.uuid, place_id, "多选"),
        lambda: void_actions.confirm_void(elsewhere, found.uuid, void_id),
        lambda: void_actions.withdraw_void(elsewhere, found.uuid, void_id, "错"),
        lambda: void_actions.unconfirm_void(elsewhere, found.uuid, void_id, "错"),
        lambda: paper.accept_small_channel(elsewhere, found.uuid, place_id),
    ):
        with pytest.raises(NotAllowed), transaction():
            deed()


def test_more_paper_than_the_roll_knows_is_warned_of_and_makes_the_vote_void(city: Place) -> None:
    found, place_id = box_open_with_place(city, votes=((0, 1), (0, 1), (0,)), papers=2, deputies=9)
    more = NewSheet(issued=4, returned=4, void=0, lines=((4,), (4,), (0,)))
    for teller in found.tellers:
        enter(found, place_id, teller, more)
    page = run_page_queries.run_page(found.secretary, city, found.uuid)
    assert (page.paper_agreed, page.beside.paper) == (4, 2)
    counted_now = gather(found.run).count
    assert counted_now is not None
    assert counted_now.present == 9
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    count.sign(found.uuid, found.hall.holders)
    decision = gather(found.run).decision()
    assert decision is not None
    assert decision.verdict is Verdict.VOID
    assert outcome_document.parse_claim(found.run.outcome or "").paper == PaperCount(4, 4, 4, ((4, 4, 0),), 2)
    with pytest.raises(WrongMoment, match="只能宣布作废"):
        count.step(found.uuid, "confirm", found.secretary, found.chair)


def test_what_tellers_report_never_raises_who_was_present(city: Place) -> None:
    found, place_id = box_open_with_place(city, votes=((0, 1), (0, 1), (0,)), papers=2, deputies=9)
    before = gather(found.run).beside
    for teller in found.tellers:
        enter(found, place_id, teller, NewSheet(issued=6, returned=2, void=0, lines=((2,), (0,), (0,))))
    leaver = replace(before, attended=9)
    run = found.run
    run.present = 4
    assert present_at(run, leaver) == 5
    assert present_at(run, replace(leaver, paper=8)) == 9
    assert present_at(run, replace(leaver, attended=4)) == 4


def test_paper_beside_few_electronic_ballots_has_its_place_before_the_box_is_opened(city: Place) -> None:
    found = taken_over(city, votes=((0, 1), (0, 1), (0,)), papers=1, deputies=9)
    assert "还没有登记点算纸质票的投票点" in str(missing_before_open(readiness(found.run, gather(found.run))))
    with pytest.raises(WrongMoment, match="先在计票室登记点算纸质票的投票点"):
        count.open_box(found.uuid, found.hall.holders)
    place_id = place_for(found, expected=1)
    accept(found, place_id, found.scrutineer, found.secretary)
    accept(found, 0, found.scrutineer, found.secretary)
    count.open_box(found.uuid, found.hall.holders)
    assert found.run.counts is not None


def test_paper_that_went_out_must_be_counted_somewhere(city: Place) -> None:
    found = taken_over(city, votes=((0, 1),) * 5, papers=1, deputies=9)
    count.open_box(found.uuid, found.hall.holders)
    with pytest.raises(WrongMoment, match="还没有登记点算纸质票的投票点"):
        count.step(found.uuid, "count", found.secretary, found.scrutineer)


def test_a_teller_sees_the_void_papers_of_others_only_after_counting(city: Place) -> None:
    found = taken_over(city, papers=2)
    place_id = place_for(found)
    void_one(found, place_id)
    first, second = found.tellers

    def seen(actor: Actor) -> int:
        return len(run_page_queries.run_page(actor, city, found.uuid).places[0].voids)

    assert [seen(one) for one in (first, second, found.scrutineer, found.secretary)] == [1, 0, 1, 1]
    enter(found, place_id, second)
    assert seen(second) == 1


def test_a_count_is_taken_back_by_its_teller_or_by_a_scrutineer_for_one_who_left(city: Place) -> None:
    found = taken_over(city, papers=2)
    place_id = place_for(found)
    first, second = found.tellers
    for teller in found.tellers:
        enter(found, place_id, teller)
    third = account(city, Role.TELLER)
    appoint(city, found.hall.meeting_id, Post.TELLER, third)
    with pytest.raises(RuleBroken, match="已由两名计票人"):
        enter(found, place_id, third)
    with pytest.raises(NotAllowed), transaction():
        paper.withdraw_sheet(second, found.uuid, place_id, first.account_id or 0, "填错")
    with pytest.raises(RuleBroken, match="请写明理由"), transaction():
        paper.withdraw_sheet(first, found.uuid, place_id, first.account_id or 0, " ")
    with transaction():
        paper.withdraw_sheet(first, found.uuid, place_id, first.account_id or 0, "点错了投票点")
    with pytest.raises(NotFound), transaction():
        paper.withdraw_sheet(first, found.uuid, place_id, first.account_id or 0, "再撤一次")
    with transaction():
        paper.withdraw_sheet(found.scrutineer, found.uuid, place_id, second.account_id or 0, "已离场")
    for teller in (first, third):
        enter(found, place_id, teller)
    confirm(found, void_one(found, place_id))
    assert agreed(found, place_id)


def test_consent_to_a_small_channel_is_taken_back_while_the_box_is_sealed(city: Place) -> None:
    found = taken_over(city, papers=2)
    place_id = place_for(found)
    for channel in (0, place_id):
        accept(found, channel, found.scrutineer, found.secretary)
    assert not gather(found.run).unaccepted
    with pytest.raises(NotFound), transaction():
        paper.withdraw_consent(found.chair, found.uuid, place_id, "看错")
    with pytest.raises(RuleBroken, match="请写明理由"), transaction():
        paper.withdraw_consent(found.secretary, found.uuid, place_id, "")
    for channel, name in ((place_id, "第一代表团"), (0, "")):
        with transaction():
            paper.withdraw_consent(found.secretary, found.uuid, channel, "看错")
        assert name in [due.name for due in gather(found.run).unaccepted]
        accept(found, channel, found.chair)
    count.open_box(found.uuid, found.hall.holders)
    with pytest.raises(WrongMoment, match="不能再撤回"), transaction():
        paper.withdraw_consent(found.chair, found.uuid, place_id, "看错")


def test_more_paper_back_than_out_is_red_at_once_and_never_a_negative_number(
    client: FlaskClient, city: Place
) -> None:
    found, place_id = box_open_with_place(city, votes=((0, 1), (0, 1), (0,)), papers=2)
    url = f"/j/{city.code}/tally/{found.uuid}"
    sheet = {"issued": 2, "returned": 3, "void": 0, "line_1_0": 3, "line_2_0": 3, "line_3_0": 0}
    for teller in found.tellers:
        answer = sign_in(client, teller).post(
            f"{url}/places/{place_id}/sheet", data=sheet, follow_redirects=True
        )
        assert "您填的收回 3 张多于发出 2 张" in answer.text
    page = sign_in(client, found.secretary).get(url).text
    assert "收回多于发出" in page
    assert "多出 1 张" in page
    assert "已点清" not in page
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    page = sign_in(client, found.secretary).get(url).text
    assert "未收回 -" not in page
    assert "比发出多 1" in page
    said = identities(documents_queries.counted(found.run).count)
    assert said[1] == "收回 6 = 发出 5 + 多出 1"


def test_one_tellers_excess_is_told_to_himself_alone(client: FlaskClient, city: Place) -> None:
    found, place_id = box_open_with_place(city, votes=((0, 1), (0, 1), (0,)), papers=2)
    enter(found, place_id, found.tellers[0], NewSheet(issued=2, returned=3, void=0, lines=((3,), (3,), (0,))))
    url = f"/j/{city.code}/tally/{found.uuid}"
    for reader in (found.tellers[1], found.secretary):
        assert "收回多于发出" not in sign_in(client, reader).get(url).text


def test_who_asked_for_and_who_confirmed_the_count_stand_on_its_page(
    client: FlaskClient, city: Place
) -> None:
    found = counted(city)
    page = sign_in(client, found.secretary).get(f"/j/{city.code}/tally/{found.uuid}").text
    assert f"{found.secretary.name} 提出，{found.scrutineer.name} 确认" in page
