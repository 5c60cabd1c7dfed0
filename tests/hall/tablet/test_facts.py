"""The facts beside each project on a tablet before an evaluation ballot: from the public reading, never a draft, never a vote."""

from __future__ import annotations

import pytest
import time_machine
from flask.testing import FlaskClient
from lxml import html

from tests.factories import account, meeting, term, unit
from tests.notices.factories import Told, under_way
from tests.queries_counted import counted
from tests.supervision import factories as supervision
from voting.ballot.order.models import Ballot, BallotLine
from voting.ballot.order.rules import BallotState
from voting.congress.ballot_rules.choices import Kind
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.rules import Place, Role
from voting.supervision.commitment.actions import take_in
from voting.supervision.photo.models import Photo
from voting.supervision.report import lighting

DAY = "2026-07-08T02:00:00Z"
UUID = "1ooMockBa11otQ"


@pytest.fixture
def world(city: Place) -> Told:
    with time_machine.travel(DAY, tick=False):
        made = under_way(city)
        supervision.planned(made.clerk, made.row)
        supervision.report(made.clerk, made.row, 6, progress=70)
        with transaction():
            lighting.read_month(made.staff, 2026, 6)
    return made


def line(world: Told, ordinal: int = 1) -> BallotLine:
    return BallotLine(
        ballot_uuid=UUID,
        ordinal=ordinal,
        jurisdiction_id=world.at.id,
        project_id=world.row.project_id,
        title=world.row.title,
    )


def ballot(world: Told, kind: Kind = Kind.EVALUATE, state: BallotState = BallotState.READY) -> str:
    """A ballot on the project; the path of its material on a tablet."""
    uuid, held = UUID, meeting(world.at, in_term=term(world.at), year=2027)
    with transaction():
        one = Ballot(
            uuid=uuid,
            jurisdiction_id=world.at.id,
            meeting_id=held.id,
            year=2026,
            kind=kind,
            title="满意度测评",
            seats=1,
            rules={},
            state=state,
            issuing_key=b"wrapped",
        )
        db.session.add(one)
        db.session.flush()
        db.session.add(line(world))
    return f"/j/{world.at.code}/tablet/{held.id}/ballots/{uuid}/dossiers"


def words(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(str(html.fromstring(answer.text).xpath("string()")).split())


def photographed(world: Told, *names: str, shown: bool = True) -> None:
    with time_machine.travel(DAY, tick=False) as clock:
        for name in names:
            with transaction():
                db.session.add(
                    Photo(
                        jurisdiction_id=world.at.id,
                        commitment_id=world.row.id,
                        name=name,
                        kept_at=now(),
                        shown=shown,
                    )
                )
            clock.shift(60)


def test_the_facts_of_the_year_stand_beside_the_project(client: FlaskClient, world: Told) -> None:
    with time_machine.travel("2026-08-08T02:00:00Z", tick=False):
        supervision.report(world.clerk, world.row, 7, progress=70)
        with transaction():
            lighting.read_month(world.staff, 2026, 7)
    photographed(world, "old.jpg", "mid.jpg", "new.jpg")
    photographed(world, "draft.jpg", shown=False)
    path = ballot(world)
    told = words(client, path)
    for one in (
        "目标任务",
        world.row.target,
        "累计进度70%",
        "年度计划投资",
        "已完成投资",
        "还没有验收",
        "每月亮灯",
    ):
        assert one in told
    lit = [
        one.text_content()
        for one in html.fromstring(client.get(path).text).xpath("//ol[starts-with(@class, 'strip')]/li")
    ]
    assert len(lit) == 12
    assert (lit[5].strip(), lit[6].strip()) == ("6 月", "7 月滞后"), "the kept light alone"
    sources = html.fromstring(client.get(path).data).xpath("//figure//img/@src")
    assert [str(one).rsplit("/", 1)[1] for one in sources] == ["old.jpg", "new.jpg"]


def test_one_picture_is_no_before_and_after_and_none_is_none(client: FlaskClient, world: Told) -> None:
    path = ballot(world)
    assert "现场照片" not in words(client, path)
    photographed(world, "only.jpg")
    assert len(html.fromstring(client.get(path).data).xpath("//figure//img")) == 1


@pytest.mark.parametrize("kind", [Kind.CHOOSE, Kind.EACH])
def test_a_vote_on_candidates_has_no_facts_of_a_year(client: FlaskClient, world: Told, kind: Kind) -> None:
    assert "每月亮灯" not in words(client, ballot(world, kind))


def test_a_draft_of_a_report_and_another_place_s_facts_stay_where_they_are(
    client: FlaskClient, world: Told, county: Place
) -> None:
    path = ballot(world)
    assert client.get(path.replace(world.at.code, county.code)).status_code == 404
    with transaction():
        db.session.get_one(Ballot, UUID).state = BallotState.DRAFT
    assert client.get(path).status_code == 404


def asked_again(client: FlaskClient, path: str) -> list[str]:
    client.get(path)
    with counted() as asked:
        assert client.get(path).status_code == 200
    return list(asked)


def test_the_facts_cost_as_many_questions_whatever_the_months(client: FlaskClient, world: Told) -> None:
    path = ballot(world)
    before = asked_again(client, path)
    with time_machine.travel("2026-08-08T02:00:00Z", tick=False):
        supervision.report(world.clerk, world.row, 7, progress=80)
    assert len(asked_again(client, path)) == len(before)


def test_the_facts_cost_as_many_questions_whatever_the_projects(client: FlaskClient, city: Place) -> None:
    staff, water = account(city, Role.STAFF), unit(city, "市水利局")
    with time_machine.travel(DAY, tick=False):
        texts = supervision.frozen(city, water, "饮水安全", "村道硬化", "校舍加固")
        with transaction():
            rows = take_in(staff, supervision.outcome(texts))
    worlds = [Told(city, staff, staff, staff, staff, water, row) for row in rows]
    for number, one in enumerate(worlds):
        photographed(one, f"old{number}.jpg", f"new{number}.jpg")
    path = ballot(worlds[0])
    before = asked_again(client, path)
    with transaction():
        for ordinal, one in enumerate(worlds[1:], 2):
            db.session.add(line(one, ordinal))
    after = asked_again(client, path)
    assert len(html.fromstring(client.get(path).data).xpath("//figure//img")) == 6
    assert len(after) == len(before)
