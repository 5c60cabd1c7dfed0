"""Shape of what browsers send of lists of projects. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import ValidationError

from voting.core.fields import PageForm
from voting.screening.intake.list_reader import SUFFIXES
from voting.screening.project_list.actions import NewList


class ProjectListForm(PageForm):
    file = FileField(
        _l("表格"),
        description=_l(
            "支持 .xlsx、.xls、.ods、.csv，不超过 8 MB、300 行。先逐行预览，确认之前什么都不会改动。"
        ),
        validators=[FileRequired(_l("请选择文件。"))],
    )

    def validate_file(self, field: FileField) -> None:
        if not str(field.data.filename or "").lower().endswith(SUFFIXES):
            raise ValidationError(_("只能上传 .xlsx、.xls、.ods 或 .csv 文件。"))

    def as_input(self, jurisdiction_id: int, year: int, content: bytes) -> NewList:
        """Return what was handed in as the deed takes it."""
        name = str(self.file.data.filename or "")
        return NewList(jurisdiction_id=jurisdiction_id, year=year, file_name=name, content=content)
