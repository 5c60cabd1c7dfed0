"""The deputies of a term as the sheet that the office downloads; `rows.COLUMNS` reads its headings back."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from voting.congress.roster.empty_sheet import WIDTHS
from voting.congress.term.queries import DeputyLine
from voting.core.sheets import Sheet


def deputies_sheet(lines: Iterable[DeputyLine], *, phones: bool) -> Sheet:
    """Return one row a deputy, in the order given. phones: with their telephone numbers, for the office alone."""
    yes, no = _("是"), _("否")
    rows = [
        (
            line.number,
            line.name,
            line.delegation,
            yes if line.standing_committee else no,
            yes if line.presidium else no,
            yes if line.in_office else no,
            line.gender,
            line.ethnicity,
            line.post,
            line.phone,
        )
        for line in lines
    ]
    heads = (
        _("出席证号"),
        _("姓名"),
        _("代表团"),
        _("常委会组成人员"),
        _("主席团成员"),
        _("在任"),
        _("性别"),
        _("民族"),
        _("职务"),
        _("电话"),
    )
    end = len(heads) - (not phones)
    return Sheet(heads[:end], [row[:end] for row in rows], widths=WIDTHS[:end])
