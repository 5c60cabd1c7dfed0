"""The chain beside its three approvals: further steps, votes that failed, changes put to the same body again, going back."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, appraised, approval, project, staff, votes
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Level, Place, Role
from voting.screening.dossier.actions import revise
from voting.screening.dossier.facts import dossier_of, project_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.actions_steps import NewStep, approve_change, record_step
from voting.screening.shortlist.chain import CHAIN, DECIDING
from voting.screening.shortlist.models import ListApproval
from voting.screening.shortlist.rules import MOVING, ApprovalKind, ListDecision

K, D = ApprovalKind, ListDecision
BASE = f"/j/140921100/screening/list/{YEAR}"
LIST = "/j/140921100/screening/list"


@pytest.fixture
def ready(clerk: Actor, township: Place) -> list[int]:
    """Six appraised projects, for five seats."""
    return appraised(clerk, township, 6)


def approve(actor: Actor, at: Place, ids: list[int], *kinds: ApprovalKind) -> None:
    with transaction():
        for kind in kinds:
            shortlist_actions.approve(actor, place=at, year=YEAR, kind=kind, new=approval(ids))


def step(actor: Actor, at: Place, kind: ApprovalKind, decision: ListDecision, **more: object) -> ListApproval:
    values: dict[str, object] = {"decided_on": today(), "decision": decision, "reason": "如实记录", **more}
    with transaction():
        new = NewStep(**values)  # type: ignore[arg-type]
        return record_step(actor, place=at, year=YEAR, kind=kind, new=new)


def amend(actor: Actor, at: Place, project_id: int, **changes: object) -> None:
    with transaction():
        text = replace(dossier_of(project_of(at.id, project_id)), **changes)  # type: ignore[arg-type]
        revise(actor, jurisdiction_id=at.id, project_id=project_id, dossier=text)


def let_change(actor: Actor, at: Place, project_id: int, decision: ListDecision = D.PASSED) -> ListApproval:
    with transaction():
        new = NewStep(decided_on=today(), decision=decision, count=votes(), reason="资金渠道落实")
        return approve_change(actor, place=at, year=YEAR, project_id=project_id, new=new)


@pytest.mark.pure
def test_a_county_has_eight_steps_and_a_township_no_council() -> None:
    assert [one.kind for one in CHAIN[Level.COUNTY]] == list(K)
    assert [one.kind for one in CHAIN[Level.TOWNSHIP]] == [kind for kind in K if kind is not K.COUNCIL]
    for steps in CHAIN.values():
        assert {one.kind for one in steps if one.asked} == set(MOVING)
        assert all(one.body and one.source for one in steps)
    assert DECIDING == (K.EXECUTIVE, K.PARTY, K.COUNCIL, K.REVIEW, K.DECISION)


def test_further_steps_are_recorded_between_the_approvals(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    with pytest.raises(WrongMoment):
        step(clerk, township, K.PARTY, D.PASSED)
    approve(clerk, township, ready, K.EXECUTIVE)
    step(clerk, township, K.PARTY, D.PASSED, document="镇党委〔2027〕1 号")
    with pytest.raises(WrongMoment):
        step(clerk, township, K.VISITS, D.NOTED)
    approve(clerk, township, ready, K.REVIEW)
    for kind in (K.VISITS, K.COMMENTS, K.DELEGATIONS):
        step(clerk, township, kind, D.NOTED, reply="已经采纳")
    step(clerk, township, K.COMMENTS, D.NOTED, reason="又有两位代表提了意见")
    approve(clerk, township, ready, K.DECISION)
    with pytest.raises(WrongMoment):
        step(clerk, township, K.DELEGATIONS, D.NOTED)


@pytest.mark.parametrize(
    ("kind", "decision", "more"),
    [
        (K.COUNCIL, D.PASSED, {}),
        (K.PARTY, D.NOTED, {}),
        (K.REVIEW, D.PASSED, {}),
        (K.REVIEW, D.FAILED, {"reason": ""}),
        (K.PARTY, D.PASSED, {"count": votes(30, due=20)}),
    ],
    ids=str,
)
def test_what_a_step_does_not_know_is_refused(  # noqa: PLR0917  what is refused
    township: Place,
    clerk: Actor,
    ready: list[int],
    kind: ApprovalKind,
    decision: ListDecision,
    more: dict[str, object],
) -> None:
    approve(clerk, township, ready, K.EXECUTIVE)
    with pytest.raises(RuleBroken):
        step(clerk, township, kind, decision, **more)
    assert rows("SELECT kind FROM screening_approval") == [("executive",)]


def test_a_vote_that_failed_is_kept_and_the_body_may_vote_again(
    desk: FlaskClient, township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, ready, K.EXECUTIVE)
    step(clerk, township, K.REVIEW, D.FAILED, reason="两个项目选址未定", count=votes(10))
    approve(clerk, township, ready, K.REVIEW)
    page = desk.get(LIST).text
    assert "没有通过" in page
    assert "两个项目选址未定" in page
    assert "赞成 10" in page
    assert rows("SELECT decision FROM screening_approval ORDER BY id") == [
        ("passed",),
        ("failed",),
        ("passed",),
    ]


def test_the_government_records_no_step_of_another_body(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    government = account(township, Role.GOVERNMENT)
    step(government, township, K.EXECUTIVE, D.FAILED)
    approve(clerk, township, ready, K.EXECUTIVE)
    with pytest.raises(NotAllowed):
        step(government, township, K.PARTY, D.PASSED)


@pytest.mark.parametrize(
    "changes",
    [
        {"planned_fen": 40_000_000_00, "own_fen": 22_000_000_00},
        {"place": "另一处"},
        {"annual_target": "完成 8 个小区"},
        {"title": "另一个名称"},
    ],
    ids=str,
)
def test_no_text_goes_on_that_a_body_has_not_seen(
    township: Place, clerk: Actor, ready: list[int], changes: dict[str, object]
) -> None:
    """A dossier changed behind the executive meeting went through to the frozen list."""
    approve(clerk, township, ready, K.EXECUTIVE)
    amend(clerk, township, ready[0], **changes)
    with pytest.raises(RuleBroken, match="批准以后改过"):
        approve(clerk, township, ready, K.REVIEW)
    row = let_change(clerk, township, ready[0])
    assert (row.kind, row.project_id) == (K.EXECUTIVE, ready[0])
    approve(clerk, township, ready, K.REVIEW)


def test_a_change_behind_the_review_is_put_to_both_bodies(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, ready, K.EXECUTIVE, K.REVIEW)
    amend(clerk, township, ready[2], place="另一处")
    assert let_change(clerk, township, ready[2], D.FAILED).seen == []
    kinds = [let_change(clerk, township, ready[2]).kind for _ in range(2)]
    assert kinds == [K.EXECUTIVE, K.REVIEW]
    with pytest.raises(WrongMoment):
        let_change(clerk, township, ready[2])
    approve(clerk, township, ready, K.DECISION)


def test_a_change_taken_back_waits_for_nobody(township: Place, clerk: Actor, ready: list[int]) -> None:
    approve(clerk, township, ready, K.EXECUTIVE, K.REVIEW)
    before = dossier_of(project_of(township.id, ready[0])).place
    amend(clerk, township, ready[0], place="另一处")
    amend(clerk, township, ready[0], place=before)
    approve(clerk, township, ready, K.DECISION)
    assert rows(f"SELECT count(*) FROM screening_dossier_version WHERE project_id = {ready[0]}") == [(3,)]


def test_wording_may_be_put_right_without_asking_again(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, ready, K.EXECUTIVE, K.REVIEW)
    amend(clerk, township, ready[0], background="补写背景。", upkeep="由社区管护")
    approve(clerk, township, ready, K.DECISION)


def test_a_reviewing_body_approves_a_change_by_its_majority(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, ready, K.EXECUTIVE, K.REVIEW)
    amend(clerk, township, ready[0], place="另一处")
    let_change(clerk, township, ready[0])
    for count in (votes(22), None):
        new = NewStep(decided_on=today(), decision=D.PASSED, count=count)
        with pytest.raises(RuleBroken), transaction():
            approve_change(clerk, place=township, year=YEAR, project_id=ready[0], new=new)


def test_only_what_is_on_the_list_is_put_to_a_body(
    county: Place, township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, ready, K.EXECUTIVE)
    theirs = project(staff(county), county, unit(county)).id
    ours = project(clerk, township, unit(township, "镇财政所")).id
    for one in (theirs, ours):
        with pytest.raises(NotFound):
            let_change(clerk, township, one)


def test_a_reviewed_list_goes_back_before_the_review_alone(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, ready, K.EXECUTIVE, K.REVIEW)
    with transaction():
        shortlist_actions.send_back(
            clerk, place=township, year=YEAR, reason="审查时漏了一项", before=K.REVIEW
        )
    db.session.expire_all()
    assert {db.session.get_one(Project, one).state for one in ready} == {ProjectState.PRELIMINARY}
    found = rows("SELECT kind, decision, withdrawn FROM screening_approval ORDER BY id")
    assert [(kind, decision, bool(gone)) for kind, decision, gone in found] == [
        ("executive", "passed", False),
        ("review", "passed", True),
        ("decision", "returned", False),
    ]
    approve(clerk, township, ready, K.REVIEW, K.DECISION)


def test_the_page_shows_the_chain_and_takes_its_steps(
    desk: FlaskClient, township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, ready, K.EXECUTIVE)
    page = desk.get(LIST).text
    for words in (
        "同级党委研究",
        "乡镇人大主席团审查候选项目",
        "代表视察候选项目",
        "各代表团审议候选项目",
        "审批进度",
    ):
        assert words in page
    assert "主任会议讨论" not in page
    good = {"step-kind": "party", "step-decided_on": today().isoformat(), "step-decision": "passed"}
    wrong = desk.post(f"{BASE}/steps", data={**good, "step-decided_on": "", "step-document": "镇党发 3 号"})
    assert wrong.status_code == 422
    assert "请填写日期。" in wrong.text
    assert "镇党发 3 号" in wrong.text
    failed = desk.post(f"{BASE}/steps", data={**good, "step-decision": "failed"})
    assert failed.status_code == 422
    assert "没有通过的，请写明理由。" in failed.text
    assert desk.post(f"{BASE}/steps", data={**good, "step-kind": "visits"}).status_code == 422
    assert desk.post(f"{BASE}/steps", data=good).status_code == 303
    for role in (Role.DEPUTY, Role.OVERSIGHT, Role.COMMITTEE):
        assert sign_in(desk, account(township, role)).post(f"{BASE}/steps", data=good).status_code == 403


def test_the_page_asks_for_a_change_and_records_it(
    desk: FlaskClient, township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, ready, K.EXECUTIVE)
    amend(clerk, township, ready[0], place="云中河北岸")
    page = desk.get(LIST).text
    assert "批准以后改过的项目" in page
    assert "云中河北岸" in page
    key = f"change-{ready[0]}-"
    good = {f"{key}decided_on": today().isoformat(), f"{key}decision": "passed"}
    wrong = desk.post(f"{BASE}/changes/{ready[0]}", data={**good, f"{key}decided_on": "2999-01-01"})
    assert wrong.status_code == 422
    assert "日期不能晚于今天。" in wrong.text
    assert desk.post(f"{BASE}/changes/{ready[1]}", data=good).status_code == 422
    assert desk.post(f"{BASE}/changes/{ready[0]}", data=good).status_code == 303
    assert "批准以后改过的项目" not in desk.get(LIST).text
