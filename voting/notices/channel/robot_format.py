"""Messages of chat robots as WeCom, DingTalk and Feishu want them, and what their answers mean. Pure.

Sources: 企业微信 developer.work.weixin.qq.com/document/path/91770; 钉钉 open.dingtalk.com, 自定义机器人接入; 飞书
open.feishu.cn, 自定义机器人使用指南.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote_plus

from voting.core.lifecycle import ByName
from voting.core.text import N_


class RobotFormat(ByName):
    """Whose robot it is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


FORMATS: dict[RobotFormat, str] = {
    RobotFormat.WECOM: N_("企业微信群机器人"),
    RobotFormat.DINGTALK: N_("钉钉自定义机器人（加签）"),
    RobotFormat.FEISHU: N_("飞书自定义机器人（签名校验）"),
}
SIGNED = frozenset({RobotFormat.DINGTALK, RobotFormat.FEISHU})
"""Whose messages are signed with a secret; the address of a WeCom robot is its only secret."""
MOST_BYTES = 2048
"""Of a text: WeCom's limit, the lowest of the three."""
BUSY = frozenset({-1, 45009, 410100, 130101, 11232, 9499})
"""Codes that say: not now, or too many a minute (20 WeCom and DingTalk, 100 Feishu)."""
OK, MOVED, REFUSED, TOO_MANY, FAULT = range(200, 300), range(300, 400), range(400, 500), 429, 500

WORDS: Mapping[int, str] = {
    93000: N_("机器人的网址不对，或者机器人已被移出群聊"),
    310000: N_("安全设置不符：密钥不对，或者还设了关键词、IP 地址"),
    300001: N_("机器人的网址不对"),
    400101: N_("机器人的网址不对"),
    400102: N_("机器人已停用"),
    400106: N_("机器人已不存在"),
    400013: N_("群聊已解散"),
    19001: N_("机器人的网址不对"),
    19021: N_("签名不符：密钥不对，或者服务器的时钟相差一小时以上"),
    19022: N_("机器人设了 IP 地址限制，本站不在其中"),
    19024: N_("机器人设了关键词，消息里没有"),
}
REDIRECTED = N_("对方要求转到别的网址，程序不跟随")
CROWDED = N_("对方说发得太多，稍后再发")
BROKEN = N_("对方服务器出错，稍后再发")
NO_ROBOT = N_("对方的回答不是群机器人的格式，请核对网址")
OTHER = N_("对方拒收（代码 %(code)s）")


@dataclass(frozen=True)
class RobotAnswer:
    """What an answer means. step: of the message's life (accept, refuse), or later; told: message id; code: its value."""

    step: str
    told: str = ""
    code: int = 0
    rest: int | None = None


def call_of(form: RobotFormat, address: str, secret: str, text: str, at: datetime) -> tuple[str, bytes]:
    """Return the address and the body of one message."""
    said: dict[str, object] = {"msgtype": "text", "text": {"content": text}}
    if form is RobotFormat.DINGTALK:
        stamp = str(int(at.timestamp() * 1000))
        sign = _signed(secret, f"{stamp}\n{secret}")
        joined = "&" if "?" in address else "?"
        address = f"{address}{joined}timestamp={stamp}&sign={quote_plus(sign)}"
    elif form is RobotFormat.FEISHU:
        stamp = str(int(at.timestamp()))
        sign = _signed(f"{stamp}\n{secret}", "")
        said = {"timestamp": stamp, "sign": sign, "msg_type": "text", "content": {"text": text}}
    return address, json.dumps(said, ensure_ascii=False).encode()


def _signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def verdict_of(status: int, body: bytes, rest: int | None) -> RobotAnswer:
    """Return what an answer means."""
    if status in MOVED:
        return RobotAnswer("refuse", REDIRECTED)
    if status == TOO_MANY or status >= FAULT:
        return RobotAnswer("later", CROWDED if status == TOO_MANY else BROKEN, status, rest)
    code = _code_of(body)
    if code is None:
        return RobotAnswer("refuse", OTHER if status in REFUSED else NO_ROBOT, status)
    if code in BUSY:
        return RobotAnswer("later", CROWDED, code, rest)
    if code == 0 and status in OK:
        return RobotAnswer("accept")
    return RobotAnswer("refuse", WORDS.get(code, OTHER), code or status)


def _code_of(body: bytes) -> int | None:
    """Return the code of an answer: `errcode` of WeCom and DingTalk, `code` of Feishu."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = said.get("errcode", said.get("code")) if isinstance(said, dict) else None
    return code if type(code) is int else None


def fitted(text: str, most: int = MOST_BYTES) -> str:
    """Return a text of at most so many bytes; what is cut off shows as an ellipsis."""
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - 3].decode(errors="ignore") + "…"
