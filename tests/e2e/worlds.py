"""Places at every point of the year, so that every form of the program stands on some page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from config import MailServer
from tests.ballot import factories as ballots
from tests.caller import Browser
from tests.factories import account, actor_of, deputies, meeting, place, sign_in, term, unit
from tests.hall import factories as halls
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from tests.supervision.requests import followed
from tests.tally import factories_count as counting
from voting.congress.place.models import Unit
from voting.congress.place.rules import Body, Post
from voting.congress.rule_set import actions as rule_set_actions
from voting.congress.term.models import Term
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.people.models import Account
from voting.people.rules import Actor, Level, Place, Role
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.commission import actions as commissions
from voting.screening.commission.actions import NewCommission
from voting.screening.dossier import actions as dossier_actions
from voting.screening.dossier.facts import dossier_of, project_of
from voting.screening.dossier.models import Project
from voting.screening.merging import actions as merging_actions
from voting.screening.reading import actions as reading_actions
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.rules import ApprovalKind
from voting.screening.suggestion import routing
from voting.supervision.activity import actions as activity_actions
from voting.supervision.activity.rules import ActivityKind
from voting.supervision.change import actions as change_actions
from voting.supervision.change.rules import ChangeKind
from voting.supervision.commitment import actions as commitments
from voting.supervision.commitment.models import Commitment
from voting.supervision.group import actions as group_actions
from voting.supervision.ladder.actions import climb_everywhere
from voting.supervision.light.facts import lights_of
from voting.supervision.light.rules import Light
from voting.supervision.opinion import actions as opinion_actions
from voting.supervision.remark import actions as remark_actions
from voting.supervision.report import lighting
from voting.tally.paper import actions as paper_actions

YEAR = screening.YEAR


@dataclass
class World:
    """starts: pages from which everything is reached; actors: by a name of their own."""

    starts: list[str] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)

    def add(self, at: Place, *paths: str, **actors: Actor) -> None:
        self.starts += [f"/j/{at.code}/", *(f"/j/{at.code}{path}" for path in paths)]
        self.actors |= {f"{name} {at.code}": actor for name, actor in actors.items()}

    def clients(self, app: Flask) -> dict[str, FlaskClient]:
        found = {
            name: sign_in(app.test_client(), actor, home=actor.from_home)
            for name, actor in self.actors.items()
        }
        return found | {"nobody": app.test_client()}


@contextmanager
def served(
    app: Flask, monkeypatch: pytest.MonkeyPatch, make: Callable[[Flask, pytest.MonkeyPatch], World]
) -> Iterator[World]:
    """A world on a day that stands still, asked by clients that send their forms as browsers do."""
    app.test_client_class = Browser
    with time_machine.travel("2026-07-08T02:00:00Z", tick=False):
        yield make(app, monkeypatch)
    app.extensions["verifiers"].stop()


def everything(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    city = place(code="140900", name="忻州市", level=Level.CITY)
    world = World()
    mailing(app, monkeypatch)
    collecting(world, city)
    county = place(code="140921", name="定襄县", level=Level.COUNTY, under=city)
    reviewing(world, county)
    sent_on(world, city, county)
    reading_room(world, place(code="140927", name="神池县", level=Level.COUNTY, under=city))
    reserving(world, place(code="140926", name="静乐县", level=Level.COUNTY, under=city))
    supervised(world, place(code="140981", name="原平市", level=Level.COUNTY, under=city))
    held(world, app, monkeypatch, city)
    return world


def sittings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return the meetings alone, each at another point, with everybody of the hall and of the two rooms beside it."""
    city = place(code="140900", name="忻州市", level=Level.CITY)
    world = World()
    held(world, app, monkeypatch, city)
    return world


def held(world: World, app: Flask, monkeypatch: pytest.MonkeyPatch, city: Place) -> None:
    """Meetings at different points of their sitting."""
    ballots.share_keys(monkeypatch)
    convened(world, app, place(code="140922", name="五台县", level=Level.COUNTY, under=city))
    voting(world, place(code="140923", name="代县", level=Level.COUNTY, under=city))
    counted(world, place(code="140924", name="繁峙县", level=Level.COUNTY, under=city))
    announcing(world, place(code="140925", name="宁武县", level=Level.COUNTY, under=city))


