"""The count from the sealed box to the announcement: every step, who may take it, and when."""

from __future__ import annotations

import io

import pytest
import time_machine

from tests.ballot.factories import appoint
from tests.factories import account, place
from tests.tally import factories_count as make
from tests.tally.factories_count import (
    Counting,
    announced,
    box_open,
    closed,
    confirmed,
    counted,
    signed,
    taken_over,
)
from voting.audit.journal import first_broken_line
from voting.ballot import handover_statements as ballot_statements
from voting.ballot.handover import sealed_box
from voting.belenios import bundle, outcome_document, record, statements
from voting.belenios.canonical import hex_sha256
from voting.belenios.report import VerifierReport
from voting.belenios.verify import verify_bundle
from voting.congress.ballot_rules.choices import Base, Kind
from voting.congress.place.rules import Post
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.core.money import on_paper
from voting.demonstration import count, vote
from voting.demonstration.vote import Holder
from voting.people.models import Account
from voting.people.rules import Level, Place, Role
from voting.tally import handover
from voting.tally.documents import queries as documents_queries
from voting.tally.next_ballot import actions as next_ballot_actions
from voting.tally.opening import actions as opening_actions
from voting.tally.outcome.decision import Verdict
from voting.tally.outcome.facts import gather
from voting.tally.record import actions as record_actions
from voting.tally.record import queries as record_queries
from voting.tally.run.models import find_run
from voting.tally.run.rules import TallyState
from voting.tally.signing.models import signatures_of
from voting.tally.steps import actions as steps_actions

pytestmark = pytest.mark.database
QUIET = VerifierReport(io.StringIO())


def test_what_the_public_reads_is_the_outcome_that_is_handed_over(city: Place) -> None:
    found = announced(city, size=3, threshold=2)
    before = handover.outcome(found.uuid)
    (public,) = handover.listed_outcomes(city.id)
    assert isinstance(public, handover.PublicOutcome)
    assert [line.chosen for line in public.lines] == [line.chosen for line in before.lines]
    assert before.kind is Kind.CHOOSE
    told = {line.votes for line in public.lines}
    assert told == ({(line.approve,) for line in before.lines} if public.votes_told else {()})


def test_a_ballot_is_counted_announced_and_verified_by_an_auditor(city: Place) -> None:
    found = announced(city, size=3, threshold=2)
    result = handover.outcome(found.uuid)
    assert [(line.approve, line.chosen) for line in result.lines] == [(3, True), (2, True), (0, False)]
    assert [one.ballot_uuid for one in handover.outcomes(city.id, 2026)] == [found.uuid]
    zipped = record_actions.kept_bundle(None, found.uuid).read_bytes()
    decided = verify_bundle(zipped, QUIET)
    assert [line.chosen for line in decided.lines] == [True, True, False]
    assert first_broken_line(city.id) is None


def test_a_box_is_taken_over_only_after_close_and_once(city: Place) -> None:
    made = make.hall(city, 2)
    make.opened(made)
    with pytest.raises(WrongMoment), transaction():
        opening_actions.take_over(made.secretary, made.uuid)
    vote.close(made.secretary, made.uuid)
    for _ in range(2):
        with transaction():
            assert opening_actions.take_over(made.secretary, made.uuid).state is TallyState.SEALED


def test_nobody_elsewhere_can_touch_a_count(city: Place) -> None:
    found = closed(city)
    other = place(code="141000", name="临汾市", level=Level.CITY)
    stranger = account(other, Role.SECRETARIAT, Role.SCRUTINEER, Role.CHAIR, Role.TELLER)
    with pytest.raises(NotFound), transaction():
        opening_actions.take_over(stranger, found.uuid)
    count.open_box(found.uuid, found.hall.holders)
    for deed in (
        lambda: opening_actions.hand_in_share(stranger, found.uuid, "", ""),
        lambda: opening_actions.sign_outcome(stranger, found.uuid, "", {}),
        lambda: opening_actions.outcome_text(stranger, found.uuid),
        lambda: steps_actions.ask(stranger, found.uuid, "count", {}),
        lambda: steps_actions.confirm(stranger, found.uuid, "count"),
        lambda: steps_actions.withdraw(stranger, found.uuid, "count"),
        lambda: next_ballot_actions.order_next(stranger, found.uuid),
        lambda: handover.outcome(found.uuid, other.id),
    ):
        with pytest.raises(NotFound), transaction():
            deed()


