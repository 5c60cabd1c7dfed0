"""Where a suggestion wants something: the places it names, and whether two suggestions mean one place. Pure.

Names come from a lexicon (divisions, a congress's own list) and, for what stands in none, from what follows a name:
村, 小区, 小学, 街. A name taken from running text may have a verb before it; so names are compared from their end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from voting.screening.likeness.grams import plain
from voting.screening.likeness.lexicon import Lexicon

LONGEST_NAME = 4
SHORTEST_CORE = 2


class Kind(IntEnum):
    """What sort of place a name is of; places of one kind that are called differently are two."""

    DISTRICT = 0
    TOWNSHIP = 1
    SETTLEMENT = 2
    ROAD = 3
    FACILITY = 4
    NAMED = 5


AREAS = (Kind.DISTRICT, Kind.TOWNSHIP)


ENDINGS: dict[str, Kind] = {
    **dict.fromkeys(("街道办", "街道", "镇", "乡"), Kind.TOWNSHIP),
    **dict.fromkeys(
        (
            "社区",
            "小区",
            "家园",
            "花园",
            "家属院",
            "家属楼",
            "宿舍",
            "新村",
            "村",
            "庄",
            "苑",
            "公寓",
            "号院",
            "新区",
        ),
        Kind.SETTLEMENT,
    ),
    **dict.fromkeys(("大街", "大道", "街", "路", "巷", "胡同"), Kind.ROAD),
    **dict.fromkeys(
        ("小学", "中学", "学校", "幼儿园", "医院", "公园", "广场", "市场", "车站", "水库"), Kind.FACILITY
    ),
}
LONGEST_FIRST = sorted(ENDINGS, key=len, reverse=True)
NUMERAL = "[一二三四五六七八九十0-9]+"
PART = re.compile(rf"{NUMERAL}(?:期|号院|号楼|栋|组|队)$")
"""What parts a compound or a village in itself: 一期 and 二期 are two places."""
SCHOOL = re.compile(rf"第({NUMERAL})([小中])学(?!生)")
ENDING = re.compile(
    rf"(?:{'|'.join(LONGEST_FIRST)})(?!生)(?:{NUMERAL}(?:期|号院|号楼|栋|组|队))?|{NUMERAL}[小中](?!学)"
)
NUMBERED = re.compile(rf"{NUMERAL}[小中]$")
NO_ROADS = frozenset("线公马道铁水电网思出套闹支")
"""What makes 路 and 街 no name: 线路, 公路."""
STOPS = frozenset(
    "的在给到从把为对请望修建装设于和与去往住有没要被是我你他她们这那个该本全各每至将让替帮向经由所座条处间名里内旁边离近都也就进出通等及或请没多少办开增加"
)
WORDS_WITH_STOPS = (
    "建设",
    "新建",
    "和平",
    "和谐",
    "向阳",
    "为民",
    "有余",
    "开发",
    "通达",
    "进取",
    "开元",
    "和顺",
    "增光",
    "新开",
    "本溪",
    "住建",
)
NO_NAMES = frozenset(
    [
        "农",
        "新农",
        "乡",
        "城",
        "村",
        "全",
        "老",
        "旧",
        "老旧",
        "居民",
        "住宅",
        "文明",
        "城中",
        "城乡",
        "城区",
        "移民",
        "马",
        "公",
        "道",
        "土",
        "水泥",
        "铁",
        "线",
        "网",
        "思",
        "大",
        "小",
        "中",
        "高",
        "中小",
        "乡村",
        "农村",
        "公办",
        "公立",
        "民办",
        "普惠",
        "寄宿",
        "寄宿制",
        "中心",
        "乡镇",
        "一",
        "口袋",
        "街心",
        "文化",
        "文化活动",
        "活动",
        "健身",
        "休闲",
        "村级",
        "综合",
        "农贸",
        "菜",
        "便民",
        "早",
        "夜",
        "汽车",
        "公交",
        "客运",
        "新",
        "步行",
        "商业",
        "小吃",
        "主",
        "大",
        "后",
        "前",
        "高速",
        "柏油",
        "石子",
        "砂石",
        "产业",
        "旅游",
        "田间",
        "断头",
        "新建小",
        "职工",
        "学生",
        "教师",
        "两",
        "三",
        "几",
        "附近",
        "周边",
        "周围",
        "群众",
        "人民",
        "县",
        "市",
        "区",
        "省",
        "镇",
        "卫生",
        "集中",
        "养老",
        "医疗",
        "县城",
        "城市",
    ]
)
NOT_ALONE = (
    NO_NAMES
    | set(ENDINGS)
    | {
        "卫生院",
        "卫生室",
        "派出所",
        "车站",
        "大桥",
        "政府",
        "县城",
        "城区",
        "镇区",
        "门口",
        "学校",
        "小区",
        "本村",
        "全村",
        "我村",
        "本小区",
    }
)
TAILS = re.compile(
    r"(政府旁?|附近|周边|周围|门口|门前|路口|一带|片区|沿线|全镇|全乡|全村|内|里|旁边|旁|对面|全域|辖区|主街|街上|交叉口|十字路口)+$"
)
AROUND = re.compile(r"[\s,，、。;；/()（）·和与及]+")


@dataclass(frozen=True)
class Spot:
    """A place that is named. name: in full; core: without what says its kind; part: which part of it, empty for all."""

    name: str
    core: str
    kind: Kind
    part: str = ""


@dataclass(frozen=True)
class Where:
    """The places of a suggestion.

    exact, areas: smaller than a township, and larger, named as its place or in its title; beside: only in its text;
    said: all of its words.
    """

    exact: frozenset[Spot] = frozenset()
    areas: frozenset[Spot] = frozenset()
    beside: frozenset[Spot] = frozenset()
    said: str = ""

    @property
    def close(self) -> bool:
        """Tell whether it says more than a county: to be at one place then means something."""
        return bool(self.exact or self.at(Kind.TOWNSHIP))

    def at(self, level: Kind) -> frozenset[Spot]:
        """Return the areas of one level."""
        return frozenset(spot for spot in self.areas if spot.kind is level)


class Compared(StrEnum):
    """Whether two suggestions mean one place. OPEN: one of them does not say."""

    ONE = "one"
    APART = "apart"
    OPEN = "open"


def spot(name: str) -> Spot:
    """Return the place of this name, by how it ends."""
    part = PART.search(name)
    whole = name[: part.start()] if part and part.start() else name
    found = next((end for end in LONGEST_FIRST if whole.endswith(end) and whole != end), "")
    if not found and NUMBERED.search(whole):
        return Spot(whole, whole, Kind.FACILITY)
    core = whole.removesuffix(found) if found else whole
    core = core if len(core) >= SHORTEST_CORE else whole
    return Spot(whole, core, ENDINGS.get(found, Kind.NAMED), part[0] if part and whole != name else "")


def listed(name: str) -> Spot:
    """Return a place of the lexicon: divisions of a county's size are known by their ending there and nowhere else."""
    found = spot(name)
    is_district = found.kind is Kind.NAMED and name.endswith(("区", "县", "市"))
    return Spot(name, name[:-1], Kind.DISTRICT) if is_district and len(name) > SHORTEST_CORE else found