def mailing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server is named, so that people may ask to be told; nothing is sent."""
    server = MailServer(host="mail.example.cn", port=587, tls=False, sender="ballot@example.cn")
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], mail=server))


def collecting(world: World, at: Place) -> None:
    """A call that is open, suggestions in the inbox, a project that is being written."""
    staff = account(at, Role.STAFF)
    screening.call(at, actor=staff)
    rows = [screening.suggestion(at), screening.suggestion(at)]
    appraiser, writer, lawyer = appraising(at, staff)
    project = screening.project(staff, at, unit(at, "市交通局"))
    sources = f"/screening/projects/{merged_from(staff, at).id}/sources"
    ids = "&".join(f"ids={row.id}" for row in rows)
    pages = (
        "/suggest",
        f"/screening/answers?{ids}",
        f"/screening/suggestions/{rows[0].id}",
        "/screening/answers/templates",
        "/screening/merge",
        "/screening/own-words",
        "/screening/imports",
        "/screening/project-lists",
        "/screening/suggestions/new",
        f"/screening/merge?{ids}",
        f"/screening/projects/{project.id}/sources",
        sources,
        "/screening/merge/steps",
        "/accounts/",
        "/congress/account-list",
        "/congress/home-invitations",
        "/congress/working-days",
        f"/screening/sheet?year={YEAR}",
        "/screening/asked",
        f"/screening/method?year={YEAR}",
        f"/screening/board?year={YEAR + 1}",
        f"/screening/board?year={YEAR}",
        f"/screening/projects/{project.id}/attachments",
        f"/screening/chain?year={YEAR}",
        "/robots",
        "/sms",
        "/operating",
        "/follow/year/2026",
    )
    people = {"appraiser": appraiser, "unit": writer, "lawyer": lawyer}
    world.add(at, *pages, staff=staff, admin=account(at, Role.PLATFORM_ADMIN), **people)
    world.starts += [
        "/me",
        "/me/notices",
        "/me/notices/list",
        "/me/notices/phone",
        "/sign-in",
        "/account/secret",
        "/account/factor",
        f"/j/{at.code}/deputy/sign-in",
        f"/j/{at.code}/deputy/home",
        f"/j/{at.code}/deputy/invited",
    ]


def sent_on(world: World, above: Place, at: Place) -> None:
    """A suggestion that the level above sent here."""
    staff, row = account(above, Role.STAFF), screening.suggestion(above)
    with transaction():
        reason = "属于县级事项，请研究。"
        there = routing.route(staff, here=above, suggestion_id=row.id, to=at, reason=reason).id
    world.add(at, f"/screening/suggestions/{there}")


def appraising(at: Place, staff: Actor) -> tuple[Actor, Actor, Actor]:
    """A project whose text a unit writes, one whose text it has handed in, a round of scoring, next year's not begun."""
    water = unit(at)
    appraiser, lawyer = account(at, Role.APPRAISER), account(at, Role.LEGAL_REVIEWER)
    writer = account(at, Role.UNIT, unit=water)
    written, handed = (screening.project(staff, at, water) for _ in range(2))
    screening.project(staff, at, water, year=YEAR + 1)
    screening.scoring(staff, at)
    new = NewCommission(unit_id=water.id, due_on=today() + timedelta(5))
    with transaction():
        for one in (written, handed):
            commissions.ask(staff, jurisdiction_id=at.id, project_id=one.id, new=new)
        commissions.hand_in(writer, jurisdiction_id=at.id, project_id=handed.id)
    return appraiser, writer, lawyer


def merged_from(staff: Actor, at: Place) -> Project:
    """A project of two suggestions, that may be split and merged into another."""
    ids = tuple(screening.suggestion(at).id for _ in range(2))
    new = merging_actions.NewProject(
        jurisdiction_id=at.id, year=YEAR, title="东关小学门口安全", suggestion_ids=ids
    )
    with transaction():
        return merging_actions.form(staff, new)


def reviewing(world: World, at: Place) -> None:
    """A list that the executive meeting has named, one text changed since, and next year's call in draft."""
    staff, lead = account(at, Role.STAFF), unit(at)
    screening.call(at, actor=staff, opened=False)
    ids = [screening.project(staff, at, lead, appraised=True).id for _ in range(3)]
    appraiser = account(at, Role.APPRAISER)
    screening.sheet(appraiser, screening.scoring(staff, at), *map(screening.line, ids))
    with transaction():
        rule_set_actions.set_rules(staff, place=at, year=YEAR, values={"seats": 2})
        new = screening.approval(ids)
        shortlist_actions.approve(staff, place=at, year=YEAR, kind=ApprovalKind.EXECUTIVE, new=new)
        text = replace(dossier_of(project_of(at.id, ids[0])), place="另一处")
        dossier_actions.revise(staff, jurisdiction_id=at.id, project_id=ids[0], dossier=text)
    pages = (f"/screening/list?year={YEAR}", "/screening/call", f"/screening/sheet?year={YEAR}")
    world.add(at, *pages, staff=staff, appraiser=appraiser)


