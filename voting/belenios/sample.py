"""抽验回执, the sample before a share is lent (docs/protocol.md, "The sample"): whom a device draws, and what the answers mean.

The reference for every other device. Numbers alone: it never learns which ballot is whose, and keeps no name.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from voting.belenios.errors import Malformed, need, need_form

FIRST, IN_ALL = 6, 18  # names asked at first, and with the twelve further ones
MISSES_FIRST, MISSES_IN_ALL = 1, 2
_NUMBER_CHARACTERS = 9

Name = TypeVar("Name")


class SampleAnswer(StrEnum):
    """What a deputy who was drawn says, alone before the device's own list of receipts.

    PROVEN: he misses his ballot and hands over a signed receipt that holds.
    """

    THERE = "there"
    GONE = "gone"
    PROVEN = "proven"
    UNCAST = "uncast"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class SampleVerdict(StrEnum):
    """What has come of a sample; MORE: another name is due."""

    MORE = "more"
    PASSED = "passed"
    FAILED = "failed"
    STOPPED = "stopped"


STOPS = frozenset({SampleAnswer.PROVEN, SampleAnswer.UNKNOWN})


@dataclass(frozen=True, slots=True)
class SampleCount:
    """A sample so far. names: on the roll; ballots: in the box; of who was asked: there, missed; uncast: replaced."""

    names: int
    ballots: int
    there: int = 0
    missed: int = 0
    uncast: int = 0
    stopped: bool = False

    @property
    def verdict(self) -> SampleVerdict:
        """Return what follows from the numbers."""
        if self.stopped:
            return SampleVerdict.STOPPED
        asked, left = self.there + self.missed, self.names - self.there - self.missed - self.uncast
        if asked < FIRST:
            return SampleVerdict.MORE if left else _passed(self.missed == 0)
        if asked == FIRST and self.missed <= MISSES_FIRST:
            return SampleVerdict.PASSED
        if self.missed > MISSES_IN_ALL:
            return SampleVerdict.FAILED
        return SampleVerdict.MORE if asked < IN_ALL and left else SampleVerdict.PASSED

    def after(self, answer: SampleAnswer) -> SampleCount:
        """Return the sample after one more answer; 未投 beyond what the numbers allow is a miss."""
        if answer in STOPS:
            return replace(self, stopped=True)
        if answer is SampleAnswer.THERE:
            return replace(self, there=self.there + 1)
        if answer is SampleAnswer.UNCAST and self.uncast < self.names - self.ballots:
            return replace(self, uncast=self.uncast + 1)
        return replace(self, missed=self.missed + 1)

    def could_be(self) -> bool:
        """Tell whether a sample may have gone so and have come to its end."""
        asked = self.there + self.missed
        replaced = self.uncast <= self.names - self.ballots
        fits = asked <= IN_ALL and asked + self.uncast + self.stopped <= self.names
        return replaced and fits and self.verdict is not SampleVerdict.MORE


def _passed(holds: bool) -> SampleVerdict:  # noqa: FBT001
    return SampleVerdict.PASSED if holds else SampleVerdict.FAILED


def in_order_of_chance(drawn: Sequence[Name], chance: random.Random | None = None) -> list[Name]:
    """Return all names in an order that only this device knows beforehand: they are called one after the other."""
    return (chance or secrets.SystemRandom()).sample(drawn, len(drawn))


def hold(sample: SampleCount, names: Sequence[Name], ask: Callable[[Name], SampleAnswer]) -> SampleCount:
    """Ask one name after the other until the sample has come to its end."""
    for name in names:
        if sample.verdict is not SampleVerdict.MORE:
            break
        sample = sample.after(ask(name))
    return sample


def write(sample: SampleCount) -> str:
    """Write the numbers and the verdict as the statement carries them."""
    return f"{sample.there}|{sample.missed}|{sample.uncast}|{sample.verdict}"


def parse(names: int, ballots: int, text: str) -> SampleCount:
    """Read what `write` wrote.

    Errors: Malformed; DoesNotHold for a verdict that does not follow from the numbers.
    """
    parts = text.split("|")
    if len(parts) != 4:  # noqa: PLR2004  three numbers and the verdict
        raise Malformed("a sample is three numbers and a verdict")
    there, missed, uncast = (parse_number(part) for part in parts[:3])
    stopped = parts[3] == SampleVerdict.STOPPED
    sample = SampleCount(names, ballots, there, missed, uncast, stopped)
    need(
        sample.could_be() and sample.verdict == parts[3],
        "the sample's verdict does not follow from its numbers",
    )
    return sample


def parse_number(text: str) -> int:
    """Read a decimal number without leading zero.

    Errors: Malformed.
    """
    fits = text.isascii() and text.isdecimal() and len(text) <= _NUMBER_CHARACTERS
    need_form(fits and str(int(text)) == text, "not a decimal number without leading zero")
    return int(text)
