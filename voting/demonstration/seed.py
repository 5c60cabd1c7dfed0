"""Fill an empty database with the demonstration: a city, two counties, three townships, each at another point.

| place | where in the loop |
| --- | --- |
| 忻州市 | next year's meeting in session, tokens being drawn, voting about to open |
| 定襄县 | this year's projects being supervised; next year's call open |
| 原平市 | next year's call open, suggestions being merged |
| 晋昌镇 | last year accepted and evaluated, one project carried over to this year's screening; a rehearsal in session, in which 票决 and 满意度测评 are drawn together |
| 宏道镇 | voting open, half of the deputies have cast |
| 轩岗镇 | voted yesterday: box opened, counted, announced; projects just assigned |

Everything is played at its own moment: a year that was voted on in January is reported month by month, and what is to
come by the calendar is left to whoever tries the program.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from voting.ballot.order.models import find_ballot
from voting.belenios import keyfile
from voting.congress.place.divisions import load_places
from voting.congress.place.queries import place_of
from voting.congress.term.models import Deputy, Term
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.demonstration import listing, projects, sitting, vote, years
from voting.demonstration.calendar import ListDays, days_ago, on, play, scene, this_year
from voting.demonstration.count import count
from voting.demonstration.listing import Wanted
from voting.demonstration.people import PASSWORD, Staffed, call_meeting, gather, seat_deputies, staff_place
from voting.demonstration.screening import open_call
from voting.demonstration.supervising import commitments_of
from voting.notices.reading.actions import skip_to_end
from voting.people.models import Account
from voting.supervision.commitment.actions import take_in
from voting.supervision.evaluation import actions as evaluation_actions
from voting.tally.handover import outcome

KEYS = "demonstration-keys"
SET_UP = timedelta(150)
"""So long before a meeting the accounts of its place are opened."""
SEATS = {
    "140900": (340, 13),
    "140921": (120, 4),
    "140921100": (45, 2),
    "140921102": (52, 3),
    "140981106": (48, 3),
}
"""How many deputies each congress has that meets, and how many of them do not come."""
Tell = Callable[[str], None]


def is_seeded() -> bool:
    """Tell whether there is anybody in the database: then the demonstration is not filled in again."""
    return bool(db.session.scalar(select(func.count()).select_from(Account)))


def seed(data: Path, tell: Tell) -> None:
    """Fill in the six places, one after the other; nobody is told of the past that was played. data: where the simulated scrutineers' key files go."""
    with transaction():
        load_places()
    vote_day, last_vote_day = voting_day(this_year()), voting_day(today().year - 1)
    for code, name, fill, meets in (
        ("140900", "忻州市", seed_city, today()),
        ("140921", "定襄县", seed_supervised, vote_day),
        ("140981", "原平市", seed_collecting, today()),
        ("140921100", "晋昌镇", seed_finished, last_vote_day),
        ("140921102", "宏道镇", seed_voting, today()),
        ("140981106", "轩岗镇", seed_announced, today()),
    ):
        tell(f"{code} {name}")
        fill(people_of(code, meets - SET_UP), data)
    with transaction():
        skip_to_end()


def people_of(code: str, day: date) -> Staffed:
    """Open the accounts of a demonstration place on that day."""
    place = place_of(code)
    assert place is not None
    with on(day, 9), transaction():
        units = projects.unit_names(projects.ALL[code])
        return staff_place(place, units, overseeing=code == "140900")