def reading_room(world: World, at: Place) -> None:
    """A reviewed list before a deputy at home, with a question that its unit has not answered."""
    staff, ids = account(at, Role.STAFF), screening.reviewed(at)
    deputy = replace(actor_of(deputies(at, 1)[0]), from_home=True)
    with transaction():
        question = reading_actions.ask(
            deputy, jurisdiction_id=at.id, project_id=ids[0], text="管网改造包括哪几个小区？"
        )
        unit_id = question.unit_id
    unit_ = account(at, Role.UNIT, unit=db.session.get_one(Unit, unit_id))
    pages = ("/reading/", f"/reading/{ids[0]}", "/reading/questions", f"/reading/questions/{question.id}")
    world.add(at, *pages, staff=staff, deputy=deputy, unit=unit_)


def reserving(world: World, at: Place) -> None:
    """A shelved project, and the next year's call in draft, into which it may be taken."""
    staff = account(at, Role.STAFF)
    screening.call(at, actor=staff)
    shelved = screening.project(staff, at, unit(at)).id
    with transaction():
        appraisal_actions.step(
            staff, jurisdiction_id=at.id, project_id=shelved, name="shelve", reason="用地没有落实。"
        )
    screening.call(at, year=YEAR + 1, actor=staff, opened=False)
    world.add(at, "/screening/reserve", staff=staff)


def supervised(world: World, at: Place) -> None:
    """Projects under way: a finding, a letter, a request for a change, one change that waits for its notice."""
    staff, group, water = account(at, Role.STAFF), account(at, Role.SUPERVISION), unit(at, "市水利局")
    clerk = account(at, Role.UNIT, unit=water)
    texts = supervision.frozen(at, water, "饮水安全", "村道硬化", "校舍加固", year=today().year)
    with transaction():
        row, bare, _ = taken = commitments.take_in(staff, supervision.outcome(texts))
    assert len(taken) == 3
    supervision.planned(clerk, row)
    supervision.report(clerk, row, today().month - 1, 40)
    with transaction():
        lighting.read_some(staff, at.id, lighting.reading_days(at).due(today().year, today().month))
    followed(row)
    decided_change(staff, clerk, bare)
    activities(world, at, staff, water.id, clerk)
    held = term(at)
    own_group(world, at, staff, row, held)
    for body in (Body.CONGRESS, Body.STANDING_COMMITTEE):
        meeting(at, in_term=held, year=today().year, body=body)
    base = "/supervision"
    paths = [
        f"{base}/desk/{row.id}/{page}"
        for page in ("unit", "acceptance", "send-back", "carry-over", f"lights/{today().month}")
    ]
    paths += [
        f"{base}/desk",
        f"{base}/desk/rating-rule",
        f"{base}/desk/lights",
        f"{base}/mine",
        f"{base}/mine/{row.id}/reports/{today().month}",
        f"{base}/plans/{row.id}",
        f"{base}/plans/3",
        f"{base}/projects/3/changes/new",
        f"{base}/changes/2",
    ]
    paths += [
        f"{base}/projects/{row.id}/changes/new",
        f"{base}/findings/1",
        f"{base}/letters/1",
        f"{base}/changes/1",
    ]
    paths += [f"{base}/desk/evaluations/{today().year}"]
    with transaction():
        light = lights_of(row)[-1]
        light.chosen = Light.RED
    climb_everywhere()
    paths += [f"{base}/projects/{row.id}/ladder", f"{base}/desk/units/{water.id}/successor"]
    world.add(at, *paths, staff=staff, group=group, unit=clerk)


