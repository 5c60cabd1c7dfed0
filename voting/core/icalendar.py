"""Whole days as an iCalendar file (RFC 5545), which phones and desks subscribe to. Pure; knows no procedure.

Every date of the procedure is a day in China, so an event is a day and has no time: it stands on that day on every device,
whatever its zone. What a text holds is escaped (3.3.11), long lines are folded at 75 octets between two signs (3.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

KIND = "text/calendar; charset=utf-8"
WIDTH = 75
MAKER = "-//livelihood-ballot//calendar//ZH"
AGAIN = "PT6H"
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""In every file: one without an event must hold some component (3.6), and the reader knows whose days these are."""


@dataclass(frozen=True, kw_only=True)
class DayEvent:
    """Something on a day or several. uid: the same for the same thing in every file, for ever; last: the last day of it."""

    uid: str
    first: date
    last: date
    summary: str
    description: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[DayEvent], made_at: datetime) -> bytes:
    """Return the file. name: what a device calls it; made_at: in UTC."""
    stamp = f"{made_at:%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{MAKER}",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
        f"REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}",
        f"X-PUBLISHED-TTL:{AGAIN}",
        *ZONE,
        *(line for event in events for line in _lines(event, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _lines(event: DayEvent, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}"  # the day after the last one (3.6.1)
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return a text as a value of the file."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, the further ones after a space; no sign is cut in two."""
    pieces, used = [""], 0
    for sign in line:
        size = len(sign.encode())
        if used + size > WIDTH:
            pieces.append(" ")
            used = 1
        pieces[-1] += sign
        used += size
    return "\r\n".join(pieces)
