"""A text message as an office's template for its provider says it, and what the provider's answer means. Pure.

Providers have no format in common; nearly all take one POST with a number, a text and a name or key. The office writes that POST
down with `{phone}`, `{text}`, `{time}` (20261128131500) and `{md5:…}` in place of the values (docs/sms.md).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import quote_plus

from voting.core.clock import in_china, moment
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName
from voting.core.text import N_
from voting.notices.channel.robot_format import (
    BROKEN,
    CROWDED,
    FAULT,
    MOVED,
    OK,
    OTHER,
    REDIRECTED,
    TOO_MANY,
    RobotAnswer,
)
from voting.notices.channel.web_call import JSON


class BodyFormat(ByName):
    """How a provider wants the body."""

    JSON = "json"
    FORM = "form"


FORMATS: dict[BodyFormat, str] = {
    BodyFormat.JSON: N_("JSON"),
    BodyFormat.FORM: N_("表单（a=1&b=2）"),
}
TYPES: dict[BodyFormat, str] = {
    BodyFormat.JSON: JSON,
    BodyFormat.FORM: "application/x-www-form-urlencoded; charset=utf-8",
}
PLACE = re.compile(r"\{(phone|text|time)\}")
HASHED = re.compile(r"\{md5:((?:[^{}]|\{(?:phone|text|time)\})*)\}")
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}: [!-~][ -~]{0,400}")
"""A name and a value in one line of ASCII: nothing that could begin a second one."""
OWN_HEADERS = frozenset(
    {"host", "content-length", "content-type", "connection", "transfer-encoding", "accept"}
)


@dataclass(frozen=True, kw_only=True)
class SmsTemplate:
    """The POST of a provider. header: `Name: value`, empty for none; accepted: what the answer has in it when the message was taken."""

    address: str = field(repr=False)
    header: str = field(repr=False)
    format: BodyFormat
    body: str = field(repr=False)
    accepted: str


def expect_template(template: SmsTemplate) -> None:
    """Refuse a template that cannot send a message. Errors: RuleBroken at its field."""
    if not {"phone", "text"} <= set(PLACE.findall(template.body)):
        raise _refused("body", N_("正文里要有 {phone} 和 {text} 两处，发送时换成手机号和内容。"))
    if template.format is BodyFormat.JSON:
        try:
            json.loads(filled(template, "13800000000", "“试”\n", moment(date(2026, 1, 1), 0)))
        except ValueError as error:
            raise _refused("body", N_("正文不是 JSON，请核对引号、逗号和括号。")) from error
    name = template.header.partition(":")[0].lower()
    if template.header and (not HEADER.fullmatch(template.header) or name in OWN_HEADERS):
        raise _refused("header", N_("请求头写成“名称: 值”一行，例如 Authorization: APPCODE 123。"))


def filled(template: SmsTemplate, phone: str, text: str, at: datetime) -> bytes:
    """Return the body of one message: the values written as the format wants them, hashes over the values as they are."""
    values = {"phone": phone, "text": text, "time": f"{in_china(at):%Y%m%d%H%M%S}"}
    written = {key: _written(template.format, value) for key, value in values.items()}
    hashed = HASHED.sub(lambda found: _md5(_put(found[1], values)), template.body)
    return _put(hashed, written).encode()


def header_of(template: SmsTemplate) -> Mapping[str, str]:
    """Return the header that a provider wants beside the usual ones."""
    name, _colon, value = template.header.partition(": ")
    return {name: value} if value else {}


def verdict_of_sms(template: SmsTemplate, status: int, body: bytes, rest: int | None) -> RobotAnswer:
    """Return what an answer means. Nothing that it says is kept: it may quote the number."""
    if status in MOVED:
        return RobotAnswer("refuse", REDIRECTED)
    if status == TOO_MANY or status >= FAULT:
        return RobotAnswer("later", CROWDED if status == TOO_MANY else BROKEN, status, rest)
    said = _bare(body.decode(errors="replace"))
    if status in OK and _bare(template.accepted) in said:
        return RobotAnswer("accept")
    return RobotAnswer("refuse", OTHER, status)


def _put(text: str, values: Mapping[str, str]) -> str:
    return PLACE.sub(lambda found: values[found[1]], text)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _written(form: BodyFormat, value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1] if form is BodyFormat.JSON else quote_plus(value)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _refused(name: str, message: str) -> RuleBroken:
    error = RuleBroken(message)
    error.field = name
    return error
