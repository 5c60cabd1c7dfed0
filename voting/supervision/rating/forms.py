"""Shape of what browsers send about residents' ratings. No rule lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from voting.core.fields import PageForm
from voting.supervision.fields import needed, number_of, pairs, short, text_of
from voting.supervision.rating.actions import NewRating
from voting.supervision.rating.guard import Device, device_digest, rating_origin
from voting.supervision.rating.rules import (
    LEAST,
    LEAST_POINTS,
    MOST,
    MOST_COMMENT,
    MOST_POINTS,
    MOST_RESULT,
    RATING_GRADES,
    RatingGrade,
    RatingThresholds,
)


def whole(least: int, most: int) -> list[object]:
    """Return the validators of a whole number that must be there."""
    told = _l("应为 %(least)s 到 %(most)s 的整数。", least=least, most=most)
    return [InputRequired(_l("请填写一个整数。")), NumberRange(least, most, told)]


class RatingForm(PageForm):
    grade = RadioField(
        _l("您对这个项目满意吗"),
        choices=pairs((grade.value, _l(word)) for grade, word in RATING_GRADES.items()),
        validators=[InputRequired(_l("请选择一项。"))],
    )
    comment = TextAreaField(_l("想说的话"), validators=short(MOST_COMMENT))

    def as_input(self, commitment_id: int, device: Device) -> NewRating:
        return NewRating(
            commitment_id=commitment_id,
            grade=RatingGrade(self.grade.data),
            comment=text_of(self.comment),
            device=device_digest(device, commitment_id),
            origin=rating_origin(),
            careful=device.careful,
        )


class JudgeForm(PageForm):
    version = HiddenField()


class CheckForm(PageForm):
    result = TextAreaField(_l("督查情况"), validators=needed(_l("请写明督查情况。"), MOST_RESULT))


class RatingRuleForm(PageForm):
    shown_from = IntegerField(_l("满多少人评价才公布人数和平均分"), validators=whole(LEAST, MOST))
    check_from = IntegerField(_l("满多少人评价才可能启动督查"), validators=whole(LEAST, MOST))
    check_below = IntegerField(_l("平均分低于多少分启动督查"), validators=whole(LEAST_POINTS, MOST_POINTS))

    def as_input(self) -> RatingThresholds:
        return RatingThresholds(
            shown_from=number_of(self.shown_from),
            check_from=number_of(self.check_from),
            check_below=number_of(self.check_below),
        )
