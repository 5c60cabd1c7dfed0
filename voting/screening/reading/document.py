"""The booklet of candidates (候选项目汇编) as an official paper: contents with page numbers, each candidate on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voting.congress.documents.contents import (
    CandidateEntry,
    Heading,
    chinese_date,
    dossier_rows,
    paper,
)
from voting.core.clock import day_of
from voting.core.db import db
from voting.core.money import on_paper
from voting.core.typeset import Document
from voting.people.rules import Level, Place
from voting.screening.dossier.document import lists_in_words, read_document
from voting.screening.dossier.facts import unit_names
from voting.screening.dossier.models import Project
from voting.screening.reading.facts import entries
from voting.screening.reading.queries import chosen_list, text_of
from voting.screening.shortlist.facts import last_approved_on
from voting.screening.shortlist.models import CandidateList

SOURCES = (("own_fen", "本级财政"), ("upper_fen", "上级补助"), ("social_fen", "社会资本"))
"""How a year's plan is raised, in the order of the dossier."""


def booklet(place: Place, year: int) -> Document:
    """Return the booklet of a year's list, as a draft until the presidium has decided; raise NotFound until it is reviewed."""
    _lists, draft = chosen_list(place, year)
    assert draft is not None  # of this year, or NotFound
    units = unit_names(place.id)
    texts = [
        text_of(place, draft, one, db.session.get_one(Project, one.project_id), units).document
        for one in entries(draft)
    ]
    day = day_of(draft.decided_at) if draft.decided_at else last_approved_on(draft)
    assert day is not None  # it was reviewed on a day
    heading = Heading(place=place.name, meeting="", year=year, on=day, township=place.level is Level.TOWNSHIP)
    facts = {
        "standing": standing(draft, heading),
        "seats": draft.seats,
        "total": on_paper(sum(text["planned_fen"] or 0 for text in texts)),
        "candidates": [entry(n, text).facts() for n, text in enumerate(texts, 1)],
    }
    return paper(heading, "booklet", f"{place.name}{year}年民生实事候选项目汇编", facts)


def standing(draft: CandidateList, heading: Heading) -> str:
    """Return how far the list has come, as the booklet says below its title."""
    on = chinese_date(heading.on)
    return f"大会主席团{on}确定" if draft.decided_at else f"审议稿　{on}经审查，尚待大会主席团确定"


def entry(ordinal: int, text: Mapping[str, Any]) -> CandidateEntry:
    """Return a candidate with everything that deputies vote on."""
    dossier = read_document(text)
    raised = "，".join(f"{label} {on_paper(text[key])}" for key, label in SOURCES if text[key])
    more = (
        ("资金来源", raised),
        ("受益人口", f"{dossier.beneficiaries} 人" if dossier.beneficiaries else ""),
        ("建成后管护", dossier.upkeep),
        ("时间节点", "；".join(f"{chinese_date(one.due_on)}{one.title}" for one in dossier.milestones)),
        ("建议来源", f"{text['sources']} 条建议归并而成" if text["sources"] else "规划或者部门提出"),
    )
    rows = (*dossier_rows(text, lists_in_words(text)), *((label, said) for label, said in more if said))
    return CandidateEntry(ordinal=ordinal, title=dossier.title, summary=dossier.summary, rows=rows)
