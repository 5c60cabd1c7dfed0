"""One county from its call to its look-back: who is there, and what they do. Through the real deeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from tests.ballot.factories import appoint, choices, confirm_quorum
from tests.factories import account, actor_of, check_in, deputies, meeting, term, unit
from tests.notices.factories import KEY, wishes
from tests.notices.robot_server import Robot
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from voting.ballot.set_up.ordering import order_from_shortlist
from voting.congress.meeting import actions as meetings
from voting.congress.meeting.facts import meeting_of
from voting.congress.place.models import Unit
from voting.congress.place.rules import Post
from voting.congress.term.models import Deputy, Term
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.demonstration import count, supervising, vote
from voting.notices.channel.robot_format import RobotFormat
from voting.notices.channel.sms_template import BodyFormat, SmsTemplate
from voting.notices.chat import actions as chat
from voting.notices.chat.rules import CHAT_KINDS
from voting.notices.follow import actions as follow
from voting.notices.follow.link import digest_of, token_of
from voting.notices.follow.models import Follow
from voting.notices.follow.rules import Topic, Way
from voting.notices.sms import actions as sms
from voting.notices.wish.rules import Pace
from voting.people.rules import Actor, Place, Role
from voting.screening.appraisal import actions as appraisal
from voting.screening.appraisal.criteria import CHECKLIST
from voting.screening.appraisal.rules import Conclusions, ReviewKind
from voting.screening.dossier import actions as dossiers
from voting.screening.dossier.rules import DossierMilestone
from voting.screening.merging import actions as merging
from voting.screening.scoring.models import ScoringRound
from voting.screening.shortlist import actions as shortlist
from voting.screening.shortlist.rules import ApprovalKind
from voting.screening.suggestion.models import Suggestion
from voting.supervision.change import actions as changes
from voting.supervision.change.rules import ChangeKind
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding import actions as findings
from voting.supervision.inspection import actions as inspections

YEAR = 2026
WATER, LAMPS = "农村饮水安全巩固提升", "乡镇路灯改造"
BODY = '{"mobile":"{phone}","content":"{text}"}'
OUTSIDE = {
    "suggester": (Way.MAIL, "suggester@example.cn"),
    "walker": (Way.MAIL, "walker@example.cn"),
    "shopkeeper": (Way.MAIL, "shopkeeper@example.cn"),
    "neighbour": (Way.SMS, "13800000001"),
}
"""Followers, who have no account."""
MAILED = {"colleague", "unit", "group", "deputy1", "finance", "appraiser", "government"}
"""Who left an address; all others read the list in the program alone."""
ASKED = (
    Role.STAFF,
    Role.GOVERNMENT,
    Role.APPRAISER,
    Role.FINANCE_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.SUPERVISION,
)
NAMED = ("office", "government", "appraiser", "finance", "legal", "group")
Deed = Callable[[], object]


@dataclass
class County:
    """The place and everybody in it, by the names of the table. made: what later deeds go on with."""

    at: Place
    term: Term
    water: Unit
    deputies: list[Deputy]
    people: dict[str, Actor]
    made: dict[str, int] = field(default_factory=dict)
    ballot: str = ""

    @property
    def work(self) -> Commitment:
        return db.session.scalars(select(Commitment).where(Commitment.jurisdiction_id == self.at.id)).one()


def peopled(county: Place, city: Place) -> County:
    """Everybody with an account, before the year begins; who left an address has confirmed it."""
    in_term, water = term(county), unit(county, "县水利局")
    seats = deputies(county, 3, in_term=in_term)
    people = {name: account(county, role) for name, role in zip(NAMED, ASKED, strict=True)}
    people["colleague"] = account(county, Role.STAFF)
    people["unit"] = account(county, Role.UNIT, unit=water)
    people["above"] = account(city, Role.OVERSIGHT)
    people |= {f"deputy{number}": actor_of(one) for number, one in enumerate(seats, 1)}
    for name in sorted(MAILED):
        progress = Pace.WEEKLY if name == "group" else Pace.DAILY
        collected = Pace.NONE if name == "government" else Pace.WEEKLY
        wishes(
            people[name],
            email=f"{name}@example.cn",
            quiet=(22, 7),
            progress=progress,
            screening=collected,
        )
    return County(county, in_term, water, list(seats), people)


def connected(world: County, robot: Robot, provider: Robot) -> None:
    """The office's group chat and its provider of text messages."""
    office = world.people["office"]
    heard = chat.NewRobot(
        name="人大办工作群", format=RobotFormat.WECOM, address=robot.url, secret="", kinds=CHAT_KINDS
    )
    template = SmsTemplate(
        address=provider.url, header="", format=BodyFormat.JSON, body=BODY, accepted='"errcode":0'
    )
    with transaction():
        chat.add(office, world.at, heard, KEY)
        sms.set_provider(office, world.at, sms.NewProvider(signature="定襄人大", template=template), KEY)


def ask(world: County, name: str, topic: Topic, subject: int) -> None:
    way, contact = OUTSIDE[name]
    new = follow.NewFollow(
        jurisdiction_id=world.at.id,
        topic=topic,
        subject_id=subject,
        name="x",
        path="/",
        way=way,
        contact=contact,
        language="zh",
        origin="0" * 64,
    )
    follow.ask(new, KEY)


