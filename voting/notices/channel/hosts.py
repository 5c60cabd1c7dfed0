"""Which hosts of the web the program may call: public ones, and private ones that the operator names."""

from __future__ import annotations

import re
import socket
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Thread
from urllib.parse import urlsplit

from voting.core.errors import RuleBroken
from voting.core.text import N_

NAME_SECONDS = 3.0
"""How long the name service may take."""
PORTS = {"https": 443, "http": 80}
PLAIN = re.compile(r"[!-~]+")
"""An address as it travels: signs of ASCII without blanks, so no line break and no second header."""
NAME = re.compile(r"[A-Za-z0-9.:-]{1,253}")
OTHERS = tuple(IPv6Network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
"""IPv6 addresses that lead on to an IPv4 address: NAT64, 6to4, Teredo."""
NO_ADDRESS = N_("这不是一个网址，请从群机器人的设置里原样复制，以 https:// 开头。")
INWARD = N_("这个网址指向内网或者本机，不能使用；确需使用的，请运维人员登记到 CHAT_HOSTS。")
UNKNOWN = N_("找不到这个网址的服务器，请核对。")


@dataclass(frozen=True)
class Target:
    """An address taken apart. path: with its query; allowed: the operator named the host, so it may be private."""

    scheme: str
    host: str
    port: int
    path: str
    allowed: bool

    @property
    def named(self) -> str:
        """Return the host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str, allowed: Collection[str]) -> Target:
    """Take an address apart; plain http and private hosts for hosts of `allowed` alone. Errors: RuleBroken."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _refused(NO_ADDRESS) from error
    known = host in allowed
    schemes = {"https", "http"} if known else {"https"}
    whole = PLAIN.fullmatch(url) is not None and NAME.fullmatch(host) is not None
    if not whole or parts.scheme not in schemes or "@" in parts.netloc or port == 0:
        raise _refused(NO_ADDRESS)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path, known)


def checked(target: Target) -> str:
    """Return the numeric address to connect to, which is never asked for again. Errors: RuleBroken where any is private."""
    addresses = _asked(target)
    if not addresses:
        raise _refused(UNKNOWN)
    if not target.allowed and not all(is_public(ip_address(one.partition("%")[0])) for one in addresses):
        raise _refused(INWARD)
    return addresses[0]


def _asked(target: Target) -> list[str]:
    """Return what the name service says within NAME_SECONDS, which it knows no limit of; nothing where it says nothing."""
    found: list[str] = []

    def ask() -> None:
        with suppress(OSError, UnicodeError):
            answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            found.extend(str(one[4][0]) for one in answers)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(NAME_SECONDS)
    return list(found)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the internet: not private, of this machine, of this link, of a group, or a tunnel's."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in net for net in OTHERS):
            return False
    return address.is_global and not address.is_multicast


def _refused(message: str) -> RuleBroken:
    error = RuleBroken(message)
    error.field = "address"
    return error
