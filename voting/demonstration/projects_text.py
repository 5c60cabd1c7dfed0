"""The shape of a demonstration project: what a dossier holds, without year, ids and fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from voting.screening.dossier.rules import DossierMilestone, DossierPart


@dataclass(frozen=True, kw_only=True)
class ProjectText:
    """A livelihood project as written for the demonstration.

    wan: this year's plan in 万元, of which upper_wan and social_wan come from above and from society;
    total_wan: in all years, 0 when the same. steps: `what@month-day；…`, the last one is the end;
    parts: `what|how many|of which|unit；…`, without a unit it is the lead's. stage: only for works of
    several years.
    """

    title: str
    summary: str
    field: str
    background: str
    content: str
    place: str
    target: str
    benefit: str
    people: int
    wan: int
    lead: str
    steps: str
    upper_wan: int = 0
    social_wan: int = 0
    total_wan: int = 0
    scale: str = ""
    stage: str = ""
    upkeep: str = ""
    parts: str = ""

    def milestones(self, year: int) -> tuple[DossierMilestone, ...]:
        """Return the steps as milestones of a year."""
        found = []
        for step in self.steps.split("；"):
            title, _at, day = step.partition("@")
            month, _dash, number = day.partition("-")
            found.append(DossierMilestone(title=title, due_on=date(year, int(month), int(number))))
        return tuple(found)

    def sub_items(self) -> tuple[tuple[DossierPart, str], ...]:
        """Return the parts, each with the name of the unit that does it."""
        found = []
        for part in filter(None, self.parts.split("；")):
            title, quantity, measure, *unit = part.split("|")
            found.append(
                (
                    DossierPart(title=title, quantity=int(quantity), measure=measure),
                    unit[0] if unit else self.lead,
                )
            )
        return tuple(found)
