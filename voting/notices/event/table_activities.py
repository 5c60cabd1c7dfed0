"""The lines of activities of supervision, opinions and promises in the table of events."""

from __future__ import annotations

from collections.abc import Mapping

from voting.core.text import N_
from voting.notices.event.rules import About, NoticeKind, Telling
from voting.notices.event.tellings import step, told

TO_ANSWER, PROGRESS = NoticeKind.TO_ANSWER, NoticeKind.PROGRESS
ACTIVITY, OPINION = "supervision.activity", "supervision.opinion"

ACTIVITIES: Mapping[str, tuple[Telling, ...]] = {
    "supervision:activity:planned": (
        told(
            "group government",
            PROGRESS,
            N_("%(year)s 年的监督计划新增一项活动。"),
            ACTIVITY,
        ),
    ),
    "supervision:activity:moved": (
        told(
            "group government",
            PROGRESS,
            N_("%(year)s 年的一项监督活动已公布情况。"),
            ACTIVITY,
            only=step("report"),
        ),
        told(
            "group government",
            PROGRESS,
            N_("%(year)s 年的一项监督活动已取消。"),
            ACTIVITY,
            only=step("cancel"),
        ),
    ),
    "supervision:inquiry:recorded": (
        told(
            "unit",
            TO_ANSWER,
            N_("贵单位在专题询问中作出的承诺已登记，请在 %(closes_on)s 以前兑现并报告。"),
            OPINION,
            about=About.UNIT,
            only={"promised": frozenset({True})},
            urgent=True,
        ),
    ),
    "supervision:opinion:given": (
        told(
            "unit",
            TO_ANSWER,
            N_("收到一条审议意见，请在 %(closes_on)s 以前办理并报告。"),
            OPINION,
            about=About.UNIT,
            urgent=True,
        ),
        told("government", PROGRESS, N_("一条审议意见已交责任单位办理。"), OPINION, about=About.UNIT),
    ),
    "supervision:opinion:moved": (
        told(
            "staff",
            TO_ANSWER,
            N_("责任单位已报告一条审议意见或者承诺的办理情况，请评价。"),
            OPINION,
            about=About.UNIT,
            only=step("respond"),
        ),
        told(
            "unit",
            TO_ANSWER,
            N_("一条审议意见或者承诺的办理情况被退回，请在 %(closes_on)s 以前重新办理。"),
            OPINION,
            about=About.UNIT,
            only=step("send_back"),
            urgent=True,
        ),
        told(
            "unit",
            PROGRESS,
            N_("贵单位办理的一条审议意见或者承诺已获认可。"),
            OPINION,
            about=About.UNIT,
            only=step("accept"),
        ),
        told(
            "unit group government",
            PROGRESS,
            N_("一条审议意见或者承诺的办理情况已公布。"),
            OPINION,
            about=About.UNIT,
            only=step("publish"),
        ),
    ),
}
