"""What tests of the public site need: formal candidates, chosen projects with reports, lights, findings, a ballot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.belenios.factories import ceremony, signatures
from tests.supervision.factories import frozen_in
from voting.ballot.order.models import Ballot, BallotLine, lines_of
from voting.ballot.order.rules import BallotState
from voting.belenios import statements
from voting.belenios.canonical import dump
from voting.belenios.outcome import CandidateOutcome as DecidedLine
from voting.belenios.outcome import CountOutcome, Figures
from voting.belenios.outcome_document import Claim, exact
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.models import Meeting
from voting.congress.place.models import Unit
from voting.congress.rule_set.facts import rule_set
from voting.core.db import db, transaction
from voting.people.rules import Place
from voting.screening.dossier.rules import Dossier, DossierMilestone, DossierPart
from voting.screening.shortlist import models as shortlist_models
from voting.screening.shortlist.rules import ShortlistState
from voting.supervision.commitment.models import Commitment, Milestone
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.finding.queries import UNIT_STEPS
from voting.supervision.finding.rules import FindingState
from voting.supervision.inspection.models import Inspection
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import Light, Reason
from voting.supervision.plan.models import Plan
from voting.supervision.report.models import Report, ReportVersion
from voting.supervision.report.rules import ReportState
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TallyState
from voting.tally.signing.models import OutcomeSignature

WAN = 1_000_000
UUID = "aBcDeFgHiJkLmN"
TITLES = (
    "农村饮水安全巩固提升",
    "社区老年助餐服务",
    "城镇老旧小区既有住宅加装电梯及配套管线迁改和适老化无障碍环境提升工程",
    "集中供热老旧管网改造",
    "乡镇卫生院中医馆提升",
)
LIGHTS = (Light.YELLOW, Light.GREEN, Light.GREEN, Light.RED, Light.BLUE)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 4, tzinfo=UTC)


def dossier(title: str, unit: Unit, year: int) -> Dossier:
    return Dossier(
        title=title,
        summary=f"{title}，惠及 11.6 万人。",
        background="部分管网使用超过二十年。",
        content="更新农村老化供水管网 310 公里，改造水源井 46 眼，惠及 7 个县（市、区）218 个村、11.6 万人。",
        annual_target="更新管网 310 公里，改造水源井 46 眼。",
        total_fen=4800 * WAN,
        planned_fen=4800 * WAN,
        own_fen=2600 * WAN,
        upper_fen=2200 * WAN,
        beneficiaries=116000,
        lead_unit_id=unit.id,
        finishes_on=date(year, 11, 30),
        milestones=(
            DossierMilestone(title="施工招标", due_on=date(year, 4, 30)),
            DossierMilestone(title="通水", due_on=date(year, 11, 30)),
        ),
        parts=(DossierPart(title="更新管网", quantity=310, measure="公里"),),
    )


def unit_named(at_: Place, name: str = "市水利局") -> Unit:
    with transaction():
        row = Unit(jurisdiction_id=at_.id, name=name)
        db.session.add(row)
    return row


def shortlist(
    at_: Place, unit: Unit, *titles: str, year: int = 2026, decided: bool = True
) -> list[shortlist_models.FrozenText]:
    """A year's list with its frozen texts; decided: public."""
    with transaction():
        draft = shortlist_models.CandidateList(jurisdiction_id=at_.id, year=year, seats=len(titles))
        if decided:
            draft.state = ShortlistState.DECIDED
            draft.decided_at = at(year, 1, 20)
        db.session.add(draft)
        db.session.flush()
        return frozen_in(draft, unit, [dossier(title, unit, year) for title in titles])


