import json

import pytest
from sqlalchemy import select

from tests.factories import unit
from tests.screening.factories import YEAR, call, decided, project, staff, suggestion
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening import handover as screening_handover
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.dossier.document import digest
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.merging import actions as merging_actions
from voting.screening.merging.models import MergeStep
from voting.screening.merging.undo import undo
from voting.screening.pages.tracking.queries import track_page
from voting.screening.reserve import actions as reserve_actions
from voting.screening.shortlist import facts as shortlist_facts
from voting.screening.shortlist.models import FrozenText
from voting.screening.suggestion.models import Suggestion


@pytest.fixture
def clerk(township: Place) -> Actor:
    return staff(township)


def test_there_is_no_shortlist_until_the_presidium_has_decided(township: Place, clerk: Actor) -> None:
    with pytest.raises(WrongMoment):
        screening_handover.shortlist(township.id, YEAR)
    project(clerk, township, unit(township), appraised=True)
    with pytest.raises(WrongMoment):
        screening_handover.shortlist(township.id, YEAR)


def test_the_shortlist_is_the_list_as_decided(county: Place, township: Place, clerk: Actor) -> None:
    ids = decided(clerk, township, candidates=6)
    found = screening_handover.shortlist(township.id, YEAR)
    assert [one.project_id for one in found.candidates] == ids
    assert [one.ordinal for one in found.candidates] == [1, 2, 3, 4, 5, 6]
    assert found.seats == 5
    with pytest.raises(WrongMoment):
        screening_handover.shortlist(county.id, YEAR)


def test_the_text_is_the_one_that_the_digest_covers(township: Place, clerk: Actor) -> None:
    first = decided(clerk, township, candidates=6)[0]
    row = db.session.get_one(FrozenText, first)
    text = shortlist_facts.project_text(first)
    assert text["project_id"] == first
    assert text["milestones"][0] == {"ordinal": 1, "title": "完成设计和招标", "due_on": "2027-03-31"}
    assert text["planned_fen"] == 48_000_000_00
    assert json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == row.text
    assert digest(row.text) == row.text_sha256


def test_a_later_change_of_rows_or_unit_names_does_not_reach_the_text(township: Place, clerk: Actor) -> None:
    first = decided(clerk, township, candidates=6)[0]
    before = shortlist_facts.project_text(first)
    with transaction():
        row = db.session.get_one(Project, first)
        row.title, row.total_fen = "改过的名称", 1
    assert shortlist_facts.project_text(first) == before


def test_a_tampered_text_is_noticed(township: Place, clerk: Actor) -> None:
    first = decided(clerk, township, candidates=6)[0]
    with transaction():
        row = db.session.get_one(FrozenText, first)
        row.text = row.text.replace("48", "84", 1)
    with pytest.raises(RuleBroken, match="摘要不符"):
        shortlist_facts.project_text(first)


def test_what_is_no_candidate_has_no_text(township: Place, clerk: Actor) -> None:
    with pytest.raises(NotFound):
        shortlist_facts.project_text(project(clerk, township, unit(township)).id)


def carry(actor: Actor, at: Place, project_id: int, year: int = YEAR + 1) -> Project:
    with transaction():
        new = screening_handover.NewCarryOver(
            jurisdiction_id=at.id,
            project_id=project_id,
            year=year,
            reason="管网还差 8 公里。",
            planned_fen=500_00,
        )
        return screening_handover.carry_over(actor, new)


def test_an_unfinished_project_is_carried_into_the_next_year_once(township: Place, clerk: Actor) -> None:
    old = decided(clerk, township, candidates=6)[2]
    made = carry(clerk, township, old)
    assert (made.year, made.state, made.carried_from_id) == (YEAR + 1, ProjectState.FORMED, old)
    assert made.planned_fen == 500_00
    assert made.milestones == []
    assert made.background.startswith("管网还差 8 公里。")
    assert carry(clerk, township, old).id == made.id


