"""Shape of what browsers send about papers. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from voting.congress.documents.actions import FilledIn
from voting.congress.documents.models import KeptPaper
from voting.core.fields import PageForm


class PaperForm(PageForm):
    number = StringField(
        _l("发文字号"), description=_l("例如：忻人发〔2027〕3号。没有就留空。"), validators=[Length(max=40)]
    )
    copies_to = StringField(
        _l("抄送"), description=_l("印在最后一页页脚上方的版记里。"), validators=[Length(max=300)]
    )
    issued_by = StringField(_l("印发机关"), validators=[Length(max=60)])
    issued_on = DateField(_l("印发日期"), validators=[Optional()])

    def as_input(self) -> FilledIn:
        return FilledIn(
            number=str(self.number.data or ""),
            copies_to=str(self.copies_to.data or "").strip(),
            issued_by=str(self.issued_by.data or "").strip(),
            issued_on=self.issued_on.data,
            text=str(self.text.data or "").strip() if hasattr(self, "text") else "",
        )


class NamesForm(PaperForm):
    text = StringField(
        _l("名单的排列方式"),
        description=_l("例如：以姓名笔画为序。名单按登记的先后排列。"),
        validators=[Length(max=40)],
    )


def shown_in(form: type[PaperForm], kept: KeptPaper | None) -> PaperForm:
    """Return a form that shows what was filled in before."""
    return form(obj=kept)
