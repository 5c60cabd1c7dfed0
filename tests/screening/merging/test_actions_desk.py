import pytest
from sqlalchemy import select

from tests.factories import unit
from tests.screening.factories import YEAR, answer, call, decided, project, staff, suggestion
from voting.audit.journal import first_broken_line
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.merging import actions as merging_actions
from voting.screening.pages.tracking.days import Holder
from voting.screening.pages.tracking.queries import track_page
from voting.screening.suggestion import actions as suggestion_actions
from voting.screening.suggestion import routing
from voting.screening.suggestion.contact import contact_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState
from voting.screening.words import Source


@pytest.fixture
def clerk(city: Place) -> Actor:
    actor = staff(city)
    call(city, actor=actor)
    return actor


def form(actor: Actor, at: Place, *ids: int) -> Project:
    with transaction():
        new = merging_actions.NewProject(
            jurisdiction_id=at.id, year=YEAR, title="装红绿灯", suggestion_ids=ids
        )
        return merging_actions.form(actor, new)


def test_several_suggestions_become_one_project_and_each_keeps_its_text(city: Place, clerk: Actor) -> None:
    ids = [suggestion(city, title=f"装红绿灯之{n}").id for n in range(3)]
    made = form(clerk, city, *ids)
    found = db.session.scalars(select(Suggestion).where(Suggestion.project_id == made.id)).all()
    assert {row.id for row in found} == set(ids)
    assert {row.title for row in found} == {f"装红绿灯之{n}" for n in range(3)}
    assert all(row.state is SuggestionState.MERGED for row in found)
    assert first_broken_line(city.id) is None


def test_every_proposer_follows_the_merged_project(city: Place, clerk: Actor) -> None:
    made = [suggestion(city) for _ in range(2)]
    numbers = [row.number for row in made]
    form(clerk, city, *[row.id for row in made])
    for number in numbers:
        found = track_page(city, number).found
        assert found is not None
        assert ([one.title for one in found.projects], found.together) == (["装红绿灯"], 2)


def test_a_suggestion_is_merged_once_and_nothing_else_is_half_done(city: Place, clerk: Actor) -> None:
    one, other = suggestion(city).id, suggestion(city).id
    form(clerk, city, one)
    with pytest.raises(WrongMoment):
        form(clerk, city, other, one)
    db.session.expire_all()
    assert db.session.get_one(Suggestion, other).state is SuggestionState.SUBMITTED


def test_a_neighbours_suggestion_or_project_is_not_found(city: Place, county: Place, clerk: Actor) -> None:
    call(county)
    theirs = suggestion(county).id
    with pytest.raises(NotFound):
        form(clerk, city, theirs)
    made = form(clerk, city)
    with pytest.raises(NotFound), transaction():
        merging_actions.merge(
            staff(county), jurisdiction_id=county.id, project_id=made.id, suggestion_ids=[theirs]
        )
    with pytest.raises(NotFound), transaction():
        answer(clerk, city, theirs, text="不属于本级")


def test_merging_nothing_into_a_project_is_refused(city: Place, clerk: Actor) -> None:
    made = form(clerk, city)
    with pytest.raises(RuleBroken), transaction():
        merging_actions.merge(clerk, jurisdiction_id=city.id, project_id=made.id, suggestion_ids=[])


def test_a_suggestion_joins_a_project_that_passed_appraisal_but_no_frozen_one(township: Place) -> None:
    actor = staff(township)
    call(township, actor=actor)
    passed = project(actor, township, unit(township), appraised=True)
    with transaction():
        merging_actions.merge(
            actor, jurisdiction_id=township.id, project_id=passed.id, suggestion_ids=[suggestion_id(township)]
        )
    frozen = decided(actor, township, candidates=6)[0]
    late = suggestion_id(township)
    with pytest.raises(WrongMoment), transaction():
        merging_actions.merge(actor, jurisdiction_id=township.id, project_id=frozen, suggestion_ids=[late])


def suggestion_id(at: Place) -> int:
    return suggestion(at).id


def test_a_suggestion_can_be_taken_back_out_before_the_text_is_frozen(township: Place) -> None:
    actor = staff(township)
    call(township, actor=actor)
    one = suggestion_id(township)
    made = form(actor, township, one)
    with transaction():
        row = merging_actions.detach(actor, jurisdiction_id=township.id, suggestion_id=one)
    assert (row.state, row.project_id) == (SuggestionState.SUBMITTED, None)
    with transaction():
        merging_actions.merge(actor, jurisdiction_id=township.id, project_id=made.id, suggestion_ids=[one])
        db.session.get_one(Project, made.id).state = ProjectState.FROZEN
    with pytest.raises(WrongMoment), transaction():
        merging_actions.detach(actor, jurisdiction_id=township.id, suggestion_id=one)


def test_a_declined_suggestion_shows_its_reason_and_can_be_taken_up_again(city: Place, clerk: Actor) -> None:
    row = suggestion(city)
    row_id, number = row.id, row.number
    with transaction():
        answer(clerk, city, row_id, text="属于诉讼事项。")
    found = track_page(city, number).found
    assert found is not None
    assert found.answer.text == "属于诉讼事项。"
    with pytest.raises(WrongMoment):
        form(clerk, city, row_id)
    with transaction():
        again = suggestion_actions.reconsider(clerk, jurisdiction_id=city.id, suggestion_id=row_id)
    assert (again.state, again.answer) == (SuggestionState.SUBMITTED, "")


def test_routing_makes_a_suggestion_there_and_leads_its_proposer_on(
    city: Place, county: Place, clerk: Actor
) -> None:
    row = suggestion(city)
    row_id, number = row.id, row.number
    with transaction():
        there = routing.route(clerk, here=city, suggestion_id=row_id, to=county, reason="属于县级事项。")
    assert (there.jurisdiction_id, there.source, there.state) == (
        county.id,
        Source.ROUTED,
        SuggestionState.SUBMITTED,
    )
    assert contact_of(there) == ("0350-1234567",)
    found = track_page(city, number).found
    assert found is not None
    assert found.held_by == Holder(county.code, county.name, there.number)
    assert track_page(county, number).found is None
    assert first_broken_line(city.id) is None
    assert first_broken_line(county.id) is None


def test_a_suggestion_is_not_routed_back_nor_across(
    city: Place, county: Place, township: Place, clerk: Actor
) -> None:
    row_id = suggestion(city).id
    with pytest.raises(RuleBroken, match="上一级"), transaction():
        routing.route(clerk, here=city, suggestion_id=row_id, to=township, reason="属于镇级事项。")
    with transaction():
        there = routing.route(clerk, here=city, suggestion_id=row_id, to=county, reason="属于县级事项。").id
    with pytest.raises(RuleBroken, match="请用“退回”"), transaction():
        routing.route(staff(county), here=county, suggestion_id=there, to=city, reason="属于市级事项。")
    with transaction():
        routing.route(staff(county), here=county, suggestion_id=there, to=township, reason="属于镇级事项。")
