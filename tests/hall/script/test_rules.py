"""Every act has its words; figures stand in them as they were given, and what is not known is a blank."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.tally.factories import rules
from voting.ballot.figures.rules import BallotFigures
from voting.hall.course.acts import ACTS
from voting.hall.course.moment import Act
from voting.hall.script.ballot_words import in_reserve
from voting.hall.script.known import BLANK, Hands, Heads, Known, Lines, ResultLine, SpokenResult, Voted
from voting.hall.script.plenary_words import decided
from voting.hall.script.rules import WORDS, words_of

pytestmark = pytest.mark.pure

COUNTY = Known(
    meeting="定襄县第十八届人民代表大会第二次会议",
    place="定襄县",
    year=2027,
    vote=Voted(title="定襄县2027年民生实事项目票决", rules=rules(seats=2), candidates=3, seats=2),
)
FULL = BallotFigures(due=49, present=45, here=45, on_leave=3, tablets=30, cards=10, papers=5, cast=40)
LINES = (
    ResultLine(1, "饮水安全", "通过", (("赞成", 40),)),
    ResultLine(2, "日间照料", "得票相等", (("赞成", 30),)),
    ResultLine(3, "幼儿园", "得票相等", (("赞成", 30),)),
)
RESULT = SpokenResult(issued=45, returned=44, valid=43, lines=LINES, chosen=(1,))


def text(lines: Lines) -> str:
    return "\n".join(one.text for one in lines)


def voted(**more: object) -> Known:
    return replace(COUNTY, vote=replace(COUNTY.vote, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("act", [row.act for row in ACTS])
@pytest.mark.parametrize("township", [False, True])
def test_every_act_has_its_words_before_anything_is_known(act: Act, *, township: bool) -> None:
    bare = Known(meeting="会议", place="某地", year=2027, township=township, vote=Voted(title="票决"))
    for known in (bare, replace(COUNTY, township=township)):
        said = text(words_of(act, known))
        assert said
        assert not re.search(r"None|%\(|[{}]|。。|，。|；。|  ", said), said


def test_no_words_are_kept_for_what_is_no_act() -> None:
    assert set(WORDS) == {row.act for row in ACTS}


def test_the_quorum_is_told_with_its_figures() -> None:
    known = replace(COUNTY, heads=Heads(due=49, present=45, on_leave=3, quorum=33))
    said = text(words_of(Act.QUORUM, known))
    assert (
        "现在清点人数。本次会议应到代表 49 名，实到 45 名，缺席 4 名（其中请假 3 名）。"
        "法定人数为 33 名，符合法定人数，可以开会。"
    ) in said
    assert "定襄县第十八届人民代表大会第二次会议开会。" in said


def test_below_the_quorum_nobody_opens_the_meeting() -> None:
    known = replace(COUNTY, heads=Heads(due=49, present=20, on_leave=0, quorum=33))
    said = text(words_of(Act.QUORUM, known))
    assert "不足法定人数，现在还不能开会" in said
    assert "宣布" not in said


def test_plenary_meetings_are_told_apart_where_there_are_several() -> None:
    known = replace(COUNTY, plenary=2, plenaries=2)
    assert "第二次全体会议应到代表" in text(words_of(Act.QUORUM, known))
    assert "第二次全体会议。请各位代表重新签到" in text(words_of(Act.CONVENE, known))


def test_a_motion_is_put_three_times_and_its_outcome_read() -> None:
    said = text(words_of(Act.METHOD, COUNTY))
    asked = [said.index(word) for word in ("同意的代表请举手", "不同意的请举手", "弃权的请举手")]
    assert asked == sorted(asked)
    assert said.count("请放下") == 3
    assert "《定襄县2027年民生实事项目人大代表票决办法（草案）》" in said
    carried = text(decided(COUNTY, Hands("办法（草案）", (40, 3, 2))))
    assert "赞成 40 名，反对 3 名，弃权 2 名。赞成的超过全体代表的半数，办法（草案）通过。" in carried


def test_a_failed_motion_says_so() -> None:
    said = text(decided(COUNTY, Hands("名单（草案）", (20, 20, 5), carried=False)))
    assert "赞成 20 名，反对 20 名，弃权 5 名。赞成的没有超过全体代表的半数，名单（草案）未获通过。" in said


def test_the_list_is_read_with_its_names() -> None:
    known = replace(COUNTY, officers=(("总监票人", ("王伟",)), ("监票人", ("李芳", "赵强"))))
    assert "总监票人：王伟；监票人：李芳、赵强" in text(words_of(Act.SCRUTINEERS, known))


def test_means_are_named_as_far_as_they_are_used() -> None:
    assert "纸质票" in text(words_of(Act.DRAW, COUNTY))
    tablets = voted(rules=rules(seats=2, paper_allowed=False))
    assert "纸质" not in "".join(text(words_of(row.act, tablets)) for row in ACTS)
    assert "票卡" in text(words_of(Act.DRAW, voted(cards=True)))
    said = text(words_of(Act.OPEN, voted(figures=FULL)))
    assert "发出票 45 张（平板 30 张，票卡 10 张，纸质票 5 张）" in said


def test_before_the_end_of_voting_the_chair_says_who_is_missing() -> None:
    left = replace(FULL, tablets=28, cast=37)
    said = text(words_of(Act.CLOSE, voted(figures=left)))
    assert "还有 2 名实到代表没有领票，还有 1 张票没有投出，请抓紧时间" in said
    assert "还没有投票的，请抓紧时间" in text(words_of(Act.CLOSE, voted(figures=FULL)))


def test_issued_and_returned_decide_whether_the_vote_holds() -> None:
    electronic = replace(FULL, papers=0, cast=39)
    said = text(words_of(Act.RECONCILE, voted(figures=electronic, closed=True)))
    assert (
        "发出票 40 张（平板 30 张，票卡 10 张），收回 39 张。收回的票数不多于发出的票数，本次票决有效。"
        in said
    )
    paper = text(words_of(Act.RECONCILE, voted(figures=FULL, closed=True)))
    assert f"收回电子票 40 张，纸质票 {BLANK} 张" in paper
    assert "（纸质票清点以后读" in paper
    over = voted(figures=replace(electronic, cast=41), closed=True)
    assert "本次票决无效，应当重新票决" in text(words_of(Act.RECONCILE, over))


def test_a_result_is_read_by_the_numbers_of_the_ballot() -> None:
    said = text(words_of(Act.DECLARE, voted(result=replace(RESULT, chosen=(1, 3)))))
    assert "发出票 45 张，收回 44 张，有效票 43 张" in said
    assert "第 1 项，饮水安全：赞成 40 票，通过。" in said
    assert "获得通过的是第 1、3 项，共 2 项，列为2027年民生实事项目。" in said


def test_a_tie_and_a_shortfall_have_their_sentences() -> None:
    tied = voted(result=replace(RESULT, tied=(2, 3), places=1))
    assert "第 2、3 项得票相等，应选名额还有 1 项，不能确定" in text(words_of(Act.DECLARE, tied))
    assert "就第 2、3 项再次票决，以得票多的通过" in text(words_of(Act.FURTHER, tied))
    short = voted(result=replace(RESULT, vacant=1))
    said = text(words_of(Act.FURTHER, short))
    assert "名额空缺 1 项。根据票决办法，就未通过的项目另行票决" in said
    assert "留待下次会议举行" in said


def test_the_proclamation_brings_the_result_unless_it_was_read_before() -> None:
    known = voted(result=RESULT, number=3)
    assert "获得通过的是第 1 项" in text(words_of(Act.ANNOUNCE, known))
    assert "第 3 号公告" in text(words_of(Act.ANNOUNCE, known))
    declared = replace(known, vote=replace(known.vote, declared=True))
    assert "获得通过的是" not in text(words_of(Act.ANNOUNCE, declared))


@pytest.mark.parametrize(
    "act", [Act.ORDER, Act.DRAW, Act.OPEN, Act.CLOSE, Act.RECONCILE, Act.CONFIRM, Act.DECLARE, Act.ANNOUNCE]
)
def test_where_several_ballots_are_cast_each_is_named(act: Act) -> None:
    for title in ("2027年民生实事项目票决", "2026年民生实事项目满意度测评"):
        assert title in text(words_of(act, voted(title=title)))


def test_what_is_drawn_together_is_given_out_opened_and_closed_at_once() -> None:
    first, second = "2027年民生实事项目票决", "2026年民生实事项目满意度测评"
    evaluated = replace(
        COUNTY.vote, title=second, rules=rules(kind="evaluate"), figures=replace(FULL, tablets=29, cast=38)
    )
    vote = replace(COUNTY.vote, title=first, figures=FULL)
    known = replace(COUNTY, together=(vote, evaluated))
    said = text(words_of(Act.DRAW, known))
    assert f"{first}、{second}一次领取，依次投票" in said
    assert f"{second}，填写测评票" in said
    opening = text(words_of(Act.OPEN, known))
    assert f"{first}，发出票 45 张" in opening
    assert f"{second}，发出票 44 张" in opening
    assert "还有 1 名实到代表没有领票，还有 1 张票没有投出" in text(words_of(Act.CLOSE, known))


def test_an_evaluation_is_called_one_and_passes_nothing() -> None:
    lines = (ResultLine(1, "饮水安全", "满意", (("满意", 40),)),)
    known = voted(rules=rules(kind="evaluate"), result=replace(RESULT, lines=lines, chosen=()))
    said = "".join(text(words_of(row.act, known)) for row in ACTS)
    assert "饮水安全：满意 40 票，满意。" in said
    assert "本次测评有效" in said
    assert "没有项目获得通过" not in said


def test_a_township_has_no_secretariat_and_no_standing_chairs() -> None:
    known = replace(COUNTY, township=True, place="奇村镇", meeting="奇村镇第二十届人民代表大会第二次会议")
    said = "".join(text(words_of(row.act, known)) for row in ACTS)
    assert not re.search("秘书|常务主席|大会主席团", said)
    assert "奇村镇人民政府" in said
    assert "大会秘书处工作人员宣读" in text(words_of(Act.METHOD, COUNTY))


def test_receipts_are_sampled_without_being_shown() -> None:
    said = text(words_of(Act.SAMPLE, COUNTY))
    assert "只回答“在”或者“不在”" in said
    assert "不要读出、出示回执" in said


def test_about_how_many_receipts_are_looked_up_is_said_beforehand() -> None:
    bare = rules(seats=2, key_holders=3, key_threshold=2)
    before = text(words_of(Act.SAMPLE, voted(rules=bare)))
    assert "3 台设备各自抽取，每台约 6 份回执；投票的不足 6 人时，逐人核对。" in before
    four = text(words_of(Act.SAMPLE, voted(rules=bare, figures=replace(FULL, cast=4), closed=True)))
    assert "每台约 4 份回执，投票的有 4 人，逐人核对。" in four
    eight = text(words_of(Act.SAMPLE, voted(rules=bare, figures=replace(FULL, cast=8), closed=True)))
    assert "每台约 6 份回执，投票的有 8 人；有人说不在时，再多抽几人。" in eight


def test_a_single_key_holder_compares_with_nobody() -> None:
    one = text(words_of(Act.KEYS, voted(rules=rules(seats=2, key_holders=1, key_threshold=1))))
    assert "由 1 名监票人持有" in one
    assert not re.search("分别|逐组|大声核对", one)
    three = text(words_of(Act.KEYS, voted(rules=rules(seats=2, key_holders=3, key_threshold=2))))
    assert "由 3 名监票人分别持有，有其中 2 名到场方可开箱。" in three


def test_two_persons_are_asked_to_accept_few_ballots() -> None:
    assert "不足 5 张" in text(words_of(Act.CONSENT, COUNTY))


def test_what_is_said_in_reserve_has_blanks_alone() -> None:
    occasions = dict(in_reserve(COUNTY))
    assert set(occasions) >= {
        "人数不足法定人数",
        "表决未通过",
        "末位得票相等",
        "通过的项目不足应选数量",
        "休会、复会",
    }
    assert all(lines for lines in occasions.values())
    assert not re.search(r"None|%\(|[{}]|。。", "".join(text(lines) for lines in occasions.values()))


def test_a_vote_with_paper_is_declared_valid_with_its_result() -> None:
    """At the close nobody had counted the paper, so the chair has not said it; without paper it was said then."""
    valid = "收回的票数不多于发出的票数，本次票决有效。"
    assert valid in text(words_of(Act.DECLARE, voted(figures=FULL, closed=True, result=RESULT)))
    assert valid in text(words_of(Act.ANNOUNCE, voted(figures=FULL, closed=True, result=RESULT)))
    electronic = replace(FULL, papers=0, cast=39)
    assert valid not in text(words_of(Act.DECLARE, voted(figures=electronic, closed=True, result=RESULT)))