def confirm(name: str) -> None:
    """He opens the link of his first message."""
    row = db.session.scalars(select(Follow).where(Follow.digest == digest_of(OUTSIDE[name][1], KEY))).one()
    follow.confirm(token_of(row.id, row.digest, KEY), KEY)


def suggest(world: County, name: str, title: str) -> None:
    world.made[name] = screening.suggestion(world.at, title=title).id


def number_of(world: County) -> str:
    return db.session.get_one(Suggestion, world.made["water"]).number


def form(world: County, name: str, title: str) -> None:
    """A project of one suggestion, with all its text."""
    office, home = world.people["office"], world.at.id
    new = merging.NewProject(jurisdiction_id=home, year=YEAR, title=title, suggestion_ids=(world.made[name],))
    row = merging.form(office, new)
    steps = tuple(
        DossierMilestone(title=step, due_on=date(YEAR, month, day))
        for step, month, day in (("招标", 3, 31), ("开工", 6, 30), ("竣工", 11, 30))
    )
    text = screening.dossier(world.water, year=YEAR, title=title, milestones=steps)
    dossiers.revise(office, jurisdiction_id=home, project_id=row.id, dossier=text)
    world.made[f"{name} project"] = row.id


def found(office: Actor, *projects: dict[str, Any]) -> None:
    answers = {item.key: "yes" if item.must else "no" for item in CHECKLIST}
    conclusions = Conclusions(answers=answers, feasibility="条件具备。")
    for of in projects:
        appraisal.record_findings(office, **of, conclusions=conclusions)


def review(world: County, name: str, kind: ReviewKind) -> None:
    """Both projects are reviewed."""
    new = appraisal.NewReview(kind=kind, passed=True, opinion="可行。", document="x", reviewed_on=today())
    for project in ("water project", "lamps project"):
        appraisal.record_review(
            world.people[name], jurisdiction_id=world.at.id, project_id=world.made[project], new=new
        )


def score(world: County) -> None:
    lines = [screening.line(world.made[project]) for project in ("water project", "lamps project")]
    screening.sheet(world.people["appraiser"], db.session.get_one(ScoringRound, world.made["round"]), *lines)


def approve(world: County, kind: ApprovalKind) -> None:
    ids = [world.made["water project"], world.made["lamps project"]]
    new = screening.approval(ids, **({"count": None} if kind is ApprovalKind.EXECUTIVE else {}))
    shortlist.approve(world.people["office"], place=world.at, year=YEAR, kind=kind, new=new)


def plan_meeting(world: County) -> None:
    row = meeting(world.at, in_term=world.term, year=YEAR)
    plan = meetings.MeetingPlan(venue="县礼堂", days=3)
    world.made["meeting"] = row.id
    meetings.plan_meeting(world.people["office"], meeting_id=row.id, plan=plan)


def hold_vote(world: County) -> None:
    """The whole sitting within one hour: all three choose the water project. Nobody reads messages meanwhile."""
    at, meeting_id = world.at, world.made["meeting"]
    secretary, chair, scrutineer = (
        account(at, one) for one in (Role.SECRETARIAT, Role.CHAIR, Role.SCRUTINEER)
    )
    appoint(at, meeting_id, Post.SCRUTINEER, scrutineer)
    check_in(meeting_of(at.id, meeting_id), world.deputies)
    confirm_quorum(at, meeting_id)
    holders = vote.hold_ceremony(secretary, meeting_id, [scrutineer], 1)
    with transaction():
        uuid = order_from_shortlist(secretary, meeting_id, "2026 年民生实事项目票决")
    vote.set_up(secretary, uuid)
    vote.open_voting(secretary, uuid)
    for one in world.deputies:
        vote.vote(uuid, actor_of(one), choices((0,), 2))
    vote.close(secretary, uuid)
    count.count(uuid, secretary, chair, holders)
    world.ballot = uuid


def report(world: County, month: int, *, behind: int = 0) -> None:
    """A month's report: what the plan asks for, or so many points less, and every milestone that was due by its end."""
    row, clerk = world.work, world.people["unit"]
    progress = 100 if month == 11 else supervising.asked_for(row, month) - behind
    supervision.report(clerk, row, month, progress, done=len(supervising.due_by(row, month)))


def ask_change(world: County) -> None:
    row = world.work
    new = changes.NewChange(
        commitment_id=row.id,
        kind=ChangeKind.MINOR_ADJUSTMENT,
        reason="材料涨价。",
        target=row.target,
        due_on=row.due_on,
        planned_fen=row.planned_fen * 21 // 20,
    )
    changes.request_change(world.people["unit"], new)


def visit(world: County) -> None:
    new = inspections.NewInspection(commitment_id=world.work.id, on=today(), place="x", people=3, text="x")
    inspections.record_inspection(world.people["group"], new)


def post(step: str, due_on: date | None = None) -> findings.NewPost:
    return findings.NewPost(finding_id=1, step=step, text="x", due_on=due_on)
