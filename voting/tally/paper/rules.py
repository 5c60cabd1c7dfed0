"""Whose consent a channel of few ballots needs before its box is opened, and how that is said. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from voting.core.text import N_
from voting.people.rules import Role

CONSENTERS = frozenset({Role.SCRUTINEER, Role.SECRETARIAT, Role.CHAIR})
"""Two of these accept that a channel is small; a default of the program."""

NOBODY_YET = N_(
    "纸质票（或电子票）不足 %(limit)s 张，开箱后小计可能显示个人的选择，须先有两人同意。"
    "请监票人、大会秘书处、执行主席中的两人在计票室“票数不足的投票方式”一栏按“我同意”。"
)
ONE_HAS = N_(
    "纸质票（或电子票）不足 %(limit)s 张，开箱后小计可能显示个人的选择，须先有两人同意。%(names)s已经同意，"
    "请监票人、大会秘书处、执行主席中的另一人在计票室“票数不足的投票方式”一栏按“我同意”。"
)


@dataclass(frozen=True)
class ConsentDue:
    """A small channel that fewer than two persons have accepted.

    place_id, name: of its place, 0 and "" for the tablets; limit: below which it is small; said: accounts and names of who has.
    """

    place_id: int
    name: str
    limit: int
    said: tuple[tuple[int, str], ...]

    @property
    def accounts(self) -> frozenset[int]:
        """Return the accounts of who has accepted it."""
        return frozenset(account for account, _name in self.said)

    @property
    def sentence(self) -> str:
        """Return who has to accept it, and where, as a message id."""
        return ONE_HAS if self.said else NOBODY_YET

    @property
    def values(self) -> dict[str, object]:
        """Return the values of the sentence."""
        names = "、".join(name for _account, name in self.said)
        return {"limit": self.limit, "names": names} if self.said else {"limit": self.limit}
