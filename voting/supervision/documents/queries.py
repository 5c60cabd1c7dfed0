"""Gather the facts of the papers of supervision; reads only, decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from voting.congress.documents.contents import Heading, chinese_date
from voting.congress.documents.facts import marks_of
from voting.congress.documents.rules import WORDS, Paper
from voting.congress.place.models import Unit
from voting.congress.place.rules import LEVELS, Body
from voting.core.clock import day_of, today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.money import on_paper
from voting.core.typeset import Document
from voting.people.rules import Actor, Level, Place
from voting.supervision.change.models import Change
from voting.supervision.change.rules import CHANGE_KINDS, ChangeApproval, approval
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.documents import contents
from voting.supervision.documents.contents import ChangeNotice, Letter, YearLine, issuer
from voting.supervision.follow_up.queries import letter_page
from voting.supervision.pages.year.queries import YearPage, year_page

SHORT_NAME, FULL_NAME = "《地方组织法》", "《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》"


@dataclass(frozen=True)
class MarksPage:
    """A paper of supervision on which the office fills in its marks. word: what it is called; of: as KeptPaper has it."""

    place: Place
    name: str
    of: int
    word: str


def _heading(place: Place, paper: Paper, of: int, *, year: int, on: date) -> Heading:
    return Heading(
        place=place.name,
        meeting="",
        year=year,
        on=on,
        township=place.level is Level.TOWNSHIP,
        marks=marks_of(place.id, paper, of),
    )


def _supervises(place: Place) -> str:
    """Return who supervises between the sessions: the standing committee, of a township the presidium."""
    standing = LEVELS[place.level].has_standing_committee.value
    return issuer(place.name, Body.STANDING_COMMITTEE if standing else Body.PRESIDIUM)


def letter(place: Place, reader: Actor, letter_id: int) -> Document:
    """Return a follow-up letter for its unit or those who sent it; NotFound for anybody else."""
    found = letter_page(place, reader, letter_id)
    row, project = found.letter, found.commitment
    heading = _heading(place, Paper.LETTER, row.id, year=row.year, on=day_of(row.sent_at))
    printed = Letter(
        by=_supervises(place),
        number=row.number,
        unit=db.session.get_one(Unit, row.unit_id).name,
        project=project.title,
        text=row.text,
        due_on=row.due_on,
    )
    return contents.follow_up_letter(heading, printed)


def notice(place: Place, change_id: int) -> Document:
    """Return the notice of a change. Errors: NotFound before it is public."""
    row = one_of(Change, place.id, change_id)
    if row.proclaimed_at is None:
        raise NotFound("没有这份公告，或者还没有到时候。")
    project = one_of(Commitment, place.id, row.commitment_id)
    who = approval(row.kind, place.level)
    decision = "有变化"
    if row.decided_on is not None:
        document = f"（{row.document}）" if row.document else ""
        by = issuer(place.name, who.decides)
        decision = f"的{CHANGE_KINDS[row.kind]}，已经{by}于{chinese_date(row.decided_on)}决定{document}"
    heading = _heading(place, Paper.CHANGE, row.id, year=project.year, on=day_of(row.proclaimed_at))
    printed = ChangeNotice(
        by=issuer(place.name, who.proclaims),
        what=CHANGE_KINDS[row.kind],
        project=project.title,
        text=row.notice or row.reason,
        decision=decision,
        laws=cited(row, who),
    )
    return contents.change_notice(heading, printed)


def cited(row: Change, who: ChangeApproval) -> list[str]:
    """Return what the notice of a change cites: the law in full where a body decides, and the place's own rule."""
    law = [who.law.replace(SHORT_NAME, FULL_NAME)] if who.law else []
    return [*law, f"《{row.local_rule}》"] if row.local_rule else law


def report(place: Place, year: int) -> Document:
    """Return the report of a year as it stands today. Errors: NotFound for a year without projects."""
    page = year_page(place, year)
    heading = _heading(place, Paper.YEAR_REPORT, year, year=year, on=today())
    lines = [
        YearLine(
            ordinal=row.ordinal,
            title=row.title,
            unit=row.unit,
            progress=f"{row.progress}%",
            spent=on_paper(row.spent_fen),
            result=result or "—",
            grade=grade or "—",
        )
        for row, result, grade in page.rows
    ]
    return contents.year_report(heading, _supervises(place), _said(page), lines)


def _said(page: YearPage) -> list[str]:
    """Return the figures of a year in sentences."""
    results = "，".join(f"{word} {count} 项" for word, count in page.results if count)
    share = f"，完成率 {page.spent_percent}%" if page.spent_percent is not None else ""
    rated = f"。其中，{results}" if results else "，尚未验收"
    closed = page.findings_closed
    watched = f"代表视察 {page.inspections} 次，发现问题 {page.findings} 个，已办结 {closed} 个；"
    return [
        f"{page.year}年，经代表票决的民生实事项目共 {len(page.rows)} 项{rated}。",
        f"年度计划投资 {on_paper(page.planned_fen)}，完成投资 {on_paper(page.spent_fen)}{share}。",
        f"{watched}发出督办函 {page.letters} 件；公告项目调整 {page.changes} 件。",
        "各项目的进展和结果见附表。",
    ]


def marks_page(place: Place, reader: Actor, paper: Paper, of: int) -> MarksPage:
    """Return the page on which a paper's marks are filled in. Errors: NotFound for a paper that is not there."""
    if paper is Paper.LETTER:
        letter(place, reader, of)
    elif paper is Paper.CHANGE:
        notice(place, of)
    else:
        year_page(place, of)
    return MarksPage(place, paper.value, of, WORDS[paper])
