"""No suggestion loses its way, whatever is merged, joined, split and taken back, in any order: on the real deeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

import pytest
from sqlalchemy import select

from tests.factories import place
from tests.properties import (
    HealthCheck,
    RuleBasedStateMachine,
    given,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
    settings,
    st,
)
from tests.screening.factories import YEAR, call, staff, suggestion
from voting.audit.journal import first_broken_line
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.appraisal.actions import step
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.merging import actions as merging_actions
from voting.screening.merging.facts import way_of
from voting.screening.merging.models import Lineage, MergeStep
from voting.screening.merging.told import told
from voting.screening.merging.undo import undo
from voting.screening.pages.tracking.queries import track_page
from voting.screening.suggestion.models import Suggestion, SuggestionStep
from voting.screening.suggestion.rules import SuggestionState, SuggestionTurn

pytestmark = pytest.mark.database
SUGGESTIONS = 6
_codes = count(990000)
Standing = dict[int, int | None]


@pytest.fixture
def clerk(city: Place) -> Actor:
    actor = staff(city)
    call(city, actor=actor)
    return actor


def collected(at: Place, count: int) -> list[int]:
    return [suggestion(at, title=f"第{n}条建议", content=f"请办第{n}件事。").id for n in range(count)]


def formed(actor: Actor, at: Place, ids: Sequence[int] = ()) -> int:
    with transaction():
        new = merging_actions.NewProject(
            jurisdiction_id=at.id, year=YEAR, title="一个项目", suggestion_ids=tuple(ids), fill=True
        )
        return merging_actions.form(actor, new).id


def joined(actor: Actor, at: Place, project_id: int, into_id: int) -> None:
    with transaction():
        merging_actions.join(actor, jurisdiction_id=at.id, project_id=project_id, into_id=into_id)


def merged(actor: Actor, at: Place, project_id: int, ids: Sequence[int]) -> None:
    with transaction():
        merging_actions.merge(
            actor, jurisdiction_id=at.id, project_id=project_id, suggestion_ids=ids, filling=True
        )


def parted(actor: Actor, at: Place, project_id: int, ids: Sequence[int]) -> int:
    with transaction():
        new = merging_actions.NewProject(
            jurisdiction_id=at.id, year=YEAR, title="拆出的项目", suggestion_ids=tuple(ids)
        )
        return merging_actions.split(actor, new, project_id=project_id).id


def detached(actor: Actor, at: Place, suggestion_id: int) -> None:
    with transaction():
        merging_actions.detach(actor, jurisdiction_id=at.id, suggestion_id=suggestion_id)


def taken_back(actor: Actor, at: Place, step_id: int) -> None:
    with transaction():
        undo(actor, jurisdiction_id=at.id, step_id=step_id)


def standing(at: Place) -> Standing:
    """Where every suggestion is: by id, its project or None."""
    db.session.rollback()
    asked = select(Suggestion.id, Suggestion.project_id).where(Suggestion.jurisdiction_id == at.id)
    return {row[0]: row[1] for row in db.session.execute(asked)}


def states(at: Place) -> dict[int, ProjectState]:
    asked = select(Project.id, Project.state).where(Project.jurisdiction_id == at.id)
    return {row[0]: row[1] for row in db.session.execute(asked)}


def expect_lineage(at: Place) -> None:
    """Each way is unbroken from the inbox to where its suggestion is now, and nobody is in a project that is none."""
    lines = db.session.scalars(
        select(Lineage).where(Lineage.jurisdiction_id == at.id).order_by(Lineage.step_id)
    )
    reached: Standing = {}
    days: list[tuple[int, int | None]] = []
    for line in lines:
        assert line.from_id == reached.get(line.suggestion_id)
        reached[line.suggestion_id] = line.to_id
        days.append((line.suggestion_id, line.to_id or line.from_id))
    asked = select(SuggestionStep.suggestion_id, SuggestionStep.project_id).where(
        SuggestionStep.jurisdiction_id == at.id
    )
    said = sorted((one.suggestion_id, one.project_id) for one in db.session.execute(asked))
    assert said == sorted(days), "its proposer reads each of them"
    now = standing(at)
    assert {key: reached.get(key) for key in now} == now
    alive = {number for number, state in states(at).items() if state.stands}
    assert {project for project in now.values() if project is not None} <= alive
    for row in db.session.scalars(select(Suggestion).where(Suggestion.jurisdiction_id == at.id)):
        assert (row.state is SuggestionState.MERGED) is (row.project_id is not None)


def test_detaching_erases_nothing(city: Place, clerk: Actor) -> None:
    ids = collected(city, 2)
    number = db.session.get_one(Suggestion, ids[0]).number
    formed(clerk, city, ids)
    with transaction():
        merging_actions.detach(clerk, jurisdiction_id=city.id, suggestion_id=ids[0])
    assert [(line.left, line.went_to) for line in way_of(ids[0])] == [("", "一个项目"), ("一个项目", "")]
    page = track_page(city, number).found
    assert page is not None
    assert [day.step for day in page.days] == [SuggestionTurn.MERGED, SuggestionTurn.DETACHED]
    expect_lineage(city)


def test_a_merge_of_a_merge_keeps_every_way_and_splits_back_step_by_step(city: Place, clerk: Actor) -> None:
    ids = collected(city, 3)
    first, second, third = (formed(clerk, city, [one]) for one in ids)
    before = standing(city)
    joined(clerk, city, first, second)
    joined(clerk, city, second, third)
    assert set(standing(city).values()) == {third}
    assert [line.went_to for line in way_of(ids[0])] == ["一个项目"] * 3
    steps = [step.id for step in db.session.scalars(select(MergeStep).order_by(MergeStep.id))]
    with pytest.raises(WrongMoment, match="先撤销后面那一步"):
        taken_back(clerk, city, steps[3])
    taken_back(clerk, city, steps[4])
    taken_back(clerk, city, steps[3])
    assert standing(city) == before
    assert set(states(city).values()) == {ProjectState.FORMED}
    expect_lineage(city)


def test_what_has_gone_up_in_another_takes_nothing_in(city: Place, clerk: Actor) -> None:
    first, second = formed(clerk, city), formed(clerk, city)
    joined(clerk, city, first, second)
    (late,) = collected(city, 1)
    with pytest.raises(WrongMoment, match="请选"), transaction():
        merging_actions.merge(clerk, jurisdiction_id=city.id, project_id=first, suggestion_ids=[late])
    with pytest.raises(WrongMoment):
        joined(clerk, city, second, first)


def test_nothing_goes_up_again_in_what_is_no_project_any_more(city: Place, clerk: Actor) -> None:
    """Done again, an empty project went up in one that had been taken back meanwhile."""
    first, second = formed(clerk, city), formed(clerk, city)
    joined(clerk, city, first, second)
    taken_back(clerk, city, 3)
    taken_back(clerk, city, 2)
    assert states(city) == {first: ProjectState.FORMED, second: ProjectState.DISSOLVED}
    assert {row.id: row.may_undo for row in told(MergeStep.jurisdiction_id == city.id)}[4] is False
    with pytest.raises(WrongMoment):
        taken_back(clerk, city, 4)
    db.session.rollback()
    assert states(city) == {first: ProjectState.FORMED, second: ProjectState.DISSOLVED}


def test_nothing_is_merged_again_into_a_shelved_project(city: Place, clerk: Actor) -> None:
    """Done again, a merge put suggestions into a project that had gone into the reserve meanwhile."""
    (one,) = collected(city, 1)
    project = formed(clerk, city)
    merged(clerk, city, project, [one])
    taken_back(clerk, city, 2)
    with transaction():
        step(clerk, jurisdiction_id=city.id, project_id=project, name="shelve", reason="今年先不办")
    row = told(MergeStep.jurisdiction_id == city.id)[0]
    assert (row.may_undo, row.why_not) == (False, "项目已往下办理")
    with pytest.raises(WrongMoment, match="列入储备"), transaction():
        undo(clerk, jurisdiction_id=city.id, step_id=3)
    db.session.rollback()
    assert standing(city) == {one: None}


def test_what_was_merged_fills_the_dossier_and_undoing_empties_it_again(city: Place, clerk: Actor) -> None:
    ids = collected(city, 2)
    made = formed(clerk, city, ids[:1])
    row = db.session.get_one(Project, made)
    assert (row.content, row.place, row.total_fen) == ("请办第0件事。", "东关街", None)
    with transaction():
        db.session.get_one(Project, made).scale = "后来有人写的规模"
    taken_back(clerk, city, 1)
    taken_back(clerk, city, 2)
    other = formed(clerk, city)
    with transaction():
        merging_actions.merge(
            clerk, jurisdiction_id=city.id, project_id=other, suggestion_ids=ids[1:], filling=True
        )
    assert db.session.get_one(Project, other).content == "请办第1件事。"
    taken_back(clerk, city, 5)
    db.session.expire_all()
    assert db.session.get_one(Project, other).content == ""
    assert db.session.get_one(Project, made).scale == "后来有人写的规模"


def test_a_project_with_what_came_later_is_not_taken_back(city: Place, clerk: Actor) -> None:
    ids = collected(city, 2)
    made = formed(clerk, city, ids[:1])
    with transaction():
        merging_actions.merge(clerk, jurisdiction_id=city.id, project_id=made, suggestion_ids=ids[1:])
    with pytest.raises(WrongMoment, match="后来又归并了 1 条"):
        taken_back(clerk, city, 1)
    assert set(standing(city).values()) == {made}
    planned = formed(clerk, city)
    host = formed(clerk, city)
    joined(clerk, city, planned, host)
    step = db.session.scalars(select(MergeStep.id).where(MergeStep.project_id == host).order_by(MergeStep.id))
    with pytest.raises(WrongMoment, match="已并入这个项目"):
        taken_back(clerk, city, step.first() or 0)
    expect_lineage(city)


def another_place() -> tuple[Place, Actor]:
    """A place of its own for one example, with its clerk and an open call."""
    at = place(code=f"{next(_codes)}", name="某市")
    actor = staff(at)
    call(at, actor=actor)
    return at, actor


def test_merging_is_associative() -> None:
    """(A + B) + C leaves the same suggestions in the same place as A + (B + C)."""

    @given(
        st.permutations(range(SUGGESTIONS)),
        st.integers(0, SUGGESTIONS),
        st.integers(0, SUGGESTIONS),
    )
    @settings(max_examples=10)
    def holds(order: list[int], one: int, other: int) -> None:
        at, actor = another_place()
        cut, further = sorted((one, other))
        texts = set()
        for left_first in (True, False):
            ids = collected(at, SUGGESTIONS)
            mixed = [ids[n] for n in order]
            parts = (mixed[:cut], mixed[cut:further], mixed[further:])
            a, b, c = (formed(actor, at, part) for part in parts)
            for gone, into in ((a, b), (b, c)) if left_first else ((b, c), (a, c)):
                joined(actor, at, gone, into)
            now = standing(at)
            assert {now[number] for number in ids} == {c}
            assert [states(at)[number].stands for number in (a, b, c)] == [False, False, True]
            texts.add(db.session.get_one(Project, c).content != "")
        assert texts == {True}
        expect_lineage(at)

    holds()


class Desk(RuleBasedStateMachine):
    """A clerk at the desk who does whatever comes to mind, and takes back whatever may be taken back."""

    @initialize()
    def collect(self) -> None:
        self.at, self.actor = another_place()
        self.ids = collected(self.at, SUGGESTIONS)
        self.written: list[tuple[int | None, ...]] = []

    def projects(self) -> list[int]:
        return sorted(states(self.at))

    def tried(self, deed: Callable[[], object]) -> None:
        """Do it, or be told why not: then nothing has changed."""
        before = (standing(self.at), states(self.at))
        try:
            deed()
        except (RuleBroken, WrongMoment):
            assert (standing(self.at), states(self.at)) == before

    @rule(data=st.data())
    def form(self, data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.sampled_from(self.ids), unique=True))
        self.tried(lambda: formed(self.actor, self.at, ids))

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.sampled_from(self.ids), unique=True))
        into = data.draw(st.sampled_from(self.projects() or [0]))
        self.tried(lambda: merged(self.actor, self.at, into, ids) if into else None)

    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        known = self.projects()
        if known:
            pair = (data.draw(st.sampled_from(known)), data.draw(st.sampled_from(known)))
            self.tried(lambda: joined(self.actor, self.at, *pair))

    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        full = sorted({number for number in standing(self.at).values() if number is not None})
        if full:
            project = data.draw(st.sampled_from(full))
            inside = [key for key, where in standing(self.at).items() if where == project]
            ids = data.draw(st.lists(st.sampled_from(inside), unique=True, min_size=1))
            self.tried(lambda: parted(self.actor, self.at, project, ids))

    @rule(data=st.data())
    def detach(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.ids))
        self.tried(lambda: detached(self.actor, self.at, one))

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        steps = self.steps()
        if steps:
            step = data.draw(st.sampled_from(steps))
            self.tried(lambda: taken_back(self.actor, self.at, step.id))

    def steps(self) -> list[MergeStep]:
        asked = select(MergeStep).where(MergeStep.jurisdiction_id == self.at.id).order_by(MergeStep.id)
        return list(db.session.scalars(asked))

    @invariant()
    def nobody_loses_the_way(self) -> None:
        if hasattr(self, "at"):
            expect_lineage(self.at)

    @invariant()
    def what_was_written_stays(self) -> None:
        if hasattr(self, "at"):
            asked = select(Lineage.step_id, Lineage.suggestion_id, Lineage.from_id, Lineage.to_id)
            asked = asked.where(Lineage.jurisdiction_id == self.at.id)
            now = [
                tuple(row)
                for row in db.session.execute(asked.order_by(Lineage.step_id, Lineage.suggestion_id))
            ]
            assert now[: len(self.written)] == self.written
            self.written = now

    def teardown(self) -> None:
        """What stands is taken back, the last first: everything waits again, and the journal is whole."""
        if hasattr(self, "at"):
            for step in reversed(self.steps()):
                (row,) = told(MergeStep.id == step.id)
                if not step.back and row.may_undo:
                    taken_back(self.actor, self.at, step.id)
            assert set(standing(self.at).values()) == {None}
            assert not any(state.stands for state in states(self.at).values())
            expect_lineage(self.at)
            assert first_broken_line(self.at.id) is None


def test_no_order_of_steps_loses_a_suggestion_and_all_can_be_taken_back() -> None:
    chosen = settings(max_examples=12, stateful_step_count=14, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Desk, settings=chosen)
