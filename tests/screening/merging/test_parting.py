"""What goes along when a project is split: rows, amounts, people; and it comes back when that is undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.factories import sign_in, unit
from tests.screening.factories import YEAR, call, dossier, project, staff, suggestion
from voting.audit.journal import first_broken_line
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.appraisal.actions import step
from voting.screening.dossier.actions import revise
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import (
    BeneficiaryGroup,
    Dossier,
    DossierAttachment,
    DossierPart,
    FiguresAmiss,
)
from voting.screening.dossier.states import ProjectState
from voting.screening.merging import actions as merging_actions
from voting.screening.merging.facts import mark_of, rows_of
from voting.screening.merging.models import MergeStep
from voting.screening.merging.rules import Along
from voting.screening.merging.told import told
from voting.screening.merging.undo import undo

pytestmark = pytest.mark.database
PARTS = tuple(DossierPart(title=title, quantity=n, measure="处") for n, title in enumerate("甲乙丙丁", 1))
GROUPS = (
    BeneficiaryGroup(title="东片居民", people=6000, reckoning="户籍人口"),
    BeneficiaryGroup(title="西片居民", people=4000, reckoning="户籍人口"),
)
FILES = tuple(DossierAttachment(title=f"图{n}", file=f"{n}" * 64, size=10) for n in range(3))
MONEY = {"total_fen": 10_000_000_00, "planned_fen": 10_000_000_00, "own_fen": 10_000_000_00}


@pytest.fixture
def clerk(city: Place) -> Actor:
    actor = staff(city)
    call(city, actor=actor)
    return actor


@pytest.fixture
def whole(city: Place, clerk: Actor) -> int:
    """A project with a full dossier, made of three suggestions."""
    lead = unit(city)
    made = project(clerk, city, lead).id
    ids = [suggestion(city, title=f"第{n}条建议").id for n in range(3)]
    with transaction():
        merging_actions.merge(clerk, jurisdiction_id=city.id, project_id=made, suggestion_ids=ids)
        full = dossier(lead, parts=PARTS, groups=GROUPS, attachments=FILES)
        revise(clerk, jurisdiction_id=city.id, project_id=made, dossier=full)
    return made


def reads(project_id: int) -> Dossier:
    db.session.rollback()
    return dossier_of(db.session.get_one(Project, project_id))


def marks(project_id: int, **at: tuple[int, ...]) -> frozenset[str]:
    """The marks of rows of a dossier, by list and place."""
    now = rows_of(db.session.get_one(Project, project_id))
    return frozenset(mark_of(name, now[name][n]) for name, places in at.items() for n in places)


def parted(actor: Actor, at: Place, project_id: int, along: Along, ids: tuple[int, ...] = (1,)) -> int:
    with transaction():
        new = merging_actions.NewProject(
            jurisdiction_id=at.id, year=YEAR, title="拆出的项目", suggestion_ids=ids, along=along
        )
        return merging_actions.split(actor, new, project_id=project_id).id


def steps(at: Place) -> list[int]:
    return [row.id for row in told(MergeStep.jurisdiction_id == at.id)]


def taken_back(actor: Actor, at: Place, step_id: int) -> None:
    with transaction():
        undo(actor, jurisdiction_id=at.id, step_id=step_id)


def everything(project_id: int) -> Along:
    return Along(
        marks=marks(project_id, parts=(1, 3), groups=(1,), attachments=(0, 2)),
        money=MONEY,
        people=3600,
        people_left=6000,
    )


def test_what_is_ticked_goes_along_and_the_rest_stays(city: Place, clerk: Actor, whole: int) -> None:
    before = reads(whole)
    made = parted(clerk, city, whole, everything(whole))
    old, new = reads(whole), reads(made)
    assert ([p.title for p in old.parts], [p.title for p in new.parts]) == (["甲", "丙"], ["乙", "丁"])
    assert (old.groups, new.groups) == (GROUPS[:1], GROUPS[1:])
    assert (old.attachments, new.attachments) == ((FILES[1],), (FILES[0], FILES[2]))
    assert (old.beneficiaries, new.beneficiaries) == (6000, 3600)
    for name in ("total_fen", "planned_fen", "own_fen", "upper_fen", "social_fen"):
        assert (getattr(old, name) or 0) + (getattr(new, name) or 0) == getattr(before, name), name
    assert first_broken_line(city.id) is None


def test_undone_it_is_as_it_was_and_done_again_as_it_was_split(city: Place, clerk: Actor, whole: int) -> None:
    before = reads(whole)
    made = parted(clerk, city, whole, everything(whole))
    split_off = (reads(whole), reads(made))
    for _round in range(2):
        taken_back(clerk, city, steps(city)[0])
        assert reads(whole) == before, (
            "splitting and undoing restores every row at its place, and every figure"
        )
        taken_back(clerk, city, steps(city)[0])
        assert (reads(whole), reads(made)) == split_off
    assert first_broken_line(city.id) is None


def test_what_was_written_since_stays_when_it_is_undone(city: Place, clerk: Actor, whole: int) -> None:
    before = reads(whole)
    parted(clerk, city, whole, everything(whole))
    later = replace(
        reads(whole), parts=(*reads(whole).parts, DossierPart(title="后来加的")), beneficiaries=5500
    )
    with transaction():
        revise(clerk, jurisdiction_id=city.id, project_id=whole, dossier=later)
    taken_back(clerk, city, steps(city)[0])
    now = reads(whole)
    assert [part.title for part in now.parts] == ["甲", "乙", "丙", "丁", "后来加的"]
    assert (now.beneficiaries, now.total_fen, now.groups) == (5500, before.total_fen, before.groups)


def test_sub_items_alone_may_go_but_never_nothing(city: Place, clerk: Actor, whole: int) -> None:
    made = parted(clerk, city, whole, Along(marks=marks(whole, parts=(0,))), ids=())
    assert [part.title for part in reads(made).parts] == ["甲"]
    assert (reads(made).total_fen, reads(made).planned_fen) == (None, None), "its money is asked for anew"
    with pytest.raises(RuleBroken, match="请至少选一条"):
        parted(clerk, city, whole, Along(), ids=())
    taken_back(clerk, city, steps(city)[0])
    assert reads(whole).parts == PARTS


@pytest.mark.parametrize(
    ("along", "field"),
    [
        ({"money": {"total_fen": 10**14}}, "total_fen"),
        ({"money": {"planned_fen": 5}}, "own_fen"),
        ({"money": {"planned_fen": 5, "own_fen": 5}}, None),
        ({"money": {"total_fen": 5}}, "planned_fen"),
        ({"people_left": 10**8}, "people_left"),
    ],
)
def test_figures_that_would_not_add_up_are_refused_and_nothing_is_split(
    city: Place, clerk: Actor, whole: int, along: dict[str, object], field: str | None
) -> None:
    """What stays keeps a plan within its total and sources that make it up."""
    before, known = reads(whole), steps(city)
    if field is None:
        parted(clerk, city, whole, Along(**along))  # type: ignore[arg-type]
        return
    with pytest.raises(FiguresAmiss) as refused:
        parted(clerk, city, whole, Along(**along))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert (reads(whole), steps(city)) == (before, known)


def test_groups_ask_for_the_people_of_the_new_project(city: Place, clerk: Actor, whole: int) -> None:
    with pytest.raises(FiguresAmiss) as refused:
        parted(clerk, city, whole, Along(marks=marks(whole, groups=(1,)), people_left=6000))
    assert refused.value.field == "beneficiaries"


def test_a_row_that_a_colleague_changed_is_chosen_anew(city: Place, clerk: Actor, whole: int) -> None:
    chosen = Along(marks=marks(whole, parts=(0,)))
    changed = replace(reads(whole), parts=(DossierPart(title="改过的甲"), *PARTS[1:]))
    with transaction():
        revise(clerk, jurisdiction_id=city.id, project_id=whole, dossier=changed)
    with pytest.raises(WrongMoment, match="被别人改过"):
        parted(clerk, city, whole, chosen)
    assert reads(whole) == changed


def test_what_is_no_longer_being_written_gives_nothing_and_takes_nothing_back(
    city: Place, clerk: Actor, whole: int
) -> None:
    chosen = everything(whole)
    parted(clerk, city, whole, chosen)
    with transaction():
        step(clerk, jurisdiction_id=city.id, project_id=whole, name="shelve", reason="今年先不办")
    row = told(MergeStep.jurisdiction_id == city.id)[0]
    assert (row.may_undo, row.why_not) == (False, "项目已往下办理")
    before = reads(whole)
    with pytest.raises(WrongMoment, match="列入储备"):
        taken_back(clerk, city, row.id)
    with pytest.raises(WrongMoment, match="列入储备"):
        parted(clerk, city, whole, Along(marks=marks(whole, parts=(0,))), ids=(2,))
    assert reads(whole) == before
    assert db.session.get_one(Project, whole).state is ProjectState.SHELVED


def test_a_full_list_takes_nothing_back_and_says_so(city: Place, clerk: Actor, whole: int) -> None:
    parted(clerk, city, whole, Along(marks=marks(whole, parts=(0, 1))))
    full = replace(reads(whole), parts=tuple(DossierPart(title=f"第{n}项") for n in range(12)))
    with transaction():
        revise(clerk, jurisdiction_id=city.id, project_id=whole, dossier=full)
    with pytest.raises(WrongMoment, match="放不回去"):
        taken_back(clerk, city, steps(city)[0])
    assert reads(whole) == full


def test_figures_changed_since_that_would_not_add_up_are_named(city: Place, clerk: Actor, whole: int) -> None:
    parted(clerk, city, whole, Along(money=MONEY))
    bare = replace(reads(whole), own_fen=0, upper_fen=0)
    with transaction():
        revise(clerk, jurisdiction_id=city.id, project_id=whole, dossier=bare)
    with pytest.raises(WrongMoment, match="后来改过"):
        taken_back(clerk, city, steps(city)[0])
    assert reads(whole) == bare


def test_a_split_whose_part_was_split_again_waits_for_that_step(
    city: Place, clerk: Actor, whole: int
) -> None:
    before = reads(whole)
    part = parted(clerk, city, whole, everything(whole))
    first = steps(city)[0]
    some = Along(marks=marks(part, parts=(0,)), money=dict.fromkeys(MONEY, 100_00))
    again = parted(clerk, city, part, some, ())
    second = steps(city)[0]
    stood = (reads(whole), reads(part), reads(again))
    row = next(one for one in told(MergeStep.jurisdiction_id == city.id) if one.id == first)
    assert (row.may_undo, row.why_not) == (False, "先撤销后面的步骤")
    with pytest.raises(WrongMoment, match="又拆出了“拆出的项目”，请先撤销那一步"):
        taken_back(clerk, city, first)
    assert (reads(whole), reads(part), reads(again)) == stood
    taken_back(clerk, city, second)
    taken_back(clerk, city, first)
    assert reads(whole) == before
    assert first_broken_line(city.id) is None


def test_a_split_done_again_stands_in_the_way_again(city: Place, clerk: Actor, whole: int) -> None:
    part = parted(clerk, city, whole, everything(whole))
    first = steps(city)[0]
    parted(clerk, city, part, Along(marks=marks(part, parts=(0,))), ())
    taken_back(clerk, city, steps(city)[0])
    taken_back(clerk, city, steps(city)[0])  # split off once more
    with pytest.raises(WrongMoment, match="又拆出了"):
        taken_back(clerk, city, first)


def test_rows_that_are_equal_go_and_come_back_all_of_them(city: Place, clerk: Actor, whole: int) -> None:
    twice = replace(reads(whole), parts=(PARTS[0], PARTS[1], PARTS[0], PARTS[2]))
    with transaction():
        revise(clerk, jurisdiction_id=city.id, project_id=whole, dossier=twice)
    parted(clerk, city, whole, Along(marks=marks(whole, parts=(0,))))
    split_off = reads(whole)
    assert [one.title for one in split_off.parts] == ["乙", "丙"]
    taken_back(clerk, city, steps(city)[0])
    assert reads(whole) == twice
    more = replace(twice, parts=(*twice.parts, PARTS[0]))
    with transaction():
        revise(clerk, jurisdiction_id=city.id, project_id=whole, dossier=more)
    taken_back(clerk, city, steps(city)[0])
    assert [one.title for one in reads(whole).parts] == ["乙", "丙", "甲"], "as many as went, and no more"


def test_the_page_offers_what_may_go_and_keeps_what_was_ticked(
    client: FlaskClient, city: Place, clerk: Actor, whole: int
) -> None:
    desk = sign_in(client, clerk)
    base = f"/j/{city.code}/screening/projects"
    page = desk.get(f"{base}/{whole}/sources").text
    for words in ("一起分出去的内容", "甲 1 处", "东片居民 6000 人", "图0", "分给新项目的投资"):
        assert words in page
    (mark,) = marks(whole, parts=(0,))
    form = {"ids": ["1"], "along": [mark], "title": "东片管网改造", "field": "housing", "planned_fen": "100"}
    refused = desk.post(f"{base}/{whole}/split", data=form)
    assert refused.status_code == 422
    assert "请按来源填写" not in refused.text
    assert "原项目的资金来源合计不等于年度计划投资" in refused.text
    ticked = [line for line in refused.text.splitlines() if mark in line]
    assert "checked" in ticked[0], "what was ticked stays ticked"
    good = desk.post(f"{base}/{whole}/split", data={**form, "own_fen": "100", "total_fen": "100"})
    assert good.status_code == 303
    assert [part.title for part in reads(whole).parts] == ["乙", "丙", "丁"]
    assert reads(whole).total_fen == 4700 * 1_000_000
    stale = desk.post(f"{base}/{whole}/split", data={**form, "ids": ["2"], "title": "再拆一次"})
    assert stale.status_code == 409
    assert "被别人改过" in stale.text
