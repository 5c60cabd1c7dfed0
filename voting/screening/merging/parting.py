"""What goes along when a project is split, and comes back when that is undone. Writes no line of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from voting.core.errors import WrongMoment
from voting.core.text import N_
from voting.people.rules import Actor
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import FiguresAmiss
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.merging.facts import places_of, rows_of
from voting.screening.merging.filling import rewrite
from voting.screening.merging.models import MergeStep
from voting.screening.merging.rules import (
    AMOUNTS,
    Along,
    DossierFilled,
    Rows,
    amounts_left,
    people_back,
    rows_left,
    rows_put_back,
    rows_without,
)

NOTHING_ALONG = Along()
LEFT_AMISS: Mapping[str, tuple[str, str]] = {
    "planned_fen": (
        "planned_fen",
        N_("分出以后，原项目的年度计划投资会多于总投资，请改正分出的金额。"),
    ),
    "own_fen": (
        "own_fen",
        N_("分出以后，原项目的资金来源合计不等于年度计划投资，请改正分出的金额。"),
    ),
    "beneficiaries": (
        "people_left",
        N_("留在原项目的受益人口不能多于留下的各受益人群的人数之和，请重新填写。"),
    ),
}
"""What cannot be together in the project that stays -> the field at which it is asked again, and how."""


def part(actor: Actor, old: Project, new: Project, along: Along, filled: DossierFilled) -> DossierFilled:
    """Move rows, amounts and people from a dossier into that of its part; return what the step is to remember.

    filled: what the step has written into the new dossier already. Errors: WrongMoment once the old one is not being written
    any more, or its rows were changed; FiguresAmiss for figures that would not add up in one of the two.
    """
    if along.is_empty:
        return filled
    expect_written(old)
    now = rows_of(old)
    places = places_of(now, along.marks)
    going = {name: [now[name][n] for n in at] for name, at in places.items()}
    before, after = old.beneficiaries, old.beneficiaries if along.people_left is None else along.people_left
    less = amounts_left(amounts_of(old), along.money)
    gone = {**along.money, "beneficiaries": along.people}
    rewrite(actor, new, {name: value for name, value in gone.items() if value is not None}, going)
    try:
        rewrite(actor, old, {**less, "beneficiaries": after}, rows_left(now, places))
    except FiguresAmiss as error:
        raise FiguresAmiss(*LEFT_AMISS[error.field]) from None
    parted = {"places": places, "money": dict(along.money), "people": [before, after]}
    return replace(filled, rows=going, parted=parted)


def put_back(actor: Actor, old: Project, step: MergeStep) -> None:
    """Give a dossier back what a split took out of it, or take it out again; what was changed since stays.

    Errors: WrongMoment once it is not being written any more, or where its figures would not add up.
    """
    expect_written(old)
    now = rows_of(old)
    before, after = step.parted["people"]
    money, have = step.parted["money"], amounts_of(old)
    changes: dict[str, Any]
    rows: Rows
    if step.back:
        rows = rows_without(now, step.taken)
        changes = {
            **amounts_left(have, money),
            "beneficiaries": people_back(old.beneficiaries, after, before),
        }
    else:
        rows = rows_put_back(now, step.taken, step.parted["places"])
        more = {name: (have[name] or 0) + fen for name, fen in money.items()}
        changes = {**more, "beneficiaries": people_back(old.beneficiaries, before, after)}
    try:
        rewrite(actor, old, changes, rows)
    except FiguresAmiss:
        raise WrongMoment(
            "“%(title)s”的金额后来改过，合起来不等于年度计划投资，请先修改它的项目文本。", title=old.title
        ) from None


def amounts_of(project: Project) -> dict[str, int | None]:
    """Return the amounts of a dossier in fen, by field; None for one that is not filled in."""
    return {name: getattr(project, name) for name in AMOUNTS}


def expect_written(project: Project) -> None:
    """Raise WrongMoment unless the dossier is still being written: a text that was appraised goes back first."""
    if project.state is not ProjectState.FORMED:
        raise WrongMoment(
            "“%(title)s”现在是“%(state)s”，文本里的子项目、人群、附件和金额不能分出或者放回；请先退回论证，或者只拆分建议。",
            title=project.title,
            state=PROJECT.words[project.state],
        )
