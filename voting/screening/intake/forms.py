"""Shape of what browsers send of lists. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, ValidationError
from wtforms.validators import InputRequired

from voting.core.fields import PageForm
from voting.screening.fields import chosen_from
from voting.screening.intake.actions import NewImport
from voting.screening.intake.list_reader import SUFFIXES
from voting.screening.words import TYPED_IN, Channel, Source


class ImportForm(PageForm):
    source = SelectField(
        _l("提出主体"), choices=chosen_from(Source), validators=[InputRequired(_l("请选择。"))]
    )
    channel = SelectField(
        _l("来源渠道"), choices=chosen_from(Channel, TYPED_IN), validators=[InputRequired(_l("请选择。"))]
    )
    file = FileField(
        _l("表格"),
        description=_l(
            "支持 .xlsx、.xls、.ods、.csv，不超过 8 MB、2 万行。先逐行预览，确认之前什么都不会录入。"
        ),
        validators=[FileRequired(_l("请选择文件。"))],
    )

    def validate_file(self, field: FileField) -> None:
        if not str(field.data.filename or "").lower().endswith(SUFFIXES):
            raise ValidationError(_("只能上传 .xlsx、.xls、.ods 或 .csv 文件。"))

    def as_input(self, jurisdiction_id: int, year: int, content: bytes) -> NewImport:
        """Return what was handed in as the deed takes it."""
        return NewImport(
            jurisdiction_id=jurisdiction_id,
            year=year,
            source=Source(self.source.data),
            channel=Channel(self.channel.data),
            file_name=str(self.file.data.filename or ""),
            content=content,
        )
