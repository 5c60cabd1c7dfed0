"""A provider's POST as the office writes it down: values where they belong, whatever they hold; answers read without being kept."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from tests.properties import given, st
from voting.core.errors import RuleBroken
from voting.notices.channel.sms_template import (
    BodyFormat,
    SmsTemplate,
    expect_template,
    filled,
    header_of,
    verdict_of_sms,
)

pytestmark = pytest.mark.pure
AT = datetime(2026, 11, 28, 5, 15, tzinfo=UTC)
GOOD = '{"mobile":"{phone}","content":"{text}","at":"{time}","sign":"{md5:key{phone}{time}}"}'


def template(body: str = GOOD, form: BodyFormat = BodyFormat.JSON, **changes: str) -> SmsTemplate:
    values = {"address": "https://sms.example.cn/send", "header": "", "accepted": '"code":0'}
    return SmsTemplate(format=form, body=body, **(values | changes))


@given(st.text(max_size=80))
def test_any_text_arrives_as_it_is_in_json_and_in_a_form(text: str) -> None:
    said = json.loads(filled(template(), "13800000000", text, AT))
    assert (said["mobile"], said["content"], said["at"]) == ("13800000000", text, "20261128131500")
    assert said["sign"] == hashlib.md5(b"key1380000000020261128131500", usedforsecurity=False).hexdigest()
    form = filled(template("m={phone}&c={text}", BodyFormat.FORM), "13800000000", text, AT).decode()
    assert parse_qs(form, keep_blank_values=True, errors="surrogatepass")["c"] == [text]


@pytest.mark.parametrize(
    ("body", "form", "header", "field"),
    [
        ('{"mobile":"{phone}"}', BodyFormat.JSON, "", "body"),
        ('{"mobile":"{phone}","content":{text}}', BodyFormat.JSON, "", "body"),
        ("m={phone}", BodyFormat.FORM, "", "body"),
        (GOOD, BodyFormat.JSON, "X: a\r\nHost: b", "header"),
        (GOOD, BodyFormat.JSON, "Host: other.example", "header"),
        (GOOD, BodyFormat.JSON, "没有冒号", "header"),
    ],
)
def test_what_cannot_send_is_refused_at_its_field(
    body: str, form: BodyFormat, header: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        expect_template(template(body, form, header=header))
    assert refused.value.field == field


def test_a_good_one_is_taken_and_its_header_goes_along() -> None:
    good = template(header="Authorization: APPCODE 123")
    expect_template(good)
    assert header_of(good) == {"Authorization": "APPCODE 123"}
    assert header_of(template()) == {}
    assert "APPCODE" not in repr(good)


@pytest.mark.parametrize(
    ("status", "body", "step"),
    [
        (200, b'{ "code" : 0 }', "accept"),
        (200, b'{"code":7,"msg":"13800000000"}', "refuse"),
        (200, b"\xff\xfe", "refuse"),
        (302, b"", "refuse"),
        (403, b'{"code":0}', "refuse"),
        (429, b"", "later"),
        (502, b"", "later"),
    ],
)
def test_what_an_answer_means_and_nothing_of_it_is_kept(status: int, body: bytes, step: str) -> None:
    verdict = verdict_of_sms(template(), status, body, None)
    assert (verdict.step, "138" in repr(verdict)) == (step, False)
