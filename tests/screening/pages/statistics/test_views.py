"""A year's statistics: public, sums that add up, no word of anybody."""

from __future__ import annotations

import io
import re

from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.factories import unit
from tests.screening.factories import YEAR, answer, call, project, suggestion
from voting.core.db import transaction
from voting.people.rules import Actor, Place
from voting.screening.merging import actions as merging_actions
from voting.screening.pages.statistics.queries import statistics_page
from voting.screening.suggestion.rules import AnswerClass
from voting.screening.words import Field, Source

PAGE = f"/j/140900/screening/statistics?year={YEAR}"


def test_every_table_adds_up_to_all_of_them(
    client: FlaskClient, city: Place, county: Place, clerk: Actor
) -> None:
    call(city, actor=clerk)
    keys = [
        suggestion(city, title="绝不公开的一句话", place=place, source=source).id
        for place, source in (
            (f"{county.name}晋昌镇", Source.RESIDENT),
            ("城里", Source.RESIDENT),
            ("", Source.DEPUTY),
            (county.name[:-1], Source.UNIT),
        )
    ]
    made = project(clerk, city, unit(city)).id
    with transaction():
        merging_actions.merge(clerk, jurisdiction_id=city.id, project_id=made, suggestion_ids=keys[:1])
        answer(clerk, city, keys[1], answer_class=AnswerClass.SOLVED, field=Field.TRANSPORT)
    page = statistics_page(city, YEAR)
    assert (page.total, page.settled) == (4, 2)
    tables = {table.key: {line.word: line.count for line in table.lines} for table in page.tables}
    assert all(sum(lines.values()) == page.total for lines in tables.values())
    assert tables["whence"] == {county.name: 2, "没有写明": 2}
    assert tables["what"] == {"住有所居": 1, "行有所畅": 1, "还没有分类": 2}
    assert tables["who"] == {"群众": 2, "人大代表": 1, "政府部门": 1}
    assert tables["became"] == {
        "归并入项目，正在论证、审查": 1,
        "A 类：已经解决或者基本解决": 1,
        "还在梳理": 2,
    }
    text = client.get(PAGE).text
    assert "绝不公开的一句话" not in text
    assert len(re.findall("<progress", text)) == sum(len(lines) for lines in tables.values())
    book = load_workbook(io.BytesIO(client.get(f"/j/140900/screening/statistics.xlsx?year={YEAR}").data))
    assert sum(row[2] for row in book.active.iter_rows(min_row=2, values_only=True)) == 4 * len(tables)


def test_a_year_without_suggestions_says_so(client: FlaskClient, city: Place) -> None:
    assert "这一年还没有建议" in client.get(PAGE).text
    assert client.get("/j/140900/screening/statistics?year=abc").status_code == 404
