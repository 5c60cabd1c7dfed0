"""What the chair reads now, and the script of the whole sitting: one function each."""

from __future__ import annotations

from collections.abc import Sequence

from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.rules import PlenaryState
from voting.core.lifecycle import Progress
from voting.core.typeset import Document
from voting.hall.course.acts import MOTIONS, ROW_OF, Scope
from voting.hall.course.facts import State, state_of
from voting.hall.course.moment import Act
from voting.hall.course.rules import ActLine, next_act, order_of_acts
from voting.hall.script.ballot_words import in_reserve
from voting.hall.script.contents import Section, script
from voting.hall.script.facts import OF_BALLOT, hands_of, known_at, last_counted
from voting.hall.script.known import Hands, Known, Lines
from voting.hall.script.plenary_words import decided, resume
from voting.hall.script.rules import words_of
from voting.people.rules import Place
from voting.tally.documents.queries import heading

SAID_WHEN_DONE = frozenset({Act.RECONCILE})
"""Acts that are done the moment the one before is: their words come first at the next."""
IN_RECESS = frozenset({Act.KEYS, Act.CONSENT, Act.SAMPLE, Act.UNSEAL, Act.COUNT, Act.SIGN, Act.CONFIRM})
"""Acts that go on while a plenary meeting rests; at any other the chair resumes it first."""


def spoken_now(state: State, lines: Sequence[ActLine]) -> Lines:
    """Return what the chair reads at the act that is due: first what the one before it came to, then its own words."""
    due = next_act(lines)
    if due is None:
        return ()
    at = lines.index(due)
    before = lines[at - 1] if at else None
    known = known_at(state, due, lines)
    resting = state.course.plenary.state is PlenaryState.RESTING and due.act not in IN_RECESS
    again = resume(known) if resting else ()
    return (*outcome_before(state, lines, before, due), *again, *words_of(due.act, known))


def outcome_before(state: State, lines: Sequence[ActLine], before: ActLine | None, due: ActLine) -> Lines:
    """Return what was just decided or found: hands that failed this motion or carried the one before, 发出 and 收回."""
    step = "defer" if due.act in {Act.FURTHER, Act.ANNOUNCE} else ROW_OF[due.act].step
    own = last_counted(state, step, due.plenary, due.ballot)
    if own is not None and (not own.carried or due.act is Act.ANNOUNCE):
        return decided(known_at(state, due, lines), hands_of(own))
    if before is None or before.plenary != due.plenary:
        return ()
    if before.act in SAID_WHEN_DONE:
        later = lines[lines.index(due) :]
        told = [before, *(one for one in later if one.act is before.act and one.state is Progress.DONE)]
        return tuple(said for one in told for said in words_of(one.act, known_at(state, one, lines)))
    done = last_counted(state, ROW_OF[before.act].step, before.plenary)
    return decided(known_at(state, before, lines), hands_of(done)) if done is not None else ()


def printed(place: Place, meeting_id: int) -> Document:
    """Return the script of the whole sitting: what is over with its figures, what is to come with blanks."""
    meeting = meeting_of(place.id, meeting_id)
    state = state_of(place, meeting)
    lines = order_of_acts(state.course)
    top = heading(meeting, on=meeting.opens_on, year=meeting.year, rehearsal=meeting.rehearsal)
    standing = [line for line in lines if not line.void]
    reserve = in_reserve(known_at(state, standing[0], lines, live=False))
    return script(top, [section(state, lines, line) for line in standing], reserve)


def section(state: State, lines: Sequence[ActLine], line: ActLine) -> Section:
    """Return an act of the printed script. A motion is followed by what its hands came to, or by blanks."""
    known = known_at(state, line, lines, live=line.state is Progress.DONE)
    said = words_of(line.act, known)
    step = ROW_OF[line.act].step
    if ROW_OF[line.act].of is Scope.MEETING and step in MOTIONS:
        done = last_counted(state, step, line.plenary)
        said += decided(known, hands_of(done) if done else Hands(MOTIONS[step]))
    return Section(ROW_OF[line.act].title, group_of(state, known, line), said)


def group_of(state: State, known: Known, line: ActLine) -> str:
    """Return under which heading an act stands: its ballots, else its plenary meeting where there are several."""
    if line.ballot is not None and len(state.ballots) > 1 and ROW_OF[line.act].of in OF_BALLOT:
        return known.titles
    return known.sitting if known.plenaries > 1 and ROW_OF[line.act].of is not Scope.SESSION else ""