def test_two_of_three_scrutineers_open_the_box_and_one_does_not(city: Place) -> None:
    found = closed(city, size=3, threshold=2)
    count.open_box(found.uuid, found.hall.holders[:1])
    assert found.run.state is TallyState.SEALED
    count.open_box(found.uuid, found.hall.holders[1:2])
    assert found.run.counts == [[3, 2, 0]]
    count.open_box(found.uuid, found.hall.holders[2:])  # late, and changes nothing
    assert found.run.counts == [[3, 2, 0]]


def test_a_share_needs_the_signature_over_who_drew(city: Place) -> None:
    found = taken_over(city)
    share = vote.partial(found.uuid, found.hall.holders[0])
    with pytest.raises(WrongMoment, match="领票名册"), transaction():
        opening_actions.hand_in_share(found.scrutineer, found.uuid, found.run.digest, share)


def test_a_wrong_share_or_digest_is_refused_by_name(city: Place) -> None:
    found = taken_over(city)
    holder = found.hall.holders[0]
    vote.sign_roll(found.uuid, holder)
    vote.sample(found.uuid, holder)
    share, digest = vote.partial(found.uuid, holder), found.run.digest
    with pytest.raises(RuleBroken, match=f"{found.scrutineer.name}的设备"), transaction():
        opening_actions.hand_in_share(found.scrutineer, found.uuid, "0" * 64, share)
    wrong = share.replace('"challenge":"', '"challenge":"1', 1)
    with pytest.raises(RuleBroken, match=f"{found.scrutineer.name}的开箱份额没有收下"), transaction():
        opening_actions.hand_in_share(found.scrutineer, found.uuid, digest, wrong)
    assert found.run.state is TallyState.SEALED


def test_only_a_key_holder_hands_in_a_share(city: Place) -> None:
    found = taken_over(city)
    with pytest.raises(NotAllowed), transaction():
        opening_actions.hand_in_share(found.secretary, found.uuid, found.run.digest, "")


def test_the_same_share_again_before_the_box_is_open_changes_nothing(city: Place) -> None:
    found = closed(city, size=3, threshold=2)
    for _ in range(2):
        count.open_box(found.uuid, found.hall.holders[:1])
    assert found.run.state is TallyState.SEALED


def test_a_step_needs_two_different_persons(city: Place) -> None:
    found = box_open(city)
    both = account(city, Role.SECRETARIAT, Role.SCRUTINEER)
    appoint(city, found.hall.meeting_id, Post.SCRUTINEER, both)
    with transaction():
        steps_actions.ask(both, found.uuid, "count", {})
    with pytest.raises(NotAllowed, match="另一人"), transaction():
        steps_actions.confirm(both, found.uuid, "count")
    with transaction():
        steps_actions.confirm(found.scrutineer, found.uuid, "count")
    assert found.run.state is TallyState.COUNTED


def test_a_step_needs_the_right_roles_on_both_sides(city: Place) -> None:
    found = box_open(city)
    with pytest.raises(NotAllowed), transaction():
        steps_actions.ask(found.hall.deputies[0], found.uuid, "count", {})
    with transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})
    with pytest.raises(NotAllowed), transaction():
        steps_actions.confirm(found.chair, found.uuid, "count")


