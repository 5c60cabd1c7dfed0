"""What is taken over into a later year. Pure."""

from __future__ import annotations

from dataclasses import replace

from voting.screening.dossier.rules import Dossier


def for_another_year(dossier: Dossier, reason: str, planned_fen: int | None) -> Dossier:
    """Return a dossier made ready for a later year: the reason stands first, dates and money are to be set anew.

    planned_fen: what is still to be spent; None leaves it to the appraisal.
    """
    return replace(
        dossier,
        background=f"{reason}\n\n{dossier.background}".strip(),
        milestones=(),
        finishes_on=None,
        planned_fen=planned_fen,
        own_fen=planned_fen or 0,
        upper_fen=0,
        social_fen=0,
    )
