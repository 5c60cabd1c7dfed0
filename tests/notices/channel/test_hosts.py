"""Which addresses of the web may be called, and to which numeric address."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from voting.core.errors import RuleBroken
from voting.notices.channel.hosts import checked, is_public, target_of

pytestmark = pytest.mark.pure
GOOD = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("113.96.208.200", True),
        ("2408:8756::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::", False),
    ],
)
def test_private_loopback_and_link_local_addresses_are_not_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/send",
        "ftp://qyapi.weixin.qq.com/send",
        "qyapi.weixin.qq.com/send",
        "https:///send",
        "https://user:secret@qyapi.weixin.qq.com/send",
        "https://qyapi.weixin.qq.com/send\r\nX-More: 1",
        "https://qyapi.weixin.qq.com/send\nX-More: 1",
        "https://qyapi.weixin.qq.com/a b",
        "https://企业微信.cn/send",
        "https://qyapi.weixin.qq.com:0/send",
        "https://qyapi.weixin.qq.com:99999/send",
        "https://[::1/send",
        "",
    ],
)
def test_what_is_no_address_of_a_robot_is_refused(url: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        target_of(url, frozenset())
    assert caught.value.field == "address"


def test_an_address_is_taken_apart_as_a_request_names_it() -> None:
    target = target_of(GOOD, frozenset())
    assert (target.named, target.port, target.path) == (
        "qyapi.weixin.qq.com",
        443,
        "/cgi-bin/webhook/send?key=1",
    )
    inside = target_of("http://chat.local:8080", {"chat.local"})
    assert (inside.named, inside.path, inside.allowed) == ("chat.local:8080", "/", True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001", "10.0.0.8"])
def test_a_host_inside_is_refused_unless_the_operator_allows_it(host: str) -> None:
    with pytest.raises(RuleBroken, match=r"内网|找不到"):
        checked(target_of(f"https://{host}/send", frozenset()))
    name = host.strip("[]")
    if name in {"127.0.0.1", "10.0.0.8"}:
        assert checked(target_of(f"https://{host}/send", {name})) == name


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*_asked: object, **_more: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("113.96.208.200", 443)), (0, 0, 0, "", ("192.168.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with pytest.raises(RuleBroken, match="内网"):
        checked(target_of(GOOD, frozenset()))
