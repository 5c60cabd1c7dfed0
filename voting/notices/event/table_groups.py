"""The lines of projects' own groups and of residents' remarks in the table of events."""

from __future__ import annotations

from collections.abc import Mapping

from voting.core.text import N_
from voting.notices.event.rules import About, NoticeKind, Telling
from voting.notices.event.tellings import of_commitment, step, told

OWN_PAGE = "people.account"

GROUPS: Mapping[str, tuple[Telling, ...]] = {
    "supervision:group:moved": tuple(
        told("owner", NoticeKind.PROGRESS, words, OWN_PAGE, about=About.ACCOUNT, only=step(one))
        for one, words in (
            ("join", N_("您已加入“%(project)s”的监督小组，可以在手机上记录视察。")),
            ("lead", N_("您是“%(project)s”监督小组的组长。")),
            ("step_down", N_("您不再担任“%(project)s”监督小组的组长。")),
            ("leave", N_("您已退出“%(project)s”的监督小组。")),
        )
    ),
    "supervision:remark:passed_on": (
        of_commitment(
            "staff group members",
            NoticeKind.TO_ANSWER,
            N_("联络站转来群众对“%(project)s”的反映，请办理。"),
            "supervision.remark",
        ),
    ),
}
