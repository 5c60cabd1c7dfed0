"""A unit that is no more comes into no dossier any more; where it stands, its successor stands after the hand-over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.factories import unit
from tests.screening.factories import YEAR, decided, project
from tests.screening.project_list.test_views import new, uploaded
from voting.congress.place.actions import succeed
from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken
from voting.people.rules import Actor, Place
from voting.screening.commission.actions import NewCommission, ask
from voting.screening.dossier.actions import revise
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import DossierPart
from voting.screening.handover import NewCarryOver, carry_over, unit_replaced
from voting.screening.merging.actions import join
from voting.screening.merging.models import MergeStep
from voting.screening.merging.undo import undo

BASE = "/j/140900/screening/projects"


@pytest.fixture
def gone(city: Place, lead: Unit) -> Unit:
    """A unit whose work the lead unit has taken over."""
    row = unit(city, "市水利局")
    with transaction():
        succeed(row, lead, "机构改革")
    return row


def offered(desk: FlaskClient, path: str) -> set[str]:
    page = html.fromstring(desk.get(f"{BASE}/{path}").data)
    return {one.text for select in page.iter("select") for one in select if "unit_id" in select.get("name")}


def written(actor: Actor, row: Project, *, lead: int | None, part: int | None) -> None:
    """Write these units into a dossier."""
    parts = (DossierPart(title="新建泵站", unit_id=part),)
    with transaction():
        text = replace(dossier_of(row), lead_unit_id=lead, parts=parts)
        revise(actor, jurisdiction_id=row.jurisdiction_id, project_id=row.id, dossier=text)


def test_it_is_neither_offered_nor_taken(
    desk: FlaskClient, clerk: Actor, city: Place, lead: Unit, gone: Unit
) -> None:
    made = project(clerk, city, lead)
    for path in (f"{made.id}/dossier", f"{made.id}/ask"):
        assert lead.name in offered(desk, path)
        assert gone.name not in offered(desk, path)
    typed = desk.post(f"{BASE}/{made.id}/dossier", data={"title": "改过", "lead_unit_id": str(gone.id)})
    assert typed.status_code == 422
    due = {"unit_id": str(gone.id), "due_on": today().isoformat()}
    assert desk.post(f"{BASE}/{made.id}/ask", data=due).status_code == 422
    for units in ({"lead": gone.id, "part": None}, {"lead": lead.id, "part": gone.id}):
        with pytest.raises(RuleBroken, match="承接"):
            written(clerk, made, **units)
    with pytest.raises(RuleBroken, match="承接"), transaction():
        asked = NewCommission(unit_id=gone.id, due_on=today() + timedelta(5))
        ask(clerk, jurisdiction_id=city.id, project_id=made.id, new=asked)


def test_where_it_stands_the_text_is_still_written(
    desk: FlaskClient, clerk: Actor, city: Place, lead: Unit
) -> None:
    old = unit(city, "市水利局")
    made = project(clerk, city, lead)
    written(clerk, made, lead=old.id, part=old.id)
    with transaction():
        succeed(old, lead, "机构改革")
    assert old.name in offered(desk, f"{made.id}/dossier")
    written(clerk, made, lead=lead.id, part=old.id)
    assert dossier_of(made).unit_ids == {lead.id, old.id}


def test_a_unit_of_another_place_is_not_found(clerk: Actor, city: Place, county: Place, lead: Unit) -> None:
    made = project(clerk, city, lead)
    with pytest.raises(NotFound):
        written(clerk, made, lead=lead.id, part=unit(county, "县水利局").id)


def test_a_list_that_names_it_is_told(desk: FlaskClient, gone: Unit) -> None:
    told = uploaded(desk, new(牵头单位=gone.name)).text
    assert "没有登记过单位" in told
    assert gone.name in told


def test_its_successor_stands_in_lead_and_sub_items_and_merging_is_still_taken_back(
    clerk: Actor, city: Place, lead: Unit
) -> None:
    old = unit(city, "市水利局")
    first, second = project(clerk, city, lead), project(clerk, city, lead)
    written(clerk, first, lead=old.id, part=old.id)
    with transaction():
        join(clerk, jurisdiction_id=city.id, project_id=first.id, into_id=second.id)
    assert old.id in dossier_of(second).unit_ids
    with transaction():
        succeed(old, lead, "机构改革")
        assert unit_replaced(city.id, old.id, lead.id) == 2
    assert [dossier_of(one).unit_ids for one in (first, second)] == [{lead.id}, {lead.id}]
    step = db.session.query(MergeStep).order_by(MergeStep.id.desc()).first()
    assert step is not None
    with transaction():
        undo(clerk, jurisdiction_id=city.id, step_id=step.id)
    assert [[part.title for part in dossier_of(one).parts] for one in (first, second)] == [
        ["新建泵站"],
        ["管网改造"],
    ]


def test_what_is_carried_on_names_the_successor(clerk: Actor, city: Place, lead: Unit) -> None:
    ids = decided(clerk, city, candidates=11)
    was = db.session.get_one(Unit, dossier_of(db.session.get_one(Project, ids[0])).lead_unit_id)
    after = unit(city, "市承接局")
    with transaction():
        succeed(was, after, "机构改革")
        unit_replaced(city.id, was.id, after.id)
    carried = NewCarryOver(jurisdiction_id=city.id, project_id=ids[0], year=YEAR + 1, reason="还差一段。")
    with transaction():
        made = carry_over(clerk, carried)
    assert made.lead_unit_id == after.id
    assert db.session.get_one(Project, ids[0]).lead_unit_id == was.id, "a frozen one keeps its name"
