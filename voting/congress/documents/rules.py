"""Which papers of a meeting the office numbers, and how a number is written (GB/T 9704-2012, 7.2.5). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from voting.core.errors import RuleBroken
from voting.core.text import N_


class Paper(StrEnum):
    """The official papers that bear the office's marks, by the name of their template."""

    AGENDA = "agenda"
    BALLOT_RULES = "ballot_rules"
    CANDIDATE_LIST = "candidate_list"
    CANDIDATES = "candidates"
    SCRUTINEERS = "scrutineers"
    PRESIDIUM_CONFIRMATION = "presidium_confirmation"
    PROCLAMATION = "proclamation"
    RESOLUTION = "resolution"
    LETTER = "follow_up_letter"
    CHANGE = "change_notice"
    YEAR_REPORT = "year_report"


WORDS = {
    Paper.AGENDA: N_("会议议程"),
    Paper.BALLOT_RULES: N_("票决办法"),
    Paper.CANDIDATE_LIST: N_("候选项目名单"),
    Paper.CANDIDATES: N_("候选项目说明"),
    Paper.SCRUTINEERS: N_("监票人名单"),
    Paper.PRESIDIUM_CONFIRMATION: N_("主席团确认书"),
    Paper.PROCLAMATION: N_("公告"),
    Paper.RESOLUTION: N_("决定"),
    Paper.LETTER: N_("督办函"),
    Paper.CHANGE: N_("调整公告"),
    Paper.YEAR_REPORT: N_("年度报告"),
}
OF_A_PROJECT = frozenset({Paper.LETTER, Paper.CHANGE, Paper.YEAR_REPORT})
OF_A_MEETING = tuple(paper for paper in Paper if paper not in OF_A_PROJECT)

SEVERAL = frozenset({Paper.PROCLAMATION, Paper.RESOLUTION})
"""Papers of which a meeting may issue several: each has a number of its own, and its place among them (第 N 号)."""
MOST = 999

BY_STROKES = "以姓氏笔画为序"


def is_by_strokes(order: str) -> bool:
    """Tell whether names are to stand by the strokes of the surname, from what is printed about their order."""
    return "笔画" in order


BRACKETS = str.maketrans("[]［］【】()（）", "〔〕" * 5)
NUMBER = re.compile(r"([^\s\d〔〕]{1,20})〔(\d{4})〕(\d{1,5})号")


def paper_number(typed: str) -> str:
    """Return a 发文字号 as it is printed, the year in 〔〕; "" for none. Errors: RuleBroken for what is no number of a paper."""
    written = "".join(typed.split()).translate(BRACKETS).replace("〕第", "〕")
    if written and not NUMBER.fullmatch(written):
        raise RuleBroken("发文字号请写成“忻人发〔2027〕3号”的样子。")
    return written


def following(used: Iterable[str], like: Iterable[str], year: int) -> str:
    """Return the next free 发文字号 of a year; "" where no paper of the kind was numbered yet.

    used: every number of the place. like: those of the same kind, the newest of which lends its letters (忻人发).
    """
    found = [match for one in like if (match := NUMBER.fullmatch(one))]
    if not found:
        return ""
    letters = max(found, key=lambda match: (int(match[2]), int(match[3])))[1]
    same = [match for one in used if (match := NUMBER.fullmatch(one)) and match[1] == letters]
    taken = [int(match[3]) for match in same if int(match[2]) == year]
    return f"{letters}〔{year}〕{max(taken, default=0) + 1}号"
