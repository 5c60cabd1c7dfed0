"""Plain functions that make what tests of screening need, with sensible defaults; each commits."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from uuid import uuid4

from tests.factories import account, unit
from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.core.db import transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.answer import actions as answer_actions
from voting.screening.appraisal import actions as appraisal_actions
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA
from voting.screening.appraisal.rules import Conclusions
from voting.screening.call import actions as call_actions
from voting.screening.call.models import Call
from voting.screening.dossier import actions as dossier_actions
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier, DossierMilestone, DossierPart
from voting.screening.merging import actions as merging_actions
from voting.screening.merging.facts import Batch
from voting.screening.scoring import actions as scoring_actions
from voting.screening.scoring.models import ScoringRound
from voting.screening.scoring.rules import Line
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.approval import NewApproval
from voting.screening.shortlist.rules import MOVING, ApprovalKind, ListCount
from voting.screening.suggestion import actions as suggestion_actions
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import AnswerClass
from voting.screening.words import Channel

YEAR = 2027
_numbers = count(1)


def staff(at: Place) -> Actor:
    return account(at, Role.STAFF)


def call(at: Place, *, year: int = YEAR, opened: bool = True, actor: Actor | None = None) -> Call:
    """A call that is open from yesterday for a month."""
    actor = actor or staff(at)
    new = call_actions.NewCall(
        jurisdiction_id=at.id,
        year=year,
        notice="现面向社会公开征集民生实事项目建议。",
        opens_on=today() - timedelta(days=1),
        closes_on=today() + timedelta(days=30),
        contact="市人大常委会办公室",
        channels=(Channel.ONLINE, Channel.LETTER),
    )
    with transaction():
        row = call_actions.revise_call(actor, new)
        if opened:
            call_actions.open_call(actor, jurisdiction_id=at.id, year=year)
    return row


def new_suggestion(at: Place, **changes: object) -> suggestion_actions.NewSuggestion:
    values: dict[str, object] = {
        "jurisdiction_id": at.id,
        "nonce": uuid4().hex,
        "title": "给东关小学门口装红绿灯",
        "content": "放学时车多人多，孩子过马路很危险，希望装红绿灯和斑马线。",
        "place": "东关街",
        "contact_phone": "0350-1234567",
    }
    return suggestion_actions.NewSuggestion(**{**values, **changes})  # type: ignore[arg-type]


def suggestion(at: Place, **changes: object) -> Suggestion:
    """A suggestion handed in to the open call."""
    with transaction():
        return suggestion_actions.submit(None, new_suggestion(at, **changes))


def answer(actor: Actor, at: Place, *ids: int, text: str = "留作参考。", **changes: object) -> Batch:
    """Answer suggestions inside the caller's transaction."""
    values: dict[str, object] = {
        "jurisdiction_id": at.id,
        "suggestion_ids": ids,
        "answer_class": AnswerClass.REFERENCE,
        "text": text,
    }
    return answer_actions.answer(actor, answer_actions.NewAnswer(**{**values, **changes}))  # type: ignore[arg-type]


def dossier(lead: Unit, *, year: int = YEAR, title: str = "老旧小区改造", **changes: object) -> Dossier:
    """A dossier that lacks nothing."""
    values: dict[str, object] = {
        "title": title,
        "summary": "改造 12 个老旧小区，惠及 3200 户",
        "field": "housing",
        "content": "改造给排水、供暖管网，加装充电设施，整修道路和绿化。",
        "place": "忻府区",
        "annual_target": "完成 12 个小区",
        "benefit": "城区居民",
        "beneficiaries": 9600,
        "total_fen": 48_000_000_00,
        "planned_fen": 48_000_000_00,
        "own_fen": 30_000_000_00,
        "upper_fen": 18_000_000_00,
        "lead_unit_id": lead.id,
        "finishes_on": date(year, 11, 30),
        "milestones": (
            DossierMilestone(title="完成设计和招标", due_on=date(year, 3, 31)),
            DossierMilestone(title="全部开工", due_on=date(year, 6, 30)),
            DossierMilestone(title="竣工验收", due_on=date(year, 11, 30)),
        ),
        "parts": (DossierPart(title="管网改造", quantity=12, measure="处"),),
    }
    return Dossier(**{**values, **changes})  # type: ignore[arg-type]


