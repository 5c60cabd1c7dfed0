"""Shape of what browsers send about one's number. No rule lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from voting.congress.fields import choice
from voting.core import normalise
from voting.core.fields import PageForm
from voting.notices.event.rules import KINDS, SERVED, NoticeKind
from voting.notices.phone.actions import NewPhone


class PhoneForm(PageForm):
    number = StringField(_l("手机号"))
    kinds = SelectMultipleField(
        _l("另外还发哪几类"),
        choices=[choice(kind.value, _l(KINDS[kind])) for kind in NoticeKind if kind not in SERVED],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def validate_number(self, _field: StringField) -> None:
        """Raise ValidationError for what is no telephone number; an empty one is none."""
        if self.written and normalise.phone_fault(self.written):
            raise ValidationError(_l("这不是一个手机号，请核对。"))

    @property
    def written(self) -> str:
        """Return the number in its one form."""
        return normalise.phone(str(self.number.data or ""))

    def as_input(self) -> NewPhone:
        return NewPhone(
            number=self.written, kinds=tuple(NoticeKind(value) for value in self.kinds.data or ())
        )
