"""One county from its call to its look-back: who is there, and what is done on which day. Through the real deeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
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
from voting.congress.rule_set.actions import set_rules
from voting.congress.term.models import Deputy, Term
from voting.core.clock import moment, today
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
from voting.screening.call import actions as calls
from voting.screening.commission import actions as commission
from voting.screening.dossier import actions as dossiers
from voting.screening.dossier.rules import DossierMilestone
from voting.screening.merging import actions as merging
from voting.screening.scoring import actions as scoring
from voting.screening.scoring.models import ScoringRound
from voting.screening.shortlist import actions as shortlist
from voting.screening.shortlist.rules import ApprovalKind
from voting.screening.suggestion.models import Suggestion
from voting.supervision.acceptance import actions as acceptance
from voting.supervision.acceptance.rules import Result
from voting.supervision.change import actions as changes
from voting.supervision.change.rules import ChangeKind
from voting.supervision.commitment import actions as commitments
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding import actions as findings
from voting.supervision.follow_up import actions as letters
from voting.supervision.inspection import actions as inspections
from voting.supervision.look_back.actions import NewVoice, say
from voting.supervision.report.lighting import read_month
from voting.tally.handover import outcome

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


def played(world: County) -> Iterator[tuple[datetime, Deed]]:
    """What is done, each with its moment by China's clock, in order; each deed ends its own transaction."""
    before, after = (collecting, screening_on, deciding), (taking_in, supervising_on, ending)
    yield from ((at, committed(deed)) for part in before for at, deed in part(world))
    yield moment(date(2026, 1, 28), 11), lambda: hold_vote(world)
    yield from ((at, committed(deed)) for part in after for at, deed in part(world))


def committed(deed: Deed) -> Deed:
    def do() -> None:
        with transaction():
            deed()

    return do


def collecting(world: County) -> Iterator[tuple[datetime, Deed]]:
    at, office = world.at, world.people["office"]
    rules = {"seats": 1}
    yield moment(date(2025, 9, 1), 8), lambda: set_rules(office, place=at, year=YEAR, values=rules)
    yield moment(date(2025, 9, 1), 9), lambda: ask(world, "neighbour", Topic.YEAR, YEAR)
    yield moment(date(2025, 9, 1), 10), lambda: confirm("neighbour")
    yield moment(date(2025, 9, 2), 9), lambda: screening.call(at, year=YEAR, actor=office)
    yield moment(date(2025, 9, 10), 20), lambda: suggest(world, "water", "给村里换自来水管")
    yield (
        moment(date(2025, 9, 10), 21),
        lambda: ask(world, "suggester", Topic.SUGGESTION, world.made["water"]),
    )
    yield moment(date(2025, 9, 10), 23), lambda: confirm("suggester")
    yield moment(date(2025, 9, 11), 9), lambda: suggest(world, "lamps", "给镇上装路灯")
    yield moment(date(2025, 9, 11), 10), lambda: ask(world, "walker", Topic.SUGGESTION, world.made["lamps"])
    yield moment(date(2025, 9, 11), 11), lambda: confirm("walker")
    later = date(2025, 10, 20)
    of_call = {"jurisdiction_id": at.id, "year": YEAR}
    yield moment(date(2025, 9, 28), 9), lambda: calls.extend_call(office, **of_call, closes_on=later)
    yield moment(date(2025, 10, 21), 9), lambda: calls.close_call(office, **of_call)


def screening_on(world: County) -> Iterator[tuple[datetime, Deed]]:
    people, home = world.people, world.at.id
    office = people["office"]

    def of(name: str) -> dict[str, Any]:
        return {"jurisdiction_id": home, "project_id": world.made[f"{name} project"]}

    yield moment(date(2025, 11, 3), 10), lambda: form(world, "water", WATER)
    yield moment(date(2025, 11, 3), 11), lambda: form(world, "lamps", LAMPS)
    asked = commission.NewCommission(unit_id=world.water.id, due_on=date(2025, 11, 14))
    yield moment(date(2025, 11, 4), 9), lambda: commission.ask(office, **of("water"), new=asked)
    yield moment(date(2025, 11, 12), 16), lambda: commission.hand_in(people["unit"], **of("water"))
    yield moment(date(2025, 11, 13), 10), lambda: commission.answer(office, **of("water"), name="accept_text")
    yield moment(date(2025, 11, 14), 10), lambda: found(office, of("water"), of("lamps"))
    yield moment(date(2025, 11, 17), 10), lambda: review(world, "finance", ReviewKind.AFFORDABILITY)
    yield moment(date(2025, 11, 18), 10), lambda: review(world, "legal", ReviewKind.LEGALITY)
    yield (
        moment(date(2025, 11, 24), 9),
        lambda: world.made.update(
            round=scoring.open_round(office, jurisdiction_id=home, year=YEAR, closes_on=date(2025, 12, 1)).id
        ),
    )
    yield moment(date(2025, 12, 1), 10), lambda: score(world)
    yield (
        moment(date(2025, 12, 2), 10),
        lambda: scoring.close_round(office, jurisdiction_id=home, round_id=world.made["round"]),
    )
    yield (
        moment(date(2025, 12, 3), 10),
        lambda: [appraisal.appraise(office, **of(name)) for name in ("water", "lamps")],
    )
    yield moment(date(2025, 12, 10), 16), lambda: approve(world, ApprovalKind.EXECUTIVE)
    yield moment(date(2025, 12, 24), 16), lambda: approve(world, ApprovalKind.REVIEW)