def good_conclusions() -> Conclusions:
    """Findings with which an appraisal passes."""
    return Conclusions(
        answers={item.key: "yes" if item.must else "no" for item in CHECKLIST},
        feasibility="用地和设计条件具备。",
        legality="符合规定。",
        lawful=True,
        affordability="已列入预算。",
        affordable=True,
    )


def project(
    actor: Actor,
    at: Place,
    lead: Unit,
    *,
    year: int = YEAR,
    title: str | None = None,
    appraised: bool = False,
) -> Project:
    """A project with a full dossier."""
    title = title or f"民生项目{next(_numbers):02d}"
    with transaction():
        row = merging_actions.form(
            actor, merging_actions.NewProject(jurisdiction_id=at.id, year=year, title=title)
        )
        dossier_actions.revise(
            actor, jurisdiction_id=at.id, project_id=row.id, dossier=dossier(lead, year=year, title=title)
        )
        if appraised:
            appraisal_actions.record_findings(
                actor, jurisdiction_id=at.id, project_id=row.id, conclusions=good_conclusions()
            )
            appraisal_actions.appraise(actor, jurisdiction_id=at.id, project_id=row.id)
    return row


def votes(approve: int = 40, *, due: int = 45, present: int = 42) -> ListCount:
    return ListCount(decided_on=today(), due=due, present=present, approve=approve)


def approval(ids: list[int], **changes: object) -> NewApproval:
    values: dict[str, object] = {
        "decided_on": today(),
        "project_ids": tuple(ids),
        "count": votes(),
        "despite": "其余建议会后逐件答复",
    }
    return NewApproval(**{**values, **changes})  # type: ignore[arg-type]


def decided(
    actor: Actor,
    at: Place,
    *,
    candidates: int = 12,
    year: int = YEAR,
    kinds: tuple[ApprovalKind, ...] = MOVING,
) -> list[int]:
    """A decided list; the ids of its projects in the order of the paper. kinds: the approvals that it has got."""
    lead = unit(at, f"单位{next(_numbers)}")
    ids = [project(actor, at, lead, year=year, appraised=True).id for _ in range(candidates)]
    with transaction():
        for kind in kinds:
            shortlist_actions.approve(actor, place=at, year=year, kind=kind, new=approval(ids))
    return ids


def reviewed(at: Place, *, candidates: int = 12, year: int = YEAR) -> list[int]:
    """A list that is reviewed and not decided, which deputies may read; ids of its projects in its order."""
    before_the_last = (ApprovalKind.EXECUTIVE, ApprovalKind.REVIEW)
    return decided(staff(at), at, candidates=candidates, year=year, kinds=before_the_last)


def appraised(clerk: Actor, at: Place, count: int) -> list[int]:
    """So many appraised projects of a township's office, by their ids."""
    lead = unit(at, "镇办公室")
    return [project(clerk, at, lead, appraised=True).id for _ in range(count)]


def scoring(clerk: Actor, at: Place, *, year: int = YEAR) -> ScoringRound:
    """A round of scoring that goes on for a week."""
    with transaction():
        return scoring_actions.open_round(
            clerk, jurisdiction_id=at.id, year=year, closes_on=today() + timedelta(days=7)
        )


def line(project_id: int, value: int | None = 20, *, avoids: bool = False, reason: str = "") -> Line:
    """A line of a sheet with the same points for each criterion."""
    points = {one.key: value for one in CRITERIA}
    return Line(project_id=project_id, points=points, avoids=avoids, reason=reason)


def sheet(by: Actor, in_round: ScoringRound, *lines: Line, hand_in: bool = True) -> None:
    """A sheet, handed in."""
    with transaction():
        scoring_actions.save_sheet(
            by,
            jurisdiction_id=in_round.jurisdiction_id,
            round_id=in_round.id,
            lines=lines,
            hand_in=hand_in,
        )


def close(clerk: Actor, in_round: ScoringRound) -> None:
    """Close a round, so that its points are read."""
    with transaction():
        scoring_actions.close_round(clerk, jurisdiction_id=in_round.jurisdiction_id, round_id=in_round.id)
