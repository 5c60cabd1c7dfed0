"""Shape of what browsers send about projects and their dossiers. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, NumberRange, Optional

from voting.core.fields import MoneyField, PageForm, RowForm
from voting.screening.dossier.rules import MOST_ROWS, BeneficiaryGroup, Dossier, DossierMilestone, DossierPart
from voting.screening.fields import choices_of, filled, line, lines, short, trimmed
from voting.screening.words import Field
from voting.uploads.rules import shown_title

ROWS = 6
MOST_TITLE = 80


class StepRow(RowForm):
    """One milestone; an empty row counts for nothing."""

    title = line(_l("节点"), validators=short(80))
    due_on = DateField(_l("完成日期"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms' own type
        """Ask also that title and day come together."""
        good: bool = super().validate(extra_validators)
        if bool(trimmed(self.title.data)) != bool(self.due_on.data):
            self.due_on.errors = [_l("节点和完成日期要一起填。")]
            return False
        return good


class PartRow(RowForm):
    """One sub-item; an empty row counts for nothing."""

    title = line(_l("子项目"), validators=short(80))
    quantity = IntegerField(_l("数量"), validators=[Optional(), NumberRange(0, 10**9)])
    measure = line(_l("单位"), validators=short(10))
    place = line(_l("地点"), validators=short(120))
    unit_id = SelectField(_l("责任单位"), coerce=int, choices=[SelectChoice(0, _l("牵头单位"))], default=0)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms' own type
        """Ask also that a row that says anything has a name: no number or place is lost for want of one."""
        good: bool = super().validate(extra_validators)
        told = self.quantity.data is not None or self.measure.data or self.place.data or self.unit_id.data
        if told and not trimmed(self.title.data):
            self.title.errors = [_l("请填写子项目的名称。")]
            return False
        return good


class GroupRow(RowForm):
    """Some of those who benefit; an empty row counts for nothing."""

    title = line(_l("受益人群"), validators=short(60))
    people = IntegerField(_l("人数"), validators=[Optional(), NumberRange(1, 10**9)])
    reckoning = line(_l("测算口径"), validators=short(80))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms' own type
        """Ask also that a row is filled in as a whole: a number without its reckoning says nothing."""
        good: bool = super().validate(extra_validators)
        filled_in = [
            bool(trimmed(self.title.data)),
            bool(self.people.data),
            bool(trimmed(self.reckoning.data)),
        ]
        if good and any(filled_in) and not all(filled_in):
            self.reckoning.errors = [_l("人群、人数和测算口径要一起填。")]
            return False
        return good


class DossierForm(PageForm):
    title = line(_l("项目名称"), validators=filled(_l("项目名称"), 60, 4))
    summary = line(_l("一句话简介"), validators=short(120))
    field = SelectField(
        _l("民生领域"), choices=choices_of(Field), validators=[InputRequired(_l("请选择民生领域。"))]
    )
    background = lines(_l("背景和必要性"), validators=short(3000))
    content = lines(_l("建设内容"), validators=short(5000))
    place = line(_l("建设地点"), validators=short(200))
    scale = line(_l("建设规模"), validators=short(200))
    annual_target = lines(_l("年度目标"), validators=short(300))
    benefit = line(_l("受益范围"), validators=short(200))
    beneficiaries = IntegerField(_l("受益人口"), validators=[Optional(), NumberRange(0, 10**9)])
    total_fen = MoneyField(_l("总投资"))
    planned_fen = MoneyField(_l("年度计划投资"))
    own_fen = MoneyField(_l("其中本级财政"))
    upper_fen = MoneyField(_l("其中上级补助"))
    social_fen = MoneyField(_l("其中社会资本"))
    lead_unit_id = SelectField(_l("牵头单位"), coerce=int)
    leader = line(_l("分管领导职务"), validators=short(80))
    finishes_on = DateField(_l("完成时限"), validators=[Optional()])
    multi_year = BooleanField(_l("跨年度项目"))
    stage_target = lines(_l("年度阶段目标"), validators=short(300))
    upkeep = line(_l("建成后的管护"), validators=short(200))
    milestones = FieldList(FormField(StepRow), _l("时间节点"), min_entries=ROWS, max_entries=MOST_ROWS)
    parts = FieldList(FormField(PartRow), _l("子项目"), min_entries=4, max_entries=MOST_ROWS)
    groups = FieldList(FormField(GroupRow), _l("受益人群"), min_entries=3, max_entries=MOST_ROWS)

    def offer_units(self, lead: Iterable[tuple[int, str]], others: Iterable[tuple[int, str]]) -> None:
        """Offer units as lead unit (0 stands for none yet), and of a sub-item any of the place (0: the lead unit itself)."""
        names = [SelectChoice(unit_id, name) for unit_id, name in lead]
        self.lead_unit_id.choices = [SelectChoice(0, _l("还没有确定")), *names]
        offered = [SelectChoice(unit_id, name) for unit_id, name in others]
        for row in self.parts:
            row.form.unit_id.choices = [SelectChoice(0, _l("牵头单位")), *offered]

    @property
    def has_units(self) -> bool:
        """Tell whether there is a unit to choose."""
        return len(list(self.lead_unit_id.iter_choices())) > 1

    @classmethod
    def showing(cls, dossier: Dossier) -> DossierForm:
        """Return the form filled from a dossier."""
        values = {name: getattr(dossier, name) for name in Dossier.__dataclass_fields__}
        values["lead_unit_id"] = dossier.lead_unit_id or 0
        values["milestones"] = [{"title": row.title, "due_on": row.due_on} for row in dossier.milestones]
        values["parts"] = [asdict(row) | {"unit_id": row.unit_id or 0} for row in dossier.parts]
        values["groups"] = [asdict(row) for row in dossier.groups]
        del values["attachments"]  # files have a form of their own
        return cls(data=values)

    def as_input(self, before: Dossier) -> Dossier:
        """Return what was typed as a dossier. before: the one on file, for its attachments, which have a form of their own."""
        texts = (
            "title",
            "summary",
            "background",
            "content",
            "place",
            "scale",
            "annual_target",
            "benefit",
            "leader",
            "stage_target",
            "upkeep",
        )
        steps = [
            DossierMilestone(title=trimmed(row.form.title.data), due_on=row.form.due_on.data)
            for row in self.milestones
            if row.form.title.data and row.form.due_on.data
        ]
        return Dossier(
            **{name: trimmed(self[name].data) for name in texts},
            field=self.field.data,
            beneficiaries=self.beneficiaries.data,
            total_fen=self.total_fen.data,
            planned_fen=self.planned_fen.data,
            own_fen=self.own_fen.data or 0,
            upper_fen=self.upper_fen.data or 0,
            social_fen=self.social_fen.data or 0,
            lead_unit_id=self.lead_unit_id.data or None,
            finishes_on=self.finishes_on.data,
            multi_year=self.multi_year.data,
            milestones=tuple(sorted(steps, key=lambda step: step.due_on)),
            parts=tuple(part_of(row.form) for row in self.parts if row.form.title.data),
            groups=tuple(group_of(row.form) for row in self.groups if row.form.title.data),
            attachments=before.attachments,
        )


def part_of(row: PartRow) -> DossierPart:
    """Return one row as a sub-item."""
    return DossierPart(
        title=trimmed(row.title.data),
        quantity=row.quantity.data,
        measure=trimmed(row.measure.data),
        unit_id=row.unit_id.data or None,
        place=trimmed(row.place.data),
    )


def group_of(row: GroupRow) -> BeneficiaryGroup:
    """Return one row as a group of who benefits."""
    assert row.people.data is not None  # a row is filled in as a whole
    return BeneficiaryGroup(
        title=trimmed(row.title.data), people=row.people.data, reckoning=trimmed(row.reckoning.data)
    )


class AttachmentForm(PageForm):
    file = FileField(_l("文件"))
    title = line(_l("附件名称"), validators=short(MOST_TITLE))
    public = BooleanField(_l("名单确定后向社会公开"))

    def as_title(self) -> str:
        """Return what the attachment is called: as typed, else as the file without its suffix."""
        name = self.file.data.filename if self.file.data else ""
        return trimmed(self.title.data) or shown_title(PurePosixPath(name).stem)[-MOST_TITLE:]
