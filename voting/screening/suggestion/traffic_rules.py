"""What slows a robot and not a village: how many suggestions one network may hand in, and how fast.

No rule of the procedure: one household, one village router, one mobile carrier's gateway may each stand behind
one address, so that no number of people is ever turned away for good; they wait some seconds at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from voting.core.errors import TooManyTries

LATELY = timedelta(hours=1)
READING = timedelta(seconds=5)
"""A person has a form open longer than this; who has not comes again and then has."""
IN_HASTE = 60
AT_EASE = 200
STEP = 200
"""Beyond AT_EASE the pause between two suggestions is PAUSE, and twice that after every STEP more."""
PAUSE = 5
LONGEST_PAUSE = 60
SAME_NEARBY = 30
SAME_ANYWHERE = 100
"""A village group may pass one text on; a robot does nothing else."""


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """What came LATELY. count: from this network; quiet: since the last of them, None when there was none.

    same_nearby, same_anywhere: of exactly these words, from this network and from all.
    """

    count: int
    quiet: timedelta | None
    same_nearby: int
    same_anywhere: int


def network_of(address: str | None) -> str:
    """Return the network that stands for a sender: an IPv4 address, or an IPv6 /64, as one household gets it."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return address or ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found), 64), strict=False))
    return str(found)


def pause_at(count: int) -> int:
    """Return the seconds between two suggestions of a network that handed in so many LATELY."""
    if count < AT_EASE:
        return 0
    doublings = (count - AT_EASE) // STEP
    return int(min(PAUSE * 2**doublings, LONGEST_PAUSE))


def wait_for(traffic: Traffic, *, careful: bool) -> int:
    """Return how many seconds to wait; careful: the form was open for a while and its trap is empty."""
    if not careful and traffic.count >= IN_HASTE:
        return int(READING.total_seconds())
    quiet = LATELY if traffic.quiet is None else traffic.quiet
    return max(0, pause_at(traffic.count) - int(quiet.total_seconds()))


def expect_calm(traffic: Traffic, *, careful: bool) -> None:
    """Raise TooManyTries for the same words over and over, or when more comes than people type."""
    if traffic.same_nearby >= SAME_NEARBY or traffic.same_anywhere >= SAME_ANYWHERE:
        raise TooManyTries(
            "一字不差的建议刚才已经收到 %(count)s 条，不必再交。想支持这件事，请写上您自己的情况再提交。",
            count=max(traffic.same_nearby, traffic.same_anywhere),
        )
    seconds = wait_for(traffic, careful=careful)
    if seconds:
        raise TooManyTries(
            "您这个网络上提交建议的人很多，请过 %(seconds)s 秒再按一次“提交建议”。您写的都在下面，没有丢失。",
            seconds=seconds,
        )