def test_a_request_stands_alone_and_can_be_taken_back(city: Place) -> None:
    found = box_open(city)
    with transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})
    with pytest.raises(WrongMoment, match="已经有人提出"), transaction():
        steps_actions.ask(found.tellers[0], found.uuid, "count", {})
    with transaction():
        steps_actions.withdraw(found.secretary, found.uuid, "count")
    for deed in (steps_actions.withdraw, steps_actions.confirm):
        with pytest.raises(WrongMoment, match="没有人提出"), transaction():
            deed(found.scrutineer, found.uuid, "count")


def test_what_is_missing_is_said_when_a_step_is_asked_for(city: Place) -> None:
    found = taken_over(city)
    with pytest.raises(WrongMoment, match="还没有打开"), transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})
    with pytest.raises(NotFound), transaction():
        steps_actions.ask(found.secretary, found.uuid, "dance", {})


def test_asking_for_a_step_does_not_take_it(city: Place) -> None:
    found = box_open(city)
    with transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})
    assert (found.run.state, found.run.outcome) == (TallyState.OPENED, None)


def test_the_outcome_is_signed_by_t_scrutineers(city: Place) -> None:
    found = counted(city, size=3, threshold=2)
    count.sign(found.uuid, found.hall.holders[:1])
    states = []
    for holders in (found.hall.holders[:1], found.hall.holders[2:], found.hall.holders[1:2]):
        count.sign(found.uuid, holders)
        states.append(str(found.run.state))
    assert states == ["counted", "signed", "signed"]


def test_a_signature_over_something_else_is_refused_by_name(city: Place) -> None:
    found = counted(city)
    holder = found.hall.holders[0]
    wrong = statements.sign_message(holder.keys.signing, statements.outcome_message(found.uuid, "other"))
    text = opening_actions.outcome_text(holder.actor, found.uuid)
    with pytest.raises(RuleBroken, match=f"{found.scrutineer.name}的签名没有收下"), transaction():
        opening_actions.sign_outcome(holder.actor, found.uuid, text, wrong)


def test_another_outcome_than_was_computed_here_is_refused_by_its_fields(city: Place) -> None:
    """Invented counts, the roll of another day: what a device signs is what it computed, and so is what is announced."""
    found = counted(city)
    holder = found.hall.holders[0]
    text = opening_actions.outcome_text(holder.actor, found.uuid)
    assert '"serial":1,"previous":""' in text
    for before, after, field in (
        ('"counts":[[3,2,0]]', '"counts":[[0,0,3]]', "counts"),
        (f'"roll":"{roll_of(found)}"', f'"roll":"{"0" * 64}"', "roll"),
        ('"serial":1', '"serial":2', "serial"),
    ):
        changed = text.replace(before, after)
        assert changed != text
        signature = statements.sign_message(
            holder.keys.signing, statements.outcome_message(found.uuid, changed)
        )
        with pytest.raises(RuleBroken, match="与计票室现在的不同") as refused, transaction():
            opening_actions.sign_outcome(holder.actor, found.uuid, changed, signature)
        assert field in "".join(refused.value.told.values())
    assert found.run.state is TallyState.COUNTED


def roll_of(found: Counting) -> str:
    return sealed_box(found.uuid).roll_digest


def opens(found: Counting, *holders: Holder) -> None:
    count.open_box(found.uuid, holders)


def test_a_device_that_opened_nothing_signs_nothing_and_one_that_comes_late_may(city: Place) -> None:
    found = closed(city, size=3, threshold=2)
    first, second, third = found.hall.holders
    opens(found, first, second)
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    with pytest.raises(WrongMoment, match="没有用自己的钥匙开过箱"):
        count.sign(found.uuid, [third])
    count.sign(found.uuid, [first])  # the second has gone home
    with pytest.raises(WrongMoment), transaction():
        steps_actions.ask(found.secretary, found.uuid, "confirm", {})
    opens(found, third)
    count.sign(found.uuid, [third])
    count.step(found.uuid, "confirm", found.secretary, found.chair)
    count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
    raw = record_actions.kept_bundle(None, found.uuid).read_bytes()
    verify_bundle(raw, QUIET)
    held, _ = record.read(bundle.read(raw).archive)
    assert [index for index, _ in held.partials] == [1, 2]
    signed_by = [index for index, _ in outcome_document.parse(bundle.read(raw).outcome)[1]]
    assert signed_by == [1, 3]


