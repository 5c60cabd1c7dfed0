"""Which text of a project each body of the chain has seen, and what has changed since. Shared reads; writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voting.core.errors import RuleBroken
from voting.screening.dossier.difference import TextDifference, differences
from voting.screening.dossier.facts import dossier_of, dossiers_at
from voting.screening.dossier.models import Project
from voting.screening.shortlist.chain import DECIDING
from voting.screening.shortlist.models import CandidateList, ListApproval
from voting.screening.shortlist.rules import ApprovalKind


@dataclass(frozen=True)
class Amended:
    """A project whose money, target or place is another than the body of a step has approved. number: the version it saw."""

    project: Project
    kind: ApprovalKind
    number: int
    changed: tuple[TextDifference, ...]


def last_order(records: Sequence[ListApproval]) -> tuple[int, ...]:
    """Return the project ids of the list as it was last approved, in its order; empty where that was not kept."""
    whole = [row for row in records if row.stands and row.project_id is None and row.seen]
    return tuple(project_id for project_id, _number in whole[-1].seen) if whole else ()


def last_seen(records: Sequence[ListApproval]) -> Mapping[tuple[int, ApprovalKind], int]:
    """Return (project id, step) -> the number of the version that the step's body approved last."""
    return {
        (project_id, row.kind): number
        for row in records
        if row.stands and row.kind in DECIDING
        for project_id, number in row.seen
    }


def amended(
    draft: CandidateList | None, records: Sequence[ListApproval], projects: Iterable[Project]
) -> list[Amended]:
    """Return what the bodies of the chain are to be asked again, by project and in the chain's order; one query at most."""
    if draft is None:
        return []
    seen = last_seen(records)
    texts = dossiers_at(draft.jurisdiction_id, {(project, number) for (project, _), number in seen.items()})
    found = []
    for project in projects:
        for kind in DECIDING:
            number = seen.get((project.id, kind))
            text = texts.get((project.id, number)) if number else None
            changed = differences(text, dossier_of(project)) if text else ()
            weighty = tuple(one for one in changed if one.is_substance)
            if number and weighty:
                found.append(Amended(project, kind, number, weighty))
    return found


def check_seen(waiting: Sequence[Amended]) -> None:
    """Raise RuleBroken when a body has not seen what a project of the list says now."""
    if waiting:
        raise RuleBroken(
            "项目“%(title)s”的资金、目标或者地点在批准以后改过，须由原机构批准这项变更，或者把名单退回。",
            title=waiting[0].project.title,
        )
