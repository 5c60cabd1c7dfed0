"""A message handed to a chat robot, and what became of it."""

from __future__ import annotations

from collections.abc import Collection

from voting.core.clock import now
from voting.core.errors import RuleBroken
from voting.core.text import N_
from voting.notices.channel.hosts import target_of
from voting.notices.channel.mail import Away, Unanswered
from voting.notices.channel.robot_format import RobotAnswer, RobotFormat, call_of, verdict_of
from voting.notices.channel.web_call import post

AWAY = N_("对方服务器连不上，或者证书不对")
SILENT = N_("发出以后没有等到完整的回答，不知道对方收到没有")


def speak(form: RobotFormat, address: str, secret: str, text: str, hosts: Collection[str]) -> RobotAnswer:
    """Send a text and say what became of it: accept, refuse, later, or silent where no answer came."""
    url, body = call_of(form, address, secret, text, now())
    try:
        answer = post(target_of(url, hosts), body)
    except RuleBroken as error:
        return RobotAnswer("later", error.message)
    except Away:
        return RobotAnswer("later", AWAY)
    except Unanswered:
        return RobotAnswer("silent", SILENT)
    return verdict_of(answer.status, answer.body, answer.rest)
