"""What a list left out: nothing before it is fixed, then titles and reasons of projects and sums of suggestions."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import unit
from tests.screening.factories import YEAR, answer, approval, call, project, staff, suggestion
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.dossier.states import ProjectState
from voting.screening.merging import actions as merging_actions
from voting.screening.merging.models import MergeStep
from voting.screening.merging.undo import undo
from voting.screening.pages.left_out.queries import LeftOut, left_out
from voting.screening.shortlist import actions
from voting.screening.shortlist.facts import public_candidates
from voting.screening.shortlist.rules import MOVING

pytestmark = pytest.mark.database
WHY = "用地没有落实"
WORDS = ("没有采纳的建议", "只回复本人的话", "第二条名称")


def told(at: Place, year: int) -> LeftOut | None:
    return left_out(at, year, public_candidates(at.id, year))


@pytest.fixture
def clerk(township: Place) -> Actor:
    return staff(township)


@pytest.fixture
def ids(township: Place, clerk: Actor) -> list[int]:
    """Five projects for the list; beside them one shelved, one joined, one in appraisal, one dissolved, two suggestions unmerged."""
    call(township, actor=clerk)
    lead = unit(township, "镇办公室")
    where: dict[str, Any] = {"jurisdiction_id": township.id}
    listed = [project(clerk, township, lead, appraised=True).id for _ in range(5)]
    shelved, joined, open_, gone = (
        project(clerk, township, lead, title=title).id
        for title in ("被列入储备的", "被并入的", "还在论证的", "归并撤销的")
    )
    refused, waiting = suggestion(township, title=WORDS[0]).id, suggestion(township, title=WORDS[2]).id
    with transaction():
        appraisal_actions.step(clerk, **where, project_id=shelved, name="shelve", reason=WHY)
        merging_actions.join(clerk, **where, project_id=joined, into_id=open_)
        undo(clerk, **where, step_id=formed(gone))
        answer(clerk, township, refused, text=WORDS[1])
    assert waiting
    return listed


def formed(project_id: int) -> int:
    """The step at which a project was formed."""
    asked = select(func.min(MergeStep.id)).where(MergeStep.project_id == project_id)
    return db.session.scalars(asked).one()


def test_what_is_left_out_is_told_once_the_list_is_fixed(
    client: FlaskClient, township: Place, clerk: Actor, ids: list[int]
) -> None:
    home = f"/j/{township.code}/"
    for kind in MOVING:
        assert told(township, YEAR) is None
        assert "没有列入名单的" not in client.get(home).text
        with transaction():
            actions.approve(clerk, place=township, year=YEAR, kind=kind, new=approval(ids))
    found = told(township, YEAR)
    assert found is not None
    assert [(one.title, one.state, one.reason, one.into) for one in found.projects] == [
        ("被列入储备的", ProjectState.SHELVED, WHY, ""),
        ("被并入的", ProjectState.JOINED, "", "还在论证的"),
        ("还在论证的", ProjectState.FORMED, "", ""),
    ]
    assert [(one.count) for one in found.answered] == [1, 1]
    assert found.suggestions == 2
    for path in (home, f"{home}archive/{YEAR}"):
        page = client.get(path).text
        assert "没有列入名单的" in page
        assert WHY in page
        assert "已并入“还在论证的”" in page
        assert not [word for word in (*WORDS, "归并撤销的") if word in page]


def test_another_year_and_another_place_leave_nothing_out(
    township: Place, county: Place, clerk: Actor, ids: list[int]
) -> None:
    with transaction():
        for kind in MOVING:
            actions.approve(clerk, place=township, year=YEAR, kind=kind, new=approval(ids))
    assert told(township, YEAR) is not None
    assert told(township, YEAR - 1) is None
    assert told(county, YEAR) is None
