"""Shape of what browsers send about invitations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from voting.core import normalise
from voting.core.fields import PageForm


class OneInvitationForm(PageForm):
    number = StringField(_l("出席证号"), validators=[InputRequired(_l("请填写出席证号。")), Length(max=40)])

    def as_input(self) -> str:
        return normalise.code(str(self.number.data)).rpartition(":")[2]
