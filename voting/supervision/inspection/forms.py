"""Shape of what browsers send about inspections. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange

from voting.core.fields import PageForm
from voting.supervision.fields import day_of, needed, number_of, text_of
from voting.supervision.inspection.actions import NewInspection
from voting.uploads.forms import PicturesField


class InspectionForm(PageForm):
    on = DateField(_l("视察日期"), validators=[InputRequired(_l("请填写视察日期。"))])
    place = StringField(_l("地点"), validators=needed(_l("请填写地点。"), 120))
    people = IntegerField(
        _l("参加代表人数"),
        validators=[InputRequired(_l("请填写人数。")), NumberRange(1, 1000, _l("人数在 1 到 1000 之间。"))],
    )
    text = TextAreaField(_l("看到的情况和建议"), validators=needed(_l("请写明看到的情况。"), 2000))
    photos = PicturesField(_l("现场照片"))

    def as_input(self, commitment_id: int) -> NewInspection:
        return NewInspection(
            commitment_id=commitment_id,
            on=day_of(self.on),
            place=text_of(self.place),
            people=number_of(self.people),
            text=text_of(self.text),
            photos=self.photos.handed(),
        )
