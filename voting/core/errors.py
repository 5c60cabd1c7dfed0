"""What can go wrong in the domain. None of these knows HTTP (see voting/web.py)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Self

from voting.core.text import N_


class DomainError(Exception):
    """A rule of the procedure was not met; the sentence may be shown to the person.

    message: Chinese, a message id of the catalogue; values: what its %(name)s places stand for.
    told: further fields of the answer to a program; field: the input of the form that is at fault, else empty.
    """

    field: str = ""
    told: Mapping[str, str] = MappingProxyType({})

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def telling(self, **more: str) -> Self:
        """Tell programs more than people: further fields beside `told`. Returns itself."""
        self.told = {**self.told, **more}
        return self

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotSignedIn(DomainError):
    """Nobody is signed in, and the page needs somebody."""


class NotFound(DomainError):
    """There is no such thing, or this person may not know of it."""


class NotAllowed(DomainError):
    """This person may not do this."""


class RuleBroken(DomainError):
    """What was handed in breaks a rule of the procedure."""


class WrongMoment(DomainError):
    """The step exists, but not from the state the thing is in now."""


class TooManyTries(DomainError):
    """Tried too often; later again."""


class Busy(DomainError):
    """As many wait as the program lets wait. Nothing was done; the same may be asked again in a moment."""

    def __init__(self) -> None:
        super().__init__(N_("现在办理的人较多，正在排队。"))
