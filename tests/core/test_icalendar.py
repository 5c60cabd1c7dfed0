"""iCalendar as RFC 5545 asks for it: lines, folds, escapes, whole days; read back by a small reader of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.properties import given, st
from voting.core.icalendar import DayEvent, calendar

pytestmark = pytest.mark.pure
AT = datetime(2026, 7, 8, 2, 3, 4, tzinfo=UTC)


def read(made: bytes) -> list[tuple[str, str]]:
    """The content lines of a file, unfolded (3.1), with names and unescaped values."""
    text = made.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    found = [line.partition(":") for line in lines]
    return [(name, plain(value)) for name, _colon, value in found]


def plain(value: str) -> str:
    made, signs = "", iter(value)
    for sign in signs:
        if sign == "\\":
            meant = next(signs)
            made += "\n" if meant in "nN" else meant
        else:
            assert sign not in ";,"
            made += sign
    return made


def event(summary: str = "报送月报", **more: str) -> DayEvent:
    return DayEvent(
        uid="140900:report:1@x", first=date(2026, 12, 31), last=date(2026, 12, 31), summary=summary, **more
    )


def test_a_day_is_a_day_and_ends_before_the_next() -> None:
    found = read(calendar("期限", [event()], AT))
    assert ("DTSTART;VALUE=DATE", "20261231") in found
    assert ("DTEND;VALUE=DATE", "20270101") in found
    assert ("DTSTAMP", "20260708T020304Z") in found
    assert [value for name, value in found if name == "UID"] == ["140900:report:1@x"]


def test_a_file_without_events_still_holds_a_component() -> None:
    found = read(calendar("期限", [], AT))
    begun = [value for name, value in found if name == "BEGIN"]
    assert begun == ["VCALENDAR", "VTIMEZONE", "STANDARD"]
    assert begun[::-1] == [value for name, value in found if name == "END"]
    assert dict(found)["VERSION"] == "2.0"
    assert dict(found)["PRODID"]


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=200))
def test_any_text_comes_back_from_lines_of_at_most_75_octets(text: str) -> None:
    made = calendar(text, [event(text, description=f"{text}\n{text}")], AT)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    made.decode()  # no sign is cut in two
    spoken = "\n".join(text.splitlines())
    assert dict(read(made))["SUMMARY"] == spoken


@pytest.mark.parametrize(
    "text", ["a;b,c\\d", "两行\n一行", "x" * 300, "票" * 300, "👪" * 100, "END:VEVENT", "\r\nBEGIN:VEVENT"]
)
def test_no_text_leaves_its_line(text: str) -> None:
    found = read(calendar("x", [event(text)], AT))
    assert [value for name, value in found if name == "BEGIN"].count("VEVENT") == 1
