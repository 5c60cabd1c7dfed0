"""Shape of what browsers send about scoring. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, IntegerField, SubmitField
from wtforms.validators import InputRequired, NumberRange, Optional

from voting.core.fields import PageForm
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.fields import line, short, trimmed
from voting.screening.scoring.rules import Line


class RoundForm(PageForm):
    closes_on = DateField(_l("交表截止日期"), validators=[InputRequired(_l("请填写交表截止日期。"))])

    def as_day(self) -> date:
        """Return the last day of handing in."""
        assert self.closes_on.data is not None  # it is required
        return self.closes_on.data


class SheetForm(PageForm):
    """One appraiser's sheet: for each project four points, whether he has an interest in it, and why."""

    hand_in = SubmitField(_l("交表"))
    project_ids: tuple[int, ...] = ()

    def points_of(self, project_id: int) -> list[Field]:
        """Return the fields of a project's points, in the order of the criteria."""
        return [self[f"points_{project_id}_{one.key}"] for one in CRITERIA]

    def avoids_of(self, project_id: int) -> Field:
        """Return the field that says an interest."""
        field: Field = self[f"avoids_{project_id}"]
        return field

    def reason_of(self, project_id: int) -> Field:
        """Return the field of the reason."""
        field: Field = self[f"reason_{project_id}"]
        return field

    def as_lines(self) -> list[Line]:
        """Return what was typed as lines."""
        return [
            Line(
                project_id=one,
                points={
                    criterion.key: field.data
                    for criterion, field in zip(CRITERIA, self.points_of(one), strict=True)
                },
                avoids=self.avoids_of(one).data,
                reason=trimmed(self.reason_of(one).data),
            )
            for one in self.project_ids
        ]

    def blame_gaps(self) -> bool:
        """Say at each line of a sheet to be handed in what it lacks; return whether there was any."""
        open_lines = [one for one in self.as_lines() if not one.is_whole]
        for one in open_lines:
            if one.avoids:
                self.reason_of(one.project_id).errors = [_("请写明回避的事由。")]
            for field in self.points_of(one.project_id):
                if not one.avoids and field.data is None:
                    field.errors = [_("还没有打分。")]
        return bool(open_lines)


def sheet_form(
    projects: Sequence[tuple[int, str]],
    weights: Mapping[str, int],
    lines: Mapping[int, Line],
    *,
    empty: bool = False,
) -> SheetForm:
    """Return the sheet for these projects (id, title): as it was sent, or `empty` but for what was kept."""
    fields: dict[str, Any] = {"project_ids": tuple(project_id for project_id, _title in projects)}
    kept: dict[str, Any] = {}
    for project_id, title in projects:
        known = lines.get(project_id)
        for one in CRITERIA:
            most = weights[one.key]
            bounds = NumberRange(0, most, _l("应为 0 到 %(most)s 的整数。", most=most))
            label = f"{title}{_('：')}{_(one.title)}"
            name = f"points_{project_id}_{one.key}"
            fields[name] = IntegerField(label, validators=[Optional(), bounds])
            kept[name] = known.points[one.key] if known else None
        fields[f"avoids_{project_id}"] = BooleanField(f"{title}{_('：')}{_('回避')}")
        fields[f"reason_{project_id}"] = line(f"{title}{_('：')}{_('理由')}", validators=short(300))
        kept |= {f"avoids_{project_id}": known.avoids, f"reason_{project_id}": known.reason} if known else {}
    form_class: type[SheetForm] = type("SheetForm", (SheetForm,), fields)
    return form_class(None, data=kept) if empty else form_class(data=kept)