def deciding(world: County) -> Iterator[tuple[datetime, Deed]]:
    yield moment(date(2026, 1, 12), 10), lambda: approve(world, ApprovalKind.DECISION)
    yield (
        moment(date(2026, 1, 13), 12),
        lambda: ask(world, "shopkeeper", Topic.PROJECT, world.made["water project"]),
    )
    yield moment(date(2026, 1, 13), 13), lambda: confirm("shopkeeper")
    yield moment(date(2026, 1, 15), 9), lambda: plan_meeting(world)


def taking_in(world: County) -> Iterator[tuple[datetime, Deed]]:
    office = world.people["office"]
    yield moment(date(2026, 1, 29), 10), lambda: commitments.take_in(office, outcome(world.ballot))
    yield moment(date(2026, 2, 10), 16), lambda: supervision.planned(world.people["unit"], world.work)


def supervising_on(world: County) -> Iterator[tuple[datetime, Deed]]:
    """The year's work; every month is reported on the first of the next, but February, June and the two after it."""
    office, group, clerk = (world.people[name] for name in ("office", "group", "unit"))
    yield moment(date(2026, 3, 3), 10), lambda: report(world, 2)
    yield moment(date(2026, 4, 1), 10), lambda: report(world, 3)
    yield moment(date(2026, 4, 10), 10), lambda: ask_change(world)
    decided = changes.ChangeDecision(change_id=1, approved=True, decided_on=date(2026, 4, 16), document="x")
    yield moment(date(2026, 4, 16), 10), lambda: changes.decide(office, decided)
    yield moment(date(2026, 4, 20), 10), lambda: changes.proclaim(office, 1, "投资增加百分之五。")
    yield moment(date(2026, 4, 22), 22), lambda: supervision.planned(clerk, world.work)
    yield moment(date(2026, 5, 1), 10), lambda: report(world, 4)
    yield moment(date(2026, 5, 20), 15), lambda: visit(world)
    yield (
        moment(date(2026, 5, 20), 16),
        lambda: findings.raise_finding(
            group,
            findings.NewFinding(commitment_id=world.work.id, title="x", text="x", due_on=date(2026, 6, 10)),
        ),
    )
    yield moment(date(2026, 5, 25), 10), lambda: findings.respond(clerk, post("answer"))
    yield moment(date(2026, 5, 29), 17), lambda: findings.respond(clerk, post("rectify"))
    yield moment(date(2026, 6, 1), 10), lambda: report(world, 5)
    yield moment(date(2026, 6, 3), 9), lambda: findings.recheck(group, post("pass_recheck"))
    yield moment(date(2026, 7, 1), 10), lambda: report(world, 6, behind=11)
    yield (
        moment(date(2026, 7, 15), 23),
        lambda: letters.send_letter(
            office, letters.NewLetter(commitment_id=world.work.id, text="x", due_on=date(2026, 7, 30))
        ),
    )
    yield moment(date(2026, 7, 20), 9), lambda: letters.answer_letter(clerk, 1, "x")
    yield moment(date(2026, 8, 6), 9), lambda: read_month(office, YEAR, 7)
    yield moment(date(2026, 9, 7), 9), lambda: read_month(office, YEAR, 8)
    yield moment(date(2026, 9, 9), 10), lambda: report(world, 8)
    yield moment(date(2026, 10, 1), 10), lambda: report(world, 9)
    yield moment(date(2026, 11, 1), 10), lambda: report(world, 10)
    yield moment(date(2026, 12, 1), 10), lambda: report(world, 11)


def ending(world: County) -> Iterator[tuple[datetime, Deed]]:
    """Delivered, returned, delivered, accepted; a year later looked back, and two days on the year is over."""
    office, clerk = world.people["office"], world.people["unit"]
    yield moment(date(2026, 12, 5), 10), lambda: acceptance.deliver(clerk, world.work.id)
    yield moment(date(2026, 12, 8), 9), lambda: acceptance.send_back(office, world.work.id, "资料不全。")
    yield moment(date(2026, 12, 14), 10), lambda: acceptance.deliver(clerk, world.work.id)
    yield (
        moment(date(2026, 12, 20), 10),
        lambda: acceptance.accept(
            office,
            acceptance.NewAcceptance(
                commitment_id=world.work.id,
                result=Result.FINISHED,
                opinion="属实。",
                on=today(),
                upkeep="水利站",
            ),
        ),
    )
    yield (
        moment(date(2027, 12, 21), 20),
        lambda: say(world.at, NewVoice(number=number_of(world), solved=False, text="村东头还是没有水。")),
    )
    yield moment(date(2027, 12, 28), 9), lambda: None


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


def post(step: str) -> findings.NewPost:
    return findings.NewPost(finding_id=1, step=step, text="x")
