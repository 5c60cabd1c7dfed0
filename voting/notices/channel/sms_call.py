"""A text message handed to a provider, and what became of it."""

from __future__ import annotations

from collections.abc import Collection

from voting.core.clock import now
from voting.core.errors import RuleBroken
from voting.notices.channel.hosts import target_of
from voting.notices.channel.mail import Away, Unanswered
from voting.notices.channel.robot_call import AWAY, SILENT
from voting.notices.channel.robot_format import RobotAnswer
from voting.notices.channel.sms_template import TYPES, SmsTemplate, filled, header_of, verdict_of_sms
from voting.notices.channel.web_call import post


def text_to(template: SmsTemplate, phone: str, text: str, hosts: Collection[str]) -> RobotAnswer:
    """Send a text to a number and say what became of it: accept, refuse, later, or silent where no answer came."""
    body = filled(template, phone, text, now())
    try:
        target = target_of(template.address, hosts)
        answer = post(target, body, TYPES[template.format], header_of(template))
    except RuleBroken as error:
        return RobotAnswer("later", error.message)
    except Away:
        return RobotAnswer("later", AWAY)
    except Unanswered:
        return RobotAnswer("silent", SILENT)
    return verdict_of_sms(template, answer.status, answer.body, answer.rest)