def test_a_share_needs_a_sample_and_none_is_taken_once_one_has_not_passed(city: Place) -> None:
    found = closed(city, size=3, threshold=2)
    first, second, third = found.hall.holders
    for holder in found.hall.holders:
        vote.sign_roll(found.uuid, holder)
    share = vote.partial(found.uuid, first)
    digest = make.ballot_of(found.uuid).digest or ""
    with pytest.raises(WrongMoment, match="请先在自己的设备上抽验回执"), transaction():
        opening_actions.hand_in_share(first.actor, found.uuid, digest, share)
    vote.sample(found.uuid, first)
    with transaction():
        opening_actions.hand_in_share(first.actor, found.uuid, digest, share)
    vote.sample(found.uuid, second)
    passed = ballot_statements.sample_signatures(found.uuid)[2][0]
    vote.state(found.uuid, third, passed.replace("3|0|0|passed", "1|0|0|stopped"))
    with pytest.raises(WrongMoment, match="应当宣布本次票决作废"), transaction():
        opening_actions.hand_in_share(second.actor, found.uuid, digest, vote.partial(found.uuid, second))
    assert found.run.counts is None
    count.step(found.uuid, "void", found.secretary, found.chair, {"reason": "抽验回执未通过"})


def test_partials_are_told_once_the_box_is_open(city: Place) -> None:
    found = closed(city, size=3, threshold=2)
    first, second, third = found.hall.holders
    with pytest.raises(NotFound):
        opening_actions.partials_text(first.actor, found.uuid)
    opens(found, first)
    with pytest.raises(WrongMoment, match="还没有打开"):
        opening_actions.partials_text(first.actor, found.uuid)
    opens(found, second)
    text = opening_actions.partials_text(third.actor, found.uuid)
    opens(found, third)
    assert opening_actions.partials_text(third.actor, found.uuid) == text


def test_a_recount_is_a_new_serial_that_names_the_text_before(city: Place) -> None:
    found = signed(city)
    before = opening_actions.outcome_text(found.scrutineer, found.uuid)
    count.step(found.uuid, "recount", found.secretary, found.scrutineer, {"reason": "纸票漏点"})
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    text = opening_actions.outcome_text(found.scrutineer, found.uuid)
    assert f'"serial":2,"previous":"{hex_sha256(before)}"' in text
    count.sign(found.uuid, found.hall.holders)
    count.step(found.uuid, "confirm", found.secretary, found.chair)
    count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
    verify_bundle(record_actions.kept_bundle(None, found.uuid).read_bytes(), QUIET)


def test_nothing_is_signed_before_the_count_or_after_the_confirmation(city: Place) -> None:
    found = box_open(city)
    with pytest.raises(WrongMoment), transaction():
        opening_actions.sign_outcome(found.scrutineer, found.uuid, "", {})
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    count.sign(found.uuid, found.hall.holders)
    count.step(found.uuid, "confirm", found.secretary, found.chair)
    with pytest.raises(WrongMoment, match="不能签署"), transaction():
        opening_actions.sign_outcome(found.scrutineer, found.uuid, "", {})


def test_the_presidium_confirms_only_what_is_signed(city: Place) -> None:
    found = counted(city)
    with pytest.raises(WrongMoment), transaction():
        steps_actions.ask(found.secretary, found.uuid, "confirm", {})


def test_a_recount_needs_a_reason_and_forgets_the_signatures(city: Place) -> None:
    found = signed(city)
    with pytest.raises(RuleBroken, match="理由"), transaction():
        steps_actions.ask(found.secretary, found.uuid, "recount", {"reason": " "})
    count.step(found.uuid, "recount", found.secretary, found.scrutineer, {"reason": "纸票漏点"})
    run = found.run
    assert (run.state, run.outcome, make.find_run(found.uuid, None).by_presidium) == (
        TallyState.OPENED,
        None,
        [],
    )
    assert signatures_of(found.uuid) == []
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    assert found.run.state is TallyState.COUNTED


