"""What each role works on: the links of the account page and of the staff's menu, as one table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from voting.congress.place.queries import place_by_id
from voting.core.text import N_
from voting.people.access import current_actor_or_none, here_or_none, shut_to_the_hall
from voting.people.rules import COLLECTING, FOLLOWING, JUDGING, Actor, Place, Role
from voting.supervision.group.queries import own_projects


@dataclass(frozen=True)
class Workplace:
    """A page somebody works on. url: its address in the person's own place."""

    title: str
    hint: str
    url: str


TABLE: tuple[tuple[str, str, str, frozenset[Role]], ...] = (
    ("screening.home", N_("征集与筛选"), N_("征集、归并、论证、候选项目"), COLLECTING),
    ("screening.enter_form", N_("录入建议"), N_("记下来访群众提的建议"), frozenset({Role.STATION})),
    ("screening.board", N_("论证评分"), N_("各项目的文本、意见、评分"), JUDGING | {Role.COMMITTEE}),
    ("screening.sheet", N_("评分表"), N_("全部项目打分，一张表"), frozenset({Role.APPRAISER})),
    (
        "screening.asked",
        N_("请我单位填写的项目文本"),
        N_("按期限填写、交回"),
        frozenset({Role.UNIT}),
    ),
    ("screening.shortlist_page", N_("候选名单"), N_("名单的审批进度"), frozenset({Role.COMMITTEE})),
    (
        "reading.questions",
        N_("代表提问"),
        N_("答复代表就候选项目提的问题"),
        frozenset({Role.UNIT}),
    ),
    (
        "reading.home",
        N_("候选项目"),
        N_("逐项阅读，做书签、写笔记、向单位提问"),
        frozenset({Role.DEPUTY}),
    ),
    (
        "supervision.new_remark_page",
        N_("转达群众反映"),
        N_("群众对实施中的项目怎么说"),
        frozenset({Role.STATION}),
    ),
    ("screening.suggest_form", N_("提建议"), N_("以代表身份提出"), frozenset({Role.DEPUTY})),
    (
        "congress.home",
        N_("会前准备"),
        N_("会议、代表名册、票决规则"),
        frozenset({Role.STAFF, Role.SECRETARIAT}),
    ),
    ("hall.desk", N_("签到"), N_("代表签到、离席、个人密码重置"), frozenset({Role.STAFF, Role.SECRETARIAT})),
    ("hall.console", N_("主持台"), N_("会议进程、投票、结果"), frozenset({Role.SECRETARIAT, Role.CHAIR})),
    (
        "ballot.home",
        N_("票决"),
        N_("票箱、钥匙、开箱"),
        frozenset({Role.SECRETARIAT, Role.CHAIR, Role.SCRUTINEER}),
    ),
    ("hall.turns", N_("监票"), N_("轮到您时在这里提示"), frozenset({Role.SCRUTINEER})),
    (
        "tally.home",
        N_("计票"),
        N_("计票、签名、公告"),
        frozenset({Role.SECRETARIAT, Role.CHAIR, Role.SCRUTINEER, Role.TELLER}),
    ),
    ("tablet.home", N_("投票"), N_("领票、选项目、投票"), frozenset({Role.DEPUTY})),
    (
        "supervision.home",
        N_("过程监督"),
        N_("计划、进度、亮灯、问题"),
        FOLLOWING | {Role.DEPUTY},
    ),
    ("portal.results", N_("票决结果"), N_("历次票决的结果和核验"), frozenset({Role.DEPUTY})),
    ("portal.archive", N_("历年项目"), N_("各年的项目和结果"), frozenset({Role.DEPUTY})),
    ("supervision.mine", N_("我单位的项目"), N_("计划与每月进度"), frozenset({Role.UNIT})),
    (
        "burden.home",
        N_("填报负担"),
        N_("每月要各单位填多少栏目、多少页、多少分钟"),
        frozenset({Role.UNIT, Role.STAFF, Role.OVERSIGHT}),
    ),
    ("oversight.home", N_("三级总览"), N_("各级人大工作进度"), frozenset({Role.OVERSIGHT})),
    (
        "congress.below",
        N_("下级人大"),
        N_("各地还缺什么、开户"),
        frozenset({Role.PLATFORM_ADMIN}),
    ),
    (
        "congress.working_days",
        N_("工作日历"),
        N_("放假、调休、推算期限"),
        frozenset({Role.PLATFORM_ADMIN, Role.STAFF}),
    ),
    (
        "notices.robots",
        N_("群机器人"),
        N_("把通知发到企业微信、钉钉、飞书的群聊"),
        frozenset({Role.PLATFORM_ADMIN, Role.STAFF}),
    ),
    (
        "operating.home",
        N_("系统运行"),
        N_("到期的事、没办成的事、待发的消息"),
        frozenset({Role.PLATFORM_ADMIN}),
    ),
    ("accounts.index", N_("账号"), N_("开账号、定身份、停用"), frozenset({Role.PLATFORM_ADMIN, Role.STAFF})),
    (
        "audit.journal",
        N_("办理日志"),
        N_("谁在何时办了什么"),
        frozenset({Role.AUDITOR, Role.STAFF, Role.OVERSIGHT}),
    ),
)


IN_THE_HALL_ALONE = frozenset({"tablet.home"})
"""What a deputy who signed in from home is not offered: there he is nobody, and asked for his six digits."""


def workplaces() -> list[Workplace]:
    """Return the pages that the signed-in person works on, in the order of the loop."""
    actor = current_actor_or_none()
    if actor is None:
        return []
    place = here_or_none()
    if place is None or place.id != actor.jurisdiction_id:
        place = place_by_id(actor.jurisdiction_id)
    found = [
        Workplace(title, hint, url_for(endpoint, code=place.code))
        for endpoint, title, hint, roles in TABLE
        if roles & actor.roles
        and not (shut_to_the_hall(actor, endpoint) or (actor.from_home and endpoint in IN_THE_HALL_ALONE))
    ]
    return found + (_supervised(actor, place) if actor.from_home else [])


def _supervised(actor: Actor, place: Place) -> list[Workplace]:
    """Return the projects in whose group a deputy is, each a page of its own."""
    hint = N_("您在这个项目的监督小组：记录视察、办理群众反映")
    return [
        Workplace(
            one.title,
            hint,
            url_for("supervision.own_project", code=place.code, commitment_id=one.commitment_id),
        )
        for one in own_projects(actor)
    ]
