"""The livelihood projects of the demonstration: texts written for it, as plain values without a year.

CITY, COUNTIES and TOWNSHIPS are by division code; the suggestions that lead to some of the city's projects
stand in suggestions.py. No person is named. `dossier` gives a text a year and the place's own unit ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from voting.core.money import FEN_A_WAN
from voting.demonstration.projects_city import CITY_PROJECTS
from voting.demonstration.projects_dingxiang import DINGXIANG_PROJECTS
from voting.demonstration.projects_text import ProjectText
from voting.demonstration.projects_township import HONGDAO_PROJECTS, JINCHANG_PROJECTS, XUANGANG_PROJECTS
from voting.demonstration.projects_yuanping import YUANPING_PROJECTS
from voting.screening.dossier.rules import Dossier

CITY: Mapping[str, tuple[ProjectText, ...]] = {"140900": CITY_PROJECTS}
COUNTIES: Mapping[str, tuple[ProjectText, ...]] = {"140921": DINGXIANG_PROJECTS, "140981": YUANPING_PROJECTS}
TOWNSHIPS: Mapping[str, tuple[ProjectText, ...]] = {
    "140921100": JINCHANG_PROJECTS,
    "140921102": HONGDAO_PROJECTS,
    "140981106": XUANGANG_PROJECTS,
}
ALL: Mapping[str, tuple[ProjectText, ...]] = {**CITY, **COUNTIES, **TOWNSHIPS}


def unit_names(texts: Iterable[ProjectText]) -> list[str]:
    """Return the units that these projects name, each once, lead units first met first."""
    names = [name for text in texts for name in (text.lead, *(unit for _part, unit in text.sub_items()))]
    return list(dict.fromkeys(names))


def dossier(text: ProjectText, year: int, units: Mapping[str, int]) -> Dossier:
    """Return a project's text as the dossier of a year. units: the place's unit ids by name."""
    milestones = text.milestones(year)
    return Dossier(
        title=text.title,
        summary=text.summary,
        field=text.field,
        background=text.background,
        content=text.content,
        place=text.place,
        scale=text.scale,
        annual_target=text.target,
        benefit=text.benefit,
        beneficiaries=text.people,
        total_fen=(text.total_wan or text.wan) * FEN_A_WAN,
        planned_fen=text.wan * FEN_A_WAN,
        own_fen=(text.wan - text.upper_wan - text.social_wan) * FEN_A_WAN,
        upper_fen=text.upper_wan * FEN_A_WAN,
        social_fen=text.social_wan * FEN_A_WAN,
        lead_unit_id=units[text.lead],
        finishes_on=milestones[-1].due_on,
        multi_year=bool(text.stage),
        stage_target=text.stage,
        upkeep=text.upkeep,
        milestones=milestones,
        parts=tuple(replace(part, unit_id=units[unit]) for part, unit in text.sub_items()),
    )
