"""What the pages of papers show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from voting.congress.documents.facts import marks_of
from voting.congress.documents.rules import OF_A_MEETING, WORDS, Paper
from voting.congress.meeting.facts import meeting_of
from voting.core.text import N_
from voting.people.rules import Place


@dataclass(frozen=True)
class PaperPage:
    """A paper of a meeting on which the office fills in its marks. word: what the paper is called."""

    place: Place
    meeting_id: int
    meeting: str
    name: str
    word: str


def paper_page(place: Place, meeting_id: int, paper: Paper) -> PaperPage:
    """Return a paper of a meeting; NotFound for another place's."""
    meeting = meeting_of(place.id, meeting_id)
    return PaperPage(place, meeting.id, meeting.title, paper.value, WORDS[paper])


@dataclass(frozen=True)
class PaperLine:
    """A paper in the list of a meeting's. word: message id; number: as filled in.

    prints: the document that can be made now; marked: the paper whose marks are filled in; "" for none.
    """

    word: str
    prints: str
    marked: str = ""
    number: str = ""


PRINTED_AS = {
    Paper.AGENDA: "agenda",
    Paper.BALLOT_RULES: "ballot_rules_draft",
    Paper.CANDIDATE_LIST: "candidate_list",
    Paper.SCRUTINEERS: "scrutineers",
}
"""What of a meeting's papers needs no ballot; the others are printed where ballots and counts are."""


def paper_lines(place: Place, meeting_id: int) -> tuple[PaperLine, ...]:
    """Return the papers of a meeting: those that can be printed before there is a ballot, and those that bear marks."""
    ready = dict(PRINTED_AS)
    if not meeting_of(place.id, meeting_id).agenda:
        ready.pop(Paper.AGENDA)
    lines = [
        PaperLine(
            N_("票决办法（草案）") if paper is Paper.BALLOT_RULES else WORDS[paper],
            ready.get(paper, ""),
            paper.value,
            marks_of(place.id, paper, meeting_id).number,
        )
        for paper in OF_A_MEETING
    ]
    return (*lines, PaperLine(N_("签到表"), "sign_in_sheet"))
