"""When a notice leaves the program, and what is an address."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from voting.core.clock import moment
from voting.notices.event.rules import SERVED, NoticeKind
from voting.notices.wish.contact import opened, seal
from voting.notices.wish.rules import Pace, QuietHours, is_address, leaves_at, pace_of

pytestmark = pytest.mark.pure
NIGHT, NEVER = QuietHours(22, 7), QuietHours(0, 0)


def china(day: int, hour: int) -> datetime:
    """A full hour of March 2026 by the clock of China; the 2nd is a Monday."""
    return moment(date(2026, 3, day), hour)


@pytest.mark.parametrize(
    ("at", "pace", "quiet", "urgent", "leaves"),
    [
        (china(4, 15), Pace.AT_ONCE, NIGHT, False, china(4, 15)),
        (china(4, 23), Pace.AT_ONCE, NIGHT, False, china(5, 7)),
        (china(5, 3), Pace.AT_ONCE, NIGHT, False, china(5, 7)),
        (china(5, 3), Pace.AT_ONCE, NIGHT, True, china(5, 3)),
        (china(5, 3), Pace.AT_ONCE, NEVER, False, china(5, 3)),
        (china(4, 13), Pace.AT_ONCE, QuietHours(12, 14), False, china(4, 14)),
        (china(4, 15), Pace.DAILY, NIGHT, False, china(5, 8)),
        (china(4, 6), Pace.DAILY, NIGHT, False, china(4, 8)),
        (china(4, 8), Pace.DAILY, NIGHT, False, china(5, 8)),
        (china(4, 15), Pace.DAILY, QuietHours(22, 9), False, china(5, 9)),
        (china(4, 15), Pace.WEEKLY, NIGHT, False, china(9, 8)),
        (china(2, 7), Pace.WEEKLY, NIGHT, False, china(9, 8)),
        (china(4, 15), Pace.NONE, NIGHT, True, None),
    ],
)
def test_it_leaves_when_its_reader_wishes(
    at: datetime, pace: Pace, quiet: QuietHours, urgent: bool, leaves: datetime | None
) -> None:
    assert leaves_at(at, pace, quiet, urgent=urgent) == leaves


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("chosen", [None, *Pace])
def test_what_must_be_served_cannot_be_switched_off(kind: NoticeKind, chosen: Pace | None) -> None:
    pace = pace_of(kind, chosen)
    assert pace is Pace.AT_ONCE if kind in SERVED else pace is chosen or chosen is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("a@example.cn", True),
        ("li.ming+gov@sub.example.gov.cn", True),
        ("a@example.cn\nBcc: b@example.cn", False),
        ("a@example.cn\r\n", False),
        ("a@example.cn, b@example.cn", False),
        ("<a@example.cn>", False),
        ("a b@example.cn", False),
        ("@example.cn", False),
        ("a@example", False),
        (".a@example.cn", False),
        ("a..b@example.cn", False),
        ("李@example.cn", False),
        ("a@b@example.cn", False),
    ],
)
def test_an_address_is_one_address_and_nothing_else(text: str, is_one: bool) -> None:
    assert is_address(text) is is_one


def test_a_contact_names_its_key_and_opens_with_no_other() -> None:
    sealed = seal("a@example.cn", "k" * 32)
    assert "example" not in sealed
    assert opened(sealed, "k" * 32) == "a@example.cn"
    assert opened(sealed, "l" * 32) is None
    assert opened(sealed.partition(".")[0] + ".broken", "k" * 32) is None
    assert sealed.partition(".")[0] != seal("a@example.cn", "l" * 32).partition(".")[0]
