"""Whoever takes work over takes everything that is open, and what was written before keeps its name."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in, unit
from tests.interleaved.at_once import at_once
from tests.supervision import factories as make
from tests.supervision.activity.factories import planned
from tests.supervision.requests import HOME
from voting.audit.journal import first_broken_line
from voting.congress.place.facts import now_answering
from voting.congress.place.models import Unit, UnitSuccession
from voting.congress.place.queries import place_by_id
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role
from voting.screening.dossier.models import Project
from voting.supervision.activity.actions import report_activity
from voting.supervision.commitment import actions as commitment_actions
from voting.supervision.commitment.facts import handovers_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding import actions as finding_actions
from voting.supervision.finding.models import Finding
from voting.supervision.finding.queries import finding_rows
from voting.supervision.finding.rules import FindingState
from voting.supervision.follow_up import actions as letter_actions
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.handing_over.actions import NewSuccessor, assign, replace_unit
from voting.supervision.opinion import actions as opinion_actions
from voting.supervision.opinion.actions import OpinionStep
from voting.supervision.opinion.models import Opinion
from voting.supervision.opinion.rules import OpinionState

NOON = time_machine.travel("2026-06-15T04:00:00Z", tick=False)


def _found(group: Actor, row: Commitment) -> Finding:
    new = finding_actions.NewFinding(
        commitment_id=row.id, title="管沟没有回填", text="半个月没有回填。", due_on=date(2026, 7, 30)
    )
    with transaction():
        return finding_actions.raise_finding(group, new)


def _urged(staff: Actor, row: Commitment) -> FollowUp:
    new = letter_actions.NewLetter(commitment_id=row.id, text="请加快进度。", due_on=date(2026, 7, 30))
    with transaction():
        return letter_actions.send_letter(staff, new)


def _post(step: str, finding: Finding, text: str = "已办。") -> finding_actions.NewPost:
    return finding_actions.NewPost(finding_id=finding.id, step=step, text=text)


def _said(row: Opinion, step: str) -> OpinionStep:
    return OpinionStep(opinion_id=row.id, step=step, text="已办。")


def _opinions(staff: Actor, clerk: Actor, water: Unit) -> list[Opinion]:
    """Three of an activity: one to be answered, one answered, one accepted."""
    activity = planned(staff, on=date(2026, 6, 10))
    with transaction():
        report_activity(staff, activity, date(2026, 6, 10), "总体按计划推进。")
        made = [
            opinion_actions.give_opinion(
                staff,
                opinion_actions.NewOpinion(
                    activity_id=activity, unit_id=water.id, text=text, due_on=date(2026, 8, 31)
                ),
            )
            for text in ("补齐检测。", "公开进度。", "管好资金。")
        ]
        for one in made[1:]:
            opinion_actions.respond_opinion(clerk, _said(one, "respond"))
        opinion_actions.judge_opinion(staff, _said(made[2], "accept"))
    return made


@NOON
def test_a_finding_goes_along_and_can_be_closed(
    staff: Actor, group: Actor, clerk: Actor, row: Commitment, client: FlaskClient
) -> None:
    city = place_by_id(row.jurisdiction_id)
    finding, letter = _found(group, row), _urged(staff, row)
    with transaction():
        finding_actions.respond(clerk, _post("answer", finding, "月底前回填。"))
    works = unit(city, "市住建局")
    successor = account(city, Role.UNIT, unit=works)
    with transaction():
        assign(staff, row.id, works.id)
    with pytest.raises(NotFound):
        finding_actions.respond(clerk, _post("rectify", finding))
    with transaction():
        finding_actions.respond(successor, _post("rectify", finding))
        letter_actions.answer_letter(successor, letter.id, "七月完成。")
    with transaction():
        finding_actions.recheck(group, _post("pass_recheck", finding))
    assert db.session.get_one(Finding, finding.id).state is FindingState.CLOSED
    signed = [post.by for post in finding_rows(row)[0].posts if not post.of_body]
    assert signed == ["市水利局", "市住建局"], "what was answered before keeps its name"
    (told,) = handovers_of(row)
    assert (told.was, told.now, told.findings, told.letters) == ("市水利局", "市住建局", 1, 1)
    for actor, path in ((successor, f"findings/{finding.id}"), (staff, f"letters/{letter.id}")):
        page = sign_in(client, actor).get(f"{HOME}/{path}").text
        assert "原由“市水利局”负责" in page
    assert first_broken_line(city.id) is None


@NOON
def test_a_closed_finding_stays_with_who_mended_it(
    city: Place, staff: Actor, group: Actor, water: Unit, clerk: Actor
) -> None:
    row = make.planned(clerk, make.commitment(staff, city, water))
    finding = _found(group, row)
    with transaction():
        finding_actions.respond(clerk, _post("rectify", finding))
    with transaction():
        finding_actions.recheck(group, _post("pass_recheck", finding))
    with transaction():
        assign(staff, row.id, unit(city, "市住建局").id)
    assert db.session.get_one(Finding, finding.id).unit_id == water.id
    assert [told.findings for told in handovers_of(row)] == [0]


def test_a_unit_of_another_place_cannot_be_assigned(
    city: Place, county: Place, staff: Actor, water: Unit
) -> None:
    row = make.commitment(staff, city, water)
    with pytest.raises(NotFound):
        assign(staff, row.id, unit(county, "县水利局").id)


@NOON
def test_a_unit_that_is_no_more_leaves_everything_to_another(
    city: Place, staff: Actor, group: Actor, water: Unit, clerk: Actor
) -> None:
    row = make.planned(clerk, make.commitment(staff, city, water))
    finding, letter = _found(group, row), _urged(staff, row)
    works = unit(city, "市住建局")
    opinions = _opinions(staff, clerk, water)
    part = {"title": "管网", "quantity": None, "measure": "", "unit_id": water.id}
    with transaction():
        draft = Project(
            jurisdiction_id=city.id, year=2027, title="新项目", lead_unit_id=water.id, parts=[part]
        )
        db.session.add(draft)
    new = NewSuccessor(unit_id=water.id, successor_id=works.id, reason="机构改革", with_accounts=True)
    with transaction():
        done = replace_unit(staff, new)
    assert (done.commitments, done.findings, done.letters, done.texts) == ((row.id,), 1, 1, 1)
    assert done.opinions == 2
    assert [one.unit_id for one in opinions] == [works.id, works.id, water.id], "what was accepted stays"
    assert draft.parts == [{**part, "unit_id": works.id}]
    successor = account(city, Role.UNIT, unit=works)
    with transaction():
        opinion_actions.respond_opinion(successor, _said(opinions[0], "respond"))
    assert opinions[0].state is OpinionState.ANSWERED
    assert (done.was_name, done.unit_name) == ("市水利局", "市住建局")
    held = (row.unit_id, finding.unit_id, letter.unit_id, draft.lead_unit_id)
    assert held == (works.id,) * 4
    assert db.session.get_one(Account, clerk.account_id).unit_id == works.id
    with pytest.raises(RuleBroken), transaction():
        assign(staff, row.id, water.id)
    with pytest.raises(RuleBroken), transaction():
        replace_unit(staff, new)
    assert len(db.session.scalars(select(UnitSuccession)).all()) == 1
    assert first_broken_line(city.id) is None


@NOON
def test_what_names_the_unit_itself_goes_along(
    city: Place, staff: Actor, group: Actor, water: Unit, row: Commitment
) -> None:
    """Work that was taken from a unit before findings and letters went along left them with it."""
    finding, letter = _found(group, row), _urged(staff, row)
    works, planning = unit(city, "市住建局"), unit(city, "市规划局")
    with transaction():
        db.session.get_one(Commitment, row.id).unit_id = works.id
    new = NewSuccessor(unit_id=water.id, successor_id=planning.id, reason="机构改革", with_accounts=False)
    with transaction():
        done = replace_unit(staff, new)
    assert (done.commitments, done.findings, done.letters) == ((), 1, 1)
    assert (finding.unit_id, letter.unit_id) == (planning.id, planning.id)


@NOON
def test_what_is_chosen_later_goes_to_the_successor(city: Place, staff: Actor, water: Unit) -> None:
    texts = make.frozen(city, water, "饮水")
    works = unit(city, "市住建局")
    new = NewSuccessor(unit_id=water.id, successor_id=works.id, reason="机构改革", with_accounts=False)
    with transaction():
        replace_unit(staff, new)
    with transaction():
        (row,) = commitment_actions.take_in(staff, make.outcome(texts))
    assert (row.unit_id, row.lead_unit) == (works.id, "市水利局")


@NOON
def test_the_page_of_a_successor(client: FlaskClient, city: Place, staff: Actor, water: Unit) -> None:
    works = unit(city, "市住建局")
    at = f"{HOME}/desk/units/{water.id}/successor"
    sign_in(client, staff)
    assert "一并移交" in client.get(at).text
    answer = client.post(at, data={"successor": works.id, "reason": " ", "accounts": "y"})
    assert (answer.status_code, "请写明依据和原因。" in answer.text) == (422, True)
    itself = client.post(at, data={"successor": water.id, "reason": "机构改革"})
    assert itself.status_code == 422
    assert client.post(at, data={"successor": works.id, "reason": "机构改革"}).status_code == 303
    again = client.post(at, data={"successor": works.id, "reason": "机构改革"})
    assert (again.status_code, "已由别的单位承接" in again.text) == (422, True)
    units = client.get(HOME.replace("/supervision", "/congress") + "/units")
    assert "承接" in units.text
    sign_in(client, account(city, Role.SUPERVISION))
    assert client.get(at).status_code == 403


@NOON
@pytest.mark.database
def test_two_units_do_not_take_over_from_each_other(
    app: Flask, city: Place, staff: Actor, water: Unit
) -> None:
    works = unit(city, "市住建局")
    refused = []

    def replaced(unit_id: int, successor_id: int) -> None:
        new = NewSuccessor(unit_id=unit_id, successor_id=successor_id, reason="机构改革", with_accounts=False)
        try:
            with transaction():
                replace_unit(staff, new)
        except RuleBroken as error:
            refused.append(error.message)

    water_id, works_id = water.id, works.id
    at_once(app, lambda: replaced(water_id, works_id), lambda: replaced(works_id, water_id))
    assert refused == ["“%(name)s”已由别的单位承接。"]
    rows = db.session.scalars(select(UnitSuccession)).all()
    assert [(one.unit_id, one.successor_id) for one in rows] == [(water_id, works_id)]


def test_a_circle_that_stands_in_the_table_ends(city: Place, water: Unit) -> None:
    """One of before two deeds at once were kept apart."""
    works = unit(city, "市住建局")
    with transaction():
        for one, other in ((water, works), (works, water)):
            row = UnitSuccession(
                jurisdiction_id=city.id, unit_id=one.id, successor_id=other.id, reason="机构改革", at=now()
            )
            db.session.add(row)
    assert now_answering(city.id, water.id) == water.id
    assert now_answering(city.id, works.id) == works.id