def chosen(
    at_: Place,
    unit: Unit,
    text: shortlist_models.FrozenText,
    *,
    light: Light = Light.GREEN,
    months: int = 6,
    uuid: str = UUID,
) -> Commitment:
    """A chosen project under way, with a plan, milestones, monthly reports and lights."""
    year = text.year
    with transaction():
        row = Commitment(
            jurisdiction_id=at_.id,
            year=year,
            project_id=text.project_id,
            ballot_uuid=uuid,
            ordinal=text.ordinal,
            title=text.title,
            summary=text.summary,
            text_sha256=text.text_sha256,
            lead_unit=unit.name,
            voted_target="310 公里",
            voted_fen=4800 * WAN,
            voted_due_on=date(year, 11, 30),
            target="310 公里",
            planned_fen=4800 * WAN,
            due_on=date(year, 11, 30),
            taken_at=at(year, 1, 28),
            unit_id=unit.id,
            state=CommitmentState.UNDER_WAY,
        )
        db.session.add(row)
        db.session.flush()
        steps = [
            Milestone(
                jurisdiction_id=at_.id,
                commitment_id=row.id,
                ordinal=n,
                title=title,
                starts_on=start,
                due_on=due,
                weight=w,
            )
            for n, (title, start, due, w) in enumerate(
                [
                    ("管网勘测与设计", date(year, 2, 1), date(year, 3, 31), 20),
                    ("施工招标", date(year, 3, 1), date(year, 4, 20), 20),
                    ("管网更换", date(year, 5, 1), date(year, 10, 31), 40),
                    ("水质检测与通水", date(year, 11, 1), date(year, 12, 31), 20),
                ],
                1,
            )
        ]
        db.session.add_all(steps)
        db.session.add(
            Plan(
                jurisdiction_id=at_.id, commitment_id=row.id, number=1, unit_id=unit.id, target="310 公里",
                due_on=date(year, 11, 30), planned_fen=4800 * WAN, funding="市级财政", safeguards="成立专班，每周调度。",
                published_at=at(year, 2, 10),
            )
        )  # fmt: skip
        db.session.flush()
        for month in range(1, months + 1):
            add_month(row, steps, month, light)
    return row


