"""Shape of what browsers send about appraisal. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, NumberRange

from voting.core.fields import PageForm, RowForm
from voting.screening.appraisal.actions import NewMethod, NewReview
from voting.screening.appraisal.criteria import CRITERIA, FULL, CheckItem
from voting.screening.appraisal.rules import ChecklistAnswer, Conclusions, ReviewKind, key_of, wanted
from voting.screening.fields import filled, line, lines, short, trimmed

ANSWERS = {
    True: [
        SelectChoice("unknown", _l("待查")),
        SelectChoice("yes", _l("符合")),
        SelectChoice("no", _l("不符合")),
    ],
    False: [
        SelectChoice("unknown", _l("待查")),
        SelectChoice("no", _l("无此情形")),
        SelectChoice("yes", _l("有此情形")),
    ],
}
"""What may be said of a line of the checklist: of what is required, and of what excludes (负面清单)."""
BLANK_CHECKS = 3
MOST_CHECKS = 60


class ConclusionsForm(PageForm):
    """The checklist, a field for each line (`check_<key>`), and the opinions; made for a year by `conclusions_form`."""

    feasibility = lines(_l("可行性论证意见"), validators=short(3000))
    legality = lines(_l("合法性审查意见"), validators=short(3000))
    lawful = BooleanField(_l("合法性审查通过"))
    affordability = lines(_l("财政承受能力评估意见"), validators=short(3000))
    affordable = BooleanField(_l("财政承受能力评估通过"))
    rest = SubmitField(_l("其余全部符合，保存"))
    items: tuple[CheckItem, ...] = ()

    def checklist(self) -> list[Field]:
        """Return the fields of the checklist's answers, in its order."""
        return [self[f"check_{item.key}"] for item in self.items]

    def lines(self, *, must: bool) -> list[tuple[Field, str]]:
        """Return the fields of what is required, or of what excludes, each with its source."""
        pairs = zip(self.items, self.checklist(), strict=True)
        return [(field, item.source) for item, field in pairs if item.must is must]

    def left_to_rest(self) -> tuple[str, ...]:
        """Return the lines that are answered by the one button for all that nobody has answered."""
        pairs = zip(self.items, self.checklist(), strict=True)
        return tuple(item.key for item, field in pairs if self.rest.data and field.data == "unknown")

    def as_input(self) -> Conclusions:
        """Return what was typed as conclusions."""
        given = {
            item.key: ChecklistAnswer(field.data).value
            for item, field in zip(self.items, self.checklist(), strict=True)
        }
        rest = {item.key: wanted(item).value for item in self.items if item.key in self.left_to_rest()}
        reviewed: dict[str, Any] = {}
        for kind in ReviewKind:
            if self.has_review(kind):
                reviewed |= {
                    kind.value: trimmed(self[kind.value].data),
                    kind.verdict: self[kind.verdict].data,
                }
        return Conclusions(answers=given | rest, feasibility=trimmed(self.feasibility.data), **reviewed)

    def has_review(self, kind: str) -> bool:
        """Tell whether the office enters this review here: where the place has nobody of its own for it."""
        return kind in self


def conclusions_form(
    items: Sequence[CheckItem], conclusions: Conclusions | None = None, *, empty: bool = False
) -> ConclusionsForm:
    """Return the form for the lines that a place asks of a year: as it was sent, or `empty` but for these conclusions."""
    fields: dict[str, Any] = {"items": tuple(items)}
    kept: dict[str, Any] = {}
    for item in items:
        choices = ANSWERS[item.must]
        fields[f"check_{item.key}"] = SelectField(_l(item.question), choices=choices, default="unknown")
        kept[f"check_{item.key}"] = (conclusions.answers if conclusions else {}).get(item.key, "unknown")
    form_class: type[ConclusionsForm] = type("ConclusionsForm", (ConclusionsForm,), fields)
    if empty:
        return form_class(None, obj=conclusions, data=kept)
    return form_class()