@pytest.mark.parametrize("number", [None, 0, 1000, "3"])
def test_a_proclamation_needs_a_number(city: Place, number: object) -> None:
    found = confirmed(city)
    with pytest.raises(RuleBroken, match="编号"), transaction():
        steps_actions.ask(found.secretary, found.uuid, "announce", {"number": number})


def test_nothing_is_handed_over_before_the_announcement(city: Place) -> None:
    found = confirmed(city)
    with pytest.raises(WrongMoment):
        handover.outcome(found.uuid)
    assert handover.outcomes(city.id, 2026) == ()
    with pytest.raises(WrongMoment):
        record_queries.expect_reader(found.secretary, found.uuid)


def test_an_announced_count_is_archived_by_two(city: Place) -> None:
    found = announced(city)
    count.step(found.uuid, "archive", found.secretary, found.chair)
    assert found.run.state is TallyState.ARCHIVED
    assert handover.outcome(found.uuid).ballot_uuid == found.uuid


def test_the_public_has_the_bundle_only_where_the_rules_publish_counts(city: Place) -> None:
    found = announced(city)
    with pytest.raises(NotAllowed, match=found.run.digest):
        record_queries.expect_reader(None, found.uuid)
    stranger = account(city, Role.UNIT)
    with pytest.raises(NotAllowed):
        record_queries.expect_reader(stranger, found.uuid)
    record_queries.expect_reader(found.hall.deputies[0], found.uuid)


def test_a_tie_leads_to_a_vote_among_the_tied_without_a_line(city: Place) -> None:
    votes = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))
    found = confirmed(city, votes=votes, projects=3)
    decision = gather(found.run).decision()
    assert decision is not None
    assert decision.verdict is Verdict.TIE
    with transaction():
        following = next_ballot_actions.order_next(found.secretary, found.uuid)
    with pytest.raises(WrongMoment), transaction():
        next_ballot_actions.order_next(found.secretary, found.uuid)
    ordered = make.ballot_of(following)
    assert (ordered.parent_uuid, ordered.seats, ordered.kind) == (found.uuid, 1, Kind.CHOOSE)
    assert ordered.rules["pass_base"] == Base.NONE
    assert [line.project_id for line in make.lines_of(following)] == [2, 3]


def test_the_proclamation_after_a_second_vote_lists_what_both_have_chosen(city: Place) -> None:
    votes = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))
    found = confirmed(city, votes=votes, projects=3)
    with transaction():
        following = next_ballot_actions.order_next(found.secretary, found.uuid)
    vote.set_up(found.secretary, following)
    vote.open_voting(found.secretary, following)
    for deputy in found.hall.deputies[:3]:
        vote.vote(following, deputy, make.choices((1,), 2))
    vote.close(found.secretary, following)
    count.count(following, found.secretary, found.chair, found.hall.holders, 2)
    made = documents_queries.counted(find_run(following, city.id))
    assert [line.chosen for line in handover.outcome(following).lines] == [False, True]
    assert made.together == ("项目1", "项目3")
    assert documents_queries.after(city, following, "proclamation", None).facts["chosen"] == [
        "项目1",
        "项目3",
    ]


def test_a_tie_left_to_the_presidium_is_settled_before_the_signatures(city: Place) -> None:
    votes = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))
    found = counted(city, votes=votes, tie_rule="presidium")
    with pytest.raises(WrongMoment, match="主席团"):
        count.sign(found.uuid, found.hall.holders)
    with pytest.raises(RuleBroken, match="恰好确定"), transaction():
        steps_actions.ask(found.secretary, found.uuid, "settle", {"ordinals": [1]})
    count.step(found.uuid, "settle", found.secretary, found.chair, {"ordinals": [3]})
    count.sign(found.uuid, found.hall.holders)
    count.step(found.uuid, "confirm", found.secretary, found.chair)
    count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 2})
    assert [line.chosen for line in handover.outcome(found.uuid).lines] == [True, False, True]
    zipped = record_actions.kept_bundle(None, found.uuid).read_bytes()
    assert [line.chosen for line in verify_bundle(zipped, QUIET).lines] == [True, False, True]