def add_month(row: Commitment, steps: list[Milestone], month: int, light: Light) -> None:
    """A submitted report and the light of a month."""
    report = Report(
        jurisdiction_id=row.jurisdiction_id,
        commitment_id=row.id,
        month=month,
        state=ReportState.SUBMITTED,
        latest=1,
    )
    db.session.add(report)
    db.session.flush()
    db.session.add(
        ReportVersion(
            jurisdiction_id=row.jurisdiction_id, report_id=report.id, number=1, progress=month * 8,
            spent_fen=month * 328 * WAN, text="按计划进行。", milestones=[s.id for s in steps[: month // 3]],
            quantities={}, photos=[], submitted_at=at(row.year, month, 28),
        )
    )  # fmt: skip
    db.session.add(
        MonthLight(
            jurisdiction_id=row.jurisdiction_id, commitment_id=row.id, month=month,
            light=light if month > 3 else Light.GREEN, reason=Reason.ON_PLAN, scheduled=month * 9, progress=month * 8,
            late=0, computed_at=at(row.year, month, 28),
            chosen=light if month > 3 else None, chosen_reason="监督小组查看", chosen_by="人大工作人员",
        )
    )  # fmt: skip


def finding(row: Commitment, unit: Unit, *, state: FindingState = FindingState.RECTIFIED) -> Finding:
    """A finding with its thread."""
    with transaction():
        found = Finding(
            jurisdiction_id=row.jurisdiction_id, commitment_id=row.id, unit_id=unit.id, title="管沟开挖后半个月没有回填",
            due_on=date(row.year, 6, 30), raised_at=at(row.year, 6, 18), state=state,
            published_at=at(row.year, 6, 18),
        )  # fmt: skip
        db.session.add(found)
        db.session.flush()
        for day, (step, text) in enumerate(
            [("raise", "两个村的管沟没有回填。"), ("answer", "管材到货推迟。"), ("rectify", "已经回填。")], 18
        ):
            db.session.add(
                FindingPost(
                    jurisdiction_id=row.jurisdiction_id, finding_id=found.id, step=step, text=text,
                    by="市水利局" if step in UNIT_STEPS else "代表003",
                    at=at(row.year, 6, day),
                )
            )  # fmt: skip
    return found


def visit(row: Commitment) -> None:
    with transaction():
        db.session.add(
            Inspection(
                jurisdiction_id=row.jurisdiction_id, commitment_id=row.id, on=date(row.year, 5, 20), place="原平市",
                people=9, text="看了三个村。", recorded_at=at(row.year, 5, 20),
            )
        )  # fmt: skip


def year_of(at_: Place, *, count: int = 5, year: int = 2026, uuid: str = UUID) -> list[Commitment]:
    """A whole year of a place: list, chosen projects in every light, one finding, one visit."""
    unit = unit_named(at_, f"{at_.name}水利局{year}")
    texts = shortlist(at_, unit, *TITLES[:count], year=year)
    rows = [chosen(at_, unit, text, light=LIGHTS[n % len(LIGHTS)], uuid=uuid) for n, text in enumerate(texts)]
    if rows:
        finding(rows[0], unit)
        visit(rows[0])
    return rows


def ballot(
    at_: Place, meeting: Meeting, texts: list[shortlist_models.FrozenText], *, state: BallotState = BallotState.CLOSED,
    uuid: str = UUID, publish_counts: bool = False, rehearsal: bool = False,
) -> Ballot:  # fmt: skip
    """A ballot on these candidates in the state asked for."""
    rules = replace(rule_set(at_, meeting.year), publish_counts=publish_counts).for_ballot(Kind.CHOOSE, 2)
    held = state in {BallotState.READY, BallotState.OPEN}
    closed = state is BallotState.CLOSED
    with transaction():
        row = Ballot(
            uuid=uuid, jurisdiction_id=at_.id, meeting_id=meeting.id, year=meeting.year, kind=Kind.CHOOSE,
            title=f"{meeting.year} 年民生实事项目票决", seats=2, rules=dict(rules.as_document()), state=state,
            rehearsal=rehearsal, issuing_key=b"k" if held else None, digest="d" * 64 if closed else None,
            due=340 if closed else None, present=327 if closed else None, issued=327 if closed else None,
            cast=327 if closed else None,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        db.session.add_all(
            BallotLine(
                ballot_uuid=uuid, ordinal=text.ordinal, jurisdiction_id=at_.id, project_id=text.project_id,
                title=text.title, summary=text.summary, text_sha256=text.text_sha256,
            )
            for text in texts
        )  # fmt: skip
    return row


def announced(
    row: Ballot,
    votes: list[int],
    *,
    seats: int = 2,
    state: TallyState = TallyState.ANNOUNCED,
    pass_line: int = 171,
    tied: tuple[int, ...] = (),
    first: int = 1,
) -> TallyRun:
    """The count of a closed ballot in the state asked for; votes: approvals by ordinal, from `first` on."""
    votes_of = dict(enumerate(votes, first))
    ranked = sorted(votes_of, key=lambda ordinal: -votes_of[ordinal])
    winners = [ordinal for ordinal in ranked if votes_of[ordinal] >= pass_line][:seats]
    printed = {line.ordinal: line for line in lines_of(row.uuid)}
    decision = CountOutcome(
        void="",
        quorum=227,
        pass_line=pass_line,
        lines=tuple(
            DecidedLine(
                ordinal=ordinal,
                project_id=printed[ordinal].project_id,
                votes=(vote, 0, 327 - vote),
                passed=vote >= pass_line,
                chosen=ordinal in winners,
                grade="",
            )
            for ordinal, vote in votes_of.items()
        ),
        tied=tied,
        open_places=0,
        vacant=0,
    )
    claim = Claim(
        uuid=row.uuid,
        rules="r" * 64,
        digest="d" * 64,
        figures=Figures(due=340, present=327, issued=327, cast=327),
        counts=((*votes,),),
        paper=None,
        by_presidium=(),
    )
    text = exact(claim, decision)
    public = state in {TallyState.ANNOUNCED, TallyState.ARCHIVED}
    with transaction():
        run = TallyRun(
            ballot_uuid=row.uuid,
            jurisdiction_id=row.jurisdiction_id,
            meeting_id=row.meeting_id,
            year=row.year,
            taken_over_at=at(row.year, 1, 28),
            title=row.title,
            kind=row.kind,
            parent_uuid=None,
            due=340,
            present=327,
            issued=327,
            cast=327,
            digest="d" * 64,
            rules=row.rules,
            lines=[
                {
                    "ordinal": n,
                    "project_id": line.project_id,
                    "title": line.title,
                    "text_sha256": line.text_sha256,
                }
                for n, line in sorted(printed.items())
            ],
            trustees_raw=ceremony().record.raw,
            threshold=2,
            holders=["监票人1", "监票人2", "监票人3"],
            state=state,
            counts=[list(votes)],
            outcome=text,
            number=3 if public else None,
            announced_at=at(row.year, 1, 28) if public else None,
            rehearsal=row.rehearsal,
        )
        db.session.add(run)
        for index, signature in signatures(statements.outcome_message(row.uuid, text), (1, 2)):
            db.session.add(
                OutcomeSignature(
                    ballot_uuid=row.uuid,
                    index=index,
                    jurisdiction_id=row.jurisdiction_id,
                    signature=dump(signature),
                )
            )
    return run
