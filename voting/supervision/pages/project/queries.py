"""Everything public about a chosen project, for the one public page of a project and for the desk. Never a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voting.core.clock import today
from voting.people.rules import Actor, Place
from voting.supervision.acceptance.queries import AcceptanceRow, acceptance_row
from voting.supervision.change.queries import ChangeRow, NoticeRow, change_rows, notices
from voting.supervision.change.rules import ChangedText, compare
from voting.supervision.commitment.facts import TakenOver, handovers_of, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ENDED
from voting.supervision.evaluation.queries import EvaluationRow, evaluations_of, set_off
from voting.supervision.finding.queries import FindingRow, public_findings
from voting.supervision.follow_up.queries import LetterRow, letter_rows
from voting.supervision.inspection.queries import VisitRow, visit_rows
from voting.supervision.look_back.facts import Voices, voices_of
from voting.supervision.pages.board.queries import BoardRow, board_row
from voting.supervision.photo.queries import published_photos
from voting.supervision.plan.queries import GanttRow, PlanRow, gantt_rows, plan_row
from voting.supervision.rating.facts import was_rated
from voting.supervision.rating.queries import RatingsShown, ratings_shown
from voting.supervision.report.facts import Loaded, load
from voting.supervision.report.queries import LightRow, PartRow, ReportRow, light_rows, part_rows, report_rows


@dataclass(frozen=True)
class Picture:
    """A published picture. name: under which it is kept; month: of the report that it came with, None of none."""

    name: str
    month: int | None


@dataclass(frozen=True)
class PublicProject:
    """Everything public about a commitment; nothing that is not published. No table rows: others show it too."""

    board: BoardRow
    year: int
    ballot_uuid: str
    text_sha256: str
    voted_target: str
    voted_fen: int
    voted_due_on: date
    target: str
    due_on: date
    changed: bool
    diff: Sequence[ChangedText]
    plan: PlanRow | None
    gantt: Sequence[GanttRow]
    lights: Sequence[LightRow]
    reports: Sequence[ReportRow]
    parts: Sequence[PartRow]
    pictures: Sequence[Picture]
    findings: Sequence[FindingRow]
    inspections: Sequence[VisitRow]
    letters: Sequence[LetterRow]
    changes: Sequence[NoticeRow]
    acceptance: AcceptanceRow | None
    evaluations: Sequence[EvaluationRow]
    marks: Sequence[str]
    carried_to: int | None
    today: date
    voices: Voices
    ratings: RatingsShown
    handovers: Sequence[TakenOver]

    @property
    def old_months(self) -> Sequence[int]:
        """Return the months whose lights were kept the old way, when corrections still changed them."""
        return [row.month for row in self.lights if row.old]

    @property
    def is_partly_old(self) -> bool:
        return bool(self.old_months)


def public_project(place: Place, project_id: int, reader: Actor | None) -> PublicProject | None:
    """Return what a reader may know of a project after the vote; None when it was not chosen here."""
    found = load(
        Commitment.jurisdiction_id == place.id, Commitment.project_id == project_id, rated=was_rated()
    )
    return as_public(found[0], place, reader=reader) if found else None


def project_of(place: Place, commitment_id: int) -> int:
    """Return the id that the public page of a chosen project goes by; NotFound for another place's."""
    return one_of(Commitment, place.id, commitment_id).project_id


def as_public(
    work: Loaded, place: Place, changes: Sequence[ChangeRow] | None = None, *, reader: Actor | None
) -> PublicProject:
    """Return a loaded commitment as `reader` may see it. changes: all of them, where they are at hand."""
    row, evaluations = work.row, evaluations_of(work.row, reader)
    accepted = acceptance_row(row) if row.state in ENDED else None
    return PublicProject(
        board=board_row(work),
        year=row.year,
        ballot_uuid=row.ballot_uuid,
        text_sha256=row.text_sha256,
        voted_target=row.voted_target,
        voted_fen=row.voted_fen,
        voted_due_on=row.voted_due_on,
        target=row.target,
        due_on=row.due_on,
        changed=differs_from_vote(row),
        diff=compare(row.voted_target, row.target),
        plan=plan_row(row),
        gantt=gantt_rows(work),
        lights=light_rows(work),
        reports=report_rows(work),
        parts=part_rows(work),
        pictures=pictures_of(work),
        findings=public_findings(row, reader),
        inspections=visit_rows(row),
        letters=letter_rows(row),
        changes=notices(change_rows(row, place) if changes is None else changes),
        acceptance=accepted,
        evaluations=evaluations,
        marks=set_off(evaluations),
        carried_to=row.carried_to,
        today=today(),
        voices=voices_of(row),
        ratings=ratings_shown(work, accepted.on if accepted else None),
        handovers=handovers_of(row) if work.handed_over else [],
    )


def pictures_of(work: Loaded) -> list[Picture]:
    """Return the published pictures, newest first, with the month of the report that each came with."""
    months = {name: month for month, version in work.versions.items() for name in version.photos}
    return [Picture(name, months.get(name)) for name in published_photos(work.row)]


def differs_from_vote(row: Commitment) -> bool:
    """Tell whether target, date or money are not any more what the deputies voted on."""
    return (row.target, row.due_on, row.planned_fen) != (row.voted_target, row.voted_due_on, row.voted_fen)
