"""What those who supervise a project see of it: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.people.rules import Actor, Place
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.queries import FindingRow, finding_rows
from voting.supervision.group.facts import entrusted
from voting.supervision.group.queries import MemberRow, member_rows
from voting.supervision.inspection.queries import VisitRow, visit_rows
from voting.supervision.pages.board.queries import BoardRow, board_row
from voting.supervision.remark.queries import RemarkRow, remark_rows
from voting.supervision.report.facts import load


@dataclass(frozen=True)
class OwnProjectPage:
    """A project with its group, what residents say, the visits and the findings."""

    place: Place
    commitment: Commitment
    board: BoardRow
    members: Sequence[MemberRow]
    remarks: Sequence[RemarkRow]
    visits: Sequence[VisitRow]
    findings: Sequence[FindingRow]


def own_project_page(place: Place, actor: Actor, commitment_id: int) -> OwnProjectPage:
    """Return a project for who is in its group, the supervision group and the office; NotFound for anybody else."""
    commitment = entrusted(actor, commitment_id)
    (work,) = load(Commitment.jurisdiction_id == place.id, Commitment.id == commitment.id)
    return OwnProjectPage(
        place=place,
        commitment=commitment,
        board=board_row(work),
        members=member_rows(commitment),
        remarks=remark_rows(commitment),
        visits=visit_rows(commitment),
        findings=finding_rows(commitment),
    )