def test_a_carry_over_goes_forward_and_stays_at_home(county: Place, township: Place, clerk: Actor) -> None:
    old = decided(clerk, township, candidates=6)[0]
    with pytest.raises(RuleBroken):
        carry(clerk, township, old, YEAR)
    with pytest.raises(NotFound):
        carry(staff(county), county, old)
    with pytest.raises(NotFound):
        carry(clerk, township, project(clerk, township, unit(township)).id)


def test_a_proposer_follows_the_carry_over(township: Place, clerk: Actor) -> None:
    call(township, actor=clerk)
    row = suggestion(township)
    row_id, number = row.id, row.number
    from tests.screening.factories import approval
    from voting.screening.shortlist import actions as shortlist_actions
    from voting.screening.shortlist.rules import MOVING

    lead = unit(township, "镇办公室")
    ids = [project(clerk, township, lead, appraised=True).id for _ in range(5)]
    with transaction():
        merging_actions.merge(clerk, jurisdiction_id=township.id, project_id=ids[0], suggestion_ids=[row_id])
        for kind in MOVING:
            shortlist_actions.approve(clerk, place=township, year=YEAR, kind=kind, new=approval(ids))
    carry(clerk, township, ids[0])
    found = track_page(township, number).found
    assert found is not None
    assert [(one.ordinal, one.year) for one in found.projects] == [(1, YEAR), (None, YEAR + 1)]
    assert len(found.projects[0].passed) == len(MOVING)
    assert shortlist_facts.project_text(ids[0])["sources"] == 1


@pytest.mark.database
def test_who_asked_for_what_was_carried_on_is_behind_the_project_it_went_up_in(
    township: Place, clerk: Actor
) -> None:
    """Carried on twice and joined in between: nobody who asked for any of it loses his way."""
    call(township, actor=clerk)
    asked = [suggestion(township, title=f"第{n}条").id for n in range(3)]
    lead = unit(township, "镇办公室")
    with transaction():
        old = merging_actions.form(
            clerk,
            merging_actions.NewProject(
                jurisdiction_id=township.id, year=YEAR, title="旧", suggestion_ids=tuple(asked[:2])
            ),
        )
        appraisal_actions.step(
            clerk, jurisdiction_id=township.id, project_id=old.id, name="shelve", reason="先放一放"
        )
        on = reserve_actions.take_up(
            clerk, jurisdiction_id=township.id, project_id=old.id, year=YEAR + 1, reason="再论证"
        )
    into = project(clerk, township, lead, year=YEAR + 1)
    before = {old.id: set(asked[:2]), on.id: set(asked[:2]), into.id: set()}
    assert screening_handover.suggestions_behind([old.id, on.id, into.id]) == before
    with transaction():
        merging_actions.join(clerk, jurisdiction_id=township.id, project_id=on.id, into_id=into.id)
    assert screening_handover.suggestions_behind([into.id]) == {into.id: set(asked[:2])}
    assert shortlist_facts.sources_of(into.id) == 2
    with transaction():
        undo(clerk, jurisdiction_id=township.id, step_id=steps_about(into.id)[-1])
    assert screening_handover.suggestions_behind([into.id]) == {into.id: set()}


def test_one_project_that_two_years_carry_on_stands_behind_both(township: Place, clerk: Actor) -> None:
    call(township, actor=clerk)
    row_id = suggestion(township).id
    ids = decided(clerk, township, candidates=5)
    with transaction():
        db.session.get_one(Suggestion, row_id).project_id = ids[0]
    heirs = [carry(clerk, township, ids[0], YEAR + n).id for n in (1, 2)]
    assert screening_handover.suggestions_behind(heirs) == {one: {row_id} for one in heirs}


def steps_about(project_id: int) -> list[int]:
    asked = select(MergeStep.id).where(MergeStep.project_id == project_id).order_by(MergeStep.id)
    return list(db.session.scalars(asked))
