"""Fill an empty database with the demonstration: a city, two counties, three townships, each at another point.

| place | where in the loop |
| --- | --- |
| 忻州市 | next year's meeting in session, tokens being drawn, voting about to open |
| 定襄县 | this year's projects being supervised; next year's call open |
| 原平市 | next year's call open, suggestions being merged |
| 晋昌镇 | this year accepted, one project carried over to next year's screening |
| 宏道镇 | voting open, half of the deputies have cast |
| 轩岗镇 | box opened, counted, announced; projects just assigned |
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from voting.belenios import keyfile
from voting.congress.place.divisions import load_places
from voting.congress.place.queries import place_of
from voting.congress.rule_set import actions as rule_set_actions
from voting.congress.term.models import Deputy
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.demonstration import projects, sitting, vote
from voting.demonstration.count import count
from voting.demonstration.people import PASSWORD, Staffed, call_meeting, gather, seat_deputies, staff_place
from voting.demonstration.screening import open_call, screen
from voting.demonstration.supervising import commitments_of, settle, supervise
from voting.people.models import Account
from voting.supervision.commitment.actions import take_in
from voting.tally.handover import outcome

AUTUMN = 6
Tell = Callable[[str], None]


def is_seeded() -> bool:
    """Tell whether there is anybody in the database: then the demonstration is not filled in again."""
    return bool(db.session.scalar(select(func.count()).select_from(Account)))


def this_year() -> int:
    """Return the year whose projects are under way: in spring still the one before."""
    return today().year if today().month > AUTUMN else today().year - 1


def seed(data: Path, tell: Tell) -> None:
    """Fill in the six places, one after the other. data: where the simulated scrutineers' key files go."""
    with transaction():
        load_places()
    for code, name, fill in (
        ("140900", "忻州市", seed_city),
        ("140921", "定襄县", seed_supervised),
        ("140981", "原平市", seed_collecting),
        ("140921100", "晋昌镇", seed_finished),
        ("140921102", "宏道镇", seed_voting),
        ("140981106", "轩岗镇", seed_announced),
    ):
        tell(f"{code} {name}")
        fill(people_of(code), data)


def people_of(code: str) -> Staffed:
    """Open the accounts of a demonstration place."""
    place = place_of(code)
    assert place is not None
    with transaction():
        units = projects.unit_names(projects.ALL[code])
        return staff_place(place, units, overseeing=code == "140900")


def candidates(staffed: Staffed, year: int, seats: int, most: int | None = None) -> None:
    """Set the year's rules and take the place's texts to the frozen list."""
    texts = projects.ALL[staffed.place.code][:most]
    with transaction():
        rule_set_actions.set_rules(
            staffed.staff, place=staffed.place, year=year, values={"seats": seats, "publish_counts": True}
        )
        screen(staffed, year, [projects.dossier(text, year, staffed.units) for text in texts])


def in_session(staffed: Staffed, year: int, *, deputies: int, absent: int) -> tuple[int, list[Deputy]]:
    """Seat the deputies and bring a meeting to its quorum; returns its id and who is present."""
    with transaction():
        term = seat_deputies(staffed, count=deputies, delegations=max(1, deputies // 24))
        meeting = call_meeting(staffed, term, year=year, number=6, opens_on=today())
        here = gather(staffed, meeting, absent=absent)
        return meeting.id, here


def voted(staffed: Staffed, year: int, *, deputies: int, absent: int, seats: int) -> str:
    """Take a place's year from the candidates to the announced outcome; returns the ballot's UUID."""
    candidates(staffed, year, seats)
    meeting_id, here = in_session(staffed, year, deputies=deputies, absent=absent)
    uuid, holders = sitting.prepare(staffed, meeting_id, title_of(staffed, year))
    secretariat, chair = staffed.actors["secretariat"], staffed.actors["chair"]
    vote.open_voting(chair, uuid)
    options = len(projects.ALL[staffed.place.code])
    sitting.cast_all(uuid, here, lambda position: vote.paper(liked(position, options, seats), options))
    vote.close(chair, uuid)
    count(uuid, secretariat, chair, holders)
    return uuid


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
    year = this_year() + 1
    candidates(staffed, year, 10, 12)
    meeting_id, _here = in_session(staffed, year, deputies=340, absent=13)
    _uuid, holders = sitting.prepare(staffed, meeting_id, title_of(staffed, year))
    keep_keys(holders, meeting_id, data)


def keep_keys(holders: tuple[vote.Holder, ...], ceremony: int, data: Path) -> None:
    """Write the simulated scrutineers' key files, so that the box can be opened in the browser."""
    folder = data / "demonstration-keys"
    folder.mkdir(parents=True, exist_ok=True)
    for holder in holders:
        file = keyfile.KeyFile(str(ceremony), holder.index, holder.keys, holder.share, {})
        (folder / f"scrutineer{holder.index}.json").write_text(keyfile.seal(file, PASSWORD), encoding="utf-8")


def seed_supervised(staffed: Staffed, _data: Path) -> None:
    """Put this year's projects under way with different fortune, and open next year's call."""
    year = this_year()
    uuid = voted(staffed, year, deputies=120, absent=4, seats=10)
    with transaction():
        take_in(staffed.staff, outcome(uuid))
        supervise(staffed, commitments_of(staffed, year), last_month(year))
        open_call(staffed, year + 1)


def last_month(year: int) -> int:
    """Return the last month of a project year that can have been reported by now."""
    return 12 if year < today().year else today().month - 1


def seed_collecting(staffed: Staffed, _data: Path) -> None:
    """Open next year's call."""
    with transaction():
        open_call(staffed, this_year() + 1)


def seed_finished(staffed: Staffed, _data: Path) -> None:
    """Accept this year's projects but the last, which is carried over."""
    year = this_year()
    uuid = voted(staffed, year, deputies=45, absent=2, seats=3)
    with transaction():
        take_in(staffed.staff, outcome(uuid))
        commitments = commitments_of(staffed, year)
        supervise(staffed, commitments, today().month if year == today().year else 12, (100, 100, 60))
        settle(staffed, commitments)


def seed_voting(staffed: Staffed, _data: Path) -> None:
    """Open voting and let half of the deputies cast."""
    year = this_year() + 1
    candidates(staffed, year, 3)
    meeting_id, here = in_session(staffed, year, deputies=52, absent=3)
    uuid, _holders = sitting.prepare(staffed, meeting_id, title_of(staffed, year))
    vote.open_voting(staffed.actors["chair"], uuid)
    sitting.cast_all(uuid, here[: len(here) // 2], lambda position: vote.paper(liked(position, 4, 3), 4))


def seed_announced(staffed: Staffed, _data: Path) -> None:
    """Announce an outcome and assign its projects."""
    year = this_year() + 1
    uuid = voted(staffed, year, deputies=48, absent=3, seats=3)
    with transaction():
        take_in(staffed.staff, outcome(uuid))
