"""Shape of what browsers send about appraisal. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, NumberRange

from voting.core.fields import PageForm
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA, MOST
from voting.screening.appraisal.rules import ChecklistAnswer, Conclusions, wanted
from voting.screening.fields import lines, short, trimmed

ANSWERS = {
    True: [
        SelectChoice("unknown", _l("待查")),
        SelectChoice("yes", _l("符合")),
        SelectChoice("no", _l("不符合")),
    ],
    False: [
        SelectChoice("unknown", _l("待查")),
        SelectChoice("no", _l("没有这种情形")),
        SelectChoice("yes", _l("有这种情形")),
    ],
}
"""What may be said of a line of the checklist: of what is required, and of what excludes."""


class ConclusionsForm(PageForm):
    feasibility = lines(_l("可行性论证意见"), validators=short(3000))
    legality = lines(_l("合法性审查意见"), validators=short(3000))
    lawful = BooleanField(_l("合法性审查通过"))
    affordability = lines(_l("财政承受能力评估意见"), validators=short(3000))
    affordable = BooleanField(_l("财政承受能力评估通过"))
    rest = SubmitField(_l("其余全部符合，保存"))

    @classmethod
    def showing(cls, conclusions: Conclusions | None) -> ConclusionsForm:
        """Return the form filled from conclusions, or empty."""
        form = cls(obj=conclusions)
        for item, field in zip(CHECKLIST, form.checklist(), strict=True):
            field.data = (conclusions.answers if conclusions else {}).get(item.key, "unknown")
        return form

    def checklist(self) -> list[Field]:
        """Return the fields of the checklist's answers, in its order."""
        return [self[f"check_{item.key}"] for item in CHECKLIST]

    def lines(self, *, must: bool) -> list[tuple[Field, str]]:
        """Return the fields of what is required, or of what excludes, each with its source."""
        pairs = zip(CHECKLIST, self.checklist(), strict=True)
        return [(field, item.source) for item, field in pairs if item.must is must]

    def left_to_rest(self) -> tuple[str, ...]:
        """Return the lines that are answered by the one button for all that nobody has answered."""
        pairs = zip(CHECKLIST, self.checklist(), strict=True)
        return tuple(item.key for item, field in pairs if self.rest.data and field.data == "unknown")

    def as_input(self) -> Conclusions:
        """Return what was typed as conclusions."""
        given = {
            item.key: ChecklistAnswer(field.data).value
            for item, field in zip(CHECKLIST, self.checklist(), strict=True)
        }
        rest = {item.key: wanted(item).value for item in CHECKLIST if item.key in self.left_to_rest()}
        return Conclusions(
            answers=given | rest,
            feasibility=trimmed(self.feasibility.data),
            legality=trimmed(self.legality.data),
            lawful=self.lawful.data,
            affordability=trimmed(self.affordability.data),
            affordable=self.affordable.data,
        )


for _item in CHECKLIST:
    setattr(
        ConclusionsForm,
        f"check_{_item.key}",
        SelectField(_l(_item.question), choices=ANSWERS[_item.must], default="unknown"),
    )


class ScoreForm(PageForm):
    def as_points(self) -> dict[str, int]:
        """Return criterion -> points."""
        return {criterion.key: self[criterion.key].data for criterion in CRITERIA}


for _criterion in CRITERIA:
    _bounds = NumberRange(0, MOST, _l("每项打 0 至 25 分。"))
    setattr(
        ScoreForm,
        _criterion.key,
        IntegerField(_l(_criterion.title), validators=[InputRequired(_l("每项打 0 至 25 分。")), _bounds]),
    )
