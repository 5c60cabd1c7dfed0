"""The dossier of a candidate: what it says, what it still lacks, what cannot be together in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from voting.core.errors import NotFound, RuleBroken
from voting.core.lifecycle import Missing
from voting.core.text import N_

FEWEST_MILESTONES = 2
MOST_ROWS = 12
"""Of milestones, of sub-items, of groups."""


@dataclass(frozen=True, kw_only=True)
class DossierMilestone:
    """A milestone of the plan (时间节点)."""

    title: str
    due_on: date

    def in_words(self, _units: Mapping[int, str]) -> str:
        """Return the milestone in one line, its day first."""
        return f"{self.due_on.isoformat()} {self.title}"


@dataclass(frozen=True, kw_only=True)
class DossierPart:
    """A sub-item (子项目). quantity and measure: its target, e.g. 12 and 所; unit_id: None is the lead unit's own."""

    title: str
    quantity: int | None = None
    measure: str = ""
    unit_id: int | None = None
    place: str = ""

    def in_words(self, units: Mapping[int, str]) -> str:
        """Return the sub-item in one line: its target behind it, then where it is and who does it."""
        target = "" if self.quantity is None else f" {self.quantity} {self.measure}".rstrip()
        beside = "，".join(filter(None, (self.place, units.get(self.unit_id or 0, ""))))
        return f"{self.title}{target}" + (f"（{beside}）" if beside else "")


@dataclass(frozen=True, kw_only=True)
class BeneficiaryGroup:
    """Some of those who benefit: who they are, how many people, and how they were reckoned (测算口径)."""

    title: str
    people: int
    reckoning: str

    def in_words(self, _units: Mapping[int, str]) -> str:
        """Return the group in one line."""
        return f"{self.title} {self.people} 人（{self.reckoning}）"


@dataclass(frozen=True, kw_only=True)
class DossierAttachment:
    """A file that goes with the dossier. file: its name in the store, its SHA-256; size: bytes.

    public: everybody may have it once the list is decided; else it is for those who may see the dossier.
    """

    title: str
    file: str
    size: int
    public: bool = False

    def in_words(self, _units: Mapping[int, str]) -> str:
        """Return the attachment in one line."""
        return f"{self.title}（{'公开' if self.public else '内部'}，{self.file[:8]}…）"


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """What deputies read and vote on. Money in whole fen; beneficiaries in people.

    total_fen: 总投资; planned_fen: this year's plan; own_fen, upper_fen, social_fen: how planned_fen is raised.
    stage_target: only where the project runs over several years (multi_year).
    """

    title: str
    summary: str = ""
    field: str = "other"
    background: str = ""
    content: str = ""
    place: str = ""
    scale: str = ""
    annual_target: str = ""
    benefit: str = ""
    beneficiaries: int | None = None
    total_fen: int | None = None
    planned_fen: int | None = None
    own_fen: int = 0
    upper_fen: int = 0
    social_fen: int = 0
    lead_unit_id: int | None = None
    leader: str = ""
    finishes_on: date | None = None
    multi_year: bool = False
    stage_target: str = ""
    upkeep: str = ""
    milestones: tuple[DossierMilestone, ...] = ()
    parts: tuple[DossierPart, ...] = ()
    groups: tuple[BeneficiaryGroup, ...] = ()
    attachments: tuple[DossierAttachment, ...] = ()

    @property
    def raised_fen(self) -> int:
        """Return what the sources give together."""
        return self.own_fen + self.upper_fen + self.social_fen

    @property
    def unit_ids(self) -> frozenset[int]:
        """Return the units that it names: its lead unit, those of its sub-items."""
        return frozenset({self.lead_unit_id, *(part.unit_id for part in self.parts)} - {None})  # type: ignore[arg-type]


_WRITERS = N_("人大工作人员或者政府办公室")
"""Who writes a dossier, from what the lead unit hands in."""


