"""Whose consent a channel of few ballots needs before its box is opened, and how that is said. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from voting.core.text import N_
from voting.people.rules import Role

CONSENTERS = frozenset({Role.SCRUTINEER, Role.SECRETARIAT, Role.CHAIR})
"""Two of these accept that a channel is small; a default of the program."""

FEW_ELECTRONIC = N_(
    "电子票不足 %(limit)s 张，开箱后小计可能显示个人的选择，须先有两人同意。"
    "请监票人、大会秘书处、执行主席中的两人在计票室“不足 %(limit)s 张的票”一栏按“我同意”。"
)
FEW_ELECTRONIC_ONE_HAS = N_(
    "电子票不足 %(limit)s 张，开箱后小计可能显示个人的选择，须先有两人同意。%(names)s已经同意，"
    "请监票人、大会秘书处、执行主席中的另一人在计票室“不足 %(limit)s 张的票”一栏按“我同意”。"
)
FEW_PAPERS = N_(
    "%(place)s的纸质票不足 %(limit)s 张，开箱后小计可能显示个人的选择，须先有两人同意。"
    "请监票人、大会秘书处、执行主席中的两人在计票室“不足 %(limit)s 张的票”一栏按“我同意”。"
)
FEW_PAPERS_ONE_HAS = N_(
    "%(place)s的纸质票不足 %(limit)s 张，开箱后小计可能显示个人的选择，须先有两人同意。%(names)s已经同意，"
    "请监票人、大会秘书处、执行主席中的另一人在计票室“不足 %(limit)s 张的票”一栏按“我同意”。"
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
        """Return which channel is small, who has to accept it, and where, as a message id."""
        if not self.name:
            return FEW_ELECTRONIC_ONE_HAS if self.said else FEW_ELECTRONIC
        return FEW_PAPERS_ONE_HAS if self.said else FEW_PAPERS

    @property
    def values(self) -> dict[str, object]:
        """Return the values of the sentence."""
        given = {"limit": self.limit, "place": self.name, "names": "、".join(name for _, name in self.said)}
        return {key: value for key, value in given.items() if value}
