"""Shape of what browsers send about inspections. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from voting.core.fields import PageForm
from voting.supervision.commitment.rules import FieldRefused
from voting.supervision.fields import day_of, needed, number_of, short, text_of
from voting.supervision.finding.actions import NewFinding
from voting.supervision.finding.rules import title_from
from voting.supervision.inspection.actions import NewInspection
from voting.uploads.forms import PicturesField


class InspectionForm(PageForm):
    on = DateField(_l("视察日期"), validators=[InputRequired(_l("请填写视察日期。"))])
    began_at = TimeField(_l("时间"), validators=[Optional()])
    place = StringField(_l("地点"), validators=needed(_l("请填写地点。"), 120))
    people = IntegerField(
        _l("参加代表人数"),
        validators=[InputRequired(_l("请填写人数。")), NumberRange(1, 1000, _l("人数在 1 到 1000 之间。"))],
    )
    text = TextAreaField(_l("看到的情况和建议"), validators=needed(_l("请写明看到的情况。"), 2000))
    praise = TextAreaField(_l("做得好的地方"), validators=short(1000))
    problem = TextAreaField(_l("发现的问题"), validators=short(1000))
    hand_over = BooleanField(_l("把发现的问题交责任单位整改"))
    due_on = DateField(_l("整改期限"), validators=[Optional()])
    photos = PicturesField(_l("现场照片"))

    def as_input(self, commitment_id: int) -> NewInspection:
        return NewInspection(
            commitment_id=commitment_id,
            on=day_of(self.on),
            place=text_of(self.place),
            people=number_of(self.people),
            text=text_of(self.text),
            photos=self.photos.handed(),
            began_at=self.began_at.data,
            praise=text_of(self.praise),
            problem=text_of(self.problem),
        )

    def as_finding(self, commitment_id: int) -> NewFinding | None:
        """Return the problem that is handed to the unit, with its text; None where the tick is not set.

        Errors: FieldRefused where the tick is set and no problem or no limit is written down.
        """
        if not self.hand_over.data:
            return None
        problem = text_of(self.problem)
        if not problem:
            raise FieldRefused("problem", "要交责任单位整改，请先写明发现的问题。")
        if self.due_on.data is None:
            raise FieldRefused("due_on", "请填写整改期限。")
        return NewFinding(
            commitment_id=commitment_id, title=title_from(problem), text=problem, due_on=self.due_on.data
        )
