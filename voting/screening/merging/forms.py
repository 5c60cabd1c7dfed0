"""Shape of what browsers send about the merge desk. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from voting.core.fields import MoneyField, PageForm
from voting.screening.fields import choices_of, filled, line
from voting.screening.merging.actions import NewProject
from voting.screening.merging.rules import AMOUNTS, Along
from voting.screening.words import Field

NEW = "new"
"""Said of the project that is formed, where others have numbers."""


class NewProjectForm(PageForm):
    """A project's name and field. Its field stands at "other" until somebody says another."""

    title = line(_l("项目名称"), validators=filled(_l("项目名称"), 60, 4))
    field = SelectField(
        _l("民生领域"),
        choices=choices_of(Field),
        default=Field.OTHER.value,
        validators=[InputRequired(_l("请选择民生领域。"))],
    )

    def as_input(
        self, jurisdiction_id: int, year: int, ids: tuple[int, ...] = (), *, fill: bool = False
    ) -> NewProject:
        """Return the project that is to be formed of these suggestions. fill: see actions.NewProject."""
        return NewProject(
            jurisdiction_id=jurisdiction_id,
            year=year,
            title=(self.title.data or "").strip(),
            field=Field(self.field.data),
            suggestion_ids=ids,
            fill=fill,
        )


class MergeForm(NewProjectForm):
    """What is merged at the desk: a name is asked for where a new project is formed.

    next_group: it is the form of one of the desk's groups, and the next one is shown afterwards.
    """

    next_group = HiddenField()
    project_id = SelectField(_l("项目"), default=NEW, validate_choice=False)
    fill = BooleanField(_l("把建议的内容、地点、理由写进项目文本里的空项"), default=True)


class SplitForm(NewProjectForm):
    """What is split off: a new project's name, and what goes along of the old dossier's figures (its rows are ticked)."""

    fill = BooleanField(_l("把建议的内容、地点、理由写进项目文本里的空项"), default=True)
    beneficiaries = IntegerField(_l("新项目的受益人口"), validators=[Optional(), NumberRange(0, 10**9)])
    people_left = IntegerField(_l("留在原项目的受益人口"), validators=[Optional(), NumberRange(0, 10**9)])
    total_fen = MoneyField(_l("总投资"))
    planned_fen = MoneyField(_l("年度计划投资"))
    own_fen = MoneyField(_l("其中本级财政"))
    upper_fen = MoneyField(_l("其中上级补助"))
    social_fen = MoneyField(_l("其中社会资本"))

    def along(self, marks: frozenset[str]) -> Along:
        """Return what goes along. marks: of the rows that were ticked; an amount of nothing is none."""
        return Along(
            marks=marks,
            money={name: self[name].data for name in AMOUNTS if self[name].data},
            people=self.beneficiaries.data,
            people_left=self.people_left.data,
        )
