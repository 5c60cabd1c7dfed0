"""The reserve lives: projects and suggestions go on into a later year and nobody loses his way."""

from __future__ import annotations

import pytest

from tests.factories import unit
from tests.screening.factories import YEAR, answer, call, decided, project, staff, suggestion
from voting.audit.journal import first_broken_line
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.merging import actions as merging_actions
from voting.screening.merging.facts import lines_behind
from voting.screening.reserve import actions
from voting.screening.shortlist.facts import sources_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState


@pytest.fixture
def clerk(township: Place) -> Actor:
    return staff(township)


@pytest.fixture
def shelved(township: Place, clerk: Actor) -> int:
    call(township, actor=clerk)
    made = project(clerk, township, unit(township), title="村口的桥").id
    with transaction():
        merging_actions.merge(
            clerk,
            jurisdiction_id=township.id,
            project_id=made,
            suggestion_ids=[suggestion_in(township), suggestion_in(township)],
        )
        appraisal_actions.step(
            clerk, jurisdiction_id=township.id, project_id=made, name="shelve", reason="等设计。"
        )
    return made


def suggestion_in(at: Place) -> int:
    from tests.screening.factories import new_suggestion
    from voting.screening.suggestion.actions import submit

    return submit(None, new_suggestion(at)).id


def take_up(actor: Actor, at: Place, key: int, year: int = YEAR + 1) -> Project:
    with transaction():
        return actions.take_up(
            actor, jurisdiction_id=at.id, project_id=key, year=year, reason="设计已经完成。"
        )


def test_a_shelved_project_goes_on_with_its_text_and_all_who_asked(
    township: Place, clerk: Actor, shelved: int
) -> None:
    new = take_up(clerk, township, shelved)
    old = db.session.get_one(Project, shelved)
    assert (new.year, new.state, new.carried_from_id) == (YEAR + 1, ProjectState.FORMED, shelved)
    assert (new.title, new.content, new.total_fen) == (old.title, old.content, old.total_fen)
    assert (new.milestones, new.finishes_on, new.planned_fen) == ([], None, None)
    assert new.background.startswith("设计已经完成。")
    assert old.state is ProjectState.SHELVED
    assert lines_behind([new.id]) == {new.id: (new.id, shelved)}
    assert sources_of(new.id) == 2
    assert take_up(clerk, township, shelved).id == new.id, "the same twice is one"
    assert first_broken_line(township.id) is None


def test_only_what_is_shelved_goes_on_and_only_forward(
    township: Place, county: Place, clerk: Actor, shelved: int
) -> None:
    with pytest.raises(RuleBroken):
        take_up(clerk, township, shelved, YEAR)
    other = project(clerk, township, unit(township, "水利站")).id
    with pytest.raises(WrongMoment):
        take_up(clerk, township, other)
    with pytest.raises(NotFound):
        take_up(staff(county), county, shelved)


def test_nothing_goes_into_a_year_whose_list_is_fixed_nor_back_into_its_own(
    township: Place, clerk: Actor, shelved: int
) -> None:
    with transaction():
        actions.revive(clerk, jurisdiction_id=township.id, project_id=shelved)
        appraisal_actions.step(
            clerk, jurisdiction_id=township.id, project_id=shelved, name="shelve", reason="还是不行。"
        )
    decided(clerk, township, candidates=6)
    with pytest.raises(WrongMoment, match="从项目储备库"), transaction():
        actions.revive(clerk, jurisdiction_id=township.id, project_id=shelved)
    decided(clerk, township, candidates=6, year=YEAR + 1)
    with pytest.raises(WrongMoment, match="已经确定"):
        take_up(clerk, township, shelved)


def test_what_nobody_answered_goes_on_under_its_number(township: Place, clerk: Actor) -> None:
    call(township, actor=clerk)
    waiting, answered = suggestion(township), suggestion(township, title="已经办好的事")
    keys, number = (waiting.id, answered.id), waiting.number
    with transaction():
        answer(clerk, township, keys[1])
    with pytest.raises(NotFound), transaction():
        actions.carry_waiting(clerk, jurisdiction_id=township.id, year=YEAR + 1)
    call(township, year=YEAR + 1, actor=clerk, opened=False)
    with transaction():
        assert actions.carry_waiting(clerk, jurisdiction_id=township.id, year=YEAR + 1) == 1
    found = [db.session.get_one(Suggestion, key) for key in keys]
    assert [row.year for row in found] == [YEAR + 1, YEAR]
    assert (found[0].number, found[0].state) == (number, SuggestionState.SUBMITTED)
    with pytest.raises(RuleBroken), transaction():
        actions.carry_waiting(clerk, jurisdiction_id=township.id, year=YEAR + 1)
