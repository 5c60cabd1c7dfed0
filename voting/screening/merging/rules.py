"""The steps of the merge desk, what each does to a project, and what a dossier takes over. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from voting.core.errors import WrongMoment
from voting.core.text import N_
from voting.screening.dossier.rules import MOST_ATTACHMENTS, MOST_ROWS, FiguresAmiss
from voting.screening.dossier.states import ProjectState
from voting.screening.suggestion.rules import SuggestionTurn


class StepKind(StrEnum):
    """What a step at the merge desk does; each can be taken back, and taking back is a step again."""

    FORMED = "formed"
    MERGED = "merged"
    JOINED = "joined"
    SPLIT = "split"
    DETACHED = "detached"


STEP_WORDS: Mapping[StepKind, str] = {
    StepKind.FORMED: N_("形成项目“%(project)s”，%(count)s 条建议"),
    StepKind.MERGED: N_("%(count)s 条建议并入“%(project)s”"),
    StepKind.JOINED: N_("“%(other)s”并入“%(project)s”，%(count)s 条建议随之转入"),
    StepKind.SPLIT: N_("从“%(other)s”拆成“%(project)s”，%(count)s 条建议"),
    StepKind.DETACHED: N_("从“%(project)s”退回待梳理，%(count)s 条建议"),
}
"""project, other: titles; count: suggestions that moved."""

EFFECTS: Mapping[tuple[StepKind, bool], str] = {
    (StepKind.FORMED, True): "dissolve",
    (StepKind.FORMED, False): "restore",
    (StepKind.SPLIT, True): "dissolve",
    (StepKind.SPLIT, False): "restore",
    (StepKind.JOINED, True): "part",
    (StepKind.JOINED, False): "join",
}
"""(kind, whether it is taken back) -> the step of the project's own life. The others leave projects as they are."""
ENDS = frozenset({"join", "dissolve"})
"""Steps after which a project is none any more: nothing may be left in it."""
TAKES_IN = frozenset({StepKind.MERGED, StepKind.JOINED})
"""Steps that put something into a project that stands: done again, it must still be open to more."""

OPEN_TO_MORE = frozenset(
    {ProjectState.FORMED, ProjectState.APPRAISED, ProjectState.PRELIMINARY, ProjectState.REVIEWED}
)
"""States in which suggestions may still join: until the presidium's decision freezes text and sources."""

VERBS: Mapping[tuple[bool, bool], str] = {
    (False, True): "merge",
    (True, True): "move",
    (True, False): "detach",
}
"""(whether a suggestion comes out of a project, whether it goes into one) -> the step of its own life."""
TURNS: Mapping[str, SuggestionTurn] = {
    "merge": SuggestionTurn.MERGED,
    "move": SuggestionTurn.MERGED,
    "detach": SuggestionTurn.DETACHED,
}
"""Step of a suggestion's life -> how its proposer reads it; of a move he reads where it went."""

TAKES_OVER: Mapping[str, tuple[int, str]] = {
    "summary": (120, "；"),
    "background": (3000, "\n"),
    "content": (5000, "\n"),
    "place": (200, "、"),
    "scale": (200, "；"),
    "annual_target": (300, "；"),
    "benefit": (200, "、"),
    "upkeep": (200, "；"),
}
"""Fields of a dossier that are filled from what was merged: signs at most (as its form says), what stands between.

Money, people, dates and units are for whoever answers for them: nothing that nobody entered may be voted on.
"""


