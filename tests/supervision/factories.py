"""What tests of supervision need: candidates with frozen texts, an announced outcome, commitments under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from voting.congress.ballot_rules.choices import Kind
from voting.congress.place.models import Unit
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place
from voting.screening.dossier import models as dossier_models
from voting.screening.dossier.document import canonical, digest, document_of
from voting.screening.dossier.rules import Dossier, DossierMilestone, DossierPart
from voting.screening.dossier.states import ProjectState
from voting.screening.shortlist import models as shortlist_models
from voting.supervision.commitment import actions as commitment_actions
from voting.supervision.commitment.models import Commitment, Milestone
from voting.supervision.plan import actions as plan_actions
from voting.supervision.report import actions as report_actions
from voting.tally.handover import Grade, Outcome, OutcomeLine

WAN = 1_000_000
UUID = "aBcDeFgHiJkLmN"


def dossier(title: str, unit: Unit, year: int = 2026) -> Dossier:
    return Dossier(
        title=title,
        summary=f"{title}，惠及 11.6 万人。",
        annual_target="更新农村老化供水管网 310 公里，改造水源井 46 眼。",
        planned_fen=4800 * WAN,
        total_fen=4800 * WAN,
        own_fen=4800 * WAN,
        lead_unit_id=unit.id,
        finishes_on=date(year, 11, 30),
        milestones=(
            DossierMilestone(title="勘测与设计", due_on=date(year, 3, 31)),
            DossierMilestone(title="施工招标", due_on=date(year, 4, 30)),
            DossierMilestone(title="管网更换", due_on=date(year, 9, 30)),
            DossierMilestone(title="水质检测与通水", due_on=date(year, 11, 30)),
        ),
        parts=(
            DossierPart(title="更新管网", quantity=310, measure="公里"),
            DossierPart(title="改造水源井", quantity=46, measure="眼"),
        ),
    )


def frozen(at: Place, unit: Unit, *titles: str, year: int = 2026) -> list[shortlist_models.FrozenText]:
    """Formal candidates of a decided list, as screening leaves them."""
    with transaction():
        list_ = shortlist_models.CandidateList(jurisdiction_id=at.id, year=year, seats=len(titles))
        db.session.add(list_)
        db.session.flush()
        return frozen_in(list_, unit, [dossier(title, unit, year) for title in titles])


def frozen_in(
    list_: shortlist_models.CandidateList, unit: Unit, dossiers: Sequence[Dossier]
) -> list[shortlist_models.FrozenText]:
    """The texts of a list's candidates as the freeze leaves them; inside a transaction."""
    texts = []
    for ordinal, written in enumerate(dossiers, 1):
        at, year = list_.jurisdiction_id, list_.year
        project = dossier_models.Project(
            jurisdiction_id=at, year=year, title=written.title[:60], state=ProjectState.FROZEN
        )
        db.session.add(project)
        db.session.flush()
        units = {unit.id: unit.name}
        document = document_of(written, project_id=project.id, year=year, units=units, sources=64)
        text = canonical(document)
        texts.append(
            shortlist_models.FrozenText(
                project_id=project.id,
                jurisdiction_id=at,
                year=year,
                shortlist_id=list_.id,
                ordinal=ordinal,
                title=written.title,
                summary=document["summary"],
                text=text,
                text_sha256=digest(text),
            )
        )
    db.session.add_all(texts)
    return texts


def evaluated(row: Commitment, grade: Grade | None = Grade.SATISFIED) -> OutcomeLine:
    """The line of a project in the outcome of an evaluation."""
    return OutcomeLine(
        project_id=row.project_id,
        ordinal=1,
        title=row.title,
        text_sha256=row.text_sha256,
        approve=175,
        oppose=4,
        abstain=9,
        basically=43,
        passed=True,
        chosen=False,
        grade=grade,
    )


def outcome(
    texts: list[shortlist_models.FrozenText], *, chosen: int | None = None, kind: Kind = Kind.CHOOSE
) -> Outcome:
    """An announced outcome in which the first `chosen` candidates (all by default) were chosen."""
    last = len(texts) if chosen is None else chosen
    lines = tuple(
        OutcomeLine(
            project_id=text.project_id,
            ordinal=text.ordinal,
            title=text.title,
            text_sha256=text.text_sha256,
            approve=300 - text.ordinal,
            oppose=0,
            abstain=0,
            basically=0,
            passed=text.ordinal <= last,
            chosen=text.ordinal <= last,
            grade=None,
        )
        for text in texts
    )
    return Outcome(
        jurisdiction_id=texts[0].jurisdiction_id,
        year=texts[0].year,
        ballot_uuid=UUID,
        kind=kind,
        lines=lines,
        announced_at=datetime(texts[0].year, 1, 28, 4, tzinfo=UTC),
    )


def commitment(
    staff: Actor, at: Place, unit: Unit, title: str = "农村饮水安全巩固提升", year: int = 2026
) -> Commitment:
    """A commitment just taken in, assigned to the unit."""
    texts = frozen(at, unit, title, year=year)
    with transaction():
        (row,) = commitment_actions.take_in(staff, outcome(texts))
    return row


def taken_over(row: Commitment, day: date) -> Commitment:
    """The same commitment as if it had been taken over on a day: it has a light of every month since."""
    with transaction():
        db.session.get_one(Commitment, row.id).taken_at = datetime(
            day.year, day.month, day.day, 4, tzinfo=UTC
        )
    return row


def steps(row: Commitment) -> tuple[plan_actions.NewStep, ...]:
    """The milestones of a commitment as a plan would send them back."""
    found = db.session.scalars(
        select(Milestone)
        .where(Milestone.commitment_id == row.id, Milestone.until_plan.is_(None))
        .order_by(Milestone.ordinal)
    )
    return tuple(
        plan_actions.NewStep(
            id=step.id, title=step.title, starts_on=step.starts_on, due_on=step.due_on, weight=step.weight
        )
        for step in found
    )


def planned(clerk: Actor, row: Commitment) -> Commitment:
    """The same commitment with its plan published."""
    with transaction():
        new = plan_actions.NewPlan(
            commitment_id=row.id,
            target=row.target,
            due_on=row.due_on,
            funding="市级财政 4800 万元",
            safeguards="成立专班，每周调度。",
            steps=steps(row),
        )
        plan_actions.publish_plan(clerk, new)
    return row


def report(
    clerk: Actor,
    row: Commitment,
    month: int,
    progress: int,
    *,
    done: int = 0,
    spent: int = 0,
    text: str = "按计划进行。",
    correction: str = "",
) -> None:
    """A month's report, filled in and submitted; done: how many milestones, in their order."""
    ids = tuple(step.id for step in steps(row) if step.id)[:done]
    with transaction():
        report_actions.fill_in(
            clerk,
            report_actions.NewReport(
                commitment_id=row.id,
                month=month,
                progress=progress,
                spent_fen=spent,
                text=text,
                milestones=ids,
                correction=correction,
            ),
        )
    with transaction():
        report_actions.submit(clerk, row.id, month)


def picture(width: int = 64, height: int = 48, *, form: str = "JPEG", gps: bool = False) -> bytes:
    """A picture; gps: with a place and a camera's name in its EXIF part."""
    file = BytesIO()
    image = Image.new("RGB", (width, height), "steelblue")
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "SecretCamera"
        exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 24.0, 57.0), 3: "E", 4: (112.0, 44.0, 3.0)})
    image.save(file, form, exif=exif)
    return file.getvalue()
