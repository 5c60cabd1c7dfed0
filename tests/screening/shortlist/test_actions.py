from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import unit
from tests.screening.factories import YEAR, appraised, approval, decided, dossier, project, staff, votes
from voting.audit.journal import first_broken_line
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.approval import NewApproval
from voting.screening.shortlist.models import CandidateList, FrozenText, ListApproval
from voting.screening.shortlist.rules import MOVING, ApprovalKind, ListDecision, ShortlistState

EXECUTIVE, REVIEW, DECISION = MOVING


@pytest.fixture
def ready(clerk: Actor, township: Place) -> list[int]:
    """Seven appraised projects, for five seats."""
    return appraised(clerk, township, 7)


def approve(actor: Actor, at: Place, kind: ApprovalKind, new: NewApproval) -> CandidateList:
    with transaction():
        return shortlist_actions.approve(actor, place=at, year=YEAR, kind=kind, new=new)


def states(ids: list[int]) -> list[ProjectState]:
    db.session.expire_all()
    return [db.session.get_one(Project, one).state for one in ids]


def test_the_chain_leads_to_a_frozen_list_in_the_order_decided(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, EXECUTIVE, approval(ready, count=None))
    approve(clerk, township, REVIEW, approval(ready[:6], left_out="今年资金不足"))
    order = [ready[n] for n in (5, 0, 3, 1, 4, 2)]
    draft = approve(clerk, township, DECISION, approval(order))
    assert draft.state is ShortlistState.DECIDED
    frozen = db.session.scalars(select(FrozenText).order_by(FrozenText.ordinal)).all()
    assert [row.project_id for row in frozen] == order
    assert states(ready) == [ProjectState.FROZEN] * 6 + [ProjectState.SHELVED]
    assert db.session.get_one(Project, ready[6]).shelved_because == "今年资金不足"
    (facts,) = rows("SELECT facts FROM audit_entry WHERE event = 'screening:shortlist:frozen'")
    assert all(row.text_sha256 in str(facts) for row in frozen)
    assert first_broken_line(township.id) is None


def test_no_link_of_the_chain_is_skipped_or_repeated(township: Place, clerk: Actor, ready: list[int]) -> None:
    for kind in (REVIEW, DECISION):
        with pytest.raises(WrongMoment):
            approve(clerk, township, kind, approval(ready))
    approve(clerk, township, EXECUTIVE, approval(ready))
    with pytest.raises(WrongMoment):
        approve(clerk, township, EXECUTIVE, approval(ready))
    with pytest.raises(WrongMoment):
        approve(clerk, township, DECISION, approval(ready))


def test_a_decided_list_cannot_be_touched(township: Place, clerk: Actor) -> None:
    ids = decided(clerk, township, candidates=6)
    before = rows("SELECT * FROM screening_frozen_text")
    for kind in MOVING:
        with pytest.raises(WrongMoment):
            approve(clerk, township, kind, approval(ids))
    with pytest.raises(WrongMoment), transaction():
        shortlist_actions.send_back(clerk, place=township, year=YEAR, reason="重新来过")
    assert rows("SELECT * FROM screening_frozen_text") == before


def test_too_few_projects_or_one_named_twice_are_refused(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    with pytest.raises(RuleBroken, match="少于应选数量 5 项"):
        approve(clerk, township, EXECUTIVE, approval(ready[:4]))
    with pytest.raises(RuleBroken, match="两次"):
        approve(clerk, township, EXECUTIVE, approval([*ready, ready[0]]))
    assert states(ready) == [ProjectState.APPRAISED] * 7


def test_a_vote_that_did_not_pass_leaves_everything_as_it_was(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, EXECUTIVE, approval(ready))
    for wrong in (votes(22), None):
        with pytest.raises(RuleBroken):
            approve(clerk, township, REVIEW, approval(ready, count=wrong))
    assert states(ready) == [ProjectState.PRELIMINARY] * 7
    assert db.session.scalars(select(ListApproval.kind)).all() == [EXECUTIVE]


def test_leaving_a_project_out_needs_a_reason(township: Place, clerk: Actor, ready: list[int]) -> None:
    approve(clerk, township, EXECUTIVE, approval(ready))
    with pytest.raises(RuleBroken, match="理由"):
        approve(clerk, township, REVIEW, approval(ready[:6]))


def test_approvals_stand_in_the_order_of_their_days(township: Place, clerk: Actor, ready: list[int]) -> None:
    with pytest.raises(RuleBroken, match="今天"):
        approve(clerk, township, EXECUTIVE, approval(ready, decided_on=today() + timedelta(days=1)))
    approve(clerk, township, EXECUTIVE, approval(ready))
    with pytest.raises(RuleBroken, match="上一环节"):
        approve(clerk, township, REVIEW, approval(ready, decided_on=today() - timedelta(days=1)))


def test_a_project_of_a_neighbour_or_of_another_year_is_not_listed(
    county: Place, township: Place, clerk: Actor, ready: list[int]
) -> None:
    theirs = project(staff(county), county, unit(county), appraised=True).id
    with pytest.raises(NotFound):
        approve(clerk, township, EXECUTIVE, approval([*ready, theirs]))
    other = project(clerk, township, unit(township, "镇财政所"), year=YEAR + 1, appraised=True).id
    with pytest.raises(RuleBroken, match="不是这一年"):
        approve(clerk, township, EXECUTIVE, approval([*ready, other]))


def test_a_list_sent_back_starts_again_and_keeps_the_record(
    township: Place, clerk: Actor, ready: list[int]
) -> None:
    approve(clerk, township, EXECUTIVE, approval(ready))
    approve(clerk, township, REVIEW, approval(ready))
    with transaction():
        shortlist_actions.send_back(clerk, place=township, year=YEAR, reason="资金安排有变化")
    assert states(ready) == [ProjectState.APPRAISED] * 7
    kept = db.session.scalars(select(ListApproval).order_by(ListApproval.id)).all()
    assert [(row.decision, row.withdrawn) for row in kept] == [
        (ListDecision.PASSED, True),
        (ListDecision.PASSED, True),
        (ListDecision.RETURNED, False),
    ]
    assert kept[-1].reason == "资金安排有变化"
    approve(clerk, township, EXECUTIVE, approval(ready))


def test_a_list_decided_elsewhere_is_taken_in_as_it_is(township: Place, clerk: Actor) -> None:
    lead = unit(township, "镇办公室")
    dossiers = [dossier(lead, title=f"项目之{n}") for n in range(3)]
    with transaction():
        draft = shortlist_actions.record_decided(clerk, place=township, year=YEAR, seats=2, dossiers=dossiers)
    assert (draft.state, draft.seats) == (ShortlistState.DECIDED, 2)
    titles = db.session.scalars(select(FrozenText.title).order_by(FrozenText.ordinal)).all()
    assert titles == ["项目之0", "项目之1", "项目之2"]
    with pytest.raises(WrongMoment), transaction():
        shortlist_actions.record_decided(clerk, place=township, year=YEAR, seats=2, dossiers=dossiers)


def test_a_list_decided_elsewhere_with_too_few_projects_leaves_nothing(township: Place, clerk: Actor) -> None:
    with pytest.raises(RuleBroken), transaction():
        shortlist_actions.record_decided(
            clerk, place=township, year=YEAR, seats=2, dossiers=[dossier(unit(township, "镇办公室"))]
        )
    assert rows("SELECT count(*) FROM screening_project") == [(0,)]