def taken_over(now: Mapping[str, str], told: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the empty fields that fill from what was merged, each with its text: said twice, written once.

    now: the dossier's texts by field; told: of each merged thing, in order, its own. Whole texts alone are taken over:
    what has no room any more is left out, so that no sentence ends in its middle.
    """
    sources = list(told)
    filled = {}
    for name, (most, between) in TAKES_OVER.items():
        if now.get(name):
            continue
        text = joined((one.get(name, "") for one in sources), most, between)
        if text:
            filled[name] = text
    return filled


Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Lists of a dossier, by field, each row as it stands in a document."""
TAKES_ROWS: Mapping[str, tuple[str, int]] = {
    "parts": ("title", MOST_ROWS),
    "groups": ("title", MOST_ROWS),
    "attachments": ("file", MOST_ATTACHMENTS),
}
"""Lists that go along when a project goes up in another: by what a row is known, and how many there may be.

Somebody entered each row for the project that goes. Of a split nothing says which row belongs to which suggestion: staff say it.
"""
AMOUNTS = ("total_fen", "planned_fen", "own_fen", "upper_fen", "social_fen")
"""Amounts of a dossier of which a part may go along at a split: what stays and what goes are together what there was."""


@dataclass(frozen=True)
class DossierFilled:
    """What a step wrote into a dossier: its empty texts, and rows that its lists did not have.

    parted: of a split, what else is needed to put it back (`parting.part`); empty where nothing went along.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)
    parted: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Along:
    """What goes along with the part that is split off. marks: of rows (`facts.mark_of`); money: fen by field, of AMOUNTS.

    people: who benefit of the new project; people_left: of the old one, None where that stays as it is.
    """

    marks: frozenset[str] = frozenset()
    money: Mapping[str, int] = field(default_factory=dict)
    people: int | None = None
    people_left: int | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing goes along but suggestions."""
        return not (self.marks or self.money) and self.people is None and self.people_left is None


def amounts_left(have: Mapping[str, int | None], going: Mapping[str, int]) -> dict[str, int]:
    """Return what stays of each amount of which a part goes. Errors: FiguresAmiss for more than there is."""
    for name, fen in going.items():
        if fen > (have[name] or 0):
            raise FiguresAmiss(name, N_("分出去的金额不能多于原项目填写的金额。"))
    return {name: (have[name] or 0) - fen for name, fen in going.items()}


def rows_left(now: Rows, places: Mapping[str, Sequence[int]]) -> dict[str, list[Mapping[str, Any]]]:
    """Return each list of which rows go, without them. places: from 0, of the rows that go."""
    return {name: [row for n, row in enumerate(now[name]) if n not in at] for name, at in places.items()}


def rows_put_back(
    now: Rows, gone: Rows, places: Mapping[str, Sequence[int]]
) -> dict[str, list[Mapping[str, Any]]]:
    """Return each list with the rows that had gone, where they stood; none that it has again meanwhile.

    Errors: WrongMoment where there is no room for them any more.
    """
    found = {name: list(now[name]) for name in gone}
    for name, rows in gone.items():
        again = list(now[name])
        for at, row in zip(places[name], rows, strict=True):
            if row in again:
                again.remove(row)  # rows may be equal: one that it has again stands for one that had gone
            else:
                found[name].insert(at, row)
        if len(found[name]) > max(TAKES_ROWS[name][1], len(now[name])):
            raise WrongMoment("原项目的子项目、受益人群或者附件已经填满，放不回去，请先删去几项。")
    return found


def rows_without(now: Rows, gone: Rows) -> dict[str, list[Mapping[str, Any]]]:
    """Return each list of which rows go without them: of equal rows as many as go, and those changed since stay."""
    found: dict[str, list[Mapping[str, Any]]] = {name: [] for name in gone}
    for name, rows in gone.items():
        going = list(rows)
        for row in now[name]:
            if row in going:
                going.remove(row)
            else:
                found[name].append(row)
    return found


def people_back(now: int | None, before: int | None, after: int | None) -> int | None:
    """Return how many benefit when a step that set this number from `before` to `after` is taken back; what was set since stays."""
    return before if now in {after, None} else now


def rows_taken(now: Rows, told: Rows) -> dict[str, list[Mapping[str, Any]]]:
    """Return the rows that come to each list: none that it has, none beyond what it holds."""
    found = {}
    for name, (key, most) in TAKES_ROWS.items():
        known = {row[key] for row in now[name]}
        new = [row for row in told[name] if row[key] not in known]
        found[name] = new[: max(0, most - len(now[name]))]
    return {name: rows for name, rows in found.items() if rows}


def rows_changed_back(now: Rows, taken: Rows, *, back: bool) -> dict[str, list[Mapping[str, Any]]]:
    """Return each list that changes when a step that added rows is taken back, or done again; rows changed since stay."""
    if not back:
        return {name: [*now[name], *rows] for name, rows in rows_taken(now, whole(taken)).items()}
    return rows_without(now, taken)


def whole(rows: Rows) -> Rows:
    """Return rows by every list that is taken over, empty where nothing is said."""
    return {name: rows.get(name, ()) for name in TAKES_ROWS}


def joined(pieces: Iterable[str], most: int, between: str) -> str:
    """Return the distinct pieces, each whole, that have room in `most` signs together."""
    text = ""
    for piece in dict.fromkeys(piece.strip() for piece in pieces):
        longer = f"{text}{between}{piece}" if text else piece
        if piece and len(longer) <= most:
            text = longer
    return text


def changed_back(now: Mapping[str, str], filled: Mapping[str, str], *, back: bool) -> dict[str, str]:
    """Return which fields change when a step that filled them is taken back, or done again.

    What somebody wrote since stays as it is.
    """
    if back:
        return {name: "" for name, text in filled.items() if now.get(name) == text}
    return {name: text for name, text in filled.items() if not now.get(name)}
