"""The ballot rules in words follow the rules in numbers."""

from __future__ import annotations

import pytest

from voting.congress.documents.method import articles
from voting.congress.rule_set.rules import ballot_rules
from voting.people.rules import Level


def text(**values: object) -> str:
    return "\n".join(articles(2026, ballot_rules(Level.CITY, 2026, values), 12))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "候选项目 12 项，应选 10 项，差额 2 项（差额比例 20%）"),
        ({"seats": 9}, "差额 3 项（差额比例 33%）"),
        ({"seats": 5}, "差额 7 项（差额比例 140%）"),
        ({"seats": 12}, "等额票决"),
        ({}, "由代表在候选项目中圈选，所选不超过 10 项"),
        ({"kind": "each"}, "赞成、反对或者弃权"),
        ({"kind": "each"}, "只能表示一种意见"),
        ({"kind": "evaluate"}, "进行满意度测评，共 12 项"),
        ({"kind": "evaluate"}, "满意票达到全体代表过半数的"),
        ({"kind": "evaluate"}, "在 90 天内再次测评"),
        ({"kind": "evaluate", "evaluation_base": "valid"}, "满意票达到有效票过半数的"),
        ({"kind": "evaluate", "evaluation_voters": "standing_committee"}, "常务委员会全体组成人员过半数"),
        ({}, "全体代表的三分之二以上出席"),
        ({"paper_allowed": False}, "只使用电子票"),
        ({}, "总监票人、监票人，总计票人、计票人，名单由大会主席团提出，经大会全体会议通过。"),
        ({}, "两种票合并计算"),
        ({"over_selection": "abstain"}, "该票计为弃权"),
        ({}, "多于 10 项的，该票无效"),
        ({"blank_paper": "void"}, "空白票无效"),
        ({}, "获得全体代表过半数赞成的，始得通过"),
        ({"pass_base": "valid", "pass_line": "two_thirds"}, "获得有效票三分之二以上赞成"),
        ({"pass_base": "none"}, "按赞成票从多到少确定 10 项"),
        ({}, "再次票决，以得票多的通过"),
        ({"tie_rule": "presidium"}, "由大会主席团决定。"),
        ({"tie_rule": "fewer_oppose"}, "反对票少的通过"),
        ({}, "名额空缺"),
        ({"shortfall_rule": "second_round"}, "另行票决"),
        ({"publish_counts": True}, "得票数向社会公布"),
        ({"key_holders": 5, "key_threshold": 3}, "由 5 名监票人分别持有，须有其中 3 名"),
        ({"key_holders": 5, "key_threshold": 3}, "任何人不能单独开箱"),
        ({"key_holders": 1, "key_threshold": 1}, "由 1 名监票人持有，开箱须有他到场，开箱只得出"),
    ],
)
def test_the_words_follow_the_rule(values: dict[str, object], sentence: str) -> None:
    assert sentence in text(**values)


def test_of_one_key_holder_it_is_not_said_that_nobody_opens_the_box_alone() -> None:
    assert "单独开箱" not in text(key_holders=1, key_threshold=1)


def test_no_quorum_is_no_article() -> None:
    assert "始得进行票决" not in text(quorum_base="none")
    assert "再次测评" not in text(kind="evaluate", retest_days=0)