def missing_before_appraise(dossier: Dossier, year: int) -> list[Missing]:
    """Return what the dossier lacks before it may be appraised (docs/rules.md, "The dossier")."""
    needed: list[tuple[object, str]] = [
        (dossier.summary, N_("一句话简介")),
        (dossier.content, N_("建设内容")),
        (dossier.place, N_("建设地点")),
        (dossier.annual_target, N_("年度目标")),
        (dossier.benefit, N_("受益范围")),
        (dossier.total_fen, N_("总投资")),
        (dossier.planned_fen, N_("年度计划投资")),
        (dossier.lead_unit_id, N_("牵头单位")),
        (dossier.finishes_on, N_("完成时限")),
        (len(dossier.milestones) >= FEWEST_MILESTONES, N_("至少两个时间节点")),
    ]
    missing = [Missing(what, _WRITERS) for value, what in needed if not value]
    if dossier.multi_year and not dossier.stage_target:
        missing.append(Missing(N_("跨年度项目的年度阶段目标"), _WRITERS))
    if any(step.due_on.year != year for step in dossier.milestones):
        missing.append(Missing(N_("时间节点都要落在项目年度之内"), _WRITERS))
    if dossier.planned_fen is not None and dossier.raised_fen != dossier.planned_fen:
        missing.append(Missing(N_("资金来源合计要等于年度计划投资"), _WRITERS))
    return missing


class FiguresAmiss(RuleBroken):
    """Figures of a dossier that cannot be together; the sentence belongs to one of them."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def check_money(dossier: Dossier) -> None:
    """Raise FiguresAmiss for amounts that do not add up; what is not filled in yet is no fault.

    A year's plan is part of the total, and is raised from the sources that are named: 《预算法》第十三条 (支出必须以经批准的预算
    为依据), by analogy; docs/rules.md, "The dossier".
    """
    total, planned = dossier.total_fen, dossier.planned_fen
    if total is not None and planned is not None and planned > total:
        raise FiguresAmiss("planned_fen", N_("年度计划投资不能多于总投资。"))
    if dossier.raised_fen and planned is None:
        raise FiguresAmiss("planned_fen", N_("填了资金来源，请同时填写年度计划投资。"))
    if planned is not None and dossier.raised_fen not in {0, planned}:
        raise FiguresAmiss("own_fen", N_("本级财政、上级补助、社会资本合计要等于年度计划投资。"))


MOST_ATTACHMENTS = 20


def with_attachment(dossier: Dossier, new: DossierAttachment) -> Dossier:
    """Return the dossier with one attachment more. Errors: RuleBroken for one that it has, or too many."""
    if any(one.file == new.file for one in dossier.attachments):
        raise RuleBroken("这个文件已经在附件里了。")
    if len(dossier.attachments) >= MOST_ATTACHMENTS:
        raise RuleBroken("一个项目最多 %(most)s 个附件。", most=MOST_ATTACHMENTS)
    return replace(dossier, attachments=(*dossier.attachments, new))


def without_attachment(dossier: Dossier, file: str) -> Dossier:
    """Return the dossier without an attachment; raise NotFound for one that it does not have."""
    kept = tuple(one for one in dossier.attachments if one.file != file)
    if len(kept) == len(dossier.attachments):
        raise NotFound("没有这个附件。")
    return replace(dossier, attachments=kept)


def check_people(dossier: Dossier) -> None:
    """Raise FiguresAmiss for more who benefit than the groups hold that they are reckoned from.

    Somebody may be in two groups, so the groups may hold more together; a default of the program.
    """
    if not dossier.groups:
        return
    if dossier.beneficiaries is None:
        raise FiguresAmiss("beneficiaries", N_("填了受益人群，请同时填写受益人口。"))
    if dossier.beneficiaries > sum(group.people for group in dossier.groups):
        raise FiguresAmiss("beneficiaries", N_("受益人口不能多于各受益人群的人数之和。"))
