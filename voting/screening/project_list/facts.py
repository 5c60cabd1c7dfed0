"""Shared reads of lists of projects, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import select

from voting.congress.place.facts import gone_units
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.core.text import N_
from voting.screening.dossier.columns import cell_of
from voting.screening.dossier.difference import TextDifference, differences
from voting.screening.dossier.document import canonical, digest
from voting.screening.dossier.facts import dossier_of, unit_names
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier, check_money, check_people, missing_before_appraise
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.intake.list_reader import rows_of
from voting.screening.intake.rules import LineFault
from voting.screening.project_list.models import ProjectList
from voting.screening.project_list.rules import (
    DossierLine,
    ProjectColumns,
    columns_of,
    dossier_from,
    lines_of,
)

UNKNOWN = N_("%(year)s 年没有编号 %(number)s 的项目，也没有同名的；新项目请把编号留空。")
OTHER_YEAR = N_("这一行是 %(own)s 年的，这份表录入 %(year)s 年。")
SEVERAL = N_("%(year)s 年有几个项目都叫这个名称，请填写编号。")
TWICE = N_("和另一行说的是同一个项目。")
CLOSED = N_("项目现在是“%(state)s”，文本不能修改。")
UNNAMED = N_("没有写项目名称。")
LACKING = N_("已列入名单的项目不能缺这一项：%(what)s。")


@dataclass(frozen=True)
class ListText:
    """What a file says by itself. rows: as in the file; lines: those below the headings."""

    rows: Sequence[Sequence[str]]
    columns: ProjectColumns
    lines: tuple[DossierLine, ...]


@dataclass(frozen=True)
class JudgedLine:
    """A line as it would be taken now. project_id: None for a new one; after: its dossier then; changes: what would differ.

    mark: what a page names it by; whoever changed the project meanwhile has made another of it.
    """

    row: int
    title: str
    project_id: int | None
    after: Dossier
    changes: tuple[TextDifference, ...]
    faults: tuple[LineFault, ...]
    mark: str

    @property
    def kind(self) -> Literal["wrong", "new", "changed", "same"]:
        """Tell what becomes of it."""
        if self.faults:
            return "wrong"
        if self.project_id is None:
            return "new"
        return "changed" if self.changes else "same"


def list_of(jurisdiction_id: int, list_id: str, *, locked: bool = False) -> ProjectList:
    """Return a list of this place; raise NotFound for any other, and for one whose time is over."""
    row = db.session.get(
        ProjectList, (jurisdiction_id, list_id), with_for_update=locked or None, populate_existing=True
    )
    if row is None:
        raise NotFound("没有这份表，或者已经过了保存的期限，请重新上传。")
    return row


def text_of_list(content: bytes) -> ListText:
    """Return what a file says, line by line. Slow: it stands before the deed. Errors: RuleBroken for a file that is no list."""
    rows = rows_of(content)
    columns = columns_of(rows)
    return ListText(rows, columns, lines_of(rows, columns))


def judged(
    jurisdiction_id: int, year: int, lines: Sequence[DossierLine], *, locked: bool = False
) -> tuple[JudgedLine, ...]:
    """Return what would become of each line now. locked: nobody may change the year's projects until the transaction ends."""
    asked = select(Project).where(Project.jurisdiction_id == jurisdiction_id, Project.year == year)
    if locked:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    stands = [row for row in db.session.scalars(asked.order_by(Project.id)) if row.state.stands]
    units = unit_names(jurisdiction_id)
    gone = frozenset(one.unit_id for one in gone_units(jurisdiction_id))
    found = [_judged(line, year, stands, units, gone) for line in lines]
    return _told_apart(found)


def _judged(
    line: DossierLine, year: int, stands: Sequence[Project], units: Mapping[int, str], gone: frozenset[int]
) -> JudgedLine:
    """Judge one line. gone: units that are no more, which only a dossier that names them already may name."""
    project, faults = _meant(line, year, stands)
    before = dossier_of(project) if project else Dossier(title="")
    told = DossierLine(line.row, _said(line, project, before, units), line.number, line.year)
    offered = {name: number for number, name in units.items() if number not in gone - before.unit_ids}
    after, amiss = dossier_from(told, before, offered)
    changes = differences(before, after) if project else ()
    faults = (*faults, *amiss)
    if not faults and (project is None or changes):
        faults = _not_together(after, project, year)
    mark = digest(canonical({"row": line.row, "before": repr(asdict(before)), "after": repr(asdict(after))}))
    return JudgedLine(
        row=line.row,
        title=line.title or before.title,
        project_id=project.id if project else None,
        after=after,
        changes=changes,
        faults=faults,
        mark=mark[:16],
    )


def _said(
    line: DossierLine, project: Project | None, before: Dossier, units: Mapping[int, str]
) -> dict[str, str]:
    """Return the cells that say another thing than the program's own list would."""
    if project is None:
        return dict(line.cells)
    return {
        name: cell
        for name, cell in line.cells.items()
        if cell.strip() != cell_of(project, before, name, units).strip()
    }


def _meant(
    line: DossierLine, year: int, stands: Sequence[Project]
) -> tuple[Project | None, tuple[LineFault, ...]]:
    """Return the project that a line means, by its number, else by its name; None for a new one; and what is wrong."""
    if line.year and line.year != str(year):
        return None, (LineFault(OTHER_YEAR, {"own": line.year[:10], "year": year}),)
    numbered = [row for row in stands if line.number == str(row.id)]
    if numbered:
        return numbered[0], ()
    if not line.title:
        return None, (LineFault(UNNAMED),)
    named = [row for row in stands if row.title == line.title]
    if len(named) > 1:
        return None, (LineFault(SEVERAL, {"year": year}),)
    if line.number and not named:
        return None, (LineFault(UNKNOWN, {"year": year, "number": line.number[:20]}),)
    return (named[0] if named else None), ()


def _not_together(after: Dossier, project: Project | None, year: int) -> tuple[LineFault, ...]:
    """Return what keeps a dossier from being written: figures that do not add up, a project that has gone on."""
    if project is not None and not PROJECT.may(project.state, "revise"):
        return (LineFault(CLOSED, {"state": PROJECT.words[project.state]}),)
    try:
        check_money(after)
        check_people(after)
    except RuleBroken as error:
        return (LineFault(error.message, error.values),)
    if project is not None and project.state is not ProjectState.FORMED:
        return tuple(LineFault(LACKING, {"what": one.what}) for one in missing_before_appraise(after, year))
    return ()


def _told_apart(lines: Sequence[JudgedLine]) -> tuple[JudgedLine, ...]:
    """Return the lines, with a fault at each of several that mean one project."""
    meant = Counter(_key(line) for line in lines)
    return tuple(
        JudgedLine(**{**vars(line), "faults": (*line.faults, LineFault(TWICE))})
        if meant[_key(line)] > 1 and line.title
        else line
        for line in lines
    )


def _key(line: JudgedLine) -> tuple[int | None, str]:
    return (line.project_id, "" if line.project_id else line.title)
