"""The outcome rules: worked values, every verdict, and properties of any count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.properties import given, st
from tests.tally.factories import approvals, channel, count, counts, rules
from voting.congress.ballot_rules.choices import Base
from voting.congress.ballot_rules.rules import WITHOUT_LINE, BallotRules
from voting.core.errors import RuleBroken, WrongMoment
from voting.tally.count.rules import (
    BallotChannel,
    Count,
    Difference,
    Figure,
    check,
    count_papers,
    differences,
    small_channels,
)
from voting.tally.outcome.decision import (
    Decision,
    Next,
    NextStep,
    Verdict,
    rules_of_next,
    settled_by_presidium,
)
from voting.tally.outcome.grade import Grade
from voting.tally.outcome.rules import decide
from voting.tally.run.rules import STEPS_BACK, TALLY, TallyState

Case = tuple[Count, BallotRules]
RANKED = st.one_of(counts("choose"), counts("each"))
ANY = st.one_of(counts("choose"), counts("each"), counts("evaluate"))


def test_the_majority_of_all_deputies_passes_and_one_vote_less_does_not() -> None:
    decision = decide(approvals(171, 170), rules(seats=2))
    assert [line.reached for line in decision.lines] == [True, False]
    assert decision.lines[0].line == 171
    assert decision.chosen == (1,)


def test_the_first_k_of_more_are_in() -> None:
    decision = decide(approvals(175, 200, 190, 110), rules(seats=2))
    assert decision.verdict is Verdict.DECIDED
    assert decision.chosen == (2, 3)
    assert decision.seats_left == 0
    assert [line.rank for line in decision.lines] == [3, 1, 2, 4]


def test_the_reason_of_each_project_names_its_numbers_and_article() -> None:
    decision = decide(approvals(200, 190, 180, 100), rules(seats=2))
    texts = [str(line.reason) for line in decision.lines]
    assert texts[0] == "赞成 200 票，达到通过线 171 票，列第 1 位，在应选 2 项之内，通过。"
    assert (
        texts[2]
        == "赞成 180 票，达到通过线 171 票，列第 3 位，应选 2 项已由得票更多的项目选足，因名额所限未列入。"
    )
    assert texts[3] == "赞成 100 票，未达到通过线 171 票，未通过。"
    assert "第二十五条" in decision.lines[0].article
    assert "第二十九条" in decision.lines[2].article


def test_the_reasoning_prints_quorum_validity_and_line() -> None:
    ruled = rules(seats=1)
    decision = decide(replace(approvals(300, issued=314), due=327, present=314), ruled)
    assert [str(reason) for reason in decision.reasoning] == [
        "应到 327 人，实到 314 人，法定人数 218 人，符合法定人数。",
        "发出 314 票，收回 314 票，收回不多于发出，票决有效；其中有效 314 票，无效 0 票。",
        "通过线以全体代表（应到人数） 327 为基数，过半数（超过二分之一），即 164 票。",
        "1 项达到要求，应选 1 项，通过 1 项。",
    ]


def test_what_is_said_of_a_project_is_one_word_for_all_screens_and_papers() -> None:
    def said(ruled: BallotRules, *votes: int) -> list[str]:
        decision = decide(approvals(*votes), ruled)
        return [decision.standing_of(line, ruled).label for line in decision.lines]

    over, beyond = "过半数，因名额所限未列入", "因名额所限未列入"
    assert said(rules(seats=2), 200, 190, 180, 100) == ["通过", "通过", over, "未通过"]
    assert said(rules(seats=2), 200, 180, 180, 100) == ["通过", "得票相等", "得票相等", "未通过"]
    thirds = rules(seats=3, pass_line="two_thirds")
    assert said(thirds, 250, 240, 230, 228, 10) == ["通过"] * 3 + [over, "未通过"]
    assert said(rules(seats=2, pass_line="half"), 200, 190, 170, 100) == ["通过", "通过", beyond, "未通过"]
    assert said(rules(seats=1, pass_base="none"), 30, 20) == ["通过", beyond]


def test_who_loses_a_tie_at_the_presidium_is_not_said_to_have_failed() -> None:
    ruled = rules(seats=2, tie_rule="presidium")
    settled = settled_by_presidium(decide(approvals(200, 180, 180), ruled), frozenset({3}))
    assert settled.standing_of(settled.lines[1], ruled).label == "过半数，因名额所限未列入"


def test_a_tie_at_the_edge_goes_to_a_vote_among_the_tied() -> None:
    decision = decide(approvals(200, 180, 180, 110), rules(seats=2))
    assert decision.verdict is Verdict.TIE
    assert decision.chosen == (1,)
    assert decision.next == Next(NextStep.TIE_VOTE, (2, 3), 1)
    assert "须再次票决" in str(decision.lines[1].reason)
    assert "末位有 2 项得票相等" in str(decision.reasoning[-1])


def test_a_tie_above_the_edge_is_no_tie() -> None:
    decision = decide(approvals(200, 200, 180), rules(seats=2))
    assert decision.verdict is Verdict.DECIDED
    assert decision.chosen == (1, 2)


def test_a_tie_below_the_line_is_no_tie() -> None:
    decision = decide(approvals(200, 170, 170), rules(seats=2))
    assert decision.verdict is Verdict.SHORTFALL
    assert decision.chosen == (1,)


def test_a_vote_among_the_tied_has_no_line_of_its_own() -> None:
    ruled = rules(seats=2)
    follows = decide(approvals(200, 180, 180), ruled).next
    again = rules_of_next(ruled, follows)
    assert (again.seats, again.pass_base) == (1, Base.NONE)
    assert decide(approvals(40, 60), again).chosen == (2,)


def test_the_presidium_may_be_the_one_to_part_the_tied() -> None:
    decision = decide(approvals(200, 180, 180), rules(seats=2, tie_rule="presidium"))
    assert decision.next.step is NextStep.PRESIDIUM
    assert "由主席团决定" in str(decision.lines[1].reason)
    settled = settled_by_presidium(decision, frozenset({3}))
    assert settled.verdict is Verdict.DECIDED
    assert settled.chosen == (1, 3)
    assert settled.seats_left == 0
    assert "经主席团决定，因名额所限未列入" in str(settled.lines[1].reason)


@pytest.mark.parametrize("named", [frozenset(), frozenset({1}), frozenset({2, 3})])
def test_the_presidium_names_exactly_the_open_seats_among_the_tied(named: frozenset[int]) -> None:
    decision = decide(approvals(200, 180, 180), rules(seats=2, tie_rule="presidium"))
    with pytest.raises(RuleBroken, match="恰好确定 1 项"):
        settled_by_presidium(decision, named)


def test_the_presidium_decides_only_what_was_left_to_it() -> None:
    with pytest.raises(RuleBroken, match="没有交主席团"):
        settled_by_presidium(decide(approvals(300, 200), rules(seats=2)), frozenset())


def test_fewer_oppositions_may_part_equal_approvals() -> None:
    counted = count(channel((200, 100, 40), (200, 60, 80), (300, 20, 20)))
    assert decide(counted, rules(kind="each", seats=2, tie_rule="fewer_oppose")).chosen == (3, 2)
    assert decide(counted, rules(kind="each", seats=2)).verdict is Verdict.TIE


def test_equal_oppositions_too_go_to_a_vote() -> None:
    counted = count(channel((200, 60, 80), (200, 60, 80)))
    decision = decide(counted, rules(kind="each", seats=1, tie_rule="fewer_oppose"))
    assert decision.next == Next(NextStep.TIE_VOTE, (1, 2), 1)


def test_a_shortfall_is_accepted_or_leads_to_a_second_round_in_vote_order() -> None:
    counted = approvals(300, 100, 150)
    accepted = decide(counted, rules(seats=2))
    assert (accepted.verdict, accepted.next.step, accepted.seats_left) == (
        Verdict.SHORTFALL,
        NextStep.NOTHING,
        1,
    )
    ruled = rules(seats=2, shortfall_rule="second_round")
    again = decide(counted, ruled)
    assert again.next == Next(NextStep.SECOND_ROUND, (3, 2), 1)
    assert rules_of_next(ruled, again.next).pass_base is Base.ALL


def test_there_is_no_second_round_when_every_candidate_is_in() -> None:
    decision = decide(approvals(300), rules(seats=2, shortfall_rule="second_round"))
    assert decision.next.step is NextStep.NOTHING


def test_more_back_than_out_makes_the_whole_vote_void() -> None:
    decision = decide(count(channel((300,), issued=310, returned=311)), rules(seats=1))
    assert decision.verdict is Verdict.VOID
    assert decision.chosen == ()
    assert decision.next == Next(NextStep.NEW_BALLOT, (1,), 1)
    assert "重新票决" in str(decision.reasoning[1])


def test_one_box_with_too_many_is_not_mended_by_another_with_too_few() -> None:
    full = channel((3,), issued=4, returned=5, kind=BallotChannel.PAPER)
    assert (
        decide(count(channel((200,), issued=300, returned=290), full), rules(seats=1)).verdict is Verdict.VOID
    )


def test_several_places_with_paper_are_one_channel() -> None:
    first = channel((3,), issued=10, returned=9, kind=BallotChannel.PAPER)
    second = channel((3,), issued=10, returned=11, kind=BallotChannel.PAPER)
    assert decide(count(first, second), rules(seats=1)).verdict is not Verdict.VOID


def test_more_out_than_deputies_present_makes_the_whole_vote_void() -> None:
    decision = decide(count(channel((300,), issued=310), present=309), rules(seats=1))
    assert decision.verdict is Verdict.VOID
    assert "多于实到 309 人" in str(decision.reasoning[1])


def test_more_paper_out_than_the_roll_knows_makes_the_whole_vote_void() -> None:
    box = channel((200,), issued=300)
    paper = channel((5,), issued=8, returned=8, kind=BallotChannel.PAPER)
    decision = decide(count(box, paper, present=320, on_roll=5), rules(seats=1))
    assert decision.verdict is Verdict.VOID
    assert "发出纸质票 8 票，多于名册上领取纸质票的 5 人" in str(decision.reasoning[1])
    assert decide(count(box, paper, present=320, on_roll=8), rules(seats=1)).verdict is Verdict.DECIDED
    assert decide(count(box, paper, present=320, on_roll=9), rules(seats=1)).verdict is Verdict.DECIDED


def test_a_standing_committee_has_a_quorum_of_its_own_article() -> None:
    ruled = rules(kind="evaluate").for_standing_committee()
    counted = count(channel((10, 0, 0, 0), issued=10), due=38, present=10)
    decision = decide(counted, ruled)
    assert decision.verdict is Verdict.NO_QUORUM
    assert "第五十一条" in decision.reasoning[0].article == decision.lines[0].article
    assert "第十四条" in decide(counted, rules(kind="evaluate")).reasoning[0].article


def test_without_a_quorum_nothing_is_decided() -> None:
    decision = decide(replace(approvals(226, issued=226), present=226), rules(seats=1))
    assert decision.verdict is Verdict.NO_QUORUM
    assert decision.chosen == ()
    assert "第十四条" in decision.lines[0].article


def test_where_no_quorum_and_no_line_are_asked_the_most_votes_win() -> None:
    ruled = rules(seats=1, quorum_base="none", pass_base="none")
    decision = decide(replace(approvals(3, 5, issued=9), due=340, present=9), ruled)
    assert decision.chosen == (2,)
    assert "不设法定人数" in str(decision.reasoning[0])
    assert decision.reasoning[0].article == "由票决办法确定"
    assert "不设得票线" in str(decision.reasoning[2])
    assert decision.reasoning[2].article == WITHOUT_LINE
    assert "得票多的当选" in decision.lines[1].article


def test_paper_and_tablets_are_one_count() -> None:
    both = count(channel((150,), issued=300), channel((21,), issued=40, void=2, kind=BallotChannel.PAPER))
    decision = decide(both, rules(seats=1))
    assert decision.lines[0].approve == 171
    assert decision.chosen == (1,)
    assert (both.issued, both.returned, both.not_returned, both.valid, both.void) == (340, 340, 0, 338, 2)
    assert both.absent == 0


@pytest.mark.parametrize(
    ("answers", "grade"),
    [
        ((171, 0, 169, 0), Grade.SATISFIED),
        ((170, 170, 0, 0), Grade.BASICALLY),
        ((100, 71, 169, 0), Grade.BASICALLY),
        ((100, 70, 170, 0), Grade.DISSATISFIED),
        ((0, 0, 0, 340), Grade.DISSATISFIED),
    ],
)
def test_exactly_half_is_not_enough_for_a_grade(answers: tuple[int, ...], grade: Grade) -> None:
    decision = decide(count(channel(answers)), rules(kind="evaluate"))
    assert decision.lines[0].grade is grade
    assert decision.lines[0].reached is (grade is not Grade.DISSATISFIED)


def test_zhenhai_29_members_present_of_all() -> None:
    ruled = rules(kind="evaluate", evaluation_abstain=False).for_standing_committee()
    counted = count(channel((20, 5, 4), (15, 5, 9), issued=29), due=38, present=29)
    assert [line.grade for line in decide(counted, ruled).lines] == [Grade.SATISFIED, Grade.BASICALLY]


@pytest.mark.parametrize(
    ("base", "grade"), [("all", "basically"), ("present", "basically"), ("valid", "satisfied")]
)
def test_the_base_of_an_evaluation_is_a_rule(base: str, grade: str) -> None:
    counted = count(channel((90, 100, 0, 0), issued=300, returned=190, void=0), due=340, present=300)
    only = replace(
        counted.channels[0], lines=(replace(counted.channels[0].lines[0], answers=(100, 90, 0, 0)),)
    )
    decision = decide(replace(counted, channels=(only,)), rules(kind="evaluate", evaluation_base=base))
    assert decision.lines[0].grade == grade


def test_a_dissatisfying_project_is_tested_again_where_the_rules_say_so() -> None:
    counted = count(channel((0, 0, 340, 0)))
    assert "90 天内再次测评" in str(decide(counted, rules(kind="evaluate")).lines[0].reason)
    assert "再次测评" not in str(decide(counted, rules(kind="evaluate", retest_days=0)).lines[0].reason)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (count(due=1, present=2), "实到 2 人多于应到 1 人"),
        (count(channel((1,), issued=341)), "发出 341 票多于应到 340 人"),
        (count(), "项目不一致"),
        (count(channel((1,), issued=5), channel((1,), (1,), issued=5)), "项目不一致"),
        (count(channel((1,), issued=5, returned=-1)), "不能是负数"),
        (count(channel((1,), issued=5, void=6)), "无效 6 票多于收回 5 票"),
        (count(channel((6,), issued=5)), "第 1 项各栏合计 6，与有效票 5 不符"),
        (count(channel((-1,), issued=5)), "第 1 项的票数不完整"),
        (count(channel((1, 1, 1), issued=5)), "第 1 项的票数不完整"),
        (count(channel((5,), (5,), (1,), issued=5)), "赞成合计 11"),
    ],
)
def test_sums_that_do_not_hold_are_refused(broken: Count, message: str) -> None:
    with pytest.raises(RuleBroken, match=message):
        decide(broken, rules(seats=2))


def test_the_answers_of_each_must_sum_up_to_the_valid_ballots() -> None:
    with pytest.raises(RuleBroken, match="第 1 项各栏合计 339"):
        decide(count(channel((200, 100, 39))), rules(kind="each"))


def test_a_project_stands_only_once() -> None:
    one = channel((1,), (1,), issued=5)
    twice = replace(one, lines=(one.lines[0], one.lines[0]))
    with pytest.raises(RuleBroken, match="出现两次"):
        check(count(twice), rules())


def test_small_channels_are_named() -> None:
    few = channel((1,), issued=4, kind=BallotChannel.PAPER)
    assert small_channels((channel((9,), issued=5), few, channel((0,), issued=0)), rules()) == (few,)
    assert small_channels((few, channel((0,), issued=0)), rules()) == ()


def test_two_tellers_see_where_they_differ() -> None:
    first, second = channel((5, 1, 0), issued=6), channel((4, 2, 0), issued=7, returned=6)
    assert differences(first, second) == (
        Difference(Figure.ISSUED, 6, 7),
        Difference(Figure.ANSWER, 5, 4, ordinal=1, answer=0),
        Difference(Figure.ANSWER, 1, 2, ordinal=1, answer=1),
    )
    assert differences(first, first) == ()


def test_papers_over_the_number_or_blank_follow_the_rules() -> None:
    papers = [frozenset({1, 2}), frozenset({1, 2, 3}), frozenset[int](), None, frozenset({9})]
    strict = count_papers(papers, 6, (1, 2, 3), rules(seats=2, blank_paper="void"))
    assert (strict.returned, strict.void, strict.valid, strict.not_returned) == (5, 4, 1, 1)
    mild = count_papers(papers, 6, (1, 2, 3), rules(seats=2, over_selection="abstain"))
    assert (mild.void, mild.valid) == (2, 3)
    assert [line.answers for line in mild.lines] == [(1,), (1,), (0,)]


@given(st.lists(st.one_of(st.none(), st.frozensets(st.integers(1, 6))), max_size=30), st.randoms())
def test_the_order_of_papers_never_matters(papers: list[frozenset[int] | None], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(papers)
    random.shuffle(shuffled)
    ruled = rules(seats=3)
    counted = count_papers(papers, len(papers), range(1, 6), ruled)
    assert counted == count_papers(shuffled, len(papers), range(1, 6), ruled)
    assert counted.valid + counted.void == len(papers)
    check(count(counted, due=len(papers), present=len(papers)), ruled)


def _decided(case: Case) -> Decision:
    return decide(*case)


@given(RANKED)
def test_nothing_chosen_has_fewer_approvals_than_something_not_chosen(case: Case) -> None:
    decision = _decided(case)
    outside = [line for line in decision.lines if not line.chosen]
    for winner in (line for line in decision.lines if line.chosen):
        assert all(winner.approve >= line.approve for line in outside)


@given(RANKED)
def test_never_more_than_the_seats_are_chosen_and_all_of_them_reached_the_line(case: Case) -> None:
    decision = _decided(case)
    assert len(decision.chosen) <= case[1].seats
    assert all(line.reached and line.approve >= line.line for line in decision.lines if line.chosen)


@given(RANKED)
def test_seats_chosen_and_seats_left_make_the_seats(case: Case) -> None:
    decision = _decided(case)
    assert len(decision.chosen) + decision.seats_left == case[1].seats
    if decision.verdict is Verdict.DECIDED:
        assert decision.seats_left == 0


@given(RANKED)
def test_a_tie_leaves_more_equal_projects_than_seats(case: Case) -> None:
    decision = _decided(case)
    if decision.verdict is Verdict.TIE:
        tied = {
            line.ordinal: line.approve for line in decision.lines if line.ordinal in decision.next.ordinals
        }
        assert len(tied) > decision.next.seats > 0
        assert len(set(tied.values())) == 1
        assert not tied.keys() & set(decision.chosen)


@given(ANY)
def test_the_order_of_channels_never_matters(case: Case) -> None:
    counted, ruled = case
    assert decide(counted, ruled) == decide(replace(counted, channels=counted.channels[::-1]), ruled)


@given(ANY)
def test_every_sentence_of_the_reasoning_can_be_printed(case: Case) -> None:
    decision = _decided(case)
    assert all("%(" not in str(reason) and reason.article for reason in decision.reasoning)
    assert all("%(" not in str(line.reason) and line.article for line in decision.lines)
    assert [line.ordinal for line in decision.lines] == [line.ordinal for line in case[0].lines]


@given(ANY)
def test_a_void_vote_and_a_lost_quorum_choose_nothing(case: Case) -> None:
    counted, ruled = case
    decision = decide(counted, ruled)
    lost = counted.present < ruled.quorum_of(counted.due)
    stuffed = counted.overfull or counted.unlisted or counted.issued > counted.present
    assert (decision.verdict is Verdict.NO_QUORUM) == lost
    assert (decision.verdict is Verdict.VOID) == (stuffed and not lost)
    if lost or stuffed:
        assert decision.chosen == ()
        assert decision.next.step is NextStep.NEW_BALLOT


def test_a_count_walks_from_sealed_to_archived() -> None:
    state = TALLY.start
    for step in ("open", "count", "sign", "confirm", "announce", "archive"):
        state = TALLY.after(state, step)
    assert state is TallyState.ARCHIVED


def test_what_the_presidium_confirmed_cannot_be_recounted() -> None:
    with pytest.raises(WrongMoment):
        TALLY.after(TallyState.CONFIRMED, "recount")
    assert frozenset({"recount"}) == STEPS_BACK


@pytest.mark.parametrize(
    ("due", "quorum", "line"), [(340, 227, 171), (354, 236, 178), (200, 134, 101), (60, 40, 31), (45, 30, 23)]
)
def test_quorum_and_pass_line_of_real_congresses(due: int, quorum: int, line: int) -> None:
    """Worked values of 《地方组织法》 arts. 14 and 25."""
    ruled = rules()
    assert ruled.quorum_of(due) == quorum
    assert ruled.pass_line_of(due=due, present=quorum, valid=quorum) == line