def spots(text: str, known: Lexicon) -> tuple[frozenset[Spot], str]:
    """Return the places that a text names, and the text without them. text: in its plain form."""
    found = []
    rest = list(text)
    for hit in known.hits(text):
        if hit.means:
            found.append(listed(hit.means))
        rest[hit.start : hit.end] = "\0" * (hit.end - hit.start)
    left = "".join(rest)
    for start, end in named_by_ending(left):
        found.append(spot(left[start:end]))
        rest[start:end] = "\0" * (end - start)
    return frozenset(found), "".join(rest)


def named_by_ending(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names stand that are known by their ending alone."""
    free = 0
    for ending in ENDING.finditer(text):
        start = name_start(text, free, ending.start())
        name = text[start : ending.start()]
        if is_name(name, ending[0]):
            yield start, ending.end()
            free = ending.end()


def is_name(name: str, ending: str) -> bool:
    """Tell whether what stands before an ending is a name."""
    if NUMBERED.fullmatch(ending):
        return True
    if ENDINGS.get(ending) is Kind.ROAD:
        return len(name) >= SHORTEST_CORE and name[-1] not in NO_ROADS and name not in NO_NAMES
    return bool(name) and name not in NO_NAMES


def name_start(text: str, free: int, end: int) -> int:
    """Return where the name that ends at `end` begins: after the last character that no name has."""
    start = end
    while start > max(free, end - LONGEST_NAME):
        sign = text[start - 1]
        whole = text[start - 2 : start] in WORDS_WITH_STOPS or text[start - 1 : start + 1] in WORDS_WITH_STOPS
        if not sign.isalnum() or (sign in STOPS and not whole):
            break
        start -= 1
    return start


def place_spots(place: str, known: Lexicon) -> frozenset[Spot]:
    """Return the places of what was written as the place: what no ending gives away is a name all the same."""
    found, rest = spots(place, known)
    left = {TAILS.sub("", part) for part in AROUND.split(rest.replace("\0", " "))}
    names = {spot(part) for part in left if len(part) >= SHORTEST_CORE and part not in NOT_ALONE}
    return found | frozenset(names)


def where(title: str, content: str, place: str, known: Lexicon) -> tuple[Where, str, str]:
    """Return the places of a suggestion, and its title and content without them."""
    title, content, place = (SCHOOL.sub(r"\1\2", plain(text)) for text in (title, content, place))
    of_title, title_left = spots(title, known)
    of_content, content_left = spots(content, known)
    meant = place_spots(place, known) | of_title
    exact = frozenset(one for one in meant if one.kind not in AREAS)
    for core in {one.core for one in meant}:
        title_left, content_left = title_left.replace(core, "\0"), content_left.replace(core, "\0")
    found = Where(exact, meant - exact, of_content - meant, f"{title}\n{place}\n{content}")
    return found, title_left.replace("\0", " "), content_left.replace("\0", " ")


def compared(one: Where, other: Where) -> Compared:
    """Tell whether two suggestions mean one place; areas of another name part what is called alike."""
    if any(differ(one.at(level), other.at(level)) for level in AREAS):
        return Compared.APART
    if one.exact and other.exact:
        return Compared.ONE if meets(one, other) else Compared.APART
    if one.exact or other.exact:
        return Compared.ONE if meets(one, other) else Compared.OPEN
    return (
        Compared.ONE
        if all(bool(one.at(level)) is bool(other.at(level)) for level in AREAS)
        else Compared.OPEN
    )


def differ(ones: frozenset[Spot], others: frozenset[Spot]) -> bool:
    """Tell whether both name areas and none of them is one."""
    return bool(ones and others) and not any_alike(ones, others)


def meets(one: Where, other: Where) -> bool:
    """Tell whether what one means is what the other means, or names beside."""
    if any_alike(one.exact, other.exact):
        return True
    if same_kind(one.exact, other.exact):
        return False
    crossed = any_alike(one.exact, other.beside) or any_alike(other.exact, one.beside)
    return crossed or says(one, other) or says(other, one)


def same_kind(ones: Iterable[Spot], others: Iterable[Spot]) -> bool:
    """Tell whether both name a place of one kind: two schools, two villages."""
    ends = {spot.kind for spot in ones if spot.kind is not Kind.NAMED}
    return any(spot.kind in ends for spot in others)


def says(one: Where, other: Where) -> bool:
    """Tell whether one says the bare name of a place that the other means."""
    return any(len(spot.core) >= SHORTEST_CORE and spot.core in one.said for spot in other.exact)


def any_alike(ones: Iterable[Spot], others: Iterable[Spot]) -> bool:
    """Tell whether a place of the one is a place of the other."""
    theirs = tuple(others)
    return any(alike(one, other) for one in ones for other in theirs)


def alike(one: Spot, other: Spot) -> bool:
    """Tell whether two names are of one place: the same from their end, whatever stands before."""
    if one.part and other.part and one.part != other.part:
        return False
    if one.kind is other.kind:
        exact = one.kind in {Kind.FACILITY, Kind.ROAD}
        return ends_alike(one.name, other.name) or (not exact and ends_alike(one.core, other.core))
    if one.kind in AREAS or other.kind in AREAS:
        return False
    return one.core == other.core or ends_alike(one.name, other.name)


def ends_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_CORE and long.endswith(short)
