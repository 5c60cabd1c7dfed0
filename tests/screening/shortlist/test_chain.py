"""Which steps a year's list goes through: the level's, or as the place has set them; kept with the list that was decided."""

from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from tests.factories import account, sign_in
from tests.screening.factories import YEAR, appraised, approval, decided, staff
from voting.audit.models import Entry
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor, Level, Place, Role
from voting.screening.shortlist import actions
from voting.screening.shortlist.actions_chain import set_chain
from voting.screening.shortlist.actions_steps import NewStep, record_step
from voting.screening.shortlist.chain import CHAIN, Need, chain_with, held, kept
from voting.screening.shortlist.facts import chain_of, find_list, own_chain
from voting.screening.shortlist.models import CandidateList
from voting.screening.shortlist.queries import shortlist_page
from voting.screening.shortlist.rules import ApprovalKind, ListDecision, ShortlistState

K = ApprovalKind
pytestmark = pytest.mark.database
PAGE = "/j/140921100/screening/chain"


@pytest.fixture
def clerk(township: Place) -> Actor:
    return staff(township)


def steps(
    level: Level = Level.TOWNSHIP, source: str = "本镇票决办法第五条", **needs: Need
) -> list[dict[str, str]]:
    """The level's chain with these needs."""
    changed = {key: {"need": need.value, "source": source} for key, need in needs.items()}
    return [row | changed.get(row["kind"], {}) for row in kept(CHAIN[level])]


def set_(clerk: Actor, at: Place, year: int = YEAR, **needs: Need) -> None:
    with transaction():
        set_chain(clerk, place=at, year=year, steps=steps(at.level, **needs))


def note(clerk: Actor, at: Place, kind: ApprovalKind, decision: ListDecision) -> None:
    with transaction():
        new = NewStep(decided_on=today(), decision=decision, reason="意见")
        record_step(clerk, place=at, year=YEAR, kind=kind, new=new)


def test_a_step_that_the_year_needs_holds_the_list_until_it_is_recorded(
    township: Place, clerk: Actor
) -> None:
    ids = appraised(clerk, township, 6)
    set_(clerk, township, party=Need.NEEDED, visits=Need.NEEDED, delegations=Need.ABSENT)

    def go(kind: ApprovalKind) -> None:
        with transaction():
            actions.approve(clerk, place=township, year=YEAR, kind=kind, new=approval(ids))

    go(K.EXECUTIVE)
    with pytest.raises(RuleBroken, match="先要登记“同级党委研究”"):
        go(K.REVIEW)
    assert [one.what for one in shortlist_page(township, clerk, YEAR).missing] == ["同级党委研究"]
    note(clerk, township, K.PARTY, ListDecision.FAILED)
    with pytest.raises(RuleBroken, match="先要登记"):
        go(K.REVIEW)
    note(clerk, township, K.PARTY, ListDecision.PASSED)
    go(K.REVIEW)
    with pytest.raises(RuleBroken, match="没有这个环节"):
        note(clerk, township, K.DELEGATIONS, ListDecision.NOTED)
    with pytest.raises(RuleBroken, match="先要登记“代表视察候选项目”"):
        go(K.DECISION)
    note(clerk, township, K.VISITS, ListDecision.NOTED)
    go(K.DECISION)
    draft = find_list(township.id, YEAR)
    assert draft is not None
    assert draft.chain is not None
    assert {row["kind"]: row["need"] for row in draft.chain}["party"] == "needed"
    shown = shortlist_page(township, clerk, YEAR).lines
    assert "delegations" not in {line.step.kind.value for line in shown}


def test_a_needed_step_is_asked_for_again_when_the_list_was_sent_back(township: Place, clerk: Actor) -> None:
    ids = appraised(clerk, township, 6)
    set_(clerk, township, party=Need.NEEDED)
    for again in range(2):
        with transaction():
            actions.approve(clerk, place=township, year=YEAR, kind=K.EXECUTIVE, new=approval(ids))
        with pytest.raises(RuleBroken, match="先要登记"), transaction():
            actions.approve(clerk, place=township, year=YEAR, kind=K.REVIEW, new=approval(ids))
        db.session.rollback()
        if not again:
            note(clerk, township, K.PARTY, ListDecision.PASSED)
            with transaction():
                actions.send_back(clerk, place=township, year=YEAR, reason="重新研究")


@pytest.mark.parametrize(
    ("needs", "source", "sentence"),
    [
        ({"review": Need.OPTIONAL}, "x", "不能改成可以省去"),
        ({"decision": Need.ABSENT}, "x", "不能改成可以省去"),
        ({"party": Need.NEEDED}, "  ", "请写明“同级党委研究”的依据"),
    ],
    ids=str,
)
def test_what_moves_the_list_stays_and_every_step_says_its_source(
    township: Place, clerk: Actor, needs: dict[str, Any], source: str, sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence), transaction():
        set_chain(clerk, place=township, year=YEAR, steps=steps(source=source, **needs))
    with pytest.raises(RuleBroken, match="各环节都要写明"), transaction():
        set_chain(clerk, place=township, year=YEAR, steps=steps()[1:])