def convene(staffed: Staffed, wanted: Wanted, opens_on: date) -> tuple[int, list[Deputy]]:
    """Make the year's list and bring the meeting that votes on it to its quorum; returns its id and who is present."""
    deputies, absent = SEATS[staffed.place.code]
    days = ListDays.until(opens_on - timedelta(1))
    ids = listing.make_list(staffed, wanted, days)
    with on(opens_on - timedelta(10), 9), transaction():
        term = seat_deputies(staffed, count=deputies, delegations=max(1, deputies // 24))
        meeting_id = call_meeting(staffed, term, year=wanted.year, number=6, opens_on=opens_on).id
    listing.decide(staffed, wanted, days, ids)
    with on(opens_on, 8, 30), transaction():
        here = gather(staffed, sitting.meeting(staffed, meeting_id), absent=absent)
    return meeting_id, here


def voted(staffed: Staffed, wanted: Wanted, day: date) -> str:
    """Take a place's year from the call to the outcome announced on that day; returns the ballot's UUID."""
    meeting_id, here = convene(staffed, wanted, day)
    with on(day, 9):
        uuid, holders = sitting.prepare(staffed, meeting_id, title_of(staffed, wanted.year))
    options = len(projects.ALL[staffed.place.code])
    play_ballot(
        staffed,
        uuid,
        holders,
        day,
        lambda: sitting.cast_all(
            uuid, here, lambda position: vote.paper(liked(position, options, wanted.seats), options)
        ),
    )
    with on(day, 15), transaction():
        take_in(staffed.staff, outcome(uuid))
    return uuid


def play_ballot(
    staffed: Staffed, uuid: str, holders: tuple[vote.Holder, ...], day: date, cast: Callable[[], None]
) -> None:
    """Open a ballot that is set up, have it cast, close, count and announce it, all in one morning."""
    secretariat, chair = staffed.actors["secretariat"], staffed.actors["chair"]
    with on(day, 9, 40):
        vote.open_voting(chair, uuid)
    with on(day, 9, 45):
        cast()
    with on(day, 10, 30):
        vote.close(chair, uuid)
    with on(day, 10, 40):
        count(uuid, secretariat, chair, holders)


def title_of(staffed: Staffed, year: int) -> str:
    """Return a ballot's title."""
    return f"{staffed.place.name}{year}年民生实事项目票决"


def liked(position: int, options: int, seats: int) -> list[int]:
    """Return a deputy's choices: all but a few, and the later ones on the list a little less often."""
    disliked = {(position * 5 + shift * (position % 7 + 1)) % options for shift in range(options - seats)}
    weak = {options - 1 - position % 3} if position % 2 else set()
    return [option for option in range(options) if option not in disliked | weak][:seats]


def seed_city(staffed: Staffed, data: Path) -> None:
    """Bring next year's meeting into session; keys are made and tokens can be drawn; the chair may open voting."""
    wanted = Wanted(this_year() + 1, 10, 12)
    meeting_id, _here = convene(staffed, wanted, today())
    uuid, holders = sitting.prepare(staffed, meeting_id, title_of(staffed, wanted.year))
    keep_keys(holders, uuid, data / KEYS)


def keep_keys(holders: tuple[vote.Holder, ...], uuid: str, folder: Path) -> None:
    """Write the simulated scrutineers' key files, so that the ballot's box can be opened in the browser."""
    ceremony = find_ballot(uuid).ceremony_id
    folder.mkdir(parents=True, exist_ok=True)
    for holder in holders:
        file = keyfile.KeyFile(str(ceremony), holder.index, holder.keys, holder.share, {})
        (folder / f"scrutineer{holder.index}.json").write_text(keyfile.seal(file, PASSWORD), encoding="utf-8")


def voting_day(year: int) -> date:
    """Return the day on which the congresses that have voted for a year did so."""
    return date(year, 1, 15)


def seed_supervised(staffed: Staffed, _data: Path) -> None:
    """Put this year's projects under way with different fortune, and open next year's call."""
    year = this_year()
    voted(staffed, Wanted(year, 10), voting_day(year))
    opens, closes = days_ago(1), today() + timedelta(40)
    call = scene(opens, 8, partial(open_call, staffed, year + 1, closes))
    play([*years.running(staffed, year), call])


def seed_collecting(staffed: Staffed, _data: Path) -> None:
    """Open next year's call three weeks ago; some suggestions are merged, some wait."""
    year, opens, closes = this_year() + 1, days_ago(21), today() + timedelta(19)
    texts = projects.ALL[staffed.place.code]
    with on(opens, 9), transaction():
        open_call(staffed, year, closes)
    came = listing.collect(staffed, year, listing.written(staffed.place.code, texts), opens + timedelta(1))
    with on(days_ago(1), 16), transaction():
        listing.merge(staffed, year, texts[:2], came)


def seed_finished(staffed: Staffed, data: Path) -> None:
    """Accept last year's projects but one, which is carried over; the deputies have evaluated all of them.

    Today they rehearse the next session: vote and evaluation in one draw, to be walked by whoever tries the program.
    """
    year = today().year - 1
    voted(staffed, Wanted(year, 3), voting_day(year))
    play(years.ended(staffed, year))
    evaluate(staffed, year, date(year, 12, 30))
    rehearse_together(staffed, year, data)


def evaluate(staffed: Staffed, year: int, day: date) -> None:
    """Let the deputies evaluate the year's projects at a meeting on that day."""
    with on(day - timedelta(1), 15), transaction():
        meeting_id = call_meeting(staffed, term_of(staffed), year=year, number=7, opens_on=day).id
    with on(day, 8, 30), transaction():
        here = gather(staffed, sitting.meeting(staffed, meeting_id), absent=SEATS[staffed.place.code][1])
    with on(day, 9), transaction():
        uuid = order_evaluation(staffed, meeting_id, year)
    with on(day, 9, 10):
        holders = sitting.make_ready(staffed, meeting_id, uuid)
    play_ballot(staffed, uuid, holders, day, lambda: sitting.cast_all(uuid, here, grades))
    with on(day, 15), transaction():
        evaluation_actions.take_in_evaluation(staffed.staff, outcome(uuid))


def rehearse_together(staffed: Staffed, year: int, data: Path) -> None:
    """Bring a rehearsal to the moment at which deputies draw two ballots at once: on the projects of a year that is over."""
    term, absent = term_of(staffed), SEATS[staffed.place.code][1]
    with transaction():
        meeting_id = call_meeting(staffed, term, year=year, number=8, opens_on=today(), rehearsal=True).id
    with transaction():
        gather(staffed, sitting.meeting(staffed, meeting_id), absent=absent)
        order_evaluation(staffed, meeting_id, year)
    uuid, holders = sitting.prepare_together(staffed, meeting_id, title_of(staffed, year))
    keep_keys(holders, uuid, data / KEYS / staffed.place.code)


def order_evaluation(staffed: Staffed, meeting_id: int, year: int) -> str:
    """Order the evaluation of all projects of a year; returns the ballot's UUID."""
    ids = tuple(row.id for row in commitments_of(staffed, year))
    new = evaluation_actions.NewEvaluation(meeting_id=meeting_id, year=year, commitment_ids=ids)
    return evaluation_actions.order_evaluation(staffed.staff, new).ballot_uuid


def grades(position: int) -> vote.Choices:
    """Return a deputy's evaluation of three projects: mostly satisfied with two, with the unfinished one nobody."""
    return vote.marks([position % 5 == 0, position % 3 == 0, 1 + position % 2], 4)


def term_of(staffed: Staffed) -> Term:
    """Return the only term of a demonstration place."""
    return db.session.scalars(select(Term).where(Term.jurisdiction_id == staffed.place.id)).one()


def seed_voting(staffed: Staffed, _data: Path) -> None:
    """Open voting and let half of the deputies cast."""
    wanted = Wanted(this_year() + 1, 3)
    meeting_id, here = convene(staffed, wanted, today())
    uuid, _holders = sitting.prepare(staffed, meeting_id, title_of(staffed, wanted.year))
    vote.open_voting(staffed.actors["chair"], uuid)
    sitting.cast_all(uuid, here[: len(here) // 2], lambda position: vote.paper(liked(position, 4, 3), 4))


def seed_announced(staffed: Staffed, _data: Path) -> None:
    """Announce an outcome the day before and assign its projects."""
    voted(staffed, Wanted(this_year() + 1, 3), days_ago(1))
