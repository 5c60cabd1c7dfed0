"""Why a project is a candidate: nothing of it before the list is fixed, then to each reader as much as he may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, actor_of, deputies, sign_in, unit
from tests.screening.factories import (
    YEAR,
    approval,
    call,
    close,
    dossier,
    good_conclusions,
    line,
    project,
    scoring,
    sheet,
    staff,
    suggestion,
)
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA
from voting.screening.appraisal.rules import ReviewKind
from voting.screening.dossier.states import ProjectState
from voting.screening.likeness import actions as likeness_actions
from voting.screening.merging import actions as merging_actions
from voting.screening.merging.models import MergeStep
from voting.screening.merging.undo import undo
from voting.screening.shortlist import actions
from voting.screening.shortlist.facts import projects_in
from voting.screening.shortlist.models import FrozenText, ListApproval
from voting.screening.shortlist.rules import MOVING, ApprovalKind
from voting.screening.shortlist.why import MOST_SOURCES, WhyListed, why_listed
from voting.screening.suggestion.models import Suggestion

pytestmark = pytest.mark.database
OPINION, FEASIBLE, DOCUMENT = "属于本级事权，程序完备。", "用地和设计条件具备。", "合审〔2026〕3号"
HIDDEN = ("不愿公开的名称", "只给工作人员看的正文", "0350-7654321", "王小明")
READ = "愿意公开的名称"


@dataclass
class Listed:
    """A township's list on its way. ids: its projects; asked: suggestions behind the first, one of them hidden."""

    at: Place
    clerk: Actor
    ids: list[int]
    asked: list[Suggestion]
    numbers: list[str]

    def approve(self, *kinds: ApprovalKind) -> None:
        with transaction():
            for kind in kinds:
                new = approval(self.ids, document=f"第{kind.value}号")
                actions.approve(self.clerk, place=self.at, year=YEAR, kind=kind, new=new)

    def why(self, reader: Actor | None = None) -> WhyListed:
        found = why_listed(self.at, reader, self.ids[0])
        assert found is not None
        return found

    @property
    def paths(self) -> tuple[str, str]:
        """The two pages of the first candidate."""
        first = self.ids[0]
        return f"/j/{self.at.code}/projects/{first}", f"/j/{self.at.code}/screening/candidates/{first}"


@pytest.fixture
def listed(township: Place, clerk: Actor) -> Listed:
    call(township, actor=clerk)
    title, content, phone, name = HIDDEN
    hidden = suggestion(township, title=title, content=content, contact_phone=phone, contact_name=name)
    read = suggestion(township, title=READ)
    lead = unit(township, "镇办公室")
    rows = [project(clerk, township, lead) for _ in range(5)]
    ids = [row.id for row in rows]
    with transaction():
        likeness_actions.show(clerk, jurisdiction_id=township.id, suggestion_id=read.id)
        merging_actions.merge(
            clerk, jurisdiction_id=township.id, project_id=ids[0], suggestion_ids=[hidden.id, read.id]
        )
        for one in ids:
            appraised(clerk, township, one)
    return Listed(township, clerk, ids, [hidden, read], [hidden.number, read.number])


def appraised(clerk: Actor, at: Place, project_id: int) -> None:
    where: dict[str, Any] = {"jurisdiction_id": at.id, "project_id": project_id}
    appraisal_actions.record_findings(clerk, **where, conclusions=good_conclusions())
    for kind in ReviewKind:
        new = appraisal_actions.NewReview(
            kind=kind, passed=True, opinion=OPINION, document=DOCUMENT, reviewed_on=today()
        )
        appraisal_actions.record_review(clerk, **where, new=new)
    appraisal_actions.appraise(clerk, **where)


def a_deputy(at: Place) -> Actor:
    return actor_of(deputies(at, 1)[0])


