"""Shape of what browsers send about steps that two persons take. No rule of the procedure lives here."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from voting.core.fields import PageForm


class NumberForm(PageForm):
    number = IntegerField(
        _l("公告编号"),
        description=_l("公告（第 N 号）中的 N，同一次会议不重复。"),
        validators=[
            InputRequired(_l("请填写公告编号。")),
            NumberRange(1, 999, _l("公告编号应为 1 到 999。")),
        ],
    )

    def as_values(self) -> dict[str, Any]:
        return {"number": self.number.data}


class TiedForm(PageForm):
    ordinals = SelectMultipleField(
        _l("主席团决定通过的项目"), coerce=int, widget=ListWidget(), option_widget=CheckboxInput()
    )

    def as_values(self) -> dict[str, Any]:
        return {"ordinals": list(self.ordinals.data or [])}


class WordlessForm(PageForm):
    """A step that needs nothing but the decision."""

    def as_values(self) -> dict[str, Any]:
        return {}
