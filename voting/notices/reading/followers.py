"""Of what a line speaks to followers: whom, by what they follow, and its public values. Asks each room's own reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voting.audit.models import Entry
from voting.ballot.order.queries import ballot_of
from voting.congress.ballot_rules.choices import Kind
from voting.core.clock import now
from voting.core.db import db
from voting.notices.event.rules import PUBLIC
from voting.notices.event.table_followers import Heard, tales_of
from voting.notices.follow.facts import is_followed
from voting.notices.follow.models import FollowNews
from voting.notices.follow.rules import Topic
from voting.notices.reading.address import path_of
from voting.notices.wish.models import QUIET
from voting.notices.wish.rules import QuietHours
from voting.people.rules import Place
from voting.screening.handover import suggestions_behind
from voting.screening.shortlist.facts import public_candidates
from voting.supervision.commitment.queries import named_commitments
from voting.supervision.report.reached import milestones_reached
from voting.tally.handover import PublicLine, PublicOutcome, listed_outcomes

Facts = Mapping[str, Any]
Topics = Mapping[Topic, Collection[int]]


@dataclass(frozen=True)
class Heed:
    """One thing that a line speaks of. topics: who hears it, by what he follows; told: values of the words; arguments: of its address."""

    topics: Topics
    told: Mapping[str, Any] = field(default_factory=dict)
    arguments: Mapping[str, Any] = field(default_factory=dict)


def write_news(place: Place, line: Entry) -> None:
    """Write what followers are to hear of a line; nothing where the place has none."""
    tales = tales_of(line.event, line.facts)
    if not tales or not is_followed(place.id):
        return
    plain = {key: line.facts[key] for key in PUBLIC & line.facts.keys()}
    heard = [
        (tale, heed)
        for tale in tales
        for heed in HEEDED[tale.of](place, line.facts)
        if any(heed.topics.values())  # else nobody is meant: a project without suggestions
    ]
    leaves_at = QuietHours(*QUIET).after(now())
    for part, (tale, heed) in enumerate(heard):
        path = path_of(tale.page, {"code": place.code, **heed.arguments}) if tale.page else ""
        db.session.add(
            FollowNews(
                jurisdiction_id=place.id,
                entry_id=line.id,
                part=part,
                topics={topic.value: sorted(ids) for topic, ids in heed.topics.items() if ids},
                words=tale.words,
                told={**plain, **heed.told},
                path=path,
                at=line.at,
                leaves_at=leaves_at,
            )
        )


def _of_projects(titles: Mapping[int, str]) -> Iterable[Heed]:
    """Yield for each project who follows it or a suggestion behind it. titles: as frozen, so public."""
    behind = suggestions_behind(titles)
    for project_id, title in titles.items():
        topics = {Topic.PROJECT: [project_id], Topic.SUGGESTION: behind[project_id]}
        yield Heed(topics, {"project": title}, {"project_id": project_id})


def _behind(_place: Place, facts: Facts) -> Iterable[Heed]:
    yield Heed({Topic.SUGGESTION: suggestions_behind([facts["project"]])[facts["project"]]})


def _candidates(place: Place, facts: Facts) -> Iterable[Heed]:
    found = public_candidates(place.id, facts["year"])
    return _of_projects({one.project_id: one.title for one in found})


def _lines(place: Place, facts: Facts) -> Iterable[PublicLine]:
    """Yield what an announced ballot that chooses says of its projects; nothing of a rehearsal, an evaluation, an altered result."""
    row = ballot_of(place.id, facts["ballot"])
    for one in listed_outcomes(place.id, row.year) if row is not None else ():
        if isinstance(one, PublicOutcome) and one.uuid == facts["ballot"] and one.kind is not Kind.EVALUATE:
            yield from one.lines


def _chosen(place: Place, facts: Facts) -> Iterable[Heed]:
    return _of_projects({one.project_id: one.title for one in _lines(place, facts) if one.chosen})


def _not_chosen(place: Place, facts: Facts) -> Iterable[Heed]:
    lines = _lines(place, facts)
    return _of_projects({one.project_id: one.title for one in lines if not one.chosen and not one.tied})


def _ballot(place: Place, facts: Facts) -> Iterable[Heed]:
    row = ballot_of(place.id, facts["ballot"])
    if row is not None:
        yield Heed({Topic.YEAR: [row.year]}, {"ballot": row.title}, {"uuid": row.uuid})


def _commitment(place: Place, facts: Facts) -> Iterable[Heed]:
    found = named_commitments(place.id, [facts["commitment"]])
    return _of_projects({one.project_id: one.title for one in found})


def _milestones(place: Place, facts: Facts) -> Iterable[Heed]:
    """Yield the project of a report that says of more milestones than any before it that they are reached."""
    if milestones_reached(place.id, facts["commitment"], facts["month"], facts["number"]):
        yield from _commitment(place, facts)


HEEDED: Mapping[Heard, Callable[[Place, Facts], Iterable[Heed]]] = {
    Heard.SUGGESTION: lambda _place, facts: [Heed({Topic.SUGGESTION: [facts["suggestion"]]})],
    Heard.SUGGESTIONS: lambda _place, facts: [Heed({Topic.SUGGESTION: facts["suggestions"]})],
    Heard.BEHIND: _behind,
    Heard.CANDIDATES: _candidates,
    Heard.CHOSEN: _chosen,
    Heard.NOT_CHOSEN: _not_chosen,
    Heard.BALLOT: _ballot,
    Heard.COMMITMENT: _commitment,
    Heard.MILESTONES: _milestones,
    Heard.YEAR: lambda _place, facts: [Heed({Topic.YEAR: [facts["year"]]}, {}, {"year": facts["year"]})],
}