def test_there_is_nothing_to_settle_without_a_tie(city: Place) -> None:
    found = counted(city)
    with pytest.raises(RuleBroken, match="没有交主席团"), transaction():
        steps_actions.ask(found.secretary, found.uuid, "settle", {"ordinals": [1]})
    count.sign(found.uuid, found.hall.holders)
    with pytest.raises(WrongMoment), transaction():
        steps_actions.ask(found.secretary, found.uuid, "settle", {"ordinals": [1]})


def test_a_shortfall_leads_to_a_second_round_in_vote_order(city: Place) -> None:
    votes = ((0,), (0,), (0, 2))
    found = confirmed(city, votes=votes, shortfall_rule="second_round")
    with transaction():
        following = next_ballot_actions.order_next(found.secretary, found.uuid)
    assert [line.project_id for line in make.lines_of(following)] == [3, 2]
    assert make.ballot_of(following).rules["pass_base"] == Base.ALL


def test_nothing_follows_from_a_full_result(city: Place) -> None:
    found = confirmed(city)
    with pytest.raises(WrongMoment, match="没有需要"), transaction():
        next_ballot_actions.order_next(found.secretary, found.uuid)
    with pytest.raises(NotAllowed), transaction():
        next_ballot_actions.order_next(found.chair, found.uuid)


def test_a_void_count_is_voted_on_again_as_a_whole(city: Place) -> None:
    found = box_open(city)
    count.step(found.uuid, "void", found.secretary, found.chair, {"reason": "票箱封条破损"})
    assert (found.run.state, found.run.void_reason) == (TallyState.VOID, "票箱封条破损")
    with transaction():
        following = next_ballot_actions.order_next(found.secretary, found.uuid)
    assert len(make.lines_of(following)) == 3


def test_two_opinions_that_differ_stop_the_count(city: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    found = box_open(city)
    monkeypatch.setattr("voting.tally.outcome.second_opinion.agree", lambda *_: False)
    with pytest.raises(WrongMoment, match="两套独立的计算"), transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})


def test_a_proclamation_number_is_taken_once_a_meeting(city: Place) -> None:
    found = box_open(city)
    count.step(found.uuid, "void", found.secretary, found.chair, {"reason": "封条破损"})
    with transaction():
        find_run(found.uuid, city.id).number = 3
        following = next_ballot_actions.order_next(found.secretary, found.uuid)
    vote.set_up(found.secretary, following)
    vote.open_voting(found.secretary, following)
    for deputy in found.hall.deputies:
        vote.vote(following, deputy, make.choices((0, 1)))
    vote.close(found.secretary, following)
    with pytest.raises(RuleBroken, match="已有第 3 号"):
        count.count(following, found.secretary, found.chair, found.hall.holders, 3)
    assert (
        make.ballot_of(following).parent_uuid is None
    )  # it stands in the place of the void one, whose record there is none
    assert documents_queries.together(find_run(following, city.id)) == ()


def test_the_report_that_was_confirmed_stays_the_same_after_the_announcement(city: Place) -> None:
    with time_machine.travel("2026-01-28T10:00:00+08:00", tick=False):
        found = confirmed(city)
        report = documents_queries.after(city, found.uuid, "count_report", found.chair)
    with time_machine.travel("2026-01-30T09:00:00+08:00", tick=False):
        count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
        again = documents_queries.after(city, found.uuid, "count_report", found.chair)
        proclaimed = documents_queries.after(city, found.uuid, "proclamation", None)
        confirmation = documents_queries.after(city, found.uuid, "presidium_confirmation", found.chair)
    assert again.digest == report.digest
    assert confirmation.facts["report_digest"] == report.digest
    assert (report.facts["date"], proclaimed.facts["date"]) == ("2026年1月28日", "2026年1月30日")


