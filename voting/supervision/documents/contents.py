"""The official papers of supervision. Facts only; core.typeset sets them. Pure: the callers bring every number and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voting.congress.documents.contents import Heading, chinese_date, paper
from voting.congress.documents.gongwen import signature
from voting.congress.place.rules import Body
from voting.core.typeset import Document

BODIES = {
    None: "人民政府",
    Body.CONGRESS: "人民代表大会",
    Body.STANDING_COMMITTEE: "人民代表大会常务委员会",
    Body.PRESIDIUM: "人民代表大会主席团",
}


def issuer(place: str, body: Body | None) -> str:
    """Return who issues a paper in full; None for the government."""
    return f"{place}{BODIES[body]}"


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text as typed."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A follow-up letter as printed. by: who sends it; unit: to whom; project: about what."""

    by: str
    number: int
    unit: str
    project: str
    text: str
    due_on: date


def follow_up_letter(heading: Heading, letter: Letter) -> Document:
    """Return the follow-up letter (督办函); its own number stands below the title."""
    facts = {
        "standing": f"{heading.year}年第{letter.number}号",
        "unit": letter.unit,
        "opening": f"关于{heading.year}年民生实事项目“{letter.project}”，现将有关问题函告如下：",
        "paragraphs": paragraphs(letter.text),
        "asked": f"请研究办理，并于{chinese_date(letter.due_on)}前书面答复。",
        "signature": signature(letter.by, chinese_date(heading.on)).facts(),
    }
    return paper(heading, "follow_up_letter", f"{letter.by}督办函", facts)


@dataclass(frozen=True, kw_only=True)
class ChangeNotice:
    """The public notice of a change. by: who gives it; what: 调整, 暂缓 and so on; decision: who decided, when, by which document.

    laws: the law and the place's own rule that it cites, with their brackets; none where the government decides alone.
    """

    by: str
    what: str
    project: str
    text: str
    decision: str
    laws: Sequence[str] = ()


def change_notice(heading: Heading, notice: ChangeNotice) -> Document:
    """Return the notice that what was voted is changed (调整公告)."""
    ground = f"根据{'和'.join(notice.laws)}的规定，" if notice.laws else ""
    facts = {
        "opening": f"{ground}{heading.place}{heading.year}年民生实事项目“{notice.project}”{notice.decision}，现公告如下：",
        "paragraphs": paragraphs(notice.text),
        "signature": signature(notice.by, chinese_date(heading.on)).facts(),
    }
    title = f"关于{heading.year}年民生实事项目{notice.what}的公告"
    return paper(heading, "change_notice", title, facts)


@dataclass(frozen=True, kw_only=True)
class YearLine:
    """A project in the report of a year, every cell as printed."""

    ordinal: int
    title: str
    unit: str
    progress: str
    spent: str
    result: str
    grade: str

    @property
    def cells(self) -> list[str]:
        """Return the cells of its line."""
        return [str(self.ordinal), self.title, self.unit, self.progress, self.spent, self.result, self.grade]


def year_report(heading: Heading, by: str, said: Sequence[str], lines: Sequence[YearLine]) -> Document:
    """Return the report of a year (年度报告). said: its paragraphs, the figures in them."""
    facts = {
        "paragraphs": list(said),
        "lines": [line.cells for line in lines],
        "signature": signature(by, chinese_date(heading.on)).facts(),
    }
    return paper(heading, "year_report", f"{heading.place}{heading.year}年民生实事项目年度报告", facts)
