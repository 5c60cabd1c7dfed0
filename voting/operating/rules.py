"""What each kind of due thing is called, and what of it is late. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from voting.core.text import N_

KIND_NAMES: Mapping[str, str] = {
    "uploads:lapse": N_("删除没有交上来的照片"),
    "ballot:sweep": N_("整理已结束票决的票箱"),
    "people:sweep": N_("清除过期的登录"),
    "congress:seed_working_days": N_("取新公布的放假安排"),
    "notices:read": N_("由办理日志生成通知"),
    "notices:mail": N_("发送邮件"),
    "notices:chat": N_("发送到群机器人"),
    "notices:sms": N_("发送短信"),
    "notices:lapse": N_("删除到期的联系方式"),
    "screening:forget_contacts": N_("删除到期的建议人联系方式"),
    "screening:forget_desks": N_("删除任期已满的代表的书签和笔记"),
    "screening:import_lapse": N_("删除导入后没有采纳的清单"),
    "screening:project_list_lapse": N_("删除导入后没有采纳的项目表"),
    "supervision:report_reminder": N_("提醒报送月报"),
    "supervision:look_back": N_("验收满一年的回访"),
    "supervision:lights": N_("生成每月亮灯结果"),
    "supervision:ladder": N_("督办阶梯逐级办理"),
    "supervision:forget_ratings": N_("删除到期的评价来源和不公开的留言"),
    "due:forget": N_("清除早已办完的记录"),
}
"""A due row's kind -> what it does. `jobs.JOBS` has the same keys (a test)."""
LATE_AFTER = timedelta(minutes=5)
"""What was due longer ago than this and waits still is late: the worker looks every few seconds."""


def name_of(kind: str) -> str:
    """Return what a kind does, as a message id; of another version's its own name."""
    return KIND_NAMES.get(kind, kind)