def test_nothing_is_told_before_the_list_is_fixed_to_whomever(client: FlaskClient, listed: Listed) -> None:
    readers = [None, listed.clerk, account(listed.at, Role.COMMITTEE), a_deputy(listed.at)]
    for kind in (None, *MOVING[:-1]):
        if kind is not None:
            listed.approve(kind)
        for reader in readers:
            assert why_listed(listed.at, reader, listed.ids[0]) is None
            browser = client.application.test_client()
            if reader is not None:
                sign_in(browser, reader, home=reader.deputy_id is not None)
            for path in listed.paths:
                assert browser.get(path).status_code == 404, (kind, path)
    listed.approve(MOVING[-1])
    for reader in readers:
        assert why_listed(listed.at, reader, listed.ids[0]) is not None


def test_a_stranger_reads_what_may_be_read(client: FlaskClient, listed: Listed) -> None:
    listed.approve(*MOVING)
    for path in listed.paths:
        page = client.get(path).text
        assert "为什么是这一项" in page
        assert READ in page
        assert DOCUMENT in page
        assert FEASIBLE in page
        assert "第decision号" in page
        assert "编号末两位" in page
        assert not [one for one in (*HIDDEN, OPINION, listed.clerk.name, *listed.numbers) if one in page], (
            path
        )
        assert f"编号末两位 {listed.numbers[0][-2:]}" in page


def test_deputies_and_who_leads_read_the_opinions_and_the_office_the_numbers(
    client: FlaskClient, listed: Listed, county: Place
) -> None:
    listed.approve(*MOVING)
    deputy = a_deputy(listed.at)
    for reader in (deputy, account(listed.at, Role.CHAIR), account(listed.at, Role.COMMITTEE)):
        why = listed.why(reader)
        assert {one.opinion for one in why.reviews} == {OPINION}
        assert [(one.number, one.title) for one in why.sources] == [
            (listed.numbers[0][-2:], ""),
            (listed.numbers[1][-2:], READ),
        ]
    browser = sign_in(client.application.test_client(), deputy, home=True)
    assert OPINION in browser.get(listed.paths[0]).text
    assert [one.number for one in listed.why(listed.clerk).sources] == listed.numbers
    for stranger in (None, staff(county), account(listed.at, Role.UNIT), account(listed.at, Role.STATION)):
        why = listed.why(stranger)
        assert {one.opinion for one in why.reviews} == {""}
        assert [one.title for one in why.sources] == ["", READ]
        assert not why.inside


def test_the_checks_and_the_steps_are_the_owners(listed: Listed) -> None:
    listed.approve(*MOVING)
    why = listed.why()
    assert [one.question for one in why.checks] == [item.question for item in CHECKLIST]
    assert all(one.fits for one in why.checks)
    assert [record.document for step in why.chain for record in step.records] == [
        f"第{one.value}号" for one in MOVING
    ]
    assert [step.step.kind for step in why.chain] == list(MOVING)


def test_a_step_without_this_project_and_anothers_change_are_no_part_of_its_way(listed: Listed) -> None:
    listed.approve(*MOVING)
    with transaction():
        draft = db.session.get_one(FrozenText, listed.ids[0])
        for about, seen in ((listed.ids[1], []), (None, [[listed.ids[1], 1]])):
            db.session.add(
                ListApproval(
                    jurisdiction_id=listed.at.id,
                    shortlist_id=draft.shortlist_id,
                    kind=ApprovalKind.REVIEW,
                    decided_on=today(),
                    document="别的项目",
                    project_id=about,
                    seen=seen,
                )
            )
    documents = [record.document for step in listed.why().chain for record in step.records]
    assert "别的项目" not in documents
    assert len(documents) == len(MOVING)