def activities(world: World, at: Place, staff: Actor, unit_id: int, clerk: Actor) -> None:
    """One activity that is planned, an inquiry that was held, and an opinion that waits for its unit, one for the office."""
    day = today()
    with transaction():
        planned, held = (
            activity_actions.plan_activity(
                staff,
                activity_actions.NewActivity(
                    year=day.year, kind=kind, title="农村饮水", on=day, plan="政府报告，委员询问。"
                ),
            ).id
            for kind in (ActivityKind.HALF_YEAR, ActivityKind.INQUIRY)
        )
    with transaction():
        activity_actions.report_activity(staff, held, day, "总体按计划推进。")
    new = opinion_actions.NewOpinion(
        activity_id=held, unit_id=unit_id, text="补齐水质检测。", due_on=day + timedelta(days=30)
    )
    with transaction():
        open_, answered = (opinion_actions.give_opinion(staff, new).id for _ in range(2))
    with transaction():
        told = opinion_actions.OpinionStep(opinion_id=answered, step="respond", text="已补齐。")
        opinion_actions.respond_opinion(clerk, told)
    base = "/supervision/desk"
    paths = [f"{base}/activities/{day.year}/new"]
    paths += [f"{base}/activity/{planned}/{page}" for page in ("report", "cancel")]
    paths += [f"{base}/activity/{held}/{page}/new" for page in ("opinions", "questions")]
    world.add(
        at, *paths, *(f"/supervision/opinions/{one}" for one in (open_, answered)), staff=staff, unit=clerk
    )


def own_group(world: World, at: Place, staff: Actor, row: Commitment, held: Term) -> None:
    """A project with a group of two deputies, and a resident's remark that waits, passed on by a station."""
    members = [replace(actor_of(one), from_home=True) for one in deputies(at, 2, in_term=held)]
    ids = frozenset(one.account_id for one in members if one.account_id is not None)
    station = account(at, Role.STATION)
    with transaction():
        db.session.get_one(Account, station.account_id).station = "东街联络站"
    with transaction():
        group_actions.set_group(
            staff, group_actions.NewGroup(commitment_id=row.id, members=ids, leader=min(ids))
        )
    with transaction():
        remark = remark_actions.pass_on(station, row.id, "东街停水两天没有通知。").id
    base = "/supervision"
    pages = ("", "/inspections/new")
    world.add(
        at,
        *(f"{base}/groups/{row.id}{page}" for page in pages),
        f"{base}/desk/{row.id}/group",
        f"{base}/remarks/new",
        f"{base}/remarks/{remark}",
        staff=staff,
        station=station,
        member=members[0],
    )


def decided_change(staff: Actor, clerk: Actor, row: Commitment) -> None:
    """A change that was agreed to and waits for its notice."""
    with transaction():
        wish = change_actions.NewChange(
            commitment_id=row.id,
            kind=ChangeKind.SUSPEND,
            reason="汛期停工。",
            target=row.target,
            due_on=row.due_on,
            planned_fen=0,
        )
        change_id = change_actions.request_change(clerk, wish).id
    with transaction():
        decision = change_actions.ChangeDecision(
            change_id=change_id, approved=True, decided_on=today(), document="常办〔2026〕7 号", opinion=""
        )
        change_actions.decide(staff, decision)


def convened(world: World, app: Flask, at: Place) -> None:
    """A meeting in draft with its console; nothing ordered yet."""
    made = halls.console(app, at, here=2)
    world.add(at, "/congress/", f"/congress/rules/{YEAR}", "/ballots", staff=made.staff, chair=made.chair)
    world.starts.append(f"{made.url}/console")


def voting(world: World, at: Place) -> None:
    """A ballot with its box ready, a desk for paper and cards."""
    made = ballots.hall(at, 3)
    ballots.ready(made)
    second = account(at, Role.SCRUTINEER)
    ballots.appoint(at, made.meeting_id, Post.SCRUTINEER, second)
    path = f"/ballots/{made.uuid}"
    world.add(
        at,
        f"{path}/paper",
        f"{path}/cards",
        f"{path}/lost",
        "/ballots",
        f"/hall/meetings/{made.meeting_id}/check-in",
        f"/hall/meetings/{made.meeting_id}/console",
        secretary=made.secretary,
        chair=account(at, Role.CHAIR),
        scrutineer=second,
    )


def counted(world: World, at: Place) -> None:
    """A closed ballot whose paper is being counted."""
    made = counting.taken_over(at, votes=((0, 1), (0,)), papers=2)
    with transaction():
        paper_actions.open_place(made.secretary, made.uuid, "主会场", 2)
    path = f"/tally/{made.uuid}"
    world.add(
        at,
        path,
        f"{path}/places/new",
        secretary=made.secretary,
        teller=made.tellers[0],
        chair=made.chair,
        scrutineer=made.scrutineer,
    )
    world.starts += [f"/j/{at.code}{path}/places/1/{page}" for page in ("sheet", "papers", "void")]


def announcing(world: World, at: Place) -> None:
    """A count that waits for its proclamation."""
    made = counting.confirmed(at)
    world.add(
        at,
        f"/tally/{made.uuid}",
        f"/tally/{made.uuid}/steps/announce",
        secretary=made.secretary,
        chair=made.chair,
    )
