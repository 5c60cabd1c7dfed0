"""Badge numbers of a roster: as the term writes them, found for whom the term has, given to whom has none. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from voting.congress.roster.roster_row import RosterRow
from voting.congress.roster.row_cells import Problem
from voting.congress.term.badge import is_digits, value_of
from voting.core import normalise
from voting.core.text import N_

FEWEST_DIGITS = 3


@dataclass(frozen=True)
class KnownDeputy:
    """A deputy of the term, as lines of a roster are compared with him."""

    number: str
    name: str
    delegation: str

    @property
    def person(self) -> str:
        return normalise.looked_for(self.name)

    @property
    def place(self) -> tuple[str, str]:
        return self.person, normalise.label(self.delegation)


def as_written(
    lines: Sequence[RosterRow], known: Sequence[KnownDeputy]
) -> tuple[list[RosterRow], list[Problem], list[Problem]]:
    """Return the lines with their zeros as the term has them; what is not clear; what is to be remarked.

    Where the term has nobody of that number, one that is a number in the file gets as many digits as others have.
    """
    exact = {normalise.code(one.number).lower() for one in known}
    alike: dict[str, list[str]] = defaultdict(list)
    for one in known:
        alike[value_of(normalise.code(one.number))].append(normalise.code(one.number))
    ours = _width(line.number for line in lines if not line.counted)
    theirs = _width(exact)
    written, unclear = [], []
    for line in lines:
        same = alike.get(value_of(line.number), []) if line.number.lower() not in exact else [line.number]
        if len(same) > 1:
            text = N_("出席证号 %(number)s 在本届有 %(several)s 几种写法，请照证件写全。")
            values = {"number": line.number, "several": "、".join(same)}
            unclear.append(Problem(line.line, text, values, line.sheet))
        filled = _filled(line.number, theirs or (ours if line.counted else 0))
        written.append(replace(line, number=same[0] if same else filled))
    return written, unclear, _rewritten(lines, written)


def _width(numbers: Iterable[str]) -> int:
    """Return to how many digits numbers are filled up with zeros; 0 where none is."""
    return max((len(one) for one in numbers if is_digits(one) and one[0] == "0"), default=0)


def _filled(number: str, width: int) -> str:
    return number.zfill(width) if is_digits(number) else number


def _rewritten(lines: Sequence[RosterRow], written: Sequence[RosterRow]) -> list[Problem]:
    """Return one remark about all numbers whose zeros were put right, or may be lost."""
    pairs = [(old, new) for old, new in zip(lines, written, strict=True) if old.number != new.number]
    if pairs:
        text = N_("%(count)s 个出席证号按证件的写法补足或者去掉了前面的 0，例如 %(old)s 读作 %(new)s。")
        old, new = pairs[0]
        return [Problem(0, text, {"count": len(pairs), "old": old.number, "new": new.number})]
    bare = [line.number for line in written if line.counted and line.number == value_of(line.number)]
    if bare and not any(line.number.startswith("0") for line in written):
        text = N_(
            "出席证号是数值：证件上前面有 0 的，请把这一列设为文本格式后重填；没有的可以继续，例如 %(one)s。"
        )
        return [Problem(0, text, {"one": bare[0]})]
    return []


def with_numbers(
    lines: Sequence[RosterRow], known: Sequence[KnownDeputy]
) -> tuple[list[RosterRow], list[Problem]]:
    """Return the lines, none without a number, with a remark about those that were given.

    Whoever is in the term by whole name and delegation, and alone so, keeps his number. The others get new ones, in
    the order of the sheet within their delegations; of whom else of the term a line may be is kept as its candidates.
    """
    bare = [at for at, line in enumerate(lines) if not line.number]
    found = dict(enumerate(lines))
    taken = {line.number.lower() for line in lines if line.number}
    free = [one for one in known if normalise.code(one.number).lower() not in taken]
    sure = _sure(bare, lines, free)
    others: dict[str, list[str]] = defaultdict(list)
    for one in free:
        if one not in sure.values():
            others[one.person].append(normalise.code(one.number))
    teams = {team: place for place, team in enumerate(dict.fromkeys(line.delegation for line in lines))}
    fresh = sorted((at for at in bare if at not in sure), key=lambda at: (teams[lines[at].delegation], at))
    numbers = _free_numbers([*(one.number for one in known), *taken], len(fresh))
    for at, one in sure.items():
        found[at] = replace(lines[at], number=normalise.code(one.number))
    for at, number in zip(fresh, numbers, strict=False):
        maybe = tuple(others.get(normalise.looked_for(lines[at].name), ()))
        found[at] = replace(lines[at], number=number, candidates=maybe)
    return [found[at] for at in range(len(lines))], _numbered(len(sure), [found[at].number for at in fresh])


def _sure(
    bare: Sequence[int], lines: Sequence[RosterRow], free: Sequence[KnownDeputy]
) -> dict[int, KnownDeputy]:
    """Return index of a line -> the one deputy of the term who is meant by it."""
    here: dict[tuple[str, str], list[int]] = defaultdict(list)
    there: dict[tuple[str, str], list[KnownDeputy]] = defaultdict(list)
    for at in bare:
        here[normalise.looked_for(lines[at].name), lines[at].delegation].append(at)
    for one in free:
        there[one.place].append(one)
    return {
        places[0]: there[key][0]
        for key, places in here.items()
        if len(places) == 1 and len(there.get(key, ())) == 1
    }


def _free_numbers(taken: Sequence[str], count: int) -> Iterator[str]:
    """Yield numbers behind the highest, in as many digits as the others; the first ever have three or more."""
    digits = [one for one in map(normalise.code, taken) if is_digits(one)]
    highest = max(map(int, digits), default=0)
    width = _width(digits) if digits else max(FEWEST_DIGITS, len(str(count)))
    return (str(number).zfill(width) for number in range(highest + 1, highest + count + 1))


def _numbered(known: int, fresh: Sequence[str]) -> list[Problem]:
    said = []
    if known:
        text = N_("名册没有出席证号：%(count)s 名代表按姓名和代表团与本届对上，证号不变。")
        said.append(Problem(0, text, {"count": known}))
    if fresh:
        text = N_(
            "名册没有出席证号：由程序按代表团和名册的次序编号，%(first)s 至 %(last)s，共 %(count)s 名。"
        )
        said.append(Problem(0, text, {"first": fresh[0], "last": fresh[-1], "count": len(fresh)}))
    return said
