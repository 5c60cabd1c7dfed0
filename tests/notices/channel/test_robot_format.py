"""The three formats, against values worked out by hand with openssl, and what robots' answers mean."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from voting.notices.channel.robot_format import MOST_BYTES, RobotFormat, call_of, fitted, verdict_of

pytestmark = pytest.mark.pure
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
URL = "https://chat.example.cn/send?token=1"


def test_wecom_is_told_as_its_manual_says() -> None:
    url, body = call_of(RobotFormat.WECOM, URL, "", "您好", AT)
    assert (url, json.loads(body)) == (URL, {"msgtype": "text", "text": {"content": "您好"}})


def test_dingtalk_is_signed_in_the_address_with_milliseconds() -> None:
    url, body = call_of(RobotFormat.DINGTALK, URL, "SECabc", "您好", AT)
    assert url == f"{URL}&timestamp=1772416800000&sign=1mCoFuK1BdCWQTcIFLyQQtWUFa9w0PotxCWAjPO9P1s%3D"
    assert json.loads(body) == {"msgtype": "text", "text": {"content": "您好"}}


def test_feishu_is_signed_in_the_body_with_seconds() -> None:
    url, body = call_of(RobotFormat.FEISHU, URL, "SECabc", "您好", AT)
    assert url == URL
    assert json.loads(body) == {
        "timestamp": "1772416800",
        "sign": "RS9sw1hwAmlOXUDHnTRhq5Q6AMCIY7XFPCovzdW4amg=",
        "msg_type": "text",
        "content": {"text": "您好"},
    }


@pytest.mark.parametrize(
    ("status", "body", "step", "told"),
    [
        (200, b'{"errcode":0,"errmsg":"ok"}', "accept", ""),
        (200, b'{"code":0,"msg":"success","data":{}}', "accept", ""),
        (200, b'{"errcode":310000,"errmsg":"sign not match"}', "refuse", "密钥不对"),
        (200, b'{"code":19021,"msg":"sign match fail"}', "refuse", "签名不符"),
        (200, b'{"errcode":93000}', "refuse", "网址不对"),
        (200, b'{"errcode":45009}', "later", "太多"),
        (200, b'{"errcode":130101}', "later", "太多"),
        (200, b'{"code":11232}', "later", "太多"),
        (400, b'{"code":9499}', "later", "太多"),
        (200, b'{"errcode":77}', "refuse", "代码"),
        (200, b'{"errcode":"0"}', "refuse", "格式"),
        (200, b'{"errcode":false}', "refuse", "格式"),
        (200, b"<html>", "refuse", "格式"),
        (200, b"[" * 40_000, "refuse", "格式"),
        (200, b"\xff\xfe", "refuse", "格式"),
        (302, b'{"errcode":0}', "refuse", "不跟随"),
        (404, b"", "refuse", "代码"),
        (429, b'{"errcode":0}', "later", "太多"),
        (500, b'{"errcode":0}', "later", "出错"),
        (503, b"", "later", "出错"),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, step: str, told: str) -> None:
    verdict = verdict_of(status, body, None)
    assert verdict.step == step
    assert told in verdict.told


@pytest.mark.parametrize("length", [1, 681, 682, 683, 684, 2000])
def test_a_long_text_is_cut_at_a_whole_sign(length: int) -> None:
    text = fitted("字" * length)
    assert len(text.encode()) <= MOST_BYTES
    assert text.endswith("…") is (length * 3 > MOST_BYTES)
