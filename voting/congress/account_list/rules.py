"""What a line of a list says of an account. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from voting.core.errors import RuleBroken
from voting.core.text import N_
from voting.people.rules import PRESIDIUM_MEMBER, ROLE_NAMES, Role

MOST_LINES = 50
"""Each first password is hashed before anything is written: fifty take some ten seconds."""
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "place": ("地方", "人大", "所在人大", "行政区划代码", "place"),
    "login": ("账号", "登录账号", "login"),
    "name": ("姓名", "name"),
    "roles": ("身份", "角色", "roles"),
    "whose": ("单位或联络站", "单位", "联络站", "unit"),
}
HEADER_WITHIN = 10
LOGIN = re.compile(r"[A-Za-z0-9._-]{1,40}")
BETWEEN = re.compile(r"[、,，;；/\s]+")
NAMES: Mapping[str, Role] = {words: role for role, words in ROLE_NAMES.items()} | {
    PRESIDIUM_MEMBER: Role.COMMITTEE
}


@dataclass(frozen=True)
class ListedLine:
    """A line as it was written. place: a name or division code, nothing for the place of the list; roles: their names."""

    place: str
    login: str
    name: str
    roles: str
    whose: str


class WrongLine(RuleBroken):
    """A line that opens no account. field: of which cell."""

    def __init__(self, field: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


def roles_in(written: str) -> frozenset[Role]:
    """Return the roles that a cell names. Errors: WrongLine for none, and for a word that names none."""
    words = [word for word in BETWEEN.split(written) if word]
    if not words:
        raise WrongLine("roles", N_("请至少写一种身份。"))
    for word in words:
        if word not in NAMES:
            raise WrongLine("roles", N_("没有“%(word)s”这种身份。"), word=word)
    return frozenset(NAMES[word] for word in words)


def expect_plain(line: ListedLine, before: Collection[str]) -> None:
    """Raise WrongLine for a login or a name that cannot be one. before: logins of the lines above."""
    if not LOGIN.fullmatch(line.login):
        raise WrongLine("login", N_("账号只用字母、数字、点、横线，最多 40 位。"))
    if line.login in before:
        raise WrongLine("login", N_("表里有两行都用账号“%(login)s”。"), login=line.login)
    if not line.name:
        raise WrongLine("name", N_("请填写姓名。"))


def columns_of(rows: Sequence[Sequence[str]]) -> tuple[int, Mapping[str, int]]:
    """Return the row of the headings and where each column stands. Errors: RuleBroken where there are none."""
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        found = {
            key: column
            for key, words in HEADINGS.items()
            for column, cell in reversed(list(enumerate(row)))
            if cell.lower() in words
        }
        if {"login", "name", "roles"} <= found.keys():
            return at, found
    raise RuleBroken(N_("没有找到表头。前 10 行里要有一行写着：账号、姓名、身份。"))


def lines_of(rows: Sequence[Sequence[str]]) -> tuple[ListedLine, ...]:
    """Return the lines below the headings that are not empty. Errors: RuleBroken for none, or too many."""
    at, columns = columns_of(rows)

    def cell(row: Sequence[str], key: str) -> str:
        column = columns.get(key)
        return row[column] if column is not None and column < len(row) else ""

    found = tuple(ListedLine(*(cell(row, key) for key in HEADINGS)) for row in rows[at + 1 :] if any(row))
    if not found:
        raise RuleBroken(N_("表头下面没有内容。"))
    if len(found) > MOST_LINES:
        raise RuleBroken(
            N_("一份表最多 %(most)s 行，这份有 %(count)s 行。请分成几份。"), most=MOST_LINES, count=len(found)
        )
    return found
