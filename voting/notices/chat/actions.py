"""Deeds of chat robots: the office adds, tries and removes them. Each writes its journal line, without the address; never commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.notices.channel.hosts import checked, target_of
from voting.notices.channel.robot_format import SIGNED, RobotFormat
from voting.notices.chat.facts import robot_of, robots_of
from voting.notices.chat.models import ChatRobot
from voting.notices.chat.rules import MOST_ROBOTS
from voting.notices.event.rules import NoticeKind
from voting.notices.wish.contact import seal
from voting.people.rules import Actor, Place


@dataclass(frozen=True, kw_only=True)
class RobotAdded(Event):
    name: ClassVar[str] = "notices:robot:added"
    robot: int
    format: str
    kinds: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class RobotRemoved(Event):
    name: ClassVar[str] = "notices:robot:removed"
    robot: int


@dataclass(frozen=True, kw_only=True)
class RobotTried(Event):
    """A test message was sent. accepted: the robot took it."""

    name: ClassVar[str] = "notices:robot:tried"
    robot: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class NewRobot:
    """What the office says of a robot. secret: empty where the format has none."""

    name: str
    format: RobotFormat
    address: str = field(repr=False)
    secret: str = field(repr=False)
    kinds: Sequence[NoticeKind]


def check(new: NewRobot, hosts: Collection[str]) -> None:
    """Refuse what cannot be called: asks the name service, so it is done outside of transactions. Errors: RuleBroken at its field."""
    if new.format in SIGNED and not new.secret:
        error = RuleBroken("请填写密钥：在群机器人的安全设置里选“加签”（飞书为“签名校验”），把密钥复制过来。")
        error.field = "secret"
        raise error
    checked(target_of(new.address, hosts))


def add(actor: Actor, place: Place, new: NewRobot, secret_key: str) -> ChatRobot:
    """Keep a robot that was checked. Errors: RuleBroken where the place has MOST_ROBOTS."""
    if len(robots_of(place.id)) >= MOST_ROBOTS:
        raise RuleBroken("群机器人已有 %(most)s 个，请先移除不用的。", most=MOST_ROBOTS)
    kinds = [kind.value for kind in new.kinds]
    signed = new.format in SIGNED
    row = ChatRobot(
        jurisdiction_id=place.id,
        name=new.name,
        format=new.format,
        address=seal(new.address, secret_key),
        secret=seal(new.secret, secret_key) if signed else None,
        kinds=kinds,
    )
    db.session.add(row)
    db.session.flush()
    record(RobotAdded(robot=row.id, format=row.format.value, kinds=kinds), actor, place.id)
    return row


def remove(actor: Actor, place: Place, robot_id: int) -> None:
    """Forget a robot's address and secret: what still waits for it is not sent. Errors: NotFound."""
    row = robot_of(place.id, robot_id)
    row.address = row.secret = None
    record(RobotRemoved(robot=row.id), actor, place.id)


def note_trial(actor: Actor, place: Place, robot_id: int, *, accepted: bool) -> None:
    """Keep in the journal that a test message was sent; a robot that took it rests no longer. Errors: NotFound."""
    row = robot_of(place.id, robot_id)
    if accepted:
        row.rests_until, row.failed = None, 0
    record(RobotTried(robot=robot_id, accepted=accepted), actor, place.id)