class ReviewForm(PageForm):
    """What a reviewer found, and the document that says so."""

    passed = RadioField(
        _l("审查结论"),
        choices=[SelectChoice("yes", _l("通过")), SelectChoice("no", _l("不通过"))],
        validators=[InputRequired(_l("请选择审查结论。"))],
    )
    opinion = lines(_l("审查意见"), validators=filled(_l("审查意见"), 3000))
    document = line(_l("审查文件的文号或者名称"), validators=filled(_l("审查文件的文号或者名称"), 120))
    reviewed_on = DateField(_l("审查日期"), validators=[InputRequired(_l("请填写审查日期。"))])
    file = FileField(_l("审查文件（PDF）"))

    def as_input(self, kind: ReviewKind, file: str) -> NewReview:
        """Return what was typed. file: its name in the store, "" for none."""
        assert self.reviewed_on.data is not None  # it is required
        return NewReview(
            kind=kind,
            passed=self.passed.data == "yes",
            opinion=trimmed(self.opinion.data),
            document=trimmed(self.document.data),
            reviewed_on=self.reviewed_on.data,
            file=file,
        )


class CheckRow(RowForm):
    """One line of eligibility; an empty one counts for nothing."""

    question = line(_l("条款"), validators=short(120))
    source = line(_l("依据"), validators=short(120))
    must = SelectField(
        _l("类别"), choices=[SelectChoice("yes", _l("应当符合")), SelectChoice("no", _l("负面清单"))]
    )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms' own type
        """Ask also that a line says on what it rests."""
        good: bool = super().validate(extra_validators)
        if trimmed(self.question.data) and not trimmed(self.source.data):
            self.source.errors = [_("请写明这一条的依据。")]
            return False
        return good


class MethodForm(PageForm):
    """The weights, one field a criterion (`weight_<key>`), and the lines of eligibility."""

    checks = FieldList(FormField(CheckRow), max_entries=MOST_CHECKS)
    publish_scores = BooleanField(_l("名单确定以后公布各项目的平均分"))

    def as_input(self) -> NewMethod:
        """Return what was typed as a method."""
        return NewMethod(
            weights=self.as_weights(), checks=self.as_checks(), publish_scores=self.publish_scores.data
        )

    def weights(self) -> list[Field]:
        """Return the fields of the weights, in the order of the criteria."""
        return [self[f"weight_{one.key}"] for one in CRITERIA]

    def as_weights(self) -> dict[str, int]:
        """Return criterion -> most points."""
        return {one.key: field.data for one, field in zip(CRITERIA, self.weights(), strict=True)}

    def as_checks(self) -> tuple[CheckItem, ...]:
        """Return the lines that were filled in."""
        rows = [(trimmed(row.form.question.data), row.form) for row in self.checks]
        return tuple(
            CheckItem(
                key_of(question, must=row.must.data == "yes"),
                question,
                trimmed(row.source.data),
                must=row.must.data == "yes",
            )
            for question, row in rows
            if question
        )

    @classmethod
    def showing(
        cls, weights: Mapping[str, int], checks: Sequence[CheckItem], *, publish_scores: bool
    ) -> MethodForm:
        """Return the form filled, with empty rows below."""
        rows = [
            {"question": one.question, "source": one.source, "must": "yes" if one.must else "no"}
            for one in checks
        ]
        blank = [{"must": "no"}] * BLANK_CHECKS
        points = {f"weight_{key}": value for key, value in weights.items()}
        return cls(data={**points, "checks": rows + blank, "publish_scores": publish_scores})


for _criterion in CRITERIA:
    _bounds = NumberRange(1, FULL, _l("应为 1 到 %(most)s 的整数。", most=FULL))
    setattr(
        MethodForm,
        f"weight_{_criterion.key}",
        IntegerField(_l(_criterion.title), validators=[InputRequired(_l("请填写一个整数。")), _bounds]),
    )
