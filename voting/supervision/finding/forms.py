"""Shape of what browsers send about findings. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from voting.core.fields import PageForm
from voting.supervision.fields import day_of, needed, text_of
from voting.supervision.finding.actions import NewFinding, NewPost
from voting.uploads.forms import PicturesField


class ProblemForm(PageForm):
    """The words of a problem, as everybody will read them."""

    title = StringField(_l("问题"), validators=needed(_l("请用一句话写出问题。"), 120))
    text = TextAreaField(_l("具体情况"), validators=needed(_l("请写明具体情况。"), 1000))


class FindingForm(ProblemForm):
    due_on = DateField(_l("整改期限"), validators=[InputRequired(_l("请填写整改期限。"))])
    internal = BooleanField(_l("责任单位答复以前不公开"))
    photos = PicturesField(_l("现场照片"))

    def as_input(self, commitment_id: int) -> NewFinding:
        return NewFinding(
            commitment_id=commitment_id,
            title=text_of(self.title),
            text=text_of(self.text),
            due_on=day_of(self.due_on),
            internal=bool(self.internal.data),
            photos=self.photos.handed(),
        )


class PostForm(PageForm):
    step = RadioField(_l("办理"), validators=[InputRequired(_l("请选择一项。"))])
    text = TextAreaField(_l("说明"), validators=needed(_l("请写明情况。"), 1000))
    due_on = DateField(_l("新的整改期限"), validators=[Optional()])
    photos = PicturesField(_l("照片"))

    def as_input(self, finding_id: int) -> NewPost:
        return NewPost(
            finding_id=finding_id,
            step=self.step.data,
            text=text_of(self.text),
            photos=self.photos.handed(),
            due_on=self.due_on.data,
        )