@pytest.mark.parametrize("publish", [False, True], ids=["kept", "published"])
def test_the_means_are_told_where_the_method_says_so_and_nobodys_points_ever(
    client: FlaskClient, township: Place, clerk: Actor, *, publish: bool
) -> None:
    with transaction():
        weights = {one.key: 25 for one in CRITERIA}
        new = appraisal_actions.NewMethod(weights=weights, checks=CHECKLIST, publish_scores=publish)
        appraisal_actions.set_method(clerk, jurisdiction_id=township.id, year=YEAR, new=new)
    ids = [project(clerk, township, unit(township, f"单位{n}"), appraised=True).id for n in range(5)]
    going = scoring(clerk, township)
    appraisers = [account(township, Role.APPRAISER) for _ in range(3)]
    for who, points in zip(appraisers, (20, 11, 14), strict=True):
        scored = [line(one, points, avoids=False) for one in ids[:-1]]
        last = (
            line(ids[-1], points)
            if who is not appraisers[0]
            else line(ids[-1], None, avoids=True, reason="本单位")
        )
        sheet(who, going, *scored, last)
    close(clerk, going)
    made = Listed(township, clerk, ids, [], [])
    made.approve(*MOVING)
    for reader in (None, account(township, Role.CHAIR)):
        scores = made.why(reader).scores
        assert (scores is not None) is publish
        if scores is not None:
            assert (scores.total, scores.scorers) == ("60.0", 3)
            assert [one.mean for one in scores.means] == ["15.0"] * 4
    page = client.get(made.paths[0]).text
    assert ("60.0" in page) is publish
    assert not [one.name for one in appraisers if one.name in page]
    few = why_listed(township, None, ids[-1])
    assert few is not None
    assert few.scores is None  # of two each would know the other's points


def test_a_project_that_was_joined_and_one_that_is_carried_on_are_named(listed: Listed) -> None:
    lead = unit(listed.at, "镇财政所")
    other = project(listed.clerk, listed.at, lead, title="并入的项目")
    third = suggestion(listed.at, title="第三条")
    where: dict[str, Any] = {"jurisdiction_id": listed.at.id}
    with transaction():
        merging_actions.merge(listed.clerk, **where, project_id=other.id, suggestion_ids=[third.id])
        appraisal_actions.step(listed.clerk, **where, project_id=listed.ids[0], name="withdraw_appraisal")
        merging_actions.join(listed.clerk, **where, project_id=other.id, into_id=listed.ids[0])
        appraisal_actions.appraise(listed.clerk, **where, project_id=listed.ids[0])
    listed.approve(*MOVING)
    why = listed.why()
    assert [(one.title, one.joined) for one in why.carried] == [("并入的项目", True)]
    assert why.asked == 3
    assert why.sources[-1].way[0].went_to == "并入的项目"


def test_of_very_many_the_rest_is_counted(listed: Listed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voting.screening.shortlist.why.MOST_SOURCES", 1)
    assert MOST_SOURCES == 100
    listed.approve(*MOVING)
    why = listed.why()
    assert (why.asked, len(why.sources), why.unlisted) == (2, 1, 1)


def test_a_list_that_was_made_elsewhere_says_so(client: FlaskClient, township: Place, clerk: Actor) -> None:
    lead = unit(township, "镇办公室")
    with transaction():
        actions.record_decided(
            clerk, place=township, year=YEAR, seats=1, dossiers=[dossier(lead, title="外来的项目")]
        )
    first = projects_in(township.id, YEAR, ProjectState.FROZEN)[0].id
    page = client.get(f"/j/{township.code}/projects/{first}").text
    assert "在本系统以外论证" in page


def test_a_project_that_was_dissolved_is_on_nobodys_way_but_the_offices(listed: Listed) -> None:
    """As on the page of the year: what the office formed by mistake and took back is told to those who work with it alone."""
    third = suggestion(listed.at, title="第三条")
    with transaction():
        new = merging_actions.NewProject(
            jurisdiction_id=listed.at.id, year=YEAR, title="误建的项目", suggestion_ids=(third.id,)
        )
        merging_actions.form(listed.clerk, new)
    with transaction():
        last = db.session.scalars(select(MergeStep.id).order_by(MergeStep.id.desc())).first()
        assert last is not None
        undo(listed.clerk, jurisdiction_id=listed.at.id, step_id=last)
    with transaction():
        merging_actions.merge(
            listed.clerk, jurisdiction_id=listed.at.id, project_id=listed.ids[0], suggestion_ids=[third.id]
        )
    listed.approve(*MOVING)
    office = [(one.left, one.went_to) for one in listed.why(listed.clerk).sources[-1].way]
    others = [(one.left, one.went_to) for one in listed.why().sources[-1].way]
    assert [went_to for _left, went_to in office[:2]] == ["误建的项目", ""]
    assert others == [("", office[-1][1])]
