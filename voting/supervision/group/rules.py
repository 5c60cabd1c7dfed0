"""The law of a project's own group: memberships as a table, whom the program proposes. Pure.

Source: practice (一事一小组): deputies are assigned by trade and nearness; 《代表法》 (2025), activities between sessions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_
from voting.supervision.commitment.rules import FieldRefused

MOST_MEMBERS = 15
MOST_PROPOSED = 7
"""Larger groups do not go on site together (practice: five to seven)."""


class MembershipState(ByName):
    """What a deputy is in a project's group."""

    MEMBER = "member"
    LEADER = "leader"
    LEFT = "left"


MEMBERSHIP: Lifecycle[MembershipState] = Lifecycle(
    start=MembershipState.MEMBER,
    steps={
        (MembershipState.LEFT, "join"): MembershipState.MEMBER,
        (MembershipState.MEMBER, "lead"): MembershipState.LEADER,
        (MembershipState.LEADER, "step_down"): MembershipState.MEMBER,
        (MembershipState.MEMBER, "leave"): MembershipState.LEFT,
        (MembershipState.LEADER, "leave"): MembershipState.LEFT,
    },
    words={
        MembershipState.MEMBER: N_("组员"),
        MembershipState.LEADER: N_("组长"),
        MembershipState.LEFT: N_("已退出小组"),
    },
    step_words={
        "join": N_("加入小组"),
        "lead": N_("担任组长"),
        "step_down": N_("不再担任组长"),
        "leave": N_("退出小组"),
    },
)

TRADES: Mapping[str, tuple[str, ...]] = {
    "childcare": ("幼儿", "托育", "保育", "妇联", "妇幼"),
    "education": ("教师", "教育", "学校", "中学", "小学", "大学", "学院", "校长", "教授"),
    "work": ("人社", "人力资源", "就业", "工会", "企业", "公司", "经理"),
    "health": ("医", "卫生", "卫健", "护士", "护理", "药", "疾控"),
    "elderly": ("养老", "敬老", "老龄", "民政", "护理"),
    "housing": ("住建", "建筑", "建设", "房产", "物业", "社区", "燃气", "供热"),
    "support": ("残联", "民政", "救助", "红十字", "慈善", "妇联"),
    "transport": ("交通", "公路", "运输", "公交", "客运", "司机"),
    "environment": ("环保", "环境", "生态", "环卫", "水利", "水务", "供水", "林业", "农业", "农村"),
}
"""Field of a project -> what the post of somebody of the trade says. Of the field "other" nobody is of the trade."""

_SUFFIX = re.compile(r"(代表团|代表组|街道|地区|县|市|区|乡|镇)+$")
SHORTEST_PLACE = 2


@dataclass(frozen=True)
class Work:
    """What a group is proposed for. field: the project's; places: where it is built; unit: who carries it out."""

    field: str
    places: Sequence[str]
    unit: str


@dataclass(frozen=True)
class Fitness:
    """Why a deputy is proposed or not. of_trade: by his post; near: his delegation is of the place; of_unit: he serves in the unit."""

    of_trade: bool
    near: bool
    of_unit: bool

    @property
    def points(self) -> int:
        """Return by how much he fits: nothing for who would supervise his own unit."""
        return 0 if self.of_unit else self.of_trade + self.near


def fitness(work: Work, post: str, delegation: str) -> Fitness:
    """Return how a deputy fits a project. post, delegation: as the roster has them, empty where it has none."""
    unit = _SUFFIX.sub("", work.unit)
    return Fitness(
        of_trade=any(word in post for word in TRADES.get(work.field, ())),
        near=is_near(delegation, work.places),
        of_unit=bool(post) and len(unit) >= SHORTEST_PLACE and unit in post,
    )


def is_near(delegation: str, places: Sequence[str]) -> bool:
    """Tell whether a delegation is named after one of the places: 大林乡代表团, 大林乡东街."""
    name = _SUFFIX.sub("", delegation)
    return len(name) >= SHORTEST_PLACE and any(name in place for place in places)


def expect_group(members: Collection[int], leader: int | None) -> None:
    """Raise FieldRefused unless one of the members leads; a project may have no group at all."""
    if len(members) > MOST_MEMBERS:
        raise FieldRefused("members", "一个小组最多 %(most)s 人。", most=MOST_MEMBERS)
    if members and leader is None:
        raise FieldRefused("leader", "请指定一名组长。")
    if leader is not None and leader not in members:
        raise FieldRefused("leader", "组长要在小组成员当中。")


def steps_to(state: MembershipState | None, *, member: bool, leader: bool) -> tuple[str, ...]:
    """Return the steps from what a deputy is in the group, None for not in it yet, to what he is to be.

    A membership begins with the step `join`, without a state before.
    """
    if not member:
        return ("leave",) if state not in {None, MembershipState.LEFT} else ()
    joins = ("join",) if state in {None, MembershipState.LEFT} else ()
    if leader:
        return joins if state is MembershipState.LEADER else (*joins, "lead")
    return ("step_down",) if state is MembershipState.LEADER else joins
