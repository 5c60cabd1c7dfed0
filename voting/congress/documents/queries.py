"""What the pages of papers show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from voting.congress.documents.facts import filled_in_of, kept_paper, next_free
from voting.congress.documents.models import KeptPaper
from voting.congress.documents.rules import MOST, OF_A_MEETING, SEVERAL, WORDS, Paper
from voting.congress.meeting.facts import meeting_of
from voting.core.errors import NotFound
from voting.core.text import N_
from voting.people.rules import Place


@dataclass(frozen=True)
class PaperPage:
    """A paper of a meeting on which the office fills in its marks. word: what the paper is called.

    nth: which of several, 0 where there is but one. kept: what was filled in; proposed: the next free number, "" for none.
    """

    place: Place
    meeting_id: int
    meeting: str
    name: str
    word: str
    nth: int
    kept: KeptPaper | None
    proposed: str


def paper_page(place: Place, meeting_id: int, paper: Paper, nth: int) -> PaperPage:
    """Return a paper of a meeting; NotFound for another place's, and for a second one of a paper that there is once."""
    meeting = meeting_of(place.id, meeting_id)
    if not 1 <= nth <= (MOST if paper in SEVERAL else 1):
        raise NotFound("没有这份文件。")
    kept = kept_paper(place.id, paper, meeting_id, nth)
    proposed = "" if kept else next_free(place.id, paper, meeting.opens_on.year)
    shown = nth if paper in SEVERAL else 0
    return PaperPage(place, meeting.id, meeting.title, paper.value, WORDS[paper], shown, kept, proposed)


@dataclass(frozen=True)
class PaperLine:
    """A paper in the list of a meeting's. word: message id; number: as filled in.

    prints: the document that can be made now; marked: the paper whose marks are filled in; "" for none. nth: which of
    several, 0 where there is but one. by_strokes: it can be had in the order of surnames too.
    """

    word: str
    prints: str
    marked: str = ""
    number: str = ""
    nth: int = 0
    by_strokes: bool = False


PRINTED_AS = {
    Paper.AGENDA: "agenda",
    Paper.BALLOT_RULES: "ballot_rules_draft",
    Paper.CANDIDATE_LIST: "candidate_list",
    Paper.SCRUTINEERS: "scrutineers",
}
"""What of a meeting's papers needs no ballot; the others are printed where ballots and counts are."""

DRAFTED = {Paper.BALLOT_RULES: N_("票决办法（草案）")}
"""What a paper is called as long as it is printed from here, before it was adopted."""


def paper_lines(place: Place, meeting_id: int) -> tuple[PaperLine, ...]:
    """Return the papers of a meeting: those that can be printed before there is a ballot, and those that bear marks."""
    ready = dict(PRINTED_AS)
    if not meeting_of(place.id, meeting_id).agenda:
        ready.pop(Paper.AGENDA)
    lines = [
        PaperLine(
            DRAFTED.get(paper, WORDS[paper]),
            ready.get(paper, ""),
            paper.value,
            number,
            nth if paper in SEVERAL else 0,
        )
        for paper in OF_A_MEETING
        for nth, number in _numbered(place, paper, meeting_id)
    ]
    sheets = (
        PaperLine(N_("签到表"), "sign_in_sheet", by_strokes=True),
        PaperLine(N_("请假名单"), "leave_list"),
    )
    return (*lines, *sheets)


def _numbered(place: Place, paper: Paper, meeting_id: int) -> list[tuple[int, str]]:
    """Return the papers of a kind with their numbers; of those that may be several, one more than is filled in."""
    kept = [(row.nth, row.number) for row in filled_in_of(place.id, paper, meeting_id)]
    if paper in SEVERAL and kept:
        kept.append((kept[-1][0] + 1, ""))
    return kept or [(1, "")]
