"""Shape of what browsers send of a list of accounts. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, ValidationError
from wtforms.validators import Length

from voting.congress.account_list.rules import MOST_LINES, ListedLine
from voting.core import normalise
from voting.core.fields import PageForm, RowForm


class ListFileForm(PageForm):
    file = FileField(
        _l("账号表"),
        description=_l("支持 .xlsx、.xls、.ods。先逐行预览，确认之前什么都不会保存。"),
        validators=[FileRequired(_l("请选择文件。"))],
    )
    place = SelectField(_l("“地方”空着的行，开在"), choices=[])

    def validate_file(self, field: FileField) -> None:
        if not str(field.data.filename or "").lower().endswith((".xlsx", ".xls", ".ods")):
            raise ValidationError(_("只能上传 .xlsx、.xls 或 .ods 文件。"))


class LineForm(RowForm):
    place = StringField(_l("地方"), validators=[Length(max=60)])
    login = StringField(_l("账号"), validators=[Length(max=80)])
    name = StringField(_l("姓名"), validators=[Length(max=60)])
    roles = StringField(_l("身份"), validators=[Length(max=200)])
    whose = StringField(_l("单位或联络站"), validators=[Length(max=80)])
    leave_out = BooleanField(_l("不开"))

    def as_line(self) -> ListedLine:
        return ListedLine(
            place=normalise.label(str(self.place.data or "")),
            login=normalise.code(str(self.login.data or "")),
            name=normalise.name(str(self.name.data or "")),
            roles=normalise.label(str(self.roles.data or "")),
            whose=normalise.label(str(self.whose.data or "")),
        )


class ListedForm(PageForm):
    lines = FieldList(FormField(LineForm), max_entries=MOST_LINES)

    def kept(self) -> list[LineForm]:
        """Return the rows that are not left out."""
        return [one.form for one in self.lines if not one.form.leave_out.data]

    def as_input(self) -> list[ListedLine]:
        return [row.as_line() for row in self.kept()]
