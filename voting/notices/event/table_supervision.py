"""The lines of supervision in the table of events."""

from __future__ import annotations

from collections.abc import Mapping

from voting.core.text import N_
from voting.notices.event.rules import About, NoticeKind, Telling
from voting.notices.event.tellings import of_commitment, step, told

TO_ANSWER, MEETING, RESULT = NoticeKind.TO_ANSWER, NoticeKind.MEETING, NoticeKind.RESULT
CHANGE, PROGRESS = NoticeKind.CHANGE, NoticeKind.PROGRESS
MINE, PROJECT, WORK = "supervision.mine", "supervision.project", "supervision.work"
VOICES = "supervision.voices"
RATINGS = "supervision.ratings"

SUPERVISION: Mapping[str, tuple[Telling, ...]] = {
    "supervision:outcome:taken_in": (
        told(
            "unit",
            TO_ANSWER,
            N_("%(year)s 年通过票决的项目中有贵单位负责的，请编制并公布实施计划。"),
            MINE,
            about=About.COMMITMENTS,
        ),
        told(
            "group government",
            PROGRESS,
            N_("%(year)s 年通过票决的项目已转入监督，等待指定责任单位。"),
            "supervision.home",
        ),
    ),
    "supervision:unit:assigned": (
        of_commitment(
            "unit", TO_ANSWER, N_("“%(project)s”由贵单位负责实施，请编制并公布实施计划。"), MINE, urgent=True
        ),
    ),
    "supervision:unit:replaced": (
        told(
            "unit",
            TO_ANSWER,
            N_("原单位的项目和没有办结的问题、督办函、审议意见、承诺事项已移交贵单位承接。"),
            MINE,
            about=About.UNIT,
            urgent=True,
        ),
        told(
            "group government", PROGRESS, N_("一个责任单位的项目已由承接单位继续办理。"), "supervision.home"
        ),
    ),
    "supervision:plan:published": (
        of_commitment(
            "staff group",
            PROGRESS,
            N_("“%(project)s”的实施计划已公布，第 %(number)s 版。"),
            PROJECT,
        ),
    ),
    "supervision:report:submitted": (
        of_commitment("staff group", PROGRESS, N_("“%(project)s”已报 %(month)s 月进度。"), PROJECT),
    ),
    "supervision:report:reminded": (
        of_commitment(
            "unit",
            TO_ANSWER,
            N_("“%(project)s” %(month)s 月的月报还没有收到，请在 %(closes_on)s 以前报送。"),
            MINE,
        ),
    ),
    "supervision:light:read": (
        of_commitment(
            "unit staff group government oversight",
            PROGRESS,
            N_("“%(project)s” %(month)s 月亮红灯。"),
            PROJECT,
            only={"light": frozenset({"red"})},
            urgent=True,
        ),
        of_commitment(
            "unit",
            PROGRESS,
            N_("“%(project)s” %(month)s 月亮黄灯。"),
            PROJECT,
            only={"light": frozenset({"yellow"})},
        ),
    ),
    "supervision:ladder:reached": tuple(
        of_commitment(
            whom, TO_ANSWER, words, "supervision.ladder", only={"rung": frozenset({rung})}, urgent=True
        )
        for whom, rung, words in (
            ("unit", "unit", N_("“%(project)s”亮黄灯或红灯，请说明原因和措施。")),
            ("unit government", "head", N_("“%(project)s”仍未消除亮灯，请单位负责人督促。")),
            ("group staff", "group", N_("“%(project)s”仍未消除亮灯，请代表监督小组过问。")),
            ("unit group staff", "letter", N_("“%(project)s”仍未消除亮灯，应当发督办函。")),
            ("unit staff government", "listed", N_("“%(project)s”仍未消除红灯，应当挂牌督办。")),
            ("staff government", "board", N_("“%(project)s”仍未消除红灯，应当提请主任会议研究。")),
        )
    ),
    "supervision:ladder:settled": (
        of_commitment("staff group", PROGRESS, N_("“%(project)s”的督办有了办理情况。"), "supervision.ladder"),
    ),
    "supervision:light:chosen": (
        of_commitment(
            "unit group",
            PROGRESS,
            N_("“%(project)s” %(month)s 月的亮灯由人工认定。"),
            PROJECT,
        ),
    ),
    "supervision:inspection:recorded": (
        of_commitment("unit staff", PROGRESS, N_("“%(project)s”有新的视察记录。"), PROJECT),
    ),
    "supervision:finding:moved": (
        of_commitment(
            "unit",
            TO_ANSWER,
            N_("“%(project)s”发现一个问题，请按期答复、整改。"),
            "supervision.finding",
            only=step("raise"),
            urgent=True,
        ),
        of_commitment(
            "government",
            PROGRESS,
            N_("“%(project)s”发现一个问题，已交责任单位答复、整改。"),
            "supervision.finding",
            only=step("raise"),
        ),
        of_commitment(
            "staff group",
            TO_ANSWER,
            N_("“%(project)s”的问题已提交整改情况，请复查。"),
            "supervision.finding",
            only=step("rectify"),
        ),
        of_commitment(
            "staff group",
            PROGRESS,
            N_("“%(project)s”的问题，责任单位已答复。"),
            "supervision.finding",
            only=step("answer"),
        ),
        of_commitment(
            "unit",
            TO_ANSWER,
            N_("“%(project)s”的问题复查没有通过，请按新的期限整改。"),
            "supervision.finding",
            only=step("fail_recheck"),
            urgent=True,
        ),
        of_commitment(
            "unit staff group",
            TO_ANSWER,
            N_("“%(project)s”的问题重新打开，请按新的期限整改。"),
            "supervision.finding",
            only=step("reopen"),
            urgent=True,
        ),
        of_commitment(
            "unit",
            PROGRESS,
            N_("“%(project)s”的问题复查通过，已办结。"),
            "supervision.finding",
            only=step("pass_recheck"),
        ),
    ),
    "supervision:letter:sent": (
        of_commitment(
            "unit",
            TO_ANSWER,
            N_("收到关于“%(project)s”的督办函（第 %(number)s 号），请按期答复。"),
            "supervision.letter",
            urgent=True,
        ),
        of_commitment(
            "government",
            PROGRESS,
            N_("责任单位收到关于“%(project)s”的督办函（第 %(number)s 号）。"),
            "supervision.letter",
        ),
    ),
    "supervision:letter:answered": (
        told(
            "staff group",
            PROGRESS,
            N_("“%(project)s”的督办函已答复。"),
            "supervision.letter",
            about=About.LETTER,
        ),
    ),
    "supervision:change:requested": (
        of_commitment("staff", TO_ANSWER, N_("“%(project)s”申请调整，等待决定。"), "supervision.change_page"),
        of_commitment("group government", CHANGE, N_("“%(project)s”申请调整，等待决定。"), PROJECT),
    ),
    "supervision:change:decided": (
        told(
            "unit",
            CHANGE,
            N_("“%(project)s”的调整申请已有决定。"),
            "supervision.change_page",
            about=About.CHANGE,
        ),
        told(
            "group government", CHANGE, N_("“%(project)s”的调整申请已有决定。"), PROJECT, about=About.CHANGE
        ),
    ),
    "supervision:change:proclaimed": (
        of_commitment(
            "unit group government deputies oversight",
            CHANGE,
            N_("“%(project)s”的调整已公告，即日生效。"),
            PROJECT,
        ),
    ),
    "supervision:change:moved": (
        told(
            "staff group",
            CHANGE,
            N_("“%(project)s”的调整申请已撤回。"),
            PROJECT,
            about=About.CHANGE,
            only=step("withdraw"),
        ),
    ),
    "supervision:commitment:delivered": (
        of_commitment("staff group", TO_ANSWER, N_("“%(project)s”已交付，请验收。"), WORK),
    ),
    "supervision:commitment:delivery_withdrawn": (
        of_commitment("staff group", PROGRESS, N_("责任单位撤回了“%(project)s”的验收申请。"), WORK),
    ),
    "supervision:commitment:sent_back": (
        of_commitment(
            "unit", TO_ANSWER, N_("“%(project)s”的交付被退回，请整改后重新交付。"), MINE, urgent=True
        ),
    ),
    "supervision:commitment:accepted": (
        of_commitment("unit group government deputies", RESULT, N_("“%(project)s”已验收。"), PROJECT),
    ),
    "supervision:commitment:looked_back": (
        of_commitment(
            "staff group",
            PROGRESS,
            N_("“%(project)s”验收已满一年，已请提建议的人说说问题解决了没有。"),
            VOICES,
        ),
    ),
    "supervision:look_back:heard": (
        of_commitment(
            "unit staff group government",
            PROGRESS,
            N_("“%(project)s”：有提建议的人说问题还没有解决。"),
            VOICES,
            only={"solved": frozenset({False})},
        ),
    ),
    "supervision:rating_check:opened": (
        of_commitment(
            "staff group government",
            PROGRESS,
            N_("“%(project)s”：群众评价平均分偏低，请开展督查。"),
            RATINGS,
        ),
    ),
    "supervision:commitment:carried_over": (
        of_commitment(
            "unit group government", PROGRESS, N_("“%(project)s”没有完成的部分转入 %(year)s 年。"), PROJECT
        ),
    ),
    "supervision:evaluation:ordered": (
        told(
            "unit",
            MEETING,
            N_("贵单位负责的项目列入 %(year)s 年满意度测评。"),
            MINE,
            about=About.COMMITMENTS,
        ),
        told("government", MEETING, N_("%(year)s 年的项目列入满意度测评。"), "supervision.desk"),
    ),
}
