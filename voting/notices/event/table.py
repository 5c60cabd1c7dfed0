"""The one table: line of the journal -> whom it concerns, words, urgency, kind. A test walks every event of the program."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from voting.core.text import N_
from voting.notices.event.rules import About, NoticeKind, Telling
from voting.notices.event.table_activities import ACTIVITIES
from voting.notices.event.table_groups import GROUPS
from voting.notices.event.table_supervision import SUPERVISION
from voting.notices.event.tellings import step, told

ACCOUNT, TO_ANSWER, MEETING, RESULT, SCREENING = (
    NoticeKind.ACCOUNT,
    NoticeKind.TO_ANSWER,
    NoticeKind.MEETING,
    NoticeKind.RESULT,
    NoticeKind.SCREENING,
)

_ACCOUNTS: Mapping[str, tuple[Telling, ...]] = (
    {
        f"people:account:{name}": (
            told("owner", ACCOUNT, words, "people.account", about=About.ACCOUNT, urgent=True),
        )
        for name, words in {
            "secret_changed": N_("您的密码已更改。如果不是您本人操作，请立即联系工作人员。"),
            "reset": N_("您的密码已由管理人员重置。"),
            "roles_changed": N_("您的账号身份有变动。"),
            "second_factor_bound": N_("您的账号已绑定验证器。如果不是您本人操作，请立即联系工作人员。"),
            "home_opened": N_("您的账号凭邀请单设了在家登录的密码。如果不是您本人操作，请立即联系工作人员。"),
            "passkey_added": N_("您的账号添加了一个通行密钥。如果不是您本人操作，请立即联系工作人员。"),
            "passkeys_unbound": N_(
                "给您发了新的邀请单，以前的通行密钥都已解绑。如果不是您本人要求的，请立即联系工作人员。"
            ),
            "passkey_removed": N_("您的账号删除了一个通行密钥。如果不是您本人操作，请立即联系工作人员。"),
            "locked": N_("您的账号因多次输错密码被锁定 15 分钟。如果不是您本人操作，请联系工作人员。"),
            "recovery_codes_made": N_(
                "您的账号重新生成了备用码，以前的作废。如果不是您本人操作，请立即联系工作人员。"
            ),
            "recovery_code_used": N_("有人用备用码登录了您的账号。如果不是您本人操作，请立即联系工作人员。"),
        }.items()
    }
    | {
        f"congress:factor_reset:{name}": (
            told(
                "owner",
                ACCOUNT,
                N_("您的账号的验证器已解绑。如果不是您本人要求的，请立即联系工作人员。"),
                "people.account",
                about=About.ACCOUNT,
                urgent=True,
            ),
        )
        for name in ("confirmed", "by_operator")
    }
    | {
        "people:account:handed_over": (
            told(
                "successor",
                ACCOUNT,
                N_("另一个账号的身份已移交到您的账号。"),
                "people.account",
                about=About.SUCCESSOR,
            ),
        ),
    }
    | {
        f"congress:{name}:confirmed": (
            told("deputy", ACCOUNT, words, "people.account", about=About.DEPUTY, urgent=True),
        )
        for name, words in {
            "pin_reset": N_("您的个人密码已在签到处重置。如果不是您本人要求的，请立即告诉大会秘书处。"),
            "pin_unlock": N_("您的账号已在签到处解锁。如果不是您本人要求的，请立即告诉大会秘书处。"),
        }.items()
    }
)

_SCREENING: dict[str, tuple[Telling, ...]] = {
    "screening:call:opened": (
        told("deputies", SCREENING, N_("%(year)s 年民生实事项目开始征集建议。"), "screening.home"),
    ),
    "screening:call:extended": (
        told(
            "deputies",
            SCREENING,
            N_("%(year)s 年民生实事项目征集延长至 %(closes_on)s。"),
            "screening.home",
        ),
    ),
    "screening:suggestion:submitted": (
        told("collectors", SCREENING, N_("收到一条建议。"), "screening.inbox"),
    ),
    "screening:suggestion:received": (
        told("collectors", SCREENING, N_("收到其他地方转来的一条建议。"), "screening.inbox"),
    ),
    "screening:suggestion:came_back": (
        told("collectors", SCREENING, N_("转出去的一条建议被退回，仍由我们办理。"), "screening.inbox"),
    ),
    "screening:project:carried_over": (
        told(
            "collectors",
            SCREENING,
            N_("上一年没有完成的一个项目已转入 %(year)s 年筛选。"),
            "screening.board",
        ),
    ),
    "screening:question:asked": (
        told(
            "unit",
            TO_ANSWER,
            N_("有代表就候选项目提问，请我单位答复。"),
            "reading.questions",
            about=About.UNIT,
            only={"to": frozenset({"unit"})},
        ),
        told(
            "collectors",
            TO_ANSWER,
            N_("有代表就没有牵头单位的候选项目提问，请答复或者转单位。"),
            "reading.questions",
            only={"to": frozenset({"office"})},
        ),
    ),
    "screening:question:passed_on": (
        told(
            "unit",
            TO_ANSWER,
            N_("有代表就候选项目提问，请我单位答复。"),
            "reading.questions",
            about=About.UNIT,
        ),
    ),
    "screening:question:answered": (
        told(
            "deputy",
            SCREENING,
            N_("您关于候选项目的提问已有答复。"),
            "reading.home",
            about=About.ACCOUNT,
        ),
    ),
    "screening:scoring:opened": (
        told(
            "appraisers",
            TO_ANSWER,
            N_("%(year)s 年项目开始评分，请在 %(closes_on)s 前交表。"),
            "screening.sheet",
        ),
    ),
    "screening:scoring:extended": (
        told(
            "appraisers",
            TO_ANSWER,
            N_("%(year)s 年项目评分的交表截止日期延长到 %(closes_on)s。"),
            "screening.sheet",
        ),
    ),
    "screening:scoring:closed": (
        told("appraisers collectors", SCREENING, N_("%(year)s 年项目评分已经结束。"), "screening.board"),
    ),
    "screening:dossier:asked": (
        told("unit", TO_ANSWER, N_("请我单位填写一个项目的文本。"), "screening.asked", about=About.UNIT),
    ),
    "screening:dossier:handed_in": (
        told("collectors", SCREENING, N_("单位交回了一个项目的文本。"), "screening.board"),
    ),
    "screening:dossier:answered": (
        told(
            "unit",
            TO_ANSWER,
            N_("我单位交回的一个项目文本被退回修改。"),
            "screening.asked",
            about=About.UNIT,
            only=step("return_text"),
        ),
        told(
            "reviewers",
            SCREENING,
            N_("一个项目的文本已经收下，可以审查。"),
            "screening.board",
            only=step("accept_text"),
        ),
    ),
    "screening:project:reviewed": (
        told("collectors", SCREENING, N_("一个项目的审查意见已经填写。"), "screening.board"),
    ),
    "screening:shortlist:sent_back": (
        told("collectors", SCREENING, N_("%(year)s 年候选项目名单已退回。"), "screening.shortlist_page"),
    ),
    "screening:shortlist:frozen": (
        told(
            "deputies collectors oversight",
            SCREENING,
            N_("%(year)s 年正式候选项目已确定，应选 %(seats)s 项，可以阅读。"),
            "screening.home",
        ),
    ),
}

_MEETING: dict[str, tuple[Telling, ...]] = {
    "congress:meeting:planned": (
        told(
            "deputies",
            MEETING,
            N_("%(meeting)s（%(opens_on)s 开幕）的地点、会期或者议程已登记、更新。"),
            "portal.home",
            about=About.MEETING,
        ),
    ),
    "congress:meeting:corrected": (
        told(
            "deputies",
            MEETING,
            N_("会议的名称或者日期已更正：%(meeting)s，%(opens_on)s 开幕。"),
            "portal.home",
            about=About.MEETING,
            urgent=True,
        ),
    ),
    "tally:step:taken": (
        told(
            "deputies staff government oversight",
            RESULT,
            N_("结果已公布：%(ballot)s。"),
            "portal.ballot",
            about=About.BALLOT,
            only=step("announce"),
        ),
    ),
}

TOLD: Mapping[str, tuple[Telling, ...]] = dict(
    chain(
        _ACCOUNTS.items(),
        _SCREENING.items(),
        _MEETING.items(),
        SUPERVISION.items(),
        ACTIVITIES.items(),
        GROUPS.items(),
    )
)
"""What is told of which line. Of a line that several tellings fit, a person gets the first that concerns him."""


def told_of(event: str, facts: Mapping[str, Any]) -> tuple[Telling, ...]:
    """Return what is to be told of a line; nothing for one that this version does not know."""
    return tuple(one for one in TOLD.get(event, ()) if one.holds(facts))
