"""Shape of what browsers send about lights. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    SelectField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from voting.core.fields import PageForm
from voting.supervision.fields import needed
from voting.supervision.light.rules import LIGHTS, Light


class LightForm(PageForm):
    light = SelectField(
        _l("改为"),
        choices=[
            SelectChoice("", _l("据报送数据测算的灯")),
            *(SelectChoice(light.value, _l(LIGHTS[light])) for light in Light),
        ],
    )
    reason = TextAreaField(_l("理由"), validators=needed(_l("请写明人工调整亮灯的理由。"), 300))

    def chosen(self) -> Light | None:
        return Light(self.light.data) if self.light.data else None