def test_a_count_that_is_not_complete_cannot_be_printed(city: Place) -> None:
    found = taken_over(city)
    with pytest.raises(WrongMoment):
        documents_queries.counted(found.run)


def test_the_explanation_of_candidates_carries_their_frozen_dossiers(
    city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = taken_over(city)
    text = {
        "content": "新建两所",
        "lead_unit": "市教育局",
        "place": "",
        "planned_fen": 4_800_000_000,
        "finishes_on": "2026-11-30",
    }
    monkeypatch.setattr(documents_queries, "project_text", lambda _project_id: text)
    made = documents_queries.of_ballot(city, found.uuid, "candidates", 1, "yellow")
    assert made.facts["candidates"][0]["rows"] == [
        ["建设内容", "新建两所"],
        ["牵头单位", "市教育局"],
        ["完成时限", "2026年11月30日"],
        ["年度计划投资", "4,800 万元"],
    ]


def test_money_is_written_in_ten_thousand_yuan() -> None:
    assert on_paper(4_800_000_000) == "4,800 万元"
    assert on_paper(60_550_000) == "60.55 万元"
    assert on_paper(1_230_000) == "1.23 万元"


def test_a_rehearsal_is_never_handed_over(city: Place) -> None:
    made = make.hall(city, 2, rehearsal=True)
    make.opened(made, rehearsal=True)
    vote.vote(made.uuid, made.deputies[0], make.choices((0,)))
    vote.close(made.secretary, made.uuid)
    found = make.people(made)
    count.count(found.uuid, found.secretary, found.chair, made.holders)
    assert find_run(found.uuid, city.id).state is TallyState.ANNOUNCED
    assert handover.outcomes(city.id, 2026) == ()
    with pytest.raises(WrongMoment):
        handover.outcome(found.uuid)


def test_a_deputy_who_voted_and_left_is_still_counted_as_present(city: Place) -> None:
    made = make.hall(city, 3)
    make.opened(made)
    for deputy in made.deputies:
        vote.vote(made.uuid, deputy, make.choices((0,)))
    make.leave(made, 0)
    vote.close(made.secretary, made.uuid)
    found = make.people(made)
    count.open_box(found.uuid, made.holders)
    gathered = gather(found.run)
    assert gathered.count is not None
    assert (found.run.present, gathered.count.present) == (3, 3)  # he left with a ballot taken
    decision = gathered.decision()
    assert decision is not None
    assert decision.verdict is not Verdict.VOID


def test_a_step_is_not_confirmed_by_an_account_that_the_asker_made(city: Place) -> None:
    found = box_open(city)
    with transaction():
        db.session.get_one(Account, found.scrutineer.account_id).opened_by = found.secretary.account_id
    with transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})
    with pytest.raises(NotAllowed, match="24 小时"), transaction():
        steps_actions.confirm(found.scrutineer, found.uuid, "count")


def test_a_scrutineer_of_another_meeting_neither_asks_nor_confirms(city: Place) -> None:
    found = box_open(city)
    elsewhere = account(city, Role.SCRUTINEER, Role.TELLER)
    with pytest.raises(NotAllowed), transaction():
        steps_actions.ask(elsewhere, found.uuid, "count", {})
    with transaction():
        steps_actions.ask(found.secretary, found.uuid, "count", {})
    with pytest.raises(NotAllowed), transaction():
        steps_actions.confirm(elsewhere, found.uuid, "count")
    appoint(city, found.hall.meeting_id, Post.SCRUTINEER, elsewhere)
    with transaction():
        steps_actions.confirm(elsewhere, found.uuid, "count")
    assert found.run.state is TallyState.COUNTED
