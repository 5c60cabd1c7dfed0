"""What may wait: how much of it, for how long. No person's duty is decided here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from voting.core.errors import RuleBroken

LIFE = timedelta(hours=24)
"""A session lasts half as long: who signs in again finds his pictures."""
LAPSE = "uploads:lapse"
"""What is due when a picture's LIFE is over."""
MOST_OF_A_FORM = 6
MOST_WAITING_OF_A_FORM = 24
MOST_OF_A_PERSON = 60
MOST_IN_ALL = 3000
MOST_BYTES_IN_ALL = 1024**3
TITLE_LENGTH = 120
FORM_NAME = re.compile(r"[a-z]{1,20}(:[0-9]{1,10}){1,3}")
"""A form and what it is about: report:12:7 is the July report of commitment 12."""

ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class HandedUploads:
    """What a form hands to its deed. form: its name; ids: of the pictures that wait for it."""

    form: str = ""
    ids: tuple[str, ...] = ()


NOTHING = HandedUploads()


@dataclass(frozen=True)
class Load:
    """How many pictures wait, and in all how many bytes."""

    of_form: int
    of_person: int
    in_all: int
    bytes_in_all: int


def expect_room(load: Load, size: int) -> None:
    """Raise RuleBroken when one more picture of `size` bytes is too much."""
    if load.of_form >= MOST_WAITING_OF_A_FORM:
        raise RuleBroken("这张表上等着提交的照片太多，请先提交这张表，或者移除几张。")
    if load.of_person >= MOST_OF_A_PERSON:
        raise RuleBroken(
            "您有 %(count)s 张照片传上来还没有提交，请先提交那些表，或者移除照片。", count=load.of_person
        )
    if load.in_all >= MOST_IN_ALL or load.bytes_in_all + size > MOST_BYTES_IN_ALL:
        raise RuleBroken("现在传照片的人太多，请过一会儿再传这一张。")


def shown_title(name: str) -> str:
    """Return the end of a file's name, which tells it from others, without signs that cannot be seen."""
    return "".join(sign for sign in name if sign.isprintable())[-TITLE_LENGTH:]
