"""Take dossiers through the whole screening, from the merge desk to the frozen candidate list. Through the real deeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from voting.core.clock import today
from voting.core.money import FEN_A_WAN
from voting.demonstration.people import Staffed
from voting.demonstration.projects_text import ProjectText
from voting.demonstration.suggestions import SuggestionText
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA
from voting.screening.appraisal.rules import REVIEWS, Conclusions, ReviewKind
from voting.screening.call import actions as call_actions
from voting.screening.dossier import actions as dossier_actions
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier
from voting.screening.merging import actions as merging_actions
from voting.screening.pages.call.queries import USUAL_CRITERIA, USUAL_SCOPE, usual_issuer
from voting.screening.scoring import actions as scoring_actions
from voting.screening.scoring.rules import Line
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.approval import NewApproval
from voting.screening.shortlist.rules import ApprovalKind, ListCount
from voting.screening.suggestion import actions as suggestion_actions
from voting.screening.suggestion.models import Suggestion
from voting.screening.words import INVITED, Channel, Source

CHAIN = (ApprovalKind.EXECUTIVE, ApprovalKind.REVIEW, ApprovalKind.DECISION)
NOTICE = (
    "为办好群众最关心的身边事，现面向全社会征集民生实事项目。项目应当普惠均衡、一般当年完成、资金有保障。"
    "请写明做什么、在哪里做、为什么需要。每条建议都会答复，可凭编号查询办理情况。"
)


def open_call(staffed: Staffed, year: int, closes_on: date) -> None:
    """Open the year's call for suggestions, as of today."""
    new = call_actions.NewCall(
        jurisdiction_id=staffed.place.id,
        year=year,
        notice=NOTICE,
        opens_on=today(),
        closes_on=closes_on,
        contact=f"{usual_issuer(staffed.place, staffed.staff)}；各代表联络站",
        channels=tuple(one for one in Channel if one in INVITED),
        scope=USUAL_SCOPE,
        criteria=USUAL_CRITERIA,
        issuer=usual_issuer(staffed.place, staffed.staff),
    )
    call_actions.revise_call(staffed.staff, new)
    call_actions.open_call(staffed.staff, jurisdiction_id=staffed.place.id, year=year)


def close_call(staffed: Staffed, year: int) -> None:
    """Close the year's call."""
    call_actions.close_call(staffed.staff, jurisdiction_id=staffed.place.id, year=year)


def suggest(staffed: Staffed, year: int, text: SuggestionText) -> Suggestion:
    """Hand a suggestion in as it came: residents by themselves, everything else entered by the staff."""
    new = suggestion_actions.NewSuggestion(
        jurisdiction_id=staffed.place.id,
        nonce=uuid4().hex,
        title=text.title,
        content=text.content,
        place=text.place,
        cost_fen=text.wan * FEN_A_WAN or None,
        source=text.source,
        channel=text.channel,
        origin_name=text.origin_name,
    )
    if text.channel is Channel.ONLINE and text.source is Source.RESIDENT:
        return suggestion_actions.submit(None, new)
    return suggestion_actions.enter(staffed.staff, new, year=year)


def behind(text: ProjectText) -> tuple[SuggestionText, SuggestionText]:
    """Return the suggestions that a project text without written ones goes back to."""
    return (
        SuggestionText(title=f"请尽快办：{text.title}", content=text.background, place=text.place),
        SuggestionText(
            title=f"建议列入民生实事：{text.title}",
            content=f"{text.background}联络站接待时群众多次提到，建议{text.content}",
            place=text.place,
            source=Source.STATION,
            channel=Channel.STATION,
        ),
    )


def form(staffed: Staffed, year: int, dossier: Dossier, suggestion_ids: Sequence[int] = ()) -> Project:
    """Form a project out of suggestions and write its dossier."""
    staff, home = staffed.staff, staffed.place.id
    new = merging_actions.NewProject(
        jurisdiction_id=home, year=year, title=dossier.title, suggestion_ids=tuple(suggestion_ids)
    )
    project = merging_actions.form(staff, new)
    dossier_actions.revise(staff, jurisdiction_id=home, project_id=project.id, dossier=dossier)
    return project


def find(staffed: Staffed, project: Project) -> None:
    """Record what the office, the reviewers of legality and of affordability found of a project."""
    home = staffed.place.id
    findings = Conclusions(
        answers={item.key: "yes" if item.must else "no" for item in CHECKLIST},
        feasibility="用地、手续和技术条件具备，可以当年实施。",
    )
    appraisal_actions.record_findings(
        staffed.staff, jurisdiction_id=home, project_id=project.id, conclusions=findings
    )
    for login, kind, opinion in (
        ("legality", ReviewKind.LEGALITY, "属于本级事权，程序合法。"),
        ("finance", ReviewKind.AFFORDABILITY, "资金列入本级预算，上级补助已有计划。"),
    ):
        new = appraisal_actions.NewReview(
            kind=kind,
            passed=True,
            opinion=opinion,
            document=f"{REVIEWS[kind]}意见〔{project.year - 1}〕{project.id}号",
            reviewed_on=today(),
        )
        appraisal_actions.record_review(
            staffed.actors[login], jurisdiction_id=home, project_id=project.id, new=new
        )


def approve_list(staffed: Staffed, year: int, kind: ApprovalKind, projects: Sequence[Project]) -> None:
    """Take the list through one of its three approvals; the last one freezes the texts."""
    count = ListCount(decided_on=today(), due=31, present=29, approve=28, abstain=1)
    new = NewApproval(
        decided_on=today(),
        project_ids=tuple(project.id for project in projects),
        count=None if kind is ApprovalKind.EXECUTIVE else count,
        left_out="列入项目储备库，下一年再论证。",
        despite="其余建议已转有关单位研究，会后逐件答复。",
    )
    shortlist_actions.approve(staffed.staff, place=staffed.place, year=year, kind=kind, new=new)


def appraise_all(staffed: Staffed, projects: Sequence[Project]) -> None:
    """Review the projects, score them in one round, each a little differently, and pass them."""
    home = staffed.place.id
    for project in projects:
        find(staffed, project)
    where: dict[str, Any] = {"jurisdiction_id": home}
    row = scoring_actions.open_round(
        staffed.staff, **where, year=projects[0].year, closes_on=today() + timedelta(7)
    )
    for login, higher in (("appraiser", 0), ("staff", 6)):
        lines = [
            Line(project_id=project.id, points={one.key: 17 - number % 3 + higher for one in CRITERIA})
            for number, project in enumerate(projects)
        ]
        scoring_actions.save_sheet(staffed.actors[login], **where, round_id=row.id, lines=lines, hand_in=True)
    scoring_actions.close_round(staffed.staff, **where, round_id=row.id)
    for project in projects:
        appraisal_actions.appraise(staffed.staff, **where, project_id=project.id)


def screen(staffed: Staffed, year: int, dossiers: Sequence[Dossier]) -> None:
    """Form, appraise and shortlist every dossier at once."""
    projects = [form(staffed, year, dossier) for dossier in dossiers]
    appraise_all(staffed, projects)
    for kind in CHAIN:
        approve_list(staffed, year, kind, projects)
