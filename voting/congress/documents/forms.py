"""Shape of what browsers send about papers. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from voting.congress.documents.actions import FilledIn
from voting.congress.documents.models import KeptPaper
from voting.congress.documents.rules import BY_STROKES
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
    text = SelectField(
        _l("名单的排列方式"),
        description=_l("按笔画：先比姓的笔画数，再比起笔的横竖撇点折；同姓的，两字姓名在前。"),
        default=BY_STROKES,
    )

    def offer(self, kept: str) -> None:
        """Offer the two orders, and what an office once wrote itself: its names stand as they were entered."""
        choices = [(BY_STROKES, _l("以姓氏笔画为序")), ("", _l("按登记的先后，不注明"))]
        own = [(kept, kept)] if kept not in {BY_STROKES, ""} else []
        self.text.choices = [*choices, *own]


def shown_in(form: type[PaperForm], kept: KeptPaper | None, proposed: str = "") -> PaperForm:
    """Return a form that shows what was filled in before, or is sent now. proposed: the number of a paper still without."""
    shown = form(obj=kept) if kept else form(number=proposed)
    if isinstance(shown, NamesForm):
        shown.offer(kept.text if kept else "")
    return shown
