"""What counts as the program's burden on a unit, and how it is added up. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from voting.core.text import N_

LONGEST = timedelta(minutes=30)
"""What one form can have cost at most: who leaves it open over lunch has not filled it in all the time."""

FORMS: dict[str, str] = {
    "screening.revise": N_("项目文本"),
    "screening.hand_in_text": N_("交回项目文本"),
    "screening.attach": N_("项目附件"),
    "reading.answer": N_("代表提问答复"),
    "supervision.fill_in": N_("月报"),
    "supervision.submit": N_("月报核对报送"),
    "supervision.publish_plan": N_("实施计划"),
    "supervision.nothing_changed": N_("本月无变化"),
    "supervision.deliver": N_("申请验收"),
    "supervision.withdraw_delivery": N_("撤回验收申请"),
    "supervision.request_change": N_("申请调整"),
    "supervision.withdraw_change": N_("撤回调整申请"),
    "supervision.post": N_("问题整改"),
    "supervision.answer_letter": N_("督办函答复"),
}
"""What a unit hands in, by the address that takes it, and how it is called. A photograph is a field of its form."""


@dataclass(frozen=True)
class Burden:
    """What was asked. pages: forms handed in, refused ones too; fields: of those that were taken; seconds: open."""

    pages: int = 0
    fields: int = 0
    seconds: int = 0

    @property
    def minutes(self) -> int:
        """Return the minutes, a begun one as a whole: what is asked is never rounded away."""
        return -(-self.seconds // 60)


def total(parts: Iterable[Burden]) -> Burden:
    """Return several burdens as one."""
    found = list(parts)
    return Burden(
        pages=sum(one.pages for one in found),
        fields=sum(one.fields for one in found),
        seconds=sum(one.seconds for one in found),
    )


def filling(open_for: timedelta) -> int:
    """Return the whole seconds that a form cost which was open for so long; a clock set back costs nothing."""
    return int(min(max(open_for, timedelta()), LONGEST).total_seconds())
