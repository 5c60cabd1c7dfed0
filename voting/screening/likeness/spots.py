"""The places that a text names: from a lexicon, and by what follows a name (村, 小区, 小学, 街). Pure.

The lexicon holds divisions and a congress's own list. A name taken from running text may have a verb before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from voting.screening.likeness.lexicon import Lexicon

LONGEST_NAME = 4
SHORTEST_CORE = 2


def words(text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(text.split())


class SpotKind(IntEnum):
    """What sort of place a name is of; places of one kind that are called differently are two."""

    DISTRICT = 0
    TOWNSHIP = 1
    SETTLEMENT = 2
    ROAD = 3
    FACILITY = 4
    NAMED = 5


AREAS = (SpotKind.DISTRICT, SpotKind.TOWNSHIP)


ENDINGS: dict[str, SpotKind] = {
    **dict.fromkeys(("街道办", "街道", "镇", "乡"), SpotKind.TOWNSHIP),
    **dict.fromkeys(
        words("社区 小区 家园 花园 家属院 家属楼 宿舍 新村 村 庄 苑 公寓 号院 新区"), SpotKind.SETTLEMENT
    ),
    **dict.fromkeys(("大街", "大道", "街", "路", "巷", "胡同"), SpotKind.ROAD),
    **dict.fromkeys(
        ("小学", "中学", "学校", "幼儿园", "医院", "公园", "广场", "市场", "车站", "水库"), SpotKind.FACILITY
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
WORDS_WITH_STOPS = words("建设 新建 和平 和谐 向阳 为民 有余 开发 通达 进取 开元 和顺 增光 新开 本溪 住建")
NO_NAMES = words("""
    农 新农 乡 城 村 全 老 旧 老旧 居民 住宅 文明 城中 城乡 城区 移民 马 公 道 土 水泥 铁 线
    网 思 大 小 中 高 中小 乡村 农村 公办 公立 民办 普惠 寄宿 寄宿制 中心 乡镇 一 口袋 街心 文化
    文化活动 活动 健身 休闲 村级 综合 农贸 菜 便民 早 夜 汽车 公交 客运 新 步行 商业 小吃 主 大
    后 前 高速 柏油 石子 砂石 产业 旅游 田间 断头 新建小 职工 学生 教师 两 三 几 附近 周边 周围
    群众 人民 县 市 区 省 镇 卫生 集中 养老 医疗 县城 城市
""")
NOT_ALONE = (
    NO_NAMES
    | words("卫生院 卫生室 派出所 车站 大桥 政府 县城 城区 镇区 门口 学校 小区 本村 全村 我村 本小区")
    | set(ENDINGS)
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
    kind: SpotKind
    part: str = ""


def spot(name: str) -> Spot:
    """Return the place of this name, by how it ends."""
    part = PART.search(name)
    whole = name[: part.start()] if part and part.start() else name
    found = next((end for end in LONGEST_FIRST if whole.endswith(end) and whole != end), "")
    if not found and NUMBERED.search(whole):
        return Spot(whole, whole, SpotKind.FACILITY)
    core = whole.removesuffix(found) if found else whole
    core = core if len(core) >= SHORTEST_CORE else whole
    return Spot(whole, core, ENDINGS.get(found, SpotKind.NAMED), part[0] if part and whole != name else "")


def listed(name: str) -> Spot:
    """Return a place of the lexicon: divisions of a county's size are known by their ending there and nowhere else."""
    found = spot(name)
    is_district = found.kind is SpotKind.NAMED and name.endswith(("区", "县", "市"))
    return Spot(name, name[:-1], SpotKind.DISTRICT) if is_district and len(name) > SHORTEST_CORE else found


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
    if ENDINGS.get(ending) is SpotKind.ROAD:
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
