"""How many are enough: quorum and majority in whole people, never in fractions. Pure."""

from __future__ import annotations

from voting.congress.ballot_rules.choices import Majority


def quorum(due: int, numerator: int = 2, denominator: int = 3) -> int:
    """Return how many must be present so that a meeting may be held.

    due: deputies in office (应到). The default is art. 14 of the organic law: at least two thirds.
    """
    return -(-due * numerator // denominator)


def majority_of_all(base: int) -> int:
    """Return the smallest whole number above one half of `base` (组织法 art. 25: 全体代表的过半数)."""
    return base // 2 + 1


def surplus_percent(candidates: int, seats: int) -> int:
    """Return by how many per cent of the seats there are more candidates (差额比例), to the nearest whole, halves up.

    Negative where there are fewer; seats at least 1.
    """
    return (200 * (candidates - seats) + seats) // (2 * seats)


def needed(line: Majority, base: int) -> int:
    """Return how many of `base` reach `line`."""
    if line is Majority.MORE_THAN_HALF:
        return majority_of_all(base)
    if line is Majority.HALF:
        return quorum(base, 1, 2)
    return quorum(base, 2, 3)
