"""The dossiers of a year as a workbook: the list in its order, every field as it reads, nobody's points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.testing import FlaskClient

from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, decided, project
from voting.congress.roster.upload_reader import read_book
from voting.people.rules import Place, Role
from voting.screening.dossier.columns import HEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voting.people.rules import Actor

URL = f"/j/140900/screening/projects.xlsx?year={YEAR}"


def rows_of(browser: FlaskClient) -> Sequence[Sequence[object]]:
    return read_book(browser.get(URL).data).sheets[0].rows


def test_the_list_stands_in_its_order_and_every_field_as_it_reads(
    desk: FlaskClient, city: Place, clerk: Actor
) -> None:
    other = project(clerk, city, unit(city, "市水利局"), title="=不在名单上")
    ids = decided(clerk, city, candidates=10)
    head, *lines = rows_of(desk)
    assert tuple(head) == HEADS
    assert [line[0] for line in lines] == [*map(str, ids), str(other.id)]
    first, last = (dict(zip(HEADS, line, strict=True)) for line in (lines[0], lines[-1]))
    assert [line[3] for line in lines[:-1]] == [str(n) for n in range(1, 11)]
    assert (last["项目名称"], last["状态"], last["名单顺序"] or "") == ("=不在名单上", "论证中", "")
    assert first["总投资（元）"] == "48000000.00"
    assert first["完成时限"] == f"{YEAR}-11-30"
    assert first["跨年度项目"] == "否"
    assert str(first["时间节点"]).splitlines()[0] == f"{YEAR}-03-31 完成设计和招标"
    assert last["牵头单位"] == "市水利局"


def test_who_does_not_weigh_gets_no_dossiers(client: FlaskClient, city: Place, county: Place) -> None:
    for who in (account(city, Role.DEPUTY), account(city, Role.UNIT), account(county, Role.STAFF)):
        assert sign_in(client.application.test_client(), who).get(URL).status_code in {403, 404}
    assert client.get(URL).status_code in {302, 303, 401, 403}
