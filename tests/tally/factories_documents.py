"""One meeting on paper: every official document with fixed facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.tally.factories import channel, count, rules
from voting.congress.documents.contents import (
    Appointed,
    CandidateEntry,
    Heading,
    OnLeave,
    Seated,
    agenda,
    ballot_rules,
    candidate_explanation,
    candidate_list,
    leave_list,
    scrutineers,
    sign_in_sheet,
)
from voting.congress.documents.gongwen import Marks
from voting.congress.documents.papers import Badge, badges, paper_ballot, token_cards
from voting.core.typeset import Document
from voting.supervision.documents.contents import (
    ChangeNotice,
    Letter,
    YearLine,
    change_notice,
    follow_up_letter,
    year_report,
)
from voting.tally.count.rules import BallotChannel
from voting.tally.documents.contents import (
    Counted,
    count_report,
    issue_report,
    presidium_confirmation,
    proclamation,
    resolution,
    result,
)
from voting.tally.outcome.rules import decide

TITLES = (
    "城区老旧小区加装电梯和适老化改造",
    "新建、改扩建公办幼儿园十二所",
    "农村饮水安全巩固提升工程",
    "社区日间照料中心和老年食堂建设",
)
CANDIDATES = tuple(
    CandidateEntry(ordinal=n, title=title, summary="年内完成。", rows=(("年度目标", "完成全部建设内容"),))
    for n, title in enumerate(TITLES, 1)
)
SEED = "K7QM2XW9A4RT8PZCK7QM2XW9"


STANDING = "忻州市人民代表大会常务委员会"
LETTER = Letter(
    by=STANDING,
    number=3,
    unit="市水利局",
    project=TITLES[2],
    text="两个村半个月没有回填。",
    due_on=date(2026, 11, 30),
)
NOTICE = ChangeNotice(
    by=STANDING,
    what="重大调整",
    project=TITLES[2],
    text="年度目标调整为 290 公里。",
    decision=f"的重大调整，已经{STANDING}于2026年9月1日决定",
)
YEAR_LINE = YearLine(
    ordinal=1,
    title=TITLES[0],
    unit="市教育局",
    progress="54%",
    spent="60 万元",
    result="通过",
    grade="满意",
)


def heading(*, rehearsal: bool = False) -> Heading:
    return Heading(
        place="忻州市",
        meeting="忻州市第五届人民代表大会第六次会议",
        year=2026,
        on=date(2026, 1, 28),
        rehearsal=rehearsal,
    )


def counted(*, kind: str = "choose", rehearsal: bool = False) -> Counted:
    """A count of 12 present of 15: four projects, two seats, tablets and two papers."""
    ruled = rules(kind=kind, seats=2)
    answers = {
        "choose": ((8,), (7,), (2,), (1,)),
        "each": ((8, 1, 1), (7, 2, 1), (2, 6, 2), (1, 9, 0)),
        "evaluate": ((8, 1, 1, 0), (5, 4, 1, 0), (2, 3, 4, 1), (0, 0, 9, 1)),
    }[kind]
    few = tuple(tuple(1 if n == place else 0 for n in range(len(got))) for place, got in enumerate(answers))
    paper = {"choose": ((1,), (1,), (0,), (0,))}.get(kind, few)
    paper = tuple(got if sum(got) or kind == "choose" else (1, *got[1:]) for got in paper)
    both = count(
        channel(*answers, issued=10),
        channel(*paper, issued=2, void=1, kind=BallotChannel.PAPER),
        due=15,
        present=12,
    )
    return Counted(
        heading=heading(rehearsal=rehearsal),
        ballot_title="2026年民生实事项目票决",
        uuid="NcZH3XGq31NJbf",
        rules=ruled,
        count=both,
        decision=decide(both, ruled),
        titles=dict(enumerate(TITLES, 1)),
        ballots_digest="ab12cd34" * 8,
        holders=("监票人001", "监票人002"),
        cards_lost=1,
    )


def every_document() -> dict[str, Document]:
    """Return one of each document, by a name for its golden file."""
    at, ruled = heading(), rules(seats=2)
    posts = [Appointed(post="总监票人", name="代表001"), Appointed(post="监票人", name="王伟")]
    marked = replace(
        at,
        marks=Marks(
            number="忻人发〔2026〕3号",
            copies_to="市委，市政府，市监委，市中级人民法院，市人民检察院。",
            issued_by="忻州市人民代表大会秘书处",
            issued_on="2026年1月28日",
        ),
    )
    seats = [Seated(delegation="第一代表团", name="王伟"), Seated(delegation="第二代表团", name="代表002")]
    cards = [
        Badge(number=f"{n:03d}", name=f"代表{n:03d}", delegation="第一代表团", content=f"{n}") for n in (1, 2)
    ]
    return {
        "ballot_rules": ballot_rules(at, ruled, CANDIDATES, "K7QM2XW9A4RT8PZC"),
        "ballot_rules_evaluate": ballot_rules(at, rules(kind="evaluate"), CANDIDATES),
        "ballot_rules_draft": ballot_rules(at, ruled, (), draft=True),
        "agenda": agenda(marked, ("审议政府工作报告", "票决民生实事项目", "其他事项")),
        "sign_in_sheet": sign_in_sheet(at, seats),
        "leave_list": leave_list(
            at,
            [OnLeave(delegation="第一代表团", number="002", name="王伟", reason="住院", at="1月27日 09:30")],
        ),
        "scrutineers_draft": scrutineers(at, posts, order="以姓氏笔画为序"),
        "result": result(counted()),
        "result_each": result(counted(kind="each")),
        "result_evaluate": result(counted(kind="evaluate")),
        "candidate_list": candidate_list(at, TITLES, 2),
        "candidate_list_draft": candidate_list(at, TITLES, 2, draft=True),
        "follow_up_letter": follow_up_letter(at, LETTER),
        "change_notice": change_notice(at, NOTICE),
        "year_report": year_report(at, STANDING, ("共 4 项。", "各项目的进展和结果见附表。"), [YEAR_LINE]),
        "candidates": candidate_explanation(at, CANDIDATES, 2),
        "scrutineers": scrutineers(at, posts, (320, 1, 1)),
        "paper_ballot": paper_ballot(at, ruled, CANDIDATES, copies=3),
        "paper_ballot_evaluate": paper_ballot(
            at, rules(kind="evaluate"), CANDIDATES, copies=1, colour="pink"
        ),
        "badges": badges(at, cards),
        "token_cards": token_cards(at, [SEED]),
        "issue_report": issue_report(counted(), ("监票人001", "监票人002")),
        "count_report": count_report(counted()),
        "count_report_each": count_report(counted(kind="each")),
        "count_report_evaluate": count_report(counted(kind="evaluate")),
        "presidium_confirmation": presidium_confirmation(counted(), "0" * 64),
        "proclamation": proclamation(counted(), 3),
        "proclamation_evaluate": proclamation(counted(kind="evaluate"), 4),
        "resolution": resolution(counted()),
    }
