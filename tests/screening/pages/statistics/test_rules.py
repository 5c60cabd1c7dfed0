"""Whence a suggestion comes, by the divisions that its place names."""

import pytest

from voting.screening.pages.statistics.rules import division_in

pytestmark = pytest.mark.pure
NAMES = ("晋昌镇", "宏道镇", "杨芳乡", "南城街道", "东镇")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("晋昌镇北关村", "晋昌镇"),
        ("杨芳老街", "杨芳乡"),
        ("南城", "南城街道"),
        ("县城东镇上", "东镇"),
        ("城东", None),
        ("", None),
        ("别处", None),
    ],
)
def test_a_division_is_named_in_full_or_without_its_kind(text: str, found: str | None) -> None:
    assert division_in(text, NAMES) == found
