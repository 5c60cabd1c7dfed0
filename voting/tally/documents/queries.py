"""Gather the facts of the official documents from the rooms below; reads only, decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from voting.ballot import handover as ballot_handover
from voting.ballot.handover_list import Ordered, ordered_ballots
from voting.congress.documents import contents as before
from voting.congress.documents import papers
from voting.congress.documents.contents import CandidateEntry, Heading, dossier_rows
from voting.congress.documents.facts import marks_of, order_of_names
from voting.congress.documents.gongwen import NO_MARKS
from voting.congress.documents.rules import SEVERAL, Paper
from voting.congress.leave_of_absence.queries import leaves_of
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.place.queries import place_by_id
from voting.congress.rule_set.facts import rule_set
from voting.core.clock import day_of, in_china
from voting.core.errors import NotFound, WrongMoment
from voting.core.typeset import Document
from voting.people.rules import Actor, Level, Place
from voting.screening.handover import lists_in_words, project_text, proposed, shortlist
from voting.tally.documents import contents
from voting.tally.documents.contents import Counted
from voting.tally.documents.facts import appointed, badges_of, documents_of, hands_of, seated
from voting.tally.next_ballot.facts import announced_with
from voting.tally.outcome.facts import gather
from voting.tally.outcome.signed import expect_as_signed
from voting.tally.run.disclosure import sees_votes
from voting.tally.run.models import TallyRun, find_run
from voting.tally.run.rules import TallyState
from voting.tally.signing.models import shares_of


def heading(
    meeting: Meeting, *, on: date, year: int, rehearsal: bool, paper: Paper | None = None, nth: int = 1
) -> Heading:
    """Return what stands on every document of a meeting. on: the day that it bears; paper: which, where it is numbered.

    nth: which of several of its kind.
    """
    place = place_by_id(meeting.jurisdiction_id)
    return Heading(
        place=place.name,
        meeting=meeting.title,
        year=year,
        on=on,
        rehearsal=meeting.rehearsal or rehearsal,
        township=place.level is Level.TOWNSHIP,
        marks=marks_of(place.id, paper, meeting.id, nth) if paper else NO_MARKS,
    )


def paper_of(name: str) -> Paper | None:
    """Return which numbered paper a document is, None for a form or a sheet."""
    return Paper(name) if name in {one.value for one in Paper} else None


def day_on(run: TallyRun, *, announced: bool) -> date:
    """Return the day in China of the announcement, else of the vote: what was reported keeps its day for good."""
    at = run.announced_at if announced and run.announced_at is not None else run.taken_over_at
    return day_of(at)


def counted(run: TallyRun, *, announced: bool = False, paper: Paper | None = None) -> Counted:
    """Return a complete count, ready to be printed.

    announced: for what is published with the announcement and bears its day; paper: which, where it is numbered.
    Errors: WrongMoment before it is complete, and where it is no longer what was signed.
    """
    found = gather(run)
    decision = found.decision()
    if found.count is None or decision is None:
        raise WrongMoment("计票还没有完成。")
    if run.is_signed:
        expect_as_signed(found)
    names = dict(enumerate(run.holders, 1))
    meeting = meeting_of(run.jurisdiction_id, run.meeting_id)
    day = day_on(run, announced=announced)
    nth = run.number or 1 if paper in SEVERAL else 1
    return Counted(
        heading=heading(meeting, on=day, year=run.year, rehearsal=run.rehearsal, paper=paper, nth=nth),
        ballot_title=run.title,
        uuid=run.ballot_uuid,
        rules=found.rules,
        count=found.count,
        decision=decision,
        titles=found.titles,
        ballots_digest=run.digest,
        holders=tuple(names[one.index] for one in shares_of(run.ballot_uuid)[: run.threshold]),
        together=together(run),
        cards_lost=found.beside.cards_lost,
    )


def together(run: TallyRun) -> tuple[str, ...]:
    """Return the titles that all rounds which a proclamation names have chosen, in the first round's order.

    Empty for a single round. A void round has chosen nothing, and one of another session has its own proclamation.
    """
    rounds = announced_with(run)
    chosen: set[int] = set()
    for one in rounds if len(rounds) > 1 else ():
        decision = None if one.state is TallyState.VOID else gather(one).decision()
        projects = {int(line["ordinal"]): int(line["project_id"]) for line in one.lines}
        chosen |= {projects[ordinal] for ordinal in (decision.chosen if decision else ())}
    return tuple(str(line["title"]) for line in rounds[0].lines if int(line["project_id"]) in chosen)


def after(place: Place, uuid: str, name: str, reader: Actor | None) -> Document:
    """Return a document of a count for a reader; None: for anybody.

    Errors: NotFound for an unknown one or one that is not due yet.
    """
    run = find_run(uuid, place.id)
    if name not in documents_of(run, told=sees_votes(run, reader)):
        raise NotFound("没有这份文件，或者还没有到时候。")
    published = name in {"proclamation", "resolution"}
    covered = first_announced_with(run) if published else run
    made = counted(covered, announced=published, paper=paper_of(name))
    if name == "issue_report":
        return contents.issue_report(made, list(dict.fromkeys(one.name for one in gather(run).consents)))
    if name == "presidium_confirmation":
        report = contents.count_report(counted(run))
        return contents.presidium_confirmation(made, report.digest)
    if name == "proclamation":
        return contents.proclamation(made, run.number or 0)
    made_by = {"resolution": contents.resolution, "result": contents.result}
    return made_by.get(name, contents.count_report)(made)


def first_announced_with(run: TallyRun) -> TallyRun:
    """Return the first round that a proclamation covers: the same paper, whichever of its rounds is asked."""
    return next(one for one in announced_with(run) if one.number == run.number)


def of_ballot(place: Place, uuid: str, name: str, copies: int, colour: str) -> Document:
    """Return a document that comes before a ballot: its rules, its candidates, its papers."""
    found = ordered_ballots(place.id, uuid)
    if not found:
        raise NotFound("没有这次票决。")
    order = found[0]
    meeting = meeting_of(place.id, order.meeting_id)
    top = heading(
        meeting, on=meeting.opens_on, year=order.year, rehearsal=order.rehearsal, paper=paper_of(name)
    )
    if name == "ballot_rules":
        return before.ballot_rules(top, order.rules, _entries(order), order.fingerprint)
    if name == "candidates":
        return before.candidate_explanation(top, _entries(order, dossier=True), order.rules.seats)
    if name == "paper_ballot":
        return papers.paper_ballot(top, order.rules, _entries(order), copies=copies, colour=colour)
    raise NotFound("没有这份文件。")


def _entries(order: Ordered, *, dossier: bool = False) -> list[CandidateEntry]:
    return [
        CandidateEntry(
            ordinal=line.ordinal,
            title=line.title,
            summary=line.summary,
            rows=_rows(line.project_id) if dossier else (),
        )
        for line in ballot_handover.questions(order.uuid)
    ]


def _rows(project_id: int) -> tuple[tuple[str, str], ...]:
    """Return the lines of a frozen dossier; none for a project that came without one."""
    try:
        text = project_text(project_id)
        return dossier_rows(text, lists_in_words(text))
    except NotFound:
        return ()


def of_meeting(place: Place, meeting_id: int, name: str, *, by_strokes: bool = False) -> Document:
    """Return a document of a meeting: draft of the ballot rules, agenda, list of scrutineers, sheet to sign in, leaves, badges.

    by_strokes: the sheet to sign in by the strokes of surnames within each delegation.
    """
    meeting = meeting_of(place.id, meeting_id)
    paper = Paper.BALLOT_RULES if name == "ballot_rules_draft" else paper_of(name)
    top = heading(meeting, on=meeting.opens_on, year=meeting.year, rehearsal=meeting.rehearsal, paper=paper)
    if name == "ballot_rules_draft":
        return _draft(place, top)
    if name == "candidate_list":
        return _candidate_list(place, top)
    if name == "agenda":
        if not meeting.agenda:
            raise WrongMoment("议程还没有填写，请在会议页面填写。")
        return before.agenda(top, meeting.agenda.splitlines())
    if name == "scrutineers":
        order = order_of_names(place.id, meeting_id)
        return before.scrutineers(top, appointed(meeting_id, order), hands_of(meeting_id), order=order)
    if name in {"sign_in_sheet", "leave_list"}:
        return _sheet(top, meeting, name, by_strokes=by_strokes)
    if name == "badges":
        return papers.badges(top, badges_of(place, meeting))
    raise NotFound("没有这份文件。")


def _sheet(top: Heading, meeting: Meeting, name: str, *, by_strokes: bool) -> Document:
    if name == "leave_list":
        return before.leave_list(top, on_leave(meeting))
    return before.sign_in_sheet(top, seated(meeting, by_strokes=by_strokes), by_strokes=by_strokes)


def on_leave(meeting: Meeting) -> list[before.OnLeave]:
    """Return whose leave stands, by delegation and number."""
    return [
        before.OnLeave(
            delegation=team.name,
            number=one.number,
            name=one.name,
            reason=one.reason,
            at=f"{in_china(one.at):%-m月%-d日 %H:%M}",
        )
        for team in leaves_of(meeting)
        for one in team.standing
    ]


def paper_of_meeting(place: Place, meeting_id: int, copies: int, colour: str) -> Document:
    """Return the paper ballots of a session before its ballot is ordered: from the decided list, by the year's rules.

    They are what `of_ballot` prints of the ballot once it is ordered. Errors: NotFound; WrongMoment until the list is
    decided, and where the rules use no paper; RuleBroken.
    """
    meeting = meeting_of(place.id, meeting_id)
    decided, rules = shortlist(place.id, meeting.year), rule_set(place, meeting.year)
    if not rules.paper_allowed:
        raise WrongMoment("本年度的票决规则不使用纸质票。")
    top = heading(meeting, on=meeting.opens_on, year=meeting.year, rehearsal=meeting.rehearsal)
    entries = [
        CandidateEntry(ordinal=one.ordinal, title=one.title, summary=one.summary)
        for one in decided.candidates
    ]
    return papers.paper_ballot(
        top, replace(rules, seats=decided.seats), entries, copies=copies, colour=colour
    )


def _candidate_list(place: Place, top: Heading) -> Document:
    """Return the formal list once the presidium has decided it, before that the reviewed one as what it is asked to decide."""
    try:
        decided = shortlist(place.id, top.year)
    except WrongMoment:
        draft = proposed(place.id, top.year)
        return before.candidate_list(top, draft.titles, draft.seats, draft=True)
    return before.candidate_list(top, [one.title for one in decided.candidates], decided.seats)


def _draft(place: Place, top: Heading) -> Document:
    """Return the ballot rules as the congress is asked to adopt them: from the year's rules, and its candidates once decided."""
    rules = rule_set(place, top.year)
    try:
        decided = shortlist(place.id, top.year)
    except WrongMoment:
        return before.ballot_rules(top, rules, (), draft=True)
    entries = [CandidateEntry(ordinal=one.ordinal, title=one.title) for one in decided.candidates]
    return before.ballot_rules(top, replace(rules, seats=decided.seats), entries, draft=True)
