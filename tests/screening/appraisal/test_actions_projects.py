from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.factories import unit
from tests.screening.factories import decided, dossier, good_conclusions, project, staff
from voting.congress.place.models import Unit
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.dossier import actions as dossier_actions
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState


def test_a_dossier_is_kept_field_by_field(city: Place, clerk: Actor, lead: Unit) -> None:
    made = project(clerk, city, lead, title="老旧小区改造")
    db.session.expire_all()
    assert dossier_of(db.session.get_one(Project, made.id)) == dossier(lead, title="老旧小区改造")


def test_a_unit_of_a_neighbour_is_not_found(city: Place, county: Place, clerk: Actor, lead: Unit) -> None:
    made = project(clerk, city, lead)
    theirs = unit(county, "县教育局")
    with pytest.raises(NotFound), transaction():
        dossier_actions.revise(clerk, jurisdiction_id=city.id, project_id=made.id, dossier=dossier(theirs))


def test_an_appraisal_passes_only_when_nothing_is_missing(city: Place, clerk: Actor, lead: Unit) -> None:
    made = project(clerk, city, lead)
    where: dict[str, Any] = {"jurisdiction_id": city.id, "project_id": made.id}
    with pytest.raises(RuleBroken), transaction():
        appraisal_actions.appraise(clerk, **where)
    with transaction():
        appraisal_actions.record_findings(
            clerk, **where, conclusions=replace(good_conclusions(), lawful=False)
        )
    with pytest.raises(RuleBroken, match="合法性"), transaction():
        appraisal_actions.appraise(clerk, **where)
    with transaction():
        appraisal_actions.record_findings(clerk, **where, conclusions=good_conclusions())
        assert appraisal_actions.appraise(clerk, **where).state is ProjectState.APPRAISED


def test_an_appraised_text_is_not_changed_until_the_appraisal_is_withdrawn(
    city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead, appraised=True)
    where: dict[str, Any] = {"jurisdiction_id": city.id, "project_id": made.id}
    for deed in (
        lambda: dossier_actions.revise(clerk, **where, dossier=dossier(lead, title="另一个名称")),
        lambda: appraisal_actions.record_findings(clerk, **where, conclusions=good_conclusions()),
    ):
        with pytest.raises(WrongMoment), transaction():
            deed()
    with transaction():
        appraisal_actions.step(clerk, **where, name="withdraw_appraisal")
        dossier_actions.revise(clerk, **where, dossier=dossier(lead, title="另一个名称"))


def test_a_listed_text_can_be_mended_but_not_emptied(city: Place, clerk: Actor, lead: Unit) -> None:
    made = project(clerk, city, lead, appraised=True)
    with transaction():
        db.session.get_one(Project, made.id).state = ProjectState.REVIEWED
    where: dict[str, Any] = {"jurisdiction_id": city.id, "project_id": made.id}
    with transaction():
        dossier_actions.revise(clerk, **where, dossier=dossier(lead, summary="改造 13 个老旧小区"))
    with pytest.raises(RuleBroken), transaction():
        dossier_actions.revise(clerk, **where, dossier=dossier(lead, content=""))


def test_nothing_changes_a_frozen_project(township: Place) -> None:
    actor, lead = staff(township), unit(township, "镇办公室")
    frozen = decided(actor, township, candidates=5)[0]
    where: dict[str, Any] = {"jurisdiction_id": township.id, "project_id": frozen}
    deeds: list[Callable[[], object]] = [
        lambda: dossier_actions.revise(actor, **where, dossier=dossier(lead)),
        lambda: appraisal_actions.record_findings(actor, **where, conclusions=good_conclusions()),
        lambda: appraisal_actions.appraise(actor, **where),
        lambda: appraisal_actions.step(actor, **where, name="shelve", reason="不办了"),
        lambda: appraisal_actions.step(actor, **where, name="revive"),
    ]
    for deed in deeds:
        with pytest.raises(WrongMoment), transaction():
            deed()


def test_shelving_needs_a_reason_and_can_be_undone(city: Place, clerk: Actor, lead: Unit) -> None:
    made = project(clerk, city, lead)
    where: dict[str, Any] = {"jurisdiction_id": city.id, "project_id": made.id}
    with pytest.raises(RuleBroken), transaction():
        appraisal_actions.step(clerk, **where, name="shelve")
    with transaction():
        row = appraisal_actions.step(clerk, **where, name="shelve", reason="资金没有落实")
        assert (row.state, row.shelved_because) == (ProjectState.SHELVED, "资金没有落实")
        row = appraisal_actions.step(clerk, **where, name="revive")
    assert (row.state, row.shelved_because) == (ProjectState.FORMED, "")


def test_a_step_that_does_not_exist_is_not_found(city: Place, clerk: Actor, lead: Unit) -> None:
    made = project(clerk, city, lead)
    with pytest.raises(NotFound), transaction():
        appraisal_actions.step(clerk, jurisdiction_id=city.id, project_id=made.id, name="freeze")