def test_a_list_on_its_way_keeps_its_steps_and_a_decided_one_for_good(township: Place, clerk: Actor) -> None:
    ids = appraised(clerk, township, 6)
    with transaction():
        actions.approve(clerk, place=township, year=YEAR, kind=K.EXECUTIVE, new=approval(ids))
    with pytest.raises(WrongMoment, match="已经提出"):
        set_(clerk, township, party=Need.NEEDED)
    db.session.rollback()
    with transaction():
        actions.send_back(clerk, place=township, year=YEAR, reason="重新研究")
    set_(clerk, township, party=Need.NEEDED)
    set_(clerk, township, year=YEAR + 1, party=Need.ABSENT)
    chains = {
        year: {one.kind: one.need for one in chain_of(township, year)} for year in (YEAR, YEAR + 1, YEAR + 2)
    }
    assert [chain.get(K.PARTY) for chain in chains.values()] == [Need.NEEDED, None, Need.OPTIONAL]


def test_a_list_of_before_has_the_table_of_its_level_whatever_is_set(township: Place, clerk: Actor) -> None:
    decided(clerk, township, candidates=6)
    with transaction():
        draft = db.session.scalars(select(CandidateList)).one()
        assert draft.state is ShortlistState.DECIDED
        draft.chain = None
    assert chain_of(township, YEAR) == CHAIN[Level.TOWNSHIP]
    assert held(chain_with(Level.TOWNSHIP, None)) == CHAIN[Level.TOWNSHIP]


def test_the_office_sets_the_chain_as_a_table_and_others_read_it(
    client: FlaskClient, township: Place, clerk: Actor
) -> None:
    desk = sign_in(client, clerk)
    page = html.fromstring(desk.get(f"{PAGE}?year={YEAR}").data)
    typed: dict[str, Any] = {one.get("name"): one.value for one in page.forms[-1].inputs if one.get("name")}
    assert "need_party" in typed
    assert "need_review" not in typed
    refused = desk.post(f"{PAGE}/{YEAR}", data=typed | {"need_party": "needed", "source_party": ""})
    assert refused.status_code == 422
    assert "请填写依据" in refused.text
    wrong = desk.post(f"{PAGE}/{YEAR}", data=typed | {"need_party": "whatever"})
    assert wrong.status_code == 422
    good = typed | {"need_party": "needed", "source_party": "镇党委议事规则第三条"}
    assert desk.post(f"{PAGE}/{YEAR}", data=good).status_code == 303
    shown = desk.get(f"{PAGE}?year={YEAR}").text
    assert "镇党委议事规则第三条" in shown
    assert "本地另定" in shown
    assert "审批环节" in desk.get(f"/j/140921100/screening/list?year={YEAR}").text
    entry = db.session.scalars(select(Entry).where(Entry.event == "screening:chain:set")).one()
    assert entry.facts["needs"]["party"] == "needed"
    for role, reads, writes in (
        (Role.GOVERNMENT, 200, 403),
        (Role.CHAIR, 200, 403),
        (Role.DEPUTY, 403, 403),
    ):
        other = sign_in(client.application.test_client(), account(township, role))
        assert other.get(f"{PAGE}?year={YEAR}").status_code == reads
        assert other.post(f"{PAGE}/{YEAR}", data=good).status_code == writes
    ids = appraised(clerk, township, 6)
    with transaction():
        actions.approve(clerk, place=township, year=YEAR, kind=K.EXECUTIVE, new=approval(ids))
    assert "need_party" not in desk.get(f"{PAGE}?year={YEAR}").text
    assert desk.post(f"{PAGE}/{YEAR}", data=good).status_code == 409


def test_steps_are_not_set_under_a_list_that_is_just_moving(
    app: Flask, township: Place, clerk: Actor
) -> None:
    """Another clerk sets them between the moment at which the list has been moved and that at which it is stored."""
    ids, refused = appraised(clerk, township, 6), list[str]()

    def elsewhere() -> None:
        with app.app_context():
            try:
                set_(clerk, township, party=Need.NEEDED)
            except WrongMoment as error:
                refused.append(error.message)
            finally:
                db.session.remove()

    other = Thread(target=elsewhere)
    with transaction():
        actions.approve(clerk, place=township, year=YEAR, kind=K.EXECUTIVE, new=approval(ids))
        db.session.flush()
        other.start()
        other.join(0.5)  # it waits for this commit; one that did not wait would be over by now, and wrong
    other.join()
    assert len(refused) == 1
    assert own_chain(township.id, YEAR) is None
