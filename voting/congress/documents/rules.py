"""Which papers of a meeting the office numbers, and how a number is written (GB/T 9704-2012, 7.2.5). Pure."""

from __future__ import annotations

import re
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

BRACKETS = str.maketrans("[]［］【】()（）", "〔〕" * 5)
NUMBER = re.compile(r"[^\s\d〔〕]{1,20}〔\d{4}〕\d{1,5}号")


def paper_number(typed: str) -> str:
    """Return a 发文字号 as it is printed, the year in 〔〕; "" for none. Errors: RuleBroken for what is no number of a paper."""
    written = "".join(typed.split()).translate(BRACKETS).replace("〕第", "〕")
    if written and not NUMBER.fullmatch(written):
        raise RuleBroken("发文字号请写成“忻人发〔2027〕3号”的样子。")
    return written
